"""Blocks as people paste them, and random ones: no figure and no name is ever silently wrong."""

import re
import time
import unicodedata

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from portal.figures import FigureError, read_count, show
from portal.names import NameIndex, fold
from portal.submissions.pasted_figures import read_figure, total_remarks
from portal.submissions.pasting import LARGEST, MOST_ROWS, Kind, PasteError, read_block
from portal.submissions.placing import Found, answers_in, doubles, place

HA_NOI, QUANG_NINH = ("Hà Nội", ("822",)), ("Quảng Ninh", ("428",))
PLAIN = [QUANG_NINH, HA_NOI]

BLOCKS = {
    "excel, two columns": ("Quảng Ninh\t428\nHà Nội\t822", PLAIN),
    "excel, three columns": ("1\tQuảng Ninh\t428\n2\tHà Nội\t822", PLAIN),
    "excel, head": ("TT\tĐịa phương\tSố lượt\n1\tQuảng Ninh\t428\n2\tHà Nội\t822", PLAIN),
    "excel, head in capitals": ("STT\tTÊN ĐƠN VỊ\tSL\n01\tQuảng Ninh\t428\n02\tHà Nội\t822", PLAIN),
    "excel, numbered columns": (
        "TT\tTỉnh\tSố\n(1)\t(2)\t(3)\n1\tQuảng Ninh\t428\n2\tHà Nội\t822",
        PLAIN,
    ),
    "excel, head again after a page": (
        "Tên\tSố\nQuảng Ninh\t428\nTên\tSố\nHà Nội\t822",
        PLAIN,
    ),
    "excel, windows lines": ("Quảng Ninh\t428\r\nHà Nội\t822\r\n", PLAIN),
    "excel, empty column before": ("\tQuảng Ninh\t428\n\tHà Nội\t822", PLAIN),
    "excel, a cell of two lines": ('"Quảng\nNinh"\t428\nHà Nội\t822', PLAIN),
    "excel, remarks": ("Tên\tSố\tGhi chú\nQuảng Ninh\t428\tđã gửi\nHà Nội\t822", PLAIN),
    "excel, no-break spaces": ("\u00a0Quảng\u00a0Ninh\u00a0\t428\u00a0\nHà Nội\t822", PLAIN),
    "decomposed": (unicodedata.normalize("NFD", "Quảng Ninh\t428\nHà Nội\t822"), PLAIN),
    "zero-width": ("Quảng\u200b Ninh\t\ufeff428\nHà Nội\t822\u200b", PLAIN),
    "pipes": ("| Tỉnh | Số |\n|---|---:|\n| Quảng Ninh | 428 |\n| Hà Nội | 822 |", PLAIN),
    "semicolons": ("Quảng Ninh;428\nHà Nội;822", PLAIN),
    "wide spaces": ("Quảng Ninh      428\nHà Nội          822", PLAIN),
    "word, one cell a line": ("Quảng Ninh\n428\nHà Nội\n822", PLAIN),
    "word, one cell a line, ranked": ("1\nQuảng Ninh\n428\n2\nHà Nội\n822", PLAIN),
    "word, head, one cell a line": ("TT\nTỉnh\n1.\nQuảng Ninh\n428\n2.\nHà Nội\n822", PLAIN),
    "pdf, single spaces": ("1 Quảng Ninh 428\n2 Hà Nội 822", PLAIN),
    "zalo, dashes": ("- Quảng Ninh 428\n- Hà Nội 822", PLAIN),
    "zalo, bullets": ("• Quảng Ninh: 428\n• Hà Nội: 822", PLAIN),
    "zalo, numbered": ("1. Quảng Ninh: 428\n2. Hà Nội: 822", PLAIN),
    "zalo, brackets": ("1) Quảng Ninh – 428\n2) Hà Nội - 822", PLAIN),
    "zalo, equals": ("Quảng Ninh = 428\nHà Nội = 822", PLAIN),
    "zalo, one line": ("Quảng Ninh: 428; Hà Nội: 822", PLAIN),
    "zalo, ends with semicolons": (
        "Quảng Ninh: 428;\nHà Nội: 822.",
        [QUANG_NINH, ("Hà Nội", ("822.",))],
    ),
    "zalo, stamped": (
        "[09:30, 15/11/2022] Phạm Hà: Quảng Ninh 428\n[09:31, 15/11/2022] Mai: Hà Nội 822",
        PLAIN,
    ),
    "zalo, words": (
        "Quảng Ninh: 428 lượt.\n- Hà Nội 822 lượt",
        [("Quảng Ninh", ("428 lượt",)), ("Hà Nội", ("822 lượt",))],
    ),
    "dash in the name": ("Bà Rịa - Vũng Tàu 351", [("Bà Rịa - Vũng Tàu", ("351",))]),
    "dash in the name and behind": ("Bà Rịa – Vũng Tàu - 351", [("Bà Rịa – Vũng Tàu", ("351",))]),
    "minus stays": (
        "Quảng Ninh -28\nHà Nội (822)",
        [("Quảng Ninh", ("-28",)), ("Hà Nội", ("(822)",))],
    ),
    "about": ("Quảng Ninh gần 500", [("Quảng Ninh", ("gần 500",))]),
    "rise": ("Quảng Ninh tăng 5", [("Quảng Ninh", ("tăng 5",))]),
    "not known": ("Hà Nội: chưa có", [("Hà Nội", ("chưa có",))]),
    "month and cumulative": (
        "Quảng Ninh\t12\t440\nHà Nội\t\t822",
        [("Quảng Ninh", ("12", "440")), ("Hà Nội", ("", "822"))],
    ),
    "empty cell in the last column": (
        "Quảng Ninh\t12\t440\nHà Nội\t5",
        [("Quảng Ninh", ("12", "440")), ("Hà Nội", ("5", ""))],
    ),
    "unit in its own column": (
        "TT\tTên\tĐVT\tSố\n1\tQuảng Ninh\tlượt\t428",
        [("Quảng Ninh", ("428 lượt",))],
    ),
    "total under a wide name": (
        "TT\tTỉnh\tSố\n1\tQuảng Ninh\t428\nTổng cộng\t\t428",
        [QUANG_NINH],
    ),
    "name alone": ("Hà Giang\t\nQuảng Ninh\t428", [("Hà Giang", ()), QUANG_NINH]),
    "table 2 of Tuần 39": (
        "TT\tĐịa phương\tTự tổ chức\tOne Touch\tTổng số\n1\tQuảng Ninh\t428\t\t428",
        [("Quảng Ninh", ("428", "", "428"))],
    ),
}


