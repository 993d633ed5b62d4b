"""Every change of state: its event beside it, its gate before it, its versions compared."""

import pytest

from portal.documents.models import Document, StoredFile
from portal.submissions import actions, deciding
from portal.submissions.gates import Closed
from portal.submissions.models import (
    EventKind,
    IndicatorValue,
    Revision,
    State,
    Submission,
    SubmissionEvent,
)
from portal.submissions.register import question_of
from tests import factories as make
from tests.november import NOW

pytestmark = pytest.mark.django_db

LATER = make.instant("2022-11-16 10:00")


def kinds(report):
    return list(report.events.values_list("kind", flat=True))


def test_sending_makes_a_revision_with_every_value(reports):
    report = reports.sent()
    assert (report.state, report.first_sent_at) == (State.SUBMITTED, NOW)
    assert kinds(report) == [EventKind.CREATED, EventKind.SUBMITTED]
    revision = report.revisions.get()
    assert (revision.number, revision.sent_by, revision.accepted_at) == (1, reports.reporter, None)
    assert revision.receipt_number == f"BN 2022-11/{report.pk}-1"
    values = {value.indicator: value for value in revision.values.all()}
    assert len(values) == 8
    trained = values[reports.indicators["TRAINED"]]
    assert (trained.amount, trained.in_month, trained.base_amount) == (500, 72, 428)
    assert values[reports.indicators["TEAMS"]].unchanged
    assert values[reports.indicators["SHARE"]].shown == "77,5"


def test_what_a_platform_supplies_is_not_sent(reports):
    report = reports.sent()
    assert not IndicatorValue.objects.filter(
        revision__submission=report, indicator=reports.indicators["TOUCH"]
    ).exists()


def test_sending_twice_makes_one_revision(reports):
    report = reports.save(reports.good_texts).submission
    first = actions.send(report, version=1, access=reports.access(), at=NOW)
    again = actions.send(report, version=1, access=reports.access(), at=LATER)
    assert first == again
    assert (Revision.objects.filter(submission=report).count(), len(kinds(report))) == (1, 2)


def test_stale_version_is_not_sent(reports):
    report = reports.save(reports.good_texts).submission
    reports.save({reports.field("TRAINED", "total"): "501"})
    with pytest.raises(actions.Stale):
        actions.send(report, version=1, access=reports.access(), at=NOW)
    assert not report.revisions.exists()


def test_report_with_faults_is_not_sent(reports):
    report = reports.save(reports.good_texts | {reports.field("PEOPLE"): "11,300"}).submission
    with pytest.raises(actions.NotReady) as found:
        actions.send(report, version=1, access=reports.access(), at=NOW)
    assert found.value.judged.errors[0].field == reports.field("PEOPLE")
    report.refresh_from_db()
    assert (report.state, kinds(report)) == (State.DRAFT, [EventKind.CREATED])


def test_unanswered_report_is_not_sent(reports):
    report = reports.open()
    with pytest.raises(actions.NotReady):
        actions.send(report, version=0, access=reports.access(), at=NOW)


