"""The chase list: who is on it, in which order, whom to speak to; its filters, buttons and text."""

import datetime

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import Role, User
from portal.catalogue.holidays import DaysOff
from portal.chasing.chase import chase_list
from portal.submissions.contacts import Contact, Means, Occasion
from portal.submissions.extensions import Extension
from portal.submissions.models import Revision, State
from tests import factories as make
from tests.markup import Page

pytestmark = pytest.mark.django_db

LIST = "/theo-doi/2022-11/don-doc/"
SEND = f"{LIST}nhac/"


@pytest.fixture(autouse=True)
def late(settings):
    """Tuesday 22: the second working day after the deadline."""
    settings.DEMO_TODAY = datetime.date(2022, 11, 22)


NOW = make.instant("2022-11-22 09:00")


def listed(chased, now=NOW):
    return chase_list(chased.period, now, DaysOff()).rows


def page_of(response) -> Page:
    return Page(response.content.decode())


def sent_month(chased, agency, month, at, by=None):
    """A report of another month, sent at `at`."""
    period = make.make_period(2022, month) if isinstance(month, int) else month
    report = chased.report(agency, State.SUBMITTED, period=period)
    Revision.objects.create(submission=report, number=1, sent_at=make.instant(at), sent_by=by)
    return period


def test_the_missing_and_nobody_else(chased):
    for number, state in enumerate([None, *State]):
        chased.agency(f"Tỉnh {number}", f"tinh-{number}", state=state)
    make.make_agency("Không hỏi", "khong-hoi")
    rows = listed(chased)
    assert [row.standing.state for row in rows] == [
        *(None, State.DRAFT, State.RETURNED, State.AWAITING_APPROVAL)
    ]
    assert {(row.standing.overdue_days, row.working_days) for row in rows} == {(4, 2)}


def test_most_trouble_first(chased):
    for slug in ("gia-han", "deu-dan", "hay-muon", "moi"):
        chased.agency(slug, slug)
    october, september = make.make_period(2022, 10), make.make_period(2022, 9)
    agencies = {row.agency.slug: row.agency for row in listed(chased)}
    for period, month in ((october, 10), (september, 9)):
        sent_month(chased, agencies["deu-dan"], period, f"2022-{month:02d}-17 09:00")
        sent_month(chased, agencies["hay-muon"], period, f"2022-{month:02d}-20 09:00")
    Extension.objects.create(
        agency=agencies["gia-han"],
        period=chased.period,
        closes_at=make.instant("2022-12-09 17:00"),
        reason="Bão",
        granted_by=make.make_user(),
        granted_at=NOW,
    )
    rows = listed(chased)
    assert [row.agency.slug for row in rows] == ["moi", "hay-muon", "deu-dan", "gia-han"]
    assert [(row.late, row.sent) for row in rows] == [(0, 0), (2, 2), (0, 2), (0, 0)]
    assert rows[-1].extended_until == make.instant("2022-12-09 17:00")


def test_lateness_looks_back_twelve_months_and_no_further(chased):
    agency = chased.agency("Một", "mot")
    for year, month in ((2021, 10), (2021, 11), (2022, 10), (2022, 12)):
        period = make.make_period(year, month)
        sent_month(chased, agency, period, f"{year}-{month:02d}-20 09:00")
    (row,) = listed(chased)
    assert (row.late, row.sent) == (2, 2)


def test_entry_on_behalf_that_does_not_count_is_no_sending(chased):
    agency = chased.agency("Một", "mot", state=State.SUBMITTED)
    report = agency.submissions.get()
    clerk = make.make_user()
    Revision.objects.create(
        submission=report,
        number=1,
        sent_at=NOW,
        sent_by=clerk,
        on_behalf=True,
        brought_by="Công văn",
        counts_as_received=False,
    )
    (row,) = listed(chased)
    assert row.standing.state == State.SUBMITTED
    assert row.last_sender is None


def test_last_sender_who_has_left_is_still_told(chased):
    agency = chased.agency("Một", "mot")
    left = make.make_user("cu", full_name="Người Cũ", phone="0912", email="cu@mau.example")
    sent_month(chased, agency, 10, "2022-10-18 09:00", by=left)
    (row,) = listed(chased)
    assert (row.last_sender.name, row.last_sender.phone, row.last_sender.role) == (
        *("Người Cũ", "0912", ""),
    )
    assert [person.name for person in row.others] == ["Người mot"]


def test_last_sender_of_today_stands_once(chased):
    agency = chased.agency("Một", "mot", approver=True)
    sent_month(chased, agency, 10, "2022-10-18 09:00", by=chased.people["mot"])
    (row,) = listed(chased)
    assert row.last_sender.role == Role.REPORTER
    assert [person.role for person in row.others] == [Role.APPROVER]


