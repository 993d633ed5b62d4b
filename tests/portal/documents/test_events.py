"""An agency's events: recorded, struck with a reason, counted beside the question they prove."""

import pytest
from django.db import IntegrityError, transaction

from portal.accounts.models import Role
from portal.catalogue.models import Evidence, ValueType
from portal.documents.actions import DocumentError, record_event, strike_event
from portal.documents.models import AwarenessEvent
from portal.submissions.answers import Severity
from portal.submissions.sheet import load_sheet
from portal.submissions.validation import judge
from tests import factories as make
from tests.november import NOW

pytestmark = pytest.mark.django_db

GOOD = {
    "name": "Hội thảo chuyển đổi số",
    "held_on": "10/10/2022",
    "form": "workshop",
    "participants": "1.200",
}


@pytest.fixture
def asked(reports):
    """The question that events prove."""
    return make.make_indicator(
        "EVENT",
        reports.indicators["PLAN"].asked_of,
        section=reports.indicators["PAGE"].section,
        value_type=ValueType.YES_NO,
        evidence=Evidence.EVENTS,
    )


@pytest.fixture
def pages(client, reports):
    """A function: user → (client, path of the agency's events)."""

    def of(user=None):
        make.sign_in(client, user or reports.reporter)
        return client, f"/phieu/{reports.agency.slug}/su-kien/"

    return of


def held(reports, held_on="2022-10-10", *, name="Hội nghị triển khai", user=None, agency=None):
    return record_event(
        agency or reports.agency,
        name=name,
        held_on=make.day(held_on),
        form=AwarenessEvent.Form.CONFERENCE,
        participants=None,
        access=reports.access(user),
        at=NOW,
    )


# What may be recorded


def test_recorded_with_who_and_when(reports):
    event = held(reports, name="  Hội nghị \u200b triển khai ")
    assert (event.name, event.participants) == ("Hội nghị triển khai", None)
    assert (event.recorded_by, event.recorded_at) == (reports.reporter, NOW)
    assert event.history.count() == 1


@pytest.mark.parametrize(
    ("day", "is_taken"),
    [("2022-01-27", False), ("2022-01-28", True), ("2022-11-15", True), ("2022-11-16", False)],
)
def test_held_between_the_first_day_and_today(reports, asked, day, is_taken):
    if is_taken:
        assert held(reports, day).pk
        return
    with pytest.raises(DocumentError) as refusal:
        held(reports, day)
    assert refusal.value.field == "held_on"


def test_any_past_day_where_no_question_says_since_when(reports):
    assert held(reports, "2020-05-01").pk


def test_the_same_event_stands_once(reports):
    event = held(reports)
    with pytest.raises(DocumentError) as refusal:
        held(reports)
    assert refusal.value.field == "name"
    strike_event(event, reason="Nhầm ngày.", access=reports.access(), at=NOW)
    assert held(reports).pk != event.pk


def test_only_the_agencys_reporter_records_and_strikes(reports):
    event = held(reports)
    for user in (reports.approver, reports.reviewer):
        with pytest.raises(DocumentError):
            held(reports, "2022-10-11", user=user)
        with pytest.raises(DocumentError):
            strike_event(event, reason="x", access=reports.access(user), at=NOW)
    with pytest.raises(DocumentError):
        held(reports, agency=make.make_agency("Hải Phòng", "hai-phong"))
    assert AwarenessEvent.objects.get().struck_at is None


def test_struck_once_with_its_reason_and_kept(reports):
    event = held(reports)
    with pytest.raises(DocumentError):
        strike_event(event, reason=" \u200b", access=reports.access(), at=NOW)
    strike_event(event, reason="Ghi hai lần.", access=reports.access(), at=NOW)
    strike_event(event, reason="Lần nữa.", access=reports.access(), at=NOW)
    event.refresh_from_db()
    assert (event.struck_at, event.struck_reason) == (NOW, "Ghi hai lần.")
    assert event.history.count() == 2
    assert not AwarenessEvent.objects.standing().exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"name": ""},
        {"form": "party"},
        {"participants": 100_000_001},
        {"struck_at": NOW},
        {"struck_reason": "x"},
    ],
)
def test_database_refuses(reports, fields):
    facts = {
        "agency": reports.agency,
        "name": "Hội nghị",
        "held_on": make.day("2022-10-10"),
        "form": "other",
        "recorded_by": reports.reporter,
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        AwarenessEvent.objects.create(**facts | fields)


# The pages


def test_recorded_on_the_page_newest_first(pages, reports):
    held(reports, "2022-05-10", name="Hội nghị tháng Năm")
    client, path = pages()
    page = client.post(path, GOOD, follow=True).content.decode()
    assert "Đã ghi 2 sự kiện" in page
    assert "1.200" in page
    assert page.index("Hội thảo chuyển đổi số") < page.index("Hội nghị tháng Năm")


def test_posting_twice_records_once(pages):
    client, path = pages()
    client.post(path, GOOD)
    again = client.post(path, GOOD)
    assert again.status_code == 422
    assert "đã có trong danh sách" in again.content.decode()
    assert AwarenessEvent.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": ""}, "Bạn điền ô này."),
        ({"name": "\x00"}, "Chưa ghi được"),
        ({"name": "\u200b "}, "Bạn điền ô này."),
        ({"name": "x" * 301}, "300"),
        ({"held_on": ""}, "Bạn ghi ngày."),
        ({"held_on": "31/2/2022"}, "không có ngày 31"),
        ({"held_on": "16/11/2022"}, "chưa tới"),
        ({"held_on": "27/1/2022"}, "trước ngày ban hành Đề án"),
        ({"held_on": "\x00"}, "Chưa ghi được"),
        ({"form": ""}, "Bạn chọn hình thức."),
        ({"form": "x\x00"}, "Không có trong danh sách"),
        ({"participants": "-5"}, "Chưa ghi được"),
        ({"participants": "1,5"}, "Chưa ghi được"),
        ({"participants": "năm mươi"}, "Chưa ghi được"),
        ({"participants": "100.000.001"}, "Nhiều nhất 100.000.000"),
        ({"participants": "9" * 400}, "Chưa ghi được"),
    ],
)
def test_page_says_what_is_wrong(pages, asked, typed, words):
    client, path = pages()
    response = client.post(path, GOOD | typed)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not AwarenessEvent.objects.exists()


