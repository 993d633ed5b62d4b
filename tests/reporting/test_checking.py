"""What the checks find in a report, and what they let alone: typed numbers, sums, lists, names."""

import datetime
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from portal.figures import show
from reporting.editions.checking import findings_in, findings_of
from reporting.editions.checks import shape, wording
from reporting.editions.checks.finding import LONGEST_KEY, key_of
from reporting.editions.checks.numbers import numbers, typed_numbers, values_of
from reporting.editions.checks.prose import lines_of
from reporting.editions.checks.wording import Names
from reporting.editions.report import Block, Piece, Report
from reporting.editions.snapshot import living_report
from reporting.models import WeeklyEdition
from tests import factories as make
from tests import loaded

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def reference(django_db_setup, django_db_blocker):
    with loaded.for_module(django_db_blocker, loaded.load_reference):
        yield


@pytest.fixture(scope="module")
def report(reference, django_db_blocker) -> Report:
    with django_db_blocker.unblock():
        return living_report(WeeklyEdition.objects.get(week=39), with_provenance=True)


def prose(*pieces, source="lead"):
    pieces = tuple(piece if isinstance(piece, Piece) else Piece(piece) for piece in pieces)
    return list(lines_of(Block("paragraph", pieces, source=source), "Phần dẫn"))


def found_in(text) -> list[str]:
    return [typed.text for typed in typed_numbers(prose(text)[0])]


def with_lead(report, *pieces) -> Report:
    added = Block("paragraph", tuple(pieces), source="lead")
    at = next(i for i, block in enumerate(report.body) if block.kind == "topic") + 1
    return replace(report, body=(*report.body[:at], added, *report.body[at:]))


# --- Typed numbers -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Quyết định số 146/QĐ-TTg ngày 28/01/2022 phê duyệt Đề án đến năm 2025, định hướng 2030.",
        "Báo cáo số 17/BC-UBQGCĐS; Nghị định 30/2020/NĐ-CP; Nghị quyết 52-NQ/TW; Đề án 06.",
        "Ngày Chuyển đổi số quốc gia 10/10, từ 1/9 đến 30/9, ngày 30 tháng 9 năm 2022.",
        "Trong tháng 10/2022, quý III/2022, tuần 39/2022, giai đoạn 2021 - 2025, tháng 9 và 10.",
        "Xem mục 1.3, Bảng 2, chú thích 4, khoản 2 Điều 5, mức độ 3, 4, lần thứ 4.",
        "(1) nơi chưa có kế hoạch; (2) nơi đã có. Công nghiệp 4.0, mạng 5G, hỗ trợ 24/7.",
        "Lúc 17 giờ 30, 8h30; địa chỉ https://vi-du.vn/2022/1473, thư a1@vi-du.vn.",
        "Ba việc, bốn nhóm giải pháp.",
    ],
)
def test_what_is_no_figure_is_let_alone(text):
    assert found_in(text) == []


@pytest.mark.parametrize(
    ("text", "numbers_found"),
    [
        ("Cả nước có 61.067 Tổ.", ["61.067"]),
        ("Có 41/63 địa phương và 5/30 bộ.", ["41/63", "5/30"]),
        ("Đạt 85% dân số, tăng 2,5 lần.", ["85%", "2,5"]),
        ("Gần 6 triệu người, 2022 lượt học.", ["6 triệu", "2022"]),
        ("Kế hoạch 1.473 lớp; tổng số 12.", ["1.473", "12"]),
        ("Ngày 30/9/2022 có 1.473 lớp.", ["1.473"]),
    ],
)
def test_figures_are_seen(text, numbers_found):
    assert found_in(text) == numbers_found


def test_a_footnote_behind_a_number_declares_its_source():
    def found(*pieces):
        return [typed.text for line in prose(*pieces) for typed in typed_numbers(line)]

    mark = Piece(note=1)
    assert found("Đạt 85%", mark, " dân số.") == []
    assert found("Đạt 85% dân số trưởng thành", mark, ".") == []
    assert found("Đạt 85% dân số. Câu sau", mark, ".") == ["85%"]
    assert found("Đạt 85% và 12 lớp", mark, ".") == ["85%"]


