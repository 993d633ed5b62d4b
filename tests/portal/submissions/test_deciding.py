"""The centre's decisions: questions about figures, and accepting what says nothing new."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.submissions import actions, deciding
from portal.submissions.gates import Closed
from portal.submissions.models import EventKind, IndicatorValue, State
from portal.submissions.questions import LONGEST_QUESTION, ValueQuestion, open_questions
from portal.submissions.sheet import load_sheet
from portal.submissions.validation import judge
from tests import factories as make
from tests.november import NOW

pytestmark = pytest.mark.django_db
LATER = make.instant("2022-11-15 14:00")
WHY = "428 lượt đã gồm hội nghị chưa?"


@pytest.fixture
def centre(reports):
    return reports.access(reports.reviewer)


def returned(reports, *codes, **facts):
    report, centre = reports.sent(), reports.access(reports.reviewer)
    questions = {reports.indicators[code].pk: WHY for code in codes}
    deciding.return_report(report, questions=questions, access=centre, at=NOW, **facts)
    report.refresh_from_db()
    return report


def judged(reports, report):
    sheet = load_sheet(reports.agency, reports.period, report)
    return judge(sheet, actions.load_draft(report).texts())


def sent_again(reports, texts):
    report = reports.save(texts, at=LATER).submission
    return actions.send(report, version=report.version, access=reports.access(), at=LATER)


def test_questions_are_written_with_the_return_and_change_no_value(reports, centre):
    report = reports.sent()
    before = list(IndicatorValue.objects.order_by("pk").values())
    questions = {reports.indicators[code].pk: WHY for code in ("TRAINED", "PEOPLE")}
    deciding.return_report(report, questions=questions, access=centre, at=NOW)
    report.refresh_from_db()
    assert report.state == State.RETURNED
    event = report.events.order_by("pk").last()
    assert (event.kind, event.note, event.revision.number) == (EventKind.RETURNED, "", 1)
    asked = ValueQuestion.objects.filter(revision=event.revision)
    assert {(q.indicator.code, q.text, q.asked_by) for q in asked} == {
        ("PROV_TRAINED", WHY, reports.reviewer),
        ("PROV_PEOPLE", WHY, reports.reviewer),
    }
    assert list(IndicatorValue.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("blank", ["", "  ", "\x00 \n"])
def test_a_return_asks_something(reports, centre, blank):
    report = reports.sent()
    questions = {reports.indicators["TRAINED"].pk: blank}
    with pytest.raises(deciding.NothingAsked):
        deciding.return_report(report, note=blank, questions=questions, access=centre, at=NOW)
    report.refresh_from_db()
    assert report.state == State.SUBMITTED


def test_question_too_long_or_about_nothing_sent_stores_nothing(reports, centre):
    report, trained = reports.sent(), reports.indicators["TRAINED"].pk
    touch = reports.indicators["TOUCH"].pk
    for questions in ({trained: "x" * (LONGEST_QUESTION + 1)}, {trained: WHY, touch: WHY}):
        with pytest.raises(deciding.BadQuestions) as bad:
            deciding.return_report(report, questions=questions, access=centre, at=NOW)
        assert len(bad.value.faults) == 1
    report.refresh_from_db()
    assert report.state == State.SUBMITTED
    assert not ValueQuestion.objects.exists()
    longest = {trained: "x" * LONGEST_QUESTION}
    deciding.return_report(report, questions=longest, access=centre, at=NOW)
    assert ValueQuestion.objects.get().text == "x" * LONGEST_QUESTION


@given(st.dictionaries(st.integers(1, 9), st.text(max_size=600), max_size=4))
def test_cleaned_questions_fit_their_column_or_are_refused(typed):
    try:
        kept = deciding.cleaned_questions(typed)
    except deciding.BadQuestions:
        kept = {}
    assert all(0 < len(text) <= LONGEST_QUESTION for text in kept.values())
    assert deciding.cleaned_questions(kept) == kept


def test_question_is_stored_clean(reports, centre):
    questions = {reports.indicators["TRAINED"].pk: " Số\x00 na\u0300y?\r\nGồm gì? "}
    deciding.return_report(reports.sent(), questions=questions, access=centre, at=NOW)
    assert ValueQuestion.objects.get().text == "Số này?\nGồm gì?"


def test_pressing_twice_decides_once(reports, centre):
    report = reports.sent()
    questions = {reports.indicators["TRAINED"].pk: WHY}
    facts = {"access": centre, "at": NOW, "seen": 1}
    for _ in range(2):
        deciding.return_report(report, questions=questions, **facts)
    assert report.events.filter(kind=EventKind.RETURNED).count() == 1
    assert ValueQuestion.objects.count() == 1
    sent_again(reports, {reports.field("TRAINED", "total"): "510"})
    facts["seen"] = 2
    assert deciding.accept(report, **facts) == deciding.accept(report, **facts)
    assert report.events.filter(kind=EventKind.ACCEPTED).count() == 1


def test_another_reviewer_is_told_that_it_is_decided(reports, centre):
    report = reports.sent()
    deciding.accept(report, access=centre, at=NOW, seen=1)
    colleague = make.access_of(make.make_member("data_manager"))
    for decide in (deciding.accept, deciding.accept_unchanged):
        with pytest.raises(Closed):
            decide(report, access=colleague, at=NOW, seen=1)
    with pytest.raises(Closed):
        deciding.return_report(report, note="?", access=colleague, at=NOW, seen=1)


# --- The answer ----------------------------------------------------------------------------------


def test_questioned_figure_that_stays_wants_an_explanation(reports):
    report = returned(reports, "TRAINED", "TEAMS")
    found = judged(reports, report)
    assert [p.field for p in found.warnings] == [
        reports.field("TRAINED", "total"),
        reports.field("TEAMS"),
    ]
    assert [p.field for p in found.errors] == [
        reports.field("TRAINED", "explain"),
        reports.field("TEAMS", "explain"),
    ]
    reports.save({reports.field("TRAINED", "total"): "510"}, at=LATER)
    reports.save({reports.field("TEAMS", "explain"): "Đã đếm lại, vẫn 1.473 Tổ."}, at=LATER)
    report.refresh_from_db()
    found = judged(reports, report)
    assert found.can_be_sent
    assert [p.field for p in found.warnings] == [reports.field("TEAMS")]


def test_explanation_that_the_centre_read_is_no_answer(reports, centre):
    jumped = {
        reports.field("TRAINED", "total"): "900",
        reports.field("TRAINED", "explain"): "Mở thêm lớp.",
    }
    reports.save(reports.good_texts | jumped)
    report = reports.open()
    actions.send(report, version=report.version, access=reports.access(), at=NOW)
    questions = {reports.indicators["TRAINED"].pk: WHY}
    deciding.return_report(report, questions=questions, access=centre, at=NOW)
    report.refresh_from_db()
    (error,) = judged(reports, report).errors
    assert error.field == reports.field("TRAINED", "explain")
    assert "Cục đã đọc giải trình này" in error.message
    sent_again(reports, {reports.field("TRAINED", "explain"): "Chưa gồm hội nghị."})


def test_other_address_or_other_reason_is_an_answer(reports):
    report = returned(reports, "PAGE", "WORDS")
    reports.save({reports.field("PAGE", "link"): "https://quangninh.gov.vn/chuyen-trang"}, at=LATER)
    reports.save({reports.field("WORDS"): "", reports.field("WORDS", "other"): "not_known"})
    reports.save({reports.field("WORDS", "why"): "Xã chưa gửi."}, at=LATER)
    report.refresh_from_db()
    assert judged(reports, report).can_be_sent


def test_questions_wait_until_an_answer_is_accepted(reports, centre):
    report = returned(reports, "TRAINED")
    trained = reports.indicators["TRAINED"].pk
    assert open_questions(report)[trained].amount == 500
    sent_again(reports, {reports.field("TRAINED", "total"): "510"})
    report.refresh_from_db()
    assert list(open_questions(report)) == [trained]  # the reviewer reads it beside the answer
    deciding.accept(report, access=centre, at=LATER)
    report.refresh_from_db()
    assert open_questions(report) == {}
    actions.open_correction(report, reason="Đếm thiếu.", access=reports.access(), at=LATER)
    report.refresh_from_db()
    assert open_questions(report) == {}


def test_only_the_last_return_asks(reports, centre):
    report = returned(reports, "TRAINED")
    sent_again(reports, {reports.field("TRAINED", "total"): "510"})
    deciding.return_report(report, note="Xem lại phần D.", access=centre, at=LATER)
    report.refresh_from_db()
    assert open_questions(report) == {}


def test_report_that_was_never_sent_is_not_asked_for_questions(reports, django_assert_num_queries):
    report = reports.open()
    with django_assert_num_queries(0):
        assert open_questions(report) == open_questions(None) == {}


# --- Accepting what says nothing new -------------------------------------------------------------


@pytest.fixture
def quiet(reports):
    figures = ((reports.indicators["PAGE"], 1), (reports.indicators["WORDS"], "Thiếu máy tính."))
    make.make_known(reports.agency, make.day("2022-10-13"), *figures)
    stays = {reports.choice(code): "unchanged" for code in ("PLAN", "PAGE", "TRAINED", "TEAMS")}
    report = reports.save(stays).submission
    actions.send(report, version=report.version, access=reports.access(), at=NOW)
    return report


def test_unchanged_report_is_accepted_unread(reports, centre, quiet):
    revision = deciding.accept_unchanged(quiet, access=centre, at=LATER, seen=1)
    assert (revision.accepted_by, revision.submission.state) == (reports.reviewer, State.ACCEPTED)


def test_report_with_something_new_is_not_accepted_unread(reports, centre):
    report = reports.sent()
    with pytest.raises(deciding.Changed):
        deciding.accept_unchanged(report, access=centre, at=LATER, seen=1)
    report.refresh_from_db()
    assert report.state == State.SUBMITTED


@pytest.mark.parametrize("change", ["explanation", "on behalf", "returned before"])
def test_what_was_explained_asked_or_brought_wants_a_reader(reports, centre, quiet, change):
    revision = quiet.revisions.get()
    if change == "explanation":
        revision.values.filter(indicator=reports.indicators["TEAMS"]).update(explanation="Đã xem.")
    elif change == "on behalf":
        quiet.revisions.update(on_behalf=True, brought_by="Công văn 12")
    else:
        actions.record(quiet, EventKind.RETURNED, by=reports.reviewer, at=NOW, revision=revision)
    with pytest.raises(deciding.Changed):
        deciding.accept_unchanged(quiet, access=centre, at=LATER, seen=1)
