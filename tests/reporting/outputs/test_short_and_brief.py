"""The short text, and what the one-page brief says; that it is one page: test_measures."""

from dataclasses import replace

import pytest

from portal.office import paper
from reporting.editions.changes import changes_between
from reporting.editions.models import WeeklyEdition
from reporting.editions.report import Block, Piece
from reporting.outputs.brief import PAGE, brief_of, height_of, shortened, some
from reporting.outputs.short import short_text

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("issued39")]
LINK = "https://vi.du/bao-cao-tuan/so/2022/17/"


def words_of(brief: paper.Paper) -> str:
    found = [*brief.head.lines]
    for block in brief.blocks:
        if isinstance(block, paper.Table):
            found += [" | ".join(row) for row in block.rows] + [block.remark]
        else:
            found.append("".join(piece.text for piece in block.content))
    return "\n".join(found)


# The short text


def test_short_text_of_tuan_39(issued):
    lines = short_text(issued.report, LINK).splitlines()
    assert lines[0] == "BÁO CÁO CHUYÊN ĐỀ TUẦN 39/2022"
    assert lines[1].startswith("Số 17/BC-UBQGCĐS, ngày 30/9/2022.")
    assert lines[-1] == f"Xem đầy đủ: {LINK}"
    figures = [line for line in lines if line.startswith("- ")]
    assert 5 <= len(figures) <= 7
    text = "\n".join(figures)
    assert all(word in text for word in ("05/30", "41/63", "117.158", "61/63", "55/63"))


def test_short_text_of_a_draft_says_so(issued):
    draft = replace(issued.report, identity=replace(issued.report.identity, is_draft=True))
    assert short_text(draft, "").startswith("DỰ THẢO – ")
    assert "Xem đầy đủ" not in short_text(draft, "")


# The brief


def earlier(report):
    """The week before: two provinces fewer with a plan, and less training in all."""
    plan = report.figures["PLAN_PRO"]
    figures = {
        **report.figures,
        "PLAN_PRO": replace(plan, amount=39, shown="39/63", done=plan.done[2:]),
        "TRAIN_MIN": replace(report.figures["TRAIN_MIN"], amount=None, shown=""),
    }
    rows = tuple((*row[:-1], row[-1] // 2) for row in report.table("bang-2").rows)
    tables = tuple(replace(t, rows=rows) if t.id == "bang-2" else t for t in report.tables)
    identity = replace(report.identity, label="Tuần 38/2022")
    return replace(report, figures=figures, tables=tables, identity=identity)


@pytest.fixture
def compared(issued):
    report = issued.report
    explained = {("bang-2", "quang-ngai"): "Mở thêm 12 lớp ở cấp xã."}
    return replace(report, changes=changes_between(report, earlier(report), explained))


def test_brief_says_what_changed(compared):
    words = words_of(brief_of(compared))
    plan = compared.figures["PLAN_PRO"].label
    assert f"{plan} | 41/63 | 39/63 | +2" in words
    assert f"{compared.figures['PLAN_MIN'].label} | 05/30 | 05/30 | không đổi" in words
    joined = compared.figures["PLAN_PRO"].done[:2]
    assert f"Thêm 02 cơ quan ({joined[0]}, {joined[1]})" in words
    assert "Quảng Ngãi tăng 7.340 lượt: Mở thêm 12 lớp ở cấp xã." in words


def test_what_was_not_known_then_is_neither_new_nor_the_same(compared):
    rows = words_of(brief_of(compared)).splitlines()
    (row,) = [row for row in rows if row.startswith(compared.figures["TRAIN_MIN"].label)]
    assert row.endswith("| 810 |  | ")


def test_brief_names_who_reported_a_no_and_counts_the_unknown(issued):
    words = words_of(brief_of(issued.report))
    assert "02 cơ quan báo cáo là chưa (TP. Hà Nội, Hà Tĩnh)" in words
    assert f"{issued.report.figures['PLAN_PRO'].label}: 22 cơ quan chưa có số liệu." in words


def test_without_an_earlier_report_nothing_is_compared(issued):
    brief = brief_of(replace(issued.report, changes=None))
    assert "Điểm mới" not in words_of(brief)
    (table,) = [block for block in brief.blocks if isinstance(block, paper.Table)]
    assert [column.label for column in table.columns] == ["Chỉ tiêu", "Kỳ này"]


def test_brief_fits_its_page_however_much_there_is_to_say(compared):
    """Long labels, many proposals, long explanations: something is left out, and it says so."""
    asked = tuple((Piece("Đề xuất dài " * 60),) for _ in range(40))
    body = [block for block in compared.body if block.source != "proposals"]
    body.append(Block("points", items=asked, numbered=True, source="proposals"))
    figures = {
        code: replace(figure, label=f"{figure.label} {figure.label}")
        for code, figure in compared.figures.items()
    }
    report = replace(compared, body=tuple(body), figures=figures)
    brief = brief_of(report)
    assert height_of(brief.blocks) <= PAGE
    assert "đề xuất khác trong báo cáo." in words_of(brief)


def test_brief_of_a_report_without_figures_is_a_page(issued):
    empty = replace(issued.report, body=(), figures={}, tables=(), charts=())
    assert brief_of(empty).blocks == ()


def test_some_names_and_shortened_texts():
    assert some(["A", "B"], 2) == "A, B"
    assert some(["A", "B", "C"], 2) == "A, B và 01 cơ quan khác"
    assert shortened("Một hai ba", 10) == "Một hai ba"
    assert shortened("Một hai, ba", 10) == "Một hai…"


# What officers wrote


def test_explanations_come_from_the_values_that_are_used():
    from portal.submissions.models import IndicatorValue
    from reporting.editions.choices import Choices
    from reporting.editions.content import figures_of
    from reporting.editions.explaining import explanations_of
    from reporting.editions.snapshot import ready_to_report
    from tests import loaded

    loaded.load_reference()
    values = IndicatorValue.objects.filter(agency__slug="quang-ngai")
    values.filter(indicator__code="TRAIN_PRO_SELF").update(explanation="Mở  thêm lớp.", note="x")
    values.filter(indicator__code="TRAIN_PRO_OT").update(note="Theo nền tảng.")
    values.filter(indicator__code="PLAN_PRO").update(note="Không liên quan.")
    edition = ready_to_report(WeeklyEdition.objects.filter(week=39)).get()
    found = explanations_of(figures_of(edition, Choices.of(edition)))
    said = set(found["bang-2", "quang-ngai"].split("; "))
    assert said == {"Mở thêm lớp.", "Theo nền tảng."}
    assert "Không liên quan." not in "".join(found.values())