def rows_of(block, kind=Kind.ROW):
    return [(row.name, row.values) for row in read_block(block) if row.kind == kind]


@pytest.mark.parametrize(("block", "expected"), BLOCKS.values(), ids=BLOCKS)
def test_block_of_real_life(block, expected):
    assert rows_of(block) == expected
    assert rows_of(block, Kind.UNCLEAR) == []


UNCLEAR = {
    "figure before the name": "428 Quảng Ninh",
    "figure before the name, cells": "428\tQuảng Ninh",
    "comma": "Quảng Ninh,428",
    "no name": "\t428\t822",
    "nine columns": "Quảng Ninh" + "\t1" * 9,
    "spaces, uneven": "Quảng Ninh   12   440\nHà Nội   5",
    "not under its head": "TT\tTỉnh\tPhát sinh\tLũy kế\nHà Nội\t5\t822",
}


@pytest.mark.parametrize("block", UNCLEAR.values(), ids=UNCLEAR)
def test_what_cannot_be_parted_is_unclear_and_says_why(block):
    unclear = [row for row in read_block(block) if row.kind == Kind.UNCLEAR]
    assert len(unclear) == 1
    assert unclear[0].why
    assert unclear[0].values == ()


@pytest.mark.parametrize(
    "block",
    [
        "Quảng Ninh\n428\n2\nHà Nội\n822",  # 2: a rank or a figure?
        "1\nQuảng Ninh\n428\nHà Nội\n822\n5",
        "428\nQuảng Ninh\n822\nHà Nội",  # figures above their names
        "Quảng Ninh\n12\n440\nHà Nội\n5",
    ],
)
def test_uneven_upright_block_gives_no_figure_at_all(block):
    assert rows_of(block) == []
    assert rows_of(block, Kind.UNCLEAR)


