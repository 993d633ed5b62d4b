"""Each rule of plausibility alone: what it says, and when it keeps silent."""

import pytest

from portal.catalogue.models import Rule
from portal.documents.models import Document
from portal.submissions.models import Channel, IndicatorValue
from portal.submissions.sheet import load_sheet
from portal.submissions.stating import Stated, state_figures
from portal.submissions.validation import Severity, judge, value_fields
from tests import factories as make

pytestmark = pytest.mark.django_db

PLAN = {"value": "yes", "doc_kind": "plan", "doc_number": "81/KH-UBND", "doc_file": "7"}


@pytest.fixture
def judged(reports):
    """A function: {code: {part: text}} → what is found, on a sheet of open parts."""

    def of(typed):
        texts = {
            reports.field(code, part): text
            for code, parts in typed.items()
            for part, text in parts.items()
        }
        return judge(load_sheet(reports.agency, reports.period, None), texts)

    return of


def said(judged, field):
    return [(p.severity, p.message) for p in judged.by_field.get(field, [])]


def answer_of(judged, reports, code):
    code = reports.indicators[code].code
    return next(answer for answer in judged.answers if answer.question.code == code)


def test_good_sheet_can_be_sent(reports):
    sheet = load_sheet(reports.agency, reports.period, None)
    found = judge(sheet, reports.good_texts)
    assert [p.message for p in found.errors] == []
    assert (found.answered, found.can_be_sent) == (8, True)


def test_empty_sheet_says_one_thing_a_part(reports, judged):
    found = judged({})
    assert [p.field for p in found.problems] == [
        reports.choice(code) for code in ("PLAN", "PAGE", "TRAINED", "TEAMS")
    ]
    assert (found.answered, found.can_be_sent) == (0, False)


def test_reason_missing_for_a_whole_part_is_said_once(reports, judged):
    sheet = load_sheet(reports.agency, reports.period, None)
    found = judge(sheet, {reports.choice("TEAMS"): "not_known"})
    assert len(found.by_field[reports.choice("TEAMS", "why")]) == 1


def test_fall_is_warned_about_and_wants_a_reason(reports, judged):
    found = judged({"TRAINED": {"total": "400"}})
    assert said(found, reports.field("TRAINED", "total")) == [
        (Severity.WARNING, "Lũy kế giảm 28 so với kỳ trước (428). Nếu đúng, bạn ghi lý do.")
    ]
    assert said(found, reports.field("TRAINED", "explain"))[0][0] == Severity.ERROR


def test_fall_with_a_reason_gives_a_negative_month(reports, judged):
    found = judged({"TRAINED": {"total": "400", "explain": "Đếm trùng một lớp."}})
    answer = answer_of(found, reports, "TRAINED")
    assert found.by_field.get(reports.field("TRAINED", "explain")) is None
    fields = value_fields(answer, load_sheet(reports.agency, reports.period, None))
    assert (fields["amount"], fields["in_month"], fields["base_amount"]) == (400, -28, 428)
    assert fields["covers_from"] == make.day("2022-10-15")
    assert IndicatorValue.objects.filter(pk=fields["base_id"]).exists()


@pytest.mark.parametrize(
    ("total", "warned"), [("642", False), ("643", True), ("428", False), ("3.068", True)]
)
def test_jump_beyond_half_is_warned_about(reports, judged, total, warned):
    found = judged({"TRAINED": {"total": total}})
    assert bool(found.by_field.get(reports.field("TRAINED", "total"))) is warned


def test_jump_of_a_stock_downwards(reports, judged):
    found = judged({"TEAMS": {"value": "700"}})
    assert "giảm 52,5%" in said(found, reports.field("TEAMS"))[0][1]


def test_yes_after_no_is_no_jump(reports, judged):
    found = judged({"PLAN": {"value": "no"}})
    assert reports.field("PLAN") not in found.by_field


@pytest.mark.parametrize(
    ("issued_on", "words"),
    [("27/1/2022", "trước ngày ban hành"), ("15/11/2022", "sau ngày chốt"), ("14/11/2022", "")],
)
def test_plan_is_dated_within_the_scheme(reports, judged, issued_on, words):
    found = judged({"PLAN": {**PLAN, "doc_issued_on": issued_on}})
    problems = said(found, reports.field("PLAN", "doc_issued_on"))
    assert [words in message for _, message in problems] == ([True] if words else [])


@pytest.mark.parametrize(("kind", "number"), [("letter", "81/KH-UBND"), ("plan", "1948/VP-KGVX")])
def test_official_letter_is_no_plan_without_a_word(reports, judged, kind, number):
    typed = {**PLAN, "doc_issued_on": "30/3/2022", "doc_kind": kind, "doc_number": number}
    found = judged({"PLAN": typed})
    assert said(found, reports.field("PLAN", "doc_number"))[0][0] == Severity.WARNING
    assert said(found, reports.field("PLAN", "explain"))[0][0] == Severity.ERROR
    assert judged({"PLAN": {**typed, "explain": "Cục đã đồng ý."}}).warnings


