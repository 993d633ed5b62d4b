"""An agency's documents: replaced, repealed, in force after all; the centre's ruling."""

import pytest

from portal.accounts.models import Role
from portal.documents.actions import (
    DocumentError,
    reinstate_document,
    repeal_document,
    replace_document,
    rule_on_document,
)
from portal.documents.models import Document, DocumentEvent
from portal.submissions.answers import Severity
from portal.submissions.sheet import load_sheet
from portal.submissions.validation import judge
from tests import factories as make
from tests.november import NOW

pytestmark = pytest.mark.django_db


def document(agency, number="81/KH-UBND", issued_on="2022-03-30", kind="plan"):
    return Document.objects.create(
        agency=agency, kind=kind, number=number, issued_on=make.day(issued_on)
    )


@pytest.fixture
def old(reports):
    return document(reports.agency)


@pytest.fixture
def new(reports):
    return document(reports.agency, "250/KH-UBND", "2022-10-20")


def test_replaced_from_a_day(reports, old, new):
    replace_document(
        old, successor=new, since=make.day("2022-10-20"), access=reports.access(), at=NOW
    )
    old.refresh_from_db()
    assert old.replaced_by == new
    assert old.is_in_force_on(make.day("2022-10-19"))
    assert not old.is_in_force_on(make.day("2022-10-20"))
    event = old.events.get()
    assert event.kind == DocumentEvent.Kind.REPLACED
    assert event.by == reports.reporter
    assert event.note == "Kế hoạch 250/KH-UBND, từ ngày 20/10/2022"


def test_repealed_and_back_again(reports, old):
    repeal_document(old, since=make.day("2022-11-01"), access=reports.access(), at=NOW)
    old.refresh_from_db()
    assert old.effective_until == make.day("2022-10-31")
    reinstate_document(old, access=reports.access(), at=NOW)
    reinstate_document(old, access=reports.access(), at=NOW)
    old.refresh_from_db()
    assert old.effective_until is None
    assert [e.kind for e in old.events.order_by("pk")] == ["repealed", "reinstated"]


def test_no_end_on_or_before_its_beginning(reports, old):
    for day in ("2022-03-30", "2022-01-01"):
        with pytest.raises(DocumentError):
            repeal_document(old, since=make.day(day), access=reports.access(), at=NOW)
    assert not old.events.exists()


def test_no_successor_that_is_not_there_yet(reports, old, new):
    with pytest.raises(DocumentError) as refusal:
        replace_document(
            old, successor=new, since=make.day("2022-10-01"), access=reports.access(), at=NOW
        )
    assert refusal.value.field == "since"


def test_no_circle_nobody_elses_not_itself(reports, old, new):
    facts = {"since": make.day("2022-12-01"), "access": reports.access(), "at": NOW}
    replace_document(old, successor=new, **facts)
    foreign = document(make.make_agency("Hải Phòng", "hai-phong"))
    new.refresh_from_db()
    for successor in (old, new, foreign):
        successor.refresh_from_db()
        with pytest.raises(DocumentError):
            replace_document(new, successor=successor, **facts)


def test_only_the_agencys_reporter_says_it_ended(reports, old):
    for user in (reports.approver, reports.reviewer):
        with pytest.raises(DocumentError):
            repeal_document(old, since=make.day("2022-11-01"), access=reports.access(user), at=NOW)


def test_ruling_of_the_centre(reports):
    letter = document(reports.agency, "1948/VP-KGVX", kind="letter")
    assert not letter.counts
    access = reports.access(reports.reviewer)
    with pytest.raises(DocumentError):
        rule_on_document(letter, counts=True, reason=" ", access=access, at=NOW)
    rule_on_document(letter, counts=True, reason="Có đủ nội dung Kế hoạch.", access=access, at=NOW)
    letter.refresh_from_db()
    assert letter.counts
    assert letter.events.get().note == "được tính là Kế hoạch. Có đủ nội dung Kế hoạch."
    rule_on_document(letter, counts=None, reason="", access=access, at=NOW)
    letter.refresh_from_db()
    assert not letter.counts
    with pytest.raises(DocumentError):
        rule_on_document(letter, counts=True, reason="x", access=reports.access(), at=NOW)