def test_markup_in_a_name_is_text(pages):
    client, path = pages()
    page = client.post(path, GOOD | {"name": "<script>x</script>"}, follow=True).content.decode()
    assert "&lt;script&gt;x&lt;/script&gt;" in page
    assert "<script>x" not in page


def test_struck_on_its_page(pages, reports):
    event = held(reports)
    client, path = pages()
    for reason in ("", "\x00", "x" * 301):
        assert client.post(f"{path}{event.pk}/", {"reason": reason}).status_code == 422
    page = client.post(f"{path}{event.pk}/", {"reason": "Đã hoãn."}, follow=True).content.decode()
    assert "Đã gạch bỏ: Đã hoãn." in page
    assert "Đã ghi 0 sự kiện" in page
    assert "<textarea" not in client.get(f"{path}{event.pk}/").content.decode()


def test_approver_and_centre_only_read(pages, reports):
    event = held(reports)
    for user in (reports.approver, reports.reviewer):
        client, path = pages(user)
        page = client.get(path).content.decode()
        assert event.name in page
        assert "Gạch bỏ" not in page
        assert "<form" not in client.get(f"{path}{event.pk}/").content.decode().split("<main")[1]
        client.post(path, GOOD)
        client.post(f"{path}{event.pk}/", {"reason": "x"})
    assert AwarenessEvent.objects.get().struck_at is None


def test_another_agencys_events_are_not_there(pages, reports, client):
    event = held(reports)
    other = make.make_agency("Hải Phòng", "hai-phong")
    make.make_member(Role.REPORTER, other, user=reports.approver)
    client, _ = pages(reports.approver)
    for pk in (event.pk, 0, 10**18, 10**30):
        assert client.get(f"/phieu/hai-phong/su-kien/{pk}/").status_code == 404
    client, path = pages(make.make_member(Role.REPORTER, other))
    assert client.get(path).status_code == 404
    assert client.post(path, GOOD).status_code == 404
    assert client.post(f"{path}{event.pk}/", {"reason": "x"}).status_code == 404


# In the sheet


def notices(reports, asked, said="yes"):
    texts = {asked.code + "-value": said, reports.choice("PAGE"): "update"}
    judged = judge(load_sheet(reports.agency, reports.period, None), texts)
    found = judged.by_field.get(f"{asked.code}-value", [])
    return [problem.message for problem in found if problem.severity == Severity.NOTICE]


def test_yes_without_an_event_is_noticed(reports, asked):
    held(reports, "2022-11-15", name="Sau ngày chốt số liệu")
    struck = held(reports, name="Đã hoãn")
    strike_event(struck, reason="Hoãn.", access=reports.access(), at=NOW)
    assert notices(reports, asked, "no") == []
    assert notices(reports, asked) == [
        "Chưa ghi sự kiện nào tính đến 14/11/2022; bạn ghi ít nhất một sự kiện khi có."
    ]
    held(reports, "2022-11-14")
    assert notices(reports, asked) == []


def test_sheet_counts_the_agencys_own_events(pages, reports, asked):
    make.make_rule("thu", asked, "needs", reports.indicators["PLAN"])
    other = make.make_agency("Hải Phòng", "hai-phong")
    AwarenessEvent.objects.create(
        agency=other,
        name="Của nơi khác",
        held_on=make.day("2022-10-10"),
        form="other",
        recorded_by=reports.reporter,
    )
    client, path = pages()
    assert "tính đến 14/11/2022: 0. <a" in client.get(reports.path).content.decode()
    for number in range(3):
        held(reports, name=f"Hội nghị {number}")
    page = client.get(reports.path).content.decode()
    assert f'tính đến 14/11/2022: 3. <a href="{path}"' in page


def test_counting_costs_the_sheet_no_query(pages, reports, asked, django_assert_max_num_queries):
    client, _ = pages()
    held(reports)
    with django_assert_max_num_queries(8):
        assert client.get(reports.path).status_code == 200
