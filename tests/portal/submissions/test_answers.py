"""Each type of value read from typed text, and each refusal beside its field."""

import pytest

from portal.accounts.models import Role
from portal.catalogue.models import Evidence
from portal.documents.models import Document, StoredFile
from portal.submissions.answers import Severity
from portal.submissions.models import Channel, TypedAs, ValueState
from portal.submissions.reading_answers import read_answers
from portal.submissions.sheet import load_sheet
from portal.submissions.stating import Stated, state_figures
from tests import factories as make
from tests.november import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(reports):
    """A function: typed texts → the answer of one indicator, parts as keywords."""
    sheet = load_sheet(reports.agency, reports.period, None)

    def of(code, choice="update", why="", **parts):
        texts = {reports.field(code, part): text for part, text in parts.items()}
        texts |= {reports.choice(code): choice, reports.choice(code, "why"): why}
        answers = {a.question.code: a for a in read_answers(sheet, texts)}
        return answers[reports.indicators[code].code]

    return of


def faults(answer):
    """{part of the field: message} of an answer's problems."""
    return {p.field.rpartition("-")[2]: p.message for p in answer.problems}


def test_count(read):
    answer = read("PEOPLE", value="11.300")
    assert (answer.state, answer.amount, answer.problems) == (ValueState.REPORTED, 11300, [])


def test_decimal_is_kept_as_whole_number_of_its_last_place(read):
    assert read("SHARE", value="77,5").amount == 775
    assert read("SHARE", value="80").amount == 800


def test_zero_is_a_figure(read):
    answer = read("TEAMS", value="0")
    assert (answer.state, answer.amount) == (ValueState.REPORTED, 0)


def test_unclear_count_is_refused_with_a_suggestion(read):
    answer = read("PEOPLE", value="11,300")
    assert answer.state is None
    assert "Chưa rõ “11,300”" in faults(answer)["value"]
    assert answer.problems[0].suggestions == ("11.300",)


def test_decimal_with_too_many_places_is_refused(read):
    assert "value" in faults(read("SHARE", value="77,55"))


def test_negative_month_is_refused(read):
    assert "không nhận số âm" in faults(read("TRAINED", month="-5"))["month"]


def test_month_is_added_to_the_base(read):
    answer = read("TRAINED", month="2.640")
    assert (answer.amount, answer.in_month, answer.typed_as) == (3068, 2640, TypedAs.IN_MONTH)


def test_cumulative_gives_the_month(read):
    answer = read("TRAINED", total="3068")
    assert (answer.amount, answer.in_month, answer.typed_as) == (3068, 2640, TypedAs.CUMULATIVE)


def test_smaller_cumulative_gives_a_negative_month(read):
    assert read("TRAINED", total="400").in_month == -28


def test_both_boxes_must_agree(read):
    assert read("TRAINED", month="2640", total="3068").problems == []
    answer = read("TRAINED", month="2640", total="3000")
    assert "là 3.068, không phải 3.000" in faults(answer)["total"]
    assert answer.problems[0].suggestions == ("3.068",)


def test_unknown_base_demands_the_cumulative(reports):
    other = make.make_agency("Hải Dương", "hai-duong", sets=[reports.indicators["FILM"].asked_of])
    sheet = load_sheet(other, reports.period, None)
    field = reports.field("FILM", "month")

    def answer_to(texts):
        return next(a for a in read_answers(sheet, texts) if a.question.field("month") == field)

    assert "cần nhập số lũy kế" in faults(answer_to({field: "10"}))["total"]
    known = answer_to({reports.field("FILM", "total"): "900"})
    assert (known.amount, known.in_month) == (900, None)


def test_blank_in_an_open_part_repeats_the_last_value(read):
    answer = read("TRAINED")
    assert answer.unchanged
    assert (answer.state, answer.amount, answer.in_month) == (ValueState.REPORTED, 428, 0)


def test_blank_without_a_last_value_is_not_answered(read):
    answer = read("WORDS")
    assert answer.state is None
    assert "Chưa trả lời" in faults(answer)["value"]


def test_unchanged_part_without_a_last_value_is_refused(read):
    assert "không giữ nguyên được" in faults(read("PAGE", "unchanged"))["value"]


def test_silence_is_no_answer_and_no_fault(read):
    answer = read("TRAINED", choice="")
    assert (answer.state, answer.problems) == (None, [])


def test_typing_without_a_choice_means_an_update(read):
    assert read("TRAINED", choice="", month="1").amount == 429


def test_part_not_known_says_why(read):
    answer = read("TRAINED", "not_known", why="Chờ Sở Nội vụ, ngày 20/11.")
    assert (answer.state, answer.note) == (ValueState.NOT_KNOWN, "Chờ Sở Nội vụ, ngày 20/11.")
    assert read("TRAINED", "not_known").problems[0].field.startswith("part-")