def test_yes_without_any_document_is_noticed(reports, judged):
    sheet = load_sheet(reports.agency, reports.period, None)
    found = judge(sheet, {reports.choice("PLAN"): "unchanged"})
    assert [p.severity for p in found.by_field[reports.field("PLAN")]] == [Severity.NOTICE]


def test_expired_document_wants_a_new_one(reports, judged):
    plan = Document.objects.create(
        agency=reports.agency,
        kind="plan",
        number="81/KH-UBND",
        issued_on=make.day("2022-03-30"),
        effective_until=make.day("2022-10-31"),
    )
    state_figures(
        channel=Channel.REFERENCE,
        as_of=make.day("2022-10-15"),
        values=[Stated(indicator=reports.indicators["PLAN"], amount=1, evidence=plan)],
        source_text="Tài liệu thử",
        at=make.instant("2022-10-16 08:00"),
        agency=reports.agency,
    )
    sheet = load_sheet(reports.agency, reports.period, None)
    found = judge(sheet, {reports.choice("PLAN"): "unchanged"})
    assert "đã hết hiệu lực" in said(found, reports.field("PLAN", "doc_number"))[0][1]


def test_rule_of_the_catalogue_blocks(reports, judged):
    found = judged({"TEAMS": {"value": "1473"}, "PEOPLE": {"value": "1.000", "explain": "."}})
    assert (Severity.ERROR, "Mỗi Tổ có ít nhất một thành viên.") in said(
        found, reports.field("PEOPLE")
    )


def test_rule_says_nothing_about_an_unknown_side(reports, judged):
    found = judged(
        {
            "TEAMS": {"other": "not_known", "why": "Chờ."},
            "PEOPLE": {"value": "1.000", "explain": "."},
        }
    )
    assert all("Mỗi Tổ" not in p.message for p in found.problems)


@pytest.mark.parametrize(
    ("operator", "left", "right", "limit", "broken"),
    [
        (Rule.Operator.AT_LEAST, 5, 5, None, False),
        (Rule.Operator.AT_LEAST, 4, 5, None, True),
        (Rule.Operator.AT_MOST, 5, 5, None, False),
        (Rule.Operator.AT_MOST, 6, 5, None, True),
        (Rule.Operator.NEEDS, 1, 0, None, True),
        (Rule.Operator.NEEDS, 0, 0, None, False),
        (Rule.Operator.NEEDS, 1, 1, None, False),
        (Rule.Operator.YES_IFF_POSITIVE, 1, 0, None, True),
        (Rule.Operator.YES_IFF_POSITIVE, 0, 3, None, True),
        (Rule.Operator.YES_IFF_POSITIVE, 1, 3, None, False),
        (Rule.Operator.RATIO_AT_MOST, 20, 2, 10, False),
        (Rule.Operator.RATIO_AT_MOST, 21, 2, 10, True),
    ],
)
def test_operators(reports, judged, operator, left, right, limit, broken):
    asked_of = reports.indicators["TEAMS"].asked_of
    one, two = make.make_indicator("LEFT", asked_of), make.make_indicator("RIGHT", asked_of)
    make.make_rule("thu", one, operator, two, limit=limit, message="Không khớp.")
    sheet = load_sheet(reports.agency, reports.period, None)
    found = judge(sheet, {"LEFT-value": str(left), "RIGHT-value": str(right)})
    assert ((Severity.WARNING, "Không khớp.") in said(found, "LEFT-value")) is broken


def test_rule_against_a_limit(reports, judged):
    make.make_rule(
        "muc", reports.indicators["TEAMS"], Rule.Operator.AT_MOST, limit=2000, message="Nhiều quá."
    )
    assert judged({"TEAMS": {"value": "2001"}}).warnings
    assert not judged({"TEAMS": {"value": "2000"}}).warnings


def test_typing_that_a_choice_leaves_unused_is_said(reports, judged):
    sheet = load_sheet(reports.agency, reports.period, None)
    texts = {reports.choice("TRAINED"): "unchanged", reports.field("TRAINED", "month"): "5"}
    found = judge(sheet, texts)
    assert [p.severity for p in found.by_field[reports.choice("TRAINED")]] == [Severity.NOTICE]


def test_judging_asks_the_database_nothing(reports, django_assert_num_queries):
    sheet = load_sheet(reports.agency, reports.period, None)
    with django_assert_num_queries(0):
        judge(sheet, reports.good_texts)