@pytest.mark.parametrize(
    ("head", "roles"),
    [
        ("Chỉ tiêu\tPhát sinh\tLũy kế", ("month", "total")),
        ("Chỉ tiêu\tLuỹ kế đến 14/11\tTrong kỳ", ("total", "month")),
        ("Chỉ tiêu\tTự tổ chức\tOne Touch", ("", "")),
        ("Chỉ tiêu\tSố lượng\t\n\tPhát sinh trong tháng\tLũy kế", ("month", "total")),
        ("", ("month", "total")),
    ],
)
def test_head_says_what_columns_hold(head, roles):
    row = next(r for r in read_block(f"{head}\nQuảng Ninh\t12\t440") if r.kind == Kind.ROW)
    assert row.roles == roles


@pytest.mark.parametrize("word", ["Tổng cộng", "TỔNG SỐ:", "Cộng", "Tổng", "Cả nước", "Total"])
def test_total_is_set_aside(word):
    block = f"Quảng Ninh\t428\nHà Nội\t822\n{word}\t1.250"
    assert rows_of(block) == PLAIN
    assert [values for _, values in rows_of(block, Kind.TOTAL)] == [("1.250",)]


def remarks(block):
    rows = read_block(block)
    amounts = {}
    for row in rows:
        try:
            amounts[row.number] = read_figure(row.values[0]) if row.values else None
        except FigureError:
            amounts[row.number] = None
    return total_remarks(rows, 0, amounts)


@pytest.mark.parametrize(
    ("block", "said"),
    [
        ("A tỉnh\t1\nB tỉnh\t2\nTổng cộng\t3", []),
        ("A tỉnh\t1\nCộng\t1\nB tỉnh\t2\nCộng\t2\nTổng cộng\t3", []),
        ("A tỉnh\t1\nB tỉnh\t2\n\tTổng cộng\t3", []),
        ("A tỉnh\t1\nB tỉnh\t2\nTổng cộng\t4", ["“Tổng cộng” ghi 4, các dòng cộng lại là 3."]),
        ("A tỉnh\t1\nB tỉnh\t11,300\nTổng cộng\t4", ["Chưa so được “Tổng cộng”"]),
        ("A tỉnh\t1\nTổng cộng\t1.0.0", ["Chưa so được “Tổng cộng”"]),
    ],
)
def test_total_is_checked_against_the_sum(block, said):
    found = remarks(block)
    assert len(found) == len(said)
    assert all(one.startswith(start) for one, start in zip(found, said, strict=True))


@pytest.mark.parametrize(
    ("text", "options", "amount"),
    [
        ("428", {}, 428),
        ("1.428 lượt", {"unit": "lượt"}, 1428),
        ("1.428 LƯỢT", {"unit": "lượt"}, 1428),
        ("77,5%", {"unit": "%", "decimals": 1}, 775),
        ("1 428", {}, 1428),
        ("", {}, None),
        ("0", {}, 0),
    ],
)
def test_figure_is_read(text, options, amount):
    assert read_figure(text, **options) == amount


@pytest.mark.parametrize(
    ("text", "options", "suggestions"),
    [
        ("428 người", {"unit": "lượt"}, ("428",)),
        ("11,300", {}, ("11.300",)),
        ("428 565", {"is_soft": True}, ("428.565", "428", "565")),
        ("428 4.565", {"is_soft": True}, ("428", "4.565")),
        ("-28", {}, ()),
        ("gần 500", {}, ("500",)),
        ("76.1", {"decimals": 1}, ("76,1",)),
        ("-", {}, ("0",)),
        ("l28", {}, ("128",)),
        ("O", {}, ()),
    ],
)
def test_doubtful_figure_is_asked(text, options, suggestions):
    with pytest.raises(FigureError) as asked:
        read_figure(text, **options)
    assert asked.value.suggestions == suggestions