def test_question_not_known_says_why(read):
    assert read("TRAINED", other="not_known", why="").problems
    answer = read("TRAINED", other="not_known")
    assert list(faults(answer)) == ["why"]


def test_question_not_applicable(read):
    answer = read("TRAINED", other="not_applicable")
    assert (answer.state, answer.amount) == (ValueState.NOT_APPLICABLE, None)


def test_figure_and_not_known_together_are_refused(read):
    assert "bỏ một trong hai" in faults(read("TRAINED", month="1", other="not_known"))["other"]


def test_yes_no(read):
    answer = read("PAGE", value="no")
    assert (answer.state, answer.amount) == (ValueState.REPORTED, 0)
    assert "value" in faults(read("PAGE", value="maybe"))
    assert "value" in faults(read("PAGE", link="https://quangninh.gov.vn"))


def test_yes_wants_its_link(read):
    assert "link" in faults(read("PAGE", value="yes"))
    answer = read("PAGE", value="yes", link="quangninh.gov.vn/cds")
    assert answer.problems[0].suggestions == ("https://quangninh.gov.vn/cds",)
    assert "khoảng trắng" in faults(read("PAGE", value="yes", link="https://a b"))["link"]
    assert read("PAGE", value="yes", link="https://quangninh.gov.vn").text.startswith("https")


def test_yes_wants_its_document(read):
    typed = {"doc_kind": "plan", "doc_number": "81/KH-UBND", "doc_issued_on": "30/3/2022"}
    answer = read("PLAN", value="yes", doc_file="7", **typed)
    assert answer.problems == []
    assert (answer.new_document.number, answer.new_document.file_id) == ("81/KH-UBND", 7)
    assert list(faults(read("PLAN", value="yes", **typed))) == ["doc_file"]
    assert "doc_number" in faults(read("PLAN", value="yes"))


def test_decision_not_at_hand_is_a_warning_not_a_fault(reports):
    reports.indicators["PLAN"].evidence = Evidence.DECISION
    reports.indicators["PLAN"].save()
    sheet = load_sheet(reports.agency, reports.period, None)
    typed = {reports.choice("PLAN"): "update", reports.field("PLAN"): "yes"}
    answer = next(a for a in read_answers(sheet, typed) if a.question.code.endswith("PLAN"))
    assert (answer.state, answer.amount) == (ValueState.REPORTED, 1)
    assert [(p.severity, p.field.rpartition("-")[2]) for p in answer.problems] == [
        (Severity.WARNING, "doc_number")
    ]


@pytest.mark.parametrize(
    ("part", "text"),
    [
        ("doc_kind", "khác"),
        ("doc_kind", ""),
        ("doc_number", "81"),
        ("doc_issued_on", "30/13/2022"),
        ("doc_issued_on", ""),
    ],
)
def test_each_fault_of_a_document_stands_at_its_own_box(read, part, text):
    typed = {"doc_kind": "plan", "doc_number": "81/KH-UBND", "doc_issued_on": "30/3/2022"}
    answer = read("PLAN", value="yes", **{**typed, "doc_file": "7", part: text})
    assert list(faults(answer)) == [part]
    assert answer.new_document is None


def test_unusual_number_is_only_noticed(read):
    typed = {"doc_kind": "plan", "doc_number": "81/KHUB", "doc_issued_on": "30/3/2022"}
    answer = read("PLAN", value="yes", doc_file="7", **typed)
    assert answer.new_document.number == "81/KHUB"
    assert "không có dạng" in faults(answer)["doc_number"]


def test_earlier_document_stands_for_a_yes_without_typing(reports, read):
    stored = StoredFile.objects.create(agency=reports.agency, file="x", name="x", size=1)
    plan = Document.objects.create(
        agency=reports.agency,
        kind="plan",
        number="81/KH-UBND",
        issued_on=make.day("2022-03-30"),
        stored_file=stored,
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
    answers = read_answers(sheet, {reports.field("PLAN"): "yes"})
    assert answers[0].document == plan


def test_text(read):
    answer = read("WORDS", value="  Thiếu máy tính ở cấp xã. ")
    assert (answer.state, answer.text) == (ValueState.REPORTED, "Thiếu máy tính ở cấp xã.")


def test_figure_of_a_platform_is_not_asked(reports):
    make.make_member(Role.REPORTER, reports.agency)
    sheet = load_sheet(reports.agency, reports.period, None)
    codes = [question.code for part in sheet.parts for question in part.questions]
    assert reports.indicators["TOUCH"].code in codes
    assert reports.indicators["TOUCH"].code not in sheet.by_code
    assert NOW.date() <= reports.period.due_at.date()