def test_nobody_would_receive_the_mail(centre, chased):
    chased.agency("Có thư", "co-thu")
    chased.agency("Không thư", "khong-thu", reporter=False)
    inactive = chased.agency("Khóa", "khoa")
    User.objects.filter(pk=chased.people["khoa"].pk).update(is_active=False)
    assert {row.agency.slug for row in listed(chased) if row.is_unreachable} == {
        *("khong-thu", inactive.slug)
    }
    text = page_of(centre.get(LIST)).text
    assert "Có 2 cơ quan không ai nhận được thư nhắc" in text
    assert text.count("Không ai nhận được thư") == 2


def test_last_contact_is_the_newest_about_the_month(centre, chased):
    agency = chased.agency("Một", "mot")
    other = make.make_period(2022, 10)
    facts = {"agency": agency, "at": NOW, "means": Means.PHONE}
    Contact.objects.create(period=other, day=make.day("2022-11-21"), note="kỳ khác", **facts)
    Contact.objects.create(
        period=chased.period, day=make.day("2022-11-18"), note="hẹn chiều nay", **facts
    )
    facts |= {"means": Means.EMAIL, "at": NOW + datetime.timedelta(hours=1)}
    Contact.objects.create(
        period=chased.period,
        day=make.day("2022-11-22"),
        occasion=Occasion.AFTER,
        failure="Máy chủ thư không trả lời",
        **facts,
    )
    (row,) = listed(chased)
    assert (row.contacts, row.last.outcome) == (2, "Máy chủ thư không trả lời")
    assert "22/11/2022, thư điện tử: Máy chủ thư không trả lời" in page_of(centre.get(LIST)).text


# Text, access, empty months


def test_chat_text_is_in_official_order_with_where_and_whom(centre, settings, chased):
    settings.SITE_URL = "https://bao-cao.mau.example"
    chased.agency("Sau", "sau", position=2)
    chased.agency("Trước", "truoc", position=1, state=State.DRAFT)
    chat = centre.get(LIST).context["chat"]
    assert chat.splitlines() == [
        "Báo cáo Đề án 146 kỳ tháng 11/2022. Hạn gửi: 17:00 ngày 18/11/2022, đã qua.",
        "Cục chưa nhận được phiếu của 2 cơ quan: Trước, Sau.",
        "Đề nghị các cơ quan gửi phiếu tại https://bao-cao.mau.example/",
        "Cần hỏi: Lê Minh Tuấn, 024 3555 0146, cuc@mau.example.",
    ]


def test_everything_received(centre, chased):
    chased.agency("Một", "mot", state=State.ACCEPTED)
    text = page_of(centre.get(LIST)).text
    assert "Cục đã nhận đủ phiếu của 1 cơ quan." in text
    assert "Gửi nhắc" not in text


def test_names_are_escaped(centre, chased):
    agency = chased.agency("Một", "mot")
    agency.names.update(name="<script>alert(1)</script>")
    User.objects.filter(username="mot").update(full_name="<b>x</b>", phone="<i>", email='"@x.vn')
    for path in (LIST, "/theo-doi/2022-11/mot/lien-he/"):
        markup = centre.get(path).content.decode()
        assert "<script>alert" not in markup
        assert "<b>x" not in markup
        assert "<i>" not in markup


@pytest.mark.parametrize("role", [Role.READER, Role.EDITOR, Role.ADMINISTRATOR, Role.REPORTER])
def test_only_who_reviews_may_chase(client, chased, role):
    agency = chased.agency("Một", "mot")
    make.sign_in(client, make.make_member(role, agency if role == Role.REPORTER else None))
    for path in (LIST, f"{LIST[:-1]}.docx", "/theo-doi/2022-11/mot/lien-he/"):
        assert client.get(path).status_code in (403, 404), path
    for path in (SEND, f"{LIST}cong-van/", "/theo-doi/2022-11/mot/lien-he/"):
        assert client.post(path, {"all": "1", "agency": "mot"}).status_code in (403, 404), path
    assert mail.outbox == []


def test_month_that_is_not_there(centre, chased):
    assert centre.get("/theo-doi/2030-01/don-doc/").status_code == 404
    assert centre.get("/theo-doi/2030-01/don-doc.docx").status_code == 404


# Cost


def queries(client, path) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len([q for q in captured if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))])


@pytest.mark.parametrize("path", [LIST, "/theo-doi/2022-11/t-1/lien-he/", f"{LIST[:-1]}.docx"])
def test_at_most_eight_queries_whatever_is_missing(centre, chased, path):
    counts = []
    for size in (range(3), range(3, 60)):
        for n in size:
            agency = chased.agency(f"Tỉnh {n}", f"t-{n}", approver=True)
            Contact.objects.create(
                agency=agency, period=chased.period, means="phone", day=NOW.date(), at=NOW
            )
        counts.append(queries(centre, path))
    assert counts[0] == counts[1] <= 8