def test_a_repealed_plan_no_longer_carries_the_answer(reports, old):
    """Its question then asks for the new document."""
    plan = reports.indicators["PLAN"]
    value = plan.values.get()
    value.evidence = old
    value.save()
    texts = {reports.choice("PLAN"): "unchanged"}

    def faults():
        sheet = load_sheet(reports.agency, reports.period, None)
        found = judge(sheet, texts).of(Severity.ERROR)
        return [problem.message for problem in found if problem.field.startswith(plan.code)]

    assert faults() == []
    repeal_document(old, since=make.day("2022-11-01"), access=reports.access(), at=NOW)
    assert "hết hiệu lực" in faults()[0]


# The pages


@pytest.fixture
def pages(client, reports):
    """A function: user → (client, path of the agency's documents)."""

    def of(user=None):
        make.sign_in(client, user or reports.reporter)
        return client, f"/phieu/{reports.agency.slug}/van-ban/"

    return of


def test_list_and_change(pages, reports, old, new):
    client, path = pages()
    assert "81/KH-UBND" in client.get(path).content.decode()
    posted = {"what": "replaced", "successor": new.pk, "since": "20/10/2022"}
    response = client.post(f"{path}{old.pk}/", posted, follow=True)
    page = response.content.decode()
    assert "Đến hết 19/10/2022" in page
    assert "Phạm Thu Hà" in page
    assert "thay bằng 250/KH-UBND" in client.get(path).content.decode()


@pytest.mark.parametrize(
    ("posted", "words"),
    [
        ({}, "Bạn chọn một trong ba."),
        ({"what": "x\x00"}, "Chưa ghi được"),
        ({"what": "replaced"}, "Bạn chọn văn bản thay thế."),
        ({"what": "repealed"}, "Bạn ghi ngày."),
        ({"what": "repealed", "since": "31/2/2022"}, "31/2/2022"),
        ({"what": "repealed", "since": "30/3/2022"}, "phải sau ngày đó"),
        ({"what": "replaced", "successor": "9" * 30, "since": "1/11/2022"}, "Không có trong"),
        ({"what": "replaced", "successor": "\x00", "since": "1/11/2022"}, "Không có trong"),
    ],
)
def test_page_says_what_is_wrong(pages, old, posted, words):
    client, path = pages()
    response = client.post(f"{path}{old.pk}/", posted)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not DocumentEvent.objects.exists()


def test_centre_rules_on_the_page(pages, reports, old):
    client, path = pages(reports.reviewer)
    page = client.get(f"{path}{old.pk}/").content.decode()
    assert "Cục xác định" in page
    assert "Đã bị bãi bỏ" not in page
    refused = client.post(f"{path}{old.pk}/", {"counts": "no", "reason": "\x00"})
    assert "Bạn ghi lý do để cơ quan đọc." in refused.content.decode()
    client.post(f"{path}{old.pk}/", {"counts": "no", "reason": "Kế hoạch chung."})
    old.refresh_from_db()
    assert old.ruling is False


def test_a_reporter_does_not_rule_and_an_approver_only_reads(pages, reports, old):
    client, path = pages()
    client.post(f"{path}{old.pk}/", {"counts": "no", "reason": "x"})
    client, path = pages(reports.approver)
    assert client.get(f"{path}{old.pk}/").status_code == 200
    client.post(f"{path}{old.pk}/", {"what": "repealed", "since": "1/11/2022"})
    old.refresh_from_db()
    assert (old.ruling, old.effective_until) == (None, None)


def test_another_agencys_document_is_not_there(pages, reports, client):
    foreign = document(make.make_agency("Hải Phòng", "hai-phong"))
    client, path = pages()
    for pk in (foreign.pk, 0, 10**18, 10**30):
        assert client.get(f"{path}{pk}/").status_code == 404
    assert client.get(f"/phieu/hai-phong/van-ban/{foreign.pk}/").status_code == 404
    other = make.make_member(Role.REPORTER, foreign.agency)
    assert make.sign_in(client, other).get(path).status_code == 404