def test_prose_of_a_real_report_gives_no_false_alarm(report):
    worded = frozenset(report.figures)
    assert {f.key for f in findings_in(report, worded) if f.key.startswith("so-go-tay")} == set()


@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_a_figure_is_never_reported_and_a_changed_digit_always_is(report, data):
    figures = [f for f in report.figures.values() if f.amount is not None and f.amount > 99]
    figure = data.draw(st.sampled_from(figures))
    token = with_lead(report, Piece("Cả nước có "), Piece(figure.shown, code=figure.code))
    assert not typed_found(token)
    text = show(figure.amount)
    assert not typed_found(with_lead(report, Piece(f"Cả nước có {text} nơi.")))
    place = data.draw(st.sampled_from([i for i, char in enumerate(text) if char.isdigit()]))
    digit = data.draw(st.sampled_from("123456789"))
    changed = f"{text[:place]}{digit}{text[place + 1 :]}"
    (typed,) = typed_numbers(prose(f"Có {changed} nơi.")[0])
    assume(typed.value not in values_of(report))
    assert len(typed_found(with_lead(report, Piece(f"Cả nước có {changed} nơi.")))) == 1


def typed_found(report) -> list:
    lines = [
        line for block in report.body if block.source == "lead" for line in lines_of(block, "")
    ]
    return list(numbers(report, lines))


def test_a_near_miss_names_the_figure(report):
    (finding,) = typed_found(with_lead(report, Piece("Cả nước có 61.067 Tổ.")))
    assert "Gần giống {TEAMS} = 61.063" in finding.text
    assert finding.is_block
    assert finding.can_waive


def test_a_small_count_only_warns(report):
    (finding,) = typed_found(with_lead(report, Piece("Nêu 7 nhóm việc.")))
    assert not finding.is_block


@given(st.text(max_size=400))
def test_keys_fit_and_differ(text):
    key = key_of("so-go-tay", text)
    assert len(key) <= LONGEST_KEY
    assert key != key_of("so-go-tay", f"{text}!")


@settings(deadline=None)
@given(st.text(alphabet="0123456789.,/%()[]{}-–: tháng ngày năm Đ\x00\x01", max_size=60))
def test_anything_typed_is_read(text):
    for line in prose(text) if text else ():
        list(typed_numbers(line))


# --- Sums, lists, order --------------------------------------------------------------------------


def keys(report, check) -> list[str]:
    return [f.key for f in findings_in(report) if f.key.startswith(f"{check}:")]


def test_the_real_report_adds_up(report):
    assert keys(report, "phep-cong") == []
    assert keys(report, "so-muc") == keys(report, "so-chu-thich") == []


def test_a_cell_that_is_another_breaks_its_row_and_its_column(report):
    table = report.table("bang-2")
    row = (*table.rows[0][:2], table.rows[0][2] + 1, *table.rows[0][3:])
    tables = (report.tables[0], replace(table, rows=(row, *table.rows[1:])))
    assert len(keys(replace(report, tables=tables), "phep-cong")) == 2


def test_the_sum_in_prose_is_that_of_the_tables(report):
    table = report.tables[0]
    total = (*table.total[:-1], table.total[-1] + 1)
    tables = (replace(table, total=total), *report.tables[1:])
    found = keys(replace(report, tables=tables), "phep-cong")
    assert any("TRAIN_ALL|117.158|117.159" in key for key in found)


def test_a_list_shorter_than_its_count_is_found(report):
    note = next(note for note in report.notes if note.kind == "names")
    notes = tuple(replace(n, names=n.names[1:]) if n is note else n for n in report.notes)
    assert len(keys(replace(report, notes=notes), "phep-cong")) == 1
    figure = report.figures["PLAN_PRO"]
    figures = {**report.figures, "PLAN_PRO": replace(figure, done=figure.done[1:])}
    assert keys(replace(report, figures=figures), "phep-cong")


def test_parts_make_the_whole(report):
    figure = report.figures["TRAIN_PRO"]
    assert figure.parts
    figures = {**report.figures, "TRAIN_PRO": replace(figure, parts=figure.parts[1:])}
    assert len(keys(replace(report, figures=figures), "phep-cong")) == 1