# Bounds


def test_bounds_are_said_in_words():
    with pytest.raises(PasteError, match="64 KB"):
        read_block("ế" * (LARGEST // 3 + 1))
    with pytest.raises(PasteError, match="hơn 500 dòng"):
        read_block("a\t1\n" * (MOST_ROWS + 1))
    with pytest.raises(PasteError, match="hơn 500 dòng"):
        read_block(
            ";".join(["a: 1"] * 501)
            if len("a: 1;" * 501) < 2000
            else "a:1;" * 480 + "\n" + "a:1;" * 30
        )
    assert len(read_block("a\t1\n" * MOST_ROWS)) == MOST_ROWS


@pytest.mark.parametrize(
    "block",
    [
        (" 1" * 990 + "\n") * 32,
        ("gần " * 480 + "\n") * 25,
        ('\t"' * 900 + "\n") * 30,
        '"' * 60_000,
        '\t""' * 20_000,
        ("a: " * 660 + "\n") * 30,
        ("a  " * 660 + "\n") * 30,
        ("a;" * 990 + "\n") * 32,
        ("-" * 1990 + "\n") * 32,
        (" " * 1990 + "1\n") * 32,
        ("[" + "9" * 1980 + "]\n") * 32,
    ],
)
def test_hostile_block_is_answered_at_once(block):
    began = time.perf_counter()
    try:
        read_block(block)
    except PasteError:
        pass
    assert time.perf_counter() - began < 1


# Properties: 10,000 strings and more


KNOWN = ["Hà Nội", "Hà Nam", "Quảng Ninh", "Bà Rịa - Vũng Tàu", "TP. Hồ Chí Minh", "Hòa Bình"]
INDEX = NameIndex({name: [name] for name in KNOWN})
names = st.sampled_from(KNOWN)
counts = st.integers(0, 999_999_999)
marks = st.sampled_from(["\t", " | ", ";", ": ", " - ", " ", "   ", "\n", "\u00a0", ",", " = "])
pieces = st.one_of(
    names,
    counts.map(str),
    counts.map(show),
    marks,
    st.sampled_from(["TT", "Tổng cộng", "lượt", "gần", "-", "1.", "11,300", "1 234", "(5)", "=1"]),
    st.text(max_size=4),
)


def accepted(block):
    """(name, amount, row) of everything that would be taken without asking."""
    try:
        rows = read_block(block)
    except PasteError:
        return []
    found = []
    for row in rows:
        key = INDEX.match(row.name).key if row.kind == Kind.ROW else None
        for text in row.values if key else ():
            try:
                amount = read_figure(text, unit="lượt", is_soft=row.is_soft)
            except FigureError:
                continue
            if amount is not None:
                found.append((key, amount, row))
    return found


def plain(text):
    """The block as a strict reader sees it: composed, plain spaces, nothing invisible."""
    text = unicodedata.normalize("NFC", text).replace("\u00a0", " ")
    return re.sub("[\u200b\u200e\u200f\u2060\ufeff]", "", text)


@settings(max_examples=10_000)
@given(st.lists(pieces, max_size=12).map("".join))
def test_random_block_gives_no_figure_that_is_not_written_in_it(block):
    for name, amount, row in accepted(block):
        written = [text for text in row.values if read_or_none(text, row.is_soft) == amount]
        assert written
        digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", written[0]))
        assert int(digits) == amount
        assert fold(name) == fold(row.name)


def read_or_none(text, is_soft):
    try:
        return read_figure(text, unit="lượt", is_soft=is_soft)
    except FigureError:
        return None


@settings(max_examples=2_000)
@given(
    rows=st.lists(st.tuples(names, counts), min_size=1, max_size=6, unique_by=lambda r: r[0]),
    mark=st.sampled_from(["\t", " | ", ";", ": ", "   ", " - ", " – ", "\n"]),
    ranked=st.booleans(),
    grouped=st.booleans(),
    decomposed=st.booleans(),
    head=st.sampled_from(["", "TT{0}Địa phương{0}Số lượt\n", "Tên{0}Số\n"]),
    total=st.booleans(),
)
def test_orderly_block_is_read_whole(rows, mark, ranked, grouped, decomposed, head, total):
    upright = mark == "\n"
    assume(not (upright and head) and (ranked or not head.startswith("TT")))
    shown = show if grouped else str
    parts = mark if upright or mark in ("\t", " | ", ";") else ". "
    lines = [
        f"{f'{at}{parts}' if ranked else ''}{name}{mark}{shown(number)}"
        for at, (name, number) in enumerate(rows, 1)
    ]
    block = head.format(mark) + "\n".join(lines)
    if total:
        block += f"\nTổng cộng{mark}{shown(sum(number for _, number in rows))}"
    if decomposed:
        block = unicodedata.normalize("NFD", block)
    found = {name: amount for name, amount, _ in accepted(block)}
    for name, number in rows:
        assert found.get(name, number) == number
    if not (ranked and upright and len(rows) == 1):
        assert found == dict(rows)
    if total and found == dict(rows):
        assert not remarks(unicodedata.normalize("NFC", block))


@settings(max_examples=1_000)
@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text):
    try:
        rows = read_block(text)
    except PasteError:
        return
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    for row in rows:
        assert len(row.values) == len(row.roles) or row.kind == Kind.TOTAL
        assert bool(row.why) == (row.kind == Kind.UNCLEAR)


# Placing


def find(name):
    match = INDEX.match(name)
    return Found(match.keys, match.kind == "exact")


def placed_of(block, **answers):
    return place(read_block(block), find, answers, KNOWN)


def test_only_certain_names_are_placed_unasked():
    found = placed_of("Hà Nội\t1\nHa Noi\t2\nHà Nộii\t3\nAtlantis\t4")
    assert [(one.group, one.key) for one in found] == [
        ("matched", "Hà Nội"),
        ("uncertain", ""),
        ("uncertain", ""),
        ("unknown", ""),
    ]


def test_answers_place_rows_or_leave_them_out():
    found = placed_of(
        "Ha Noi\t2\nAtlantis\t4\nThule\t5", **{"r1-to": "Hà Nội", "leave_out_rest": "1"}
    )
    assert [(one.key, one.is_left_out) for one in found] == [
        ("Hà Nội", False),
        ("", True),
        ("", True),
    ]


def test_a_certain_name_is_not_changed_by_an_answer():
    (one,) = placed_of("Hà Nội\t1", **{"r1-to": "Hà Nam"})
    assert one.key == "Hà Nội"
    (one,) = placed_of("Ha Noi\t1", **{"r1-to": "Atlantis"})
    assert one.is_open


def test_doubles_are_found_whatever_placed_them():
    found = placed_of("Hà Nội\t1\nHa Noi\t2\nHà Nam\t3", **{"r2-to": "Hà Nội"})
    assert [one.row.line for one in doubles(found)["Hà Nội"]] == [1, 2]


def test_pressed_suggestion_sets_its_box():
    assert answers_in({"use": "r1-v1=11.300", "r1-v1": "11,300"})["r1-v1"] == "11.300"
    assert answers_in({"use": "nonsense"}) == {"use": "nonsense"}


def test_one_reader_serves_forms_and_paste():
    assert read_figure("14.464") == read_count("14.464") == 14464


def test_block_of_marks_alone_gives_no_figure():
    """Found by a random block: marks between which nothing stands."""
    assert [row.values for row in read_block("; =  = ")] == [()]
    assert read_block(";;;") == []