def test_state_and_event_go_together_or_not_at_all(reports, monkeypatch):
    report = reports.save(reports.good_texts).submission
    monkeypatch.setattr(actions, "record", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        actions.send(report, version=1, access=reports.access(), at=NOW)
    report.refresh_from_db()
    assert report.state == State.DRAFT
    assert not Revision.objects.filter(submission=report).exists()


def test_opening_twice_gives_one_report(reports):
    assert reports.open() == reports.open()
    assert (
        Submission.objects.filter(channel="agency").count(),
        SubmissionEvent.objects.filter(kind=EventKind.CREATED).count(),
    ) == (1, 1)


def test_saving_in_a_closed_month_is_refused(reports):
    with pytest.raises(Closed):
        reports.save({"X-value": "1"}, at=make.instant("2022-11-25 17:01"))


def test_approval(reports):
    reports.agency.needs_approval = True
    reports.agency.save()
    report = reports.save(reports.good_texts).submission
    with pytest.raises(Closed):
        actions.send(report, version=1, access=reports.access(), at=NOW)
    actions.ask_approval(report, version=1, access=reports.access(), at=NOW)
    with pytest.raises(Closed):
        reports.save({"X-value": "1"})
    approver = reports.access(reports.approver)
    actions.send_back(report, note="Ghi rõ lớp nào.", access=approver, at=NOW)
    report.refresh_from_db()
    assert (report.state, question_of(report).note) == (State.DRAFT, "Ghi rõ lớp nào.")
    actions.ask_approval(report, version=1, access=reports.access(), at=NOW)
    revision = actions.approve(report, version=1, access=approver, at=LATER)
    assert actions.approve(report, version=1, access=approver, at=LATER) == revision
    report.refresh_from_db()
    assert (report.state, revision.sent_by) == (State.SUBMITTED, reports.approver)
    assert kinds(report)[1:] == ["approval_asked", "sent_back", "approval_asked", "approved"]


def test_unready_report_is_not_put_before_the_leader(reports):
    reports.agency.needs_approval = True
    reports.agency.save()
    report = reports.open()
    with pytest.raises(actions.NotReady):
        actions.ask_approval(report, version=0, access=reports.access(), at=NOW)
    with pytest.raises(actions.Stale):
        actions.ask_approval(report, version=4, access=reports.access(), at=NOW)


def test_returned_report_is_corrected_and_sent_again(reports):
    report = reports.sent()
    deciding.return_report(
        report,
        note="428 lượt đã gồm hội nghị chưa?",
        access=reports.access(reports.reviewer),
        at=NOW,
    )
    report.refresh_from_db()
    assert question_of(report).note == "428 lượt đã gồm hội nghị chưa?"
    report = reports.save({reports.field("TRAINED", "total"): "510"}).submission
    revision = actions.send(report, version=2, access=reports.access(), at=LATER)
    report.refresh_from_db()
    assert (revision.number, report.first_sent_at, question_of(report)) == (2, NOW, None)


def test_note_is_stored_clean(reports):
    report = reports.sent()
    deciding.return_report(
        report, note="Xem \x00 lại", access=reports.access(reports.reviewer), at=NOW
    )
    assert report.events.order_by("pk").last().note == "Xem lại"


def test_recalled_report_is_a_draft_again(reports):
    report = reports.sent()
    actions.recall(report, access=reports.access(), at=LATER)
    report.refresh_from_db()
    assert (report.state, kinds(report)[-1]) == (State.DRAFT, EventKind.RECALLED)


def test_correction_supersedes_only_when_it_is_accepted(reports):
    report, centre = reports.sent(), reports.access(reports.reviewer)
    first = deciding.accept(report, access=centre, at=NOW)
    actions.open_correction(report, reason="Đếm thiếu một lớp.", access=reports.access(), at=LATER)
    reports.save({reports.field("TRAINED", "total"): "510"}, at=LATER)
    second = actions.send(report, version=2, access=reports.access(), at=LATER)
    first.refresh_from_db()
    assert (second.number, second.reason) == (2, "Đếm thiếu một lớp.")
    assert (first.superseded_at, second.accepted_at) == (None, None)
    second = deciding.accept(report, access=centre, at=LATER)
    first.refresh_from_db()
    assert (first.superseded_at, second.accepted_at, second.accepted_by) == (
        LATER,
        LATER,
        reports.reviewer,
    )
    trained = second.values.get(indicator=reports.indicators["TRAINED"])
    assert (trained.base_amount, trained.in_month) == (428, 82)


def test_revision_that_was_not_seen_is_not_accepted(reports):
    report, centre = reports.sent(), reports.access(reports.reviewer)
    actions.recall(report, access=reports.access(), at=NOW)
    actions.send(report, version=1, access=reports.access(), at=LATER)
    for decide in (deciding.accept, deciding.return_report):
        facts = {} if decide is deciding.accept else {"note": "?"}
        with pytest.raises(actions.Stale):
            decide(report, access=centre, at=LATER, seen=1, **facts)
    assert deciding.accept(report, access=centre, at=LATER, seen=2).number == 2


def test_accepted_report_is_not_returned(reports):
    report, centre = reports.sent(), reports.access(reports.reviewer)
    deciding.accept(report, access=centre, at=NOW)
    with pytest.raises(Closed):
        deciding.return_report(report, note="?", access=centre, at=NOW)


def test_typed_document_is_stored_once(reports):
    stored = StoredFile.objects.create(agency=reports.agency, file="x", name="ke-hoach.pdf", size=1)
    texts = reports.good_texts | {
        reports.choice("PLAN"): "update",
        reports.field("PLAN"): "yes",
        reports.field("PLAN", "doc_kind"): "plan",
        reports.field("PLAN", "doc_number"): "81/KH-UBND",
        reports.field("PLAN", "doc_issued_on"): "30/3/2022",
        reports.field("PLAN", "doc_file"): str(stored.pk),
    }
    report = reports.save(texts).submission
    actions.send(report, version=1, access=reports.access(), at=NOW)
    actions.recall(report, access=reports.access(), at=NOW)
    revision = actions.send(report, version=1, access=reports.access(), at=LATER)
    plan = Document.objects.get()
    assert (plan.number, plan.stored_file, plan.recorded_by) == (
        "81/KH-UBND",
        stored,
        reports.reporter,
    )
    assert revision.values.get(indicator=reports.indicators["PLAN"]).evidence == plan