def test_sections_and_notes_out_of_order_are_found(report):
    body = [b for b in report.body if not (b.kind == "heading" and b.number == "1.2")]
    assert keys(replace(report, body=tuple(body)), "so-muc")
    assert keys(replace(report, notes=report.notes[::-1]), "so-chu-thich")


# --- Wording -------------------------------------------------------------------------------------


def test_a_name_that_no_figure_answers_blocks(report):
    token = Piece("{KHONG_CO}", code="KHONG_CO", stale=True)
    (finding,) = [
        f for f in findings_in(with_lead(report, Piece("Có "), token)) if "KHONG_CO" in f.key
    ]
    assert finding.is_block
    assert not finding.can_waive


def test_an_old_figure_in_prose_is_told(report):
    later = replace(report.identity, as_of="2022-12-30", week=52)
    lead = with_lead(replace(report, identity=later), Piece("41/63", code="PLAN_PRO"))
    assert [f for f in findings_in(lead) if f.key.startswith("so-cu:lead|PLAN_PRO")]
    assert not keys(with_lead(report, Piece("41/63", code="PLAN_PRO")), "so-cu")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Số liệu tính đến 30/9/2022.", 0),
        ("Số liệu tính đến hết ngày 30/9/2022.", 0),
        ("Số liệu tính đến 31/10/2022.", 1),
        ("Số liệu tính đến 32/10/2022.", 1),
    ],
)
def test_another_day_than_the_reports_is_told(report, text, count):
    assert len(keys(with_lead(report, Piece(text)), "ngay")) == count


def test_documents_that_the_register_does_not_know():
    lines = prose("Theo Quyết định số 146/QĐ-TTg và Báo cáo số 17/BC-UBQGCĐS.")
    found = list(wording.documents(lines, ["17/BC-UBQGCĐS"]))
    assert [finding.key for finding in found] == ["van-ban:146/QĐ-TTg"]


NAMES = Names.of(
    ["Quảng Ninh", "TP. Hà Nội", "Khánh Hòa", "Bà Rịa - Vũng Tàu", "Hà Tĩnh", "Hòa Bình"],
    [("Hung Yên", "Hưng Yên"), ("Bộ TT&TT", "Bộ Thông tin và Truyền thông")],
)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Tỉnh Quảng Ninh và TP. Hà Nội đi đầu.", []),
        ("Quang Ninh đi đầu.", ["Quang Ninh"]),
        ("tỉnh Quảng Nình đi đầu.", ["Quảng Nình"]),
        ("Khánh Hoà báo cáo.", ["Khánh Hoà"]),
        ("Bà Rịa – Vũng Tàu báo cáo.", []),
        ("Ba Ria - Vũng Tàu báo cáo.", ["Ba Ria - Vũng Tàu"]),
        ("Hung Yên báo cáo.", ["Hung Yên"]),
        ("Bộ TT&TT báo cáo; vì hòa bình, hoà bình.", []),
        ("Tỉnh Quảng. Ninh là họ.", []),
    ],
)
def test_names_that_are_spelt_wrong(text, told):
    assert [written for written, _ in wording.misspelt(text, NAMES)] == told


# --- With the database ---------------------------------------------------------------------------


def test_stories_wait_for_their_province(settings):
    settings.DEMO_TODAY = datetime.date(2022, 9, 30)
    edition = WeeklyEdition.objects.get(week=39)
    names = {f.place for f in findings_of(edition) if f.key.startswith("chua-xac-nhan")}
    assert names == {"Tỉnh Quảng Ninh", "Thành phố Hải Phòng"}
    edition = WeeklyEdition.objects.get(week=39)
    edition.stories.update(confirmed_at=make.instant("2022-09-30 09:00"))
    assert not [f for f in findings_of(edition) if f.key.startswith("chua-xac-nhan")]


def test_a_day_that_has_not_come(report):
    assert list(shape.future(report, datetime.date(2022, 9, 29)))
    assert not list(shape.future(report, datetime.date(2022, 9, 30)))


def test_what_is_missing_is_told(report):
    bare = replace(report, identity=replace(report.identity, issuer="", topic=""), recipients=())
    assert keys(bare, "thieu") == ["thieu:issuer", "thieu:topic", "thieu:recipients"]
