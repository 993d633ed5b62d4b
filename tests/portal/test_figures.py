from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.figures import (
    LARGEST,
    QUALIFIERS,
    FigureError,
    read_count,
    read_decimal,
    read_qualified,
    read_yes_no,
    show,
    show_qualified,
)

counts = st.integers(0, LARGEST)


def refusal(read, *args):
    with pytest.raises(FigureError) as caught:
        read(*args)
    return caught.value


# Counts


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("", None),
        (" \t\r\n\u00a0\u200b", None),
        ("0", 0),
        ("7", 7),
        ("14464", 14464),
        ("14.464", 14464),
        *((f"14{space}464", 14464) for space in " \u00a0\u202f\u2009"),
        ("1\u00a0234 567", 1234567),
        (" 428\r\n", 428),
        ("\ufeff428\u200e", 428),
        ("１４．４６４", 14464),
        ("1.000", 1000),
        ("999.999.999.999", LARGEST),
    ],
)
def test_count_is_read(typed, number):
    assert read_count(typed) == number


@pytest.mark.parametrize(
    ("typed", "suggestions", "reason"),
    [
        ("11,300", ("11.300",), "mười một nghìn ba trăm hay 11 phẩy 3"),
        ("1,234", ("1.234",), "một nghìn hai trăm ba mươi tư hay 1 phẩy 234"),
        ("105,021", ("105.021",), "một trăm linh năm nghìn không trăm hai mươi mốt"),
        ("15,015", ("15.015",), "mười lăm nghìn không trăm mười lăm hay 15 phẩy 015"),
        ("1,000", ("1.000",), "một nghìn hay 1."),
        ("1,234,567", ("1.234.567",), "không bằng dấu phẩy"),
        ("1 234.567", ("1.234.567",), "mỗi chỗ một kiểu"),
        ("1  234", ("1.234",), "mỗi chỗ một kiểu"),
        ("1.234,00", ("1.234",), "không có phần thập phân"),
        ("1,234.00", ("1.234",), "không có phần thập phân"),
        ("5,0", ("5",), "không có phần thập phân"),
        ("1.234,5", (), "có phần thập phân"),
        ("1,234.5", (), "có phần thập phân"),
        ("0,5", (), "có phần thập phân"),
        ("12,34", (), "có phần thập phân"),
        (",5", (), "có phần thập phân"),
        ("1.234.5", (), "Dấu chấm"),
        ("12.34", (), "Dấu chấm"),
        ("1.5", (), "Dấu chấm"),
        ("0.500", (), "Dấu chấm"),
        ("1234.567", (), "Dấu chấm"),
        ("1..234", ("1.234",), "mỗi chỗ một kiểu"),
        ("14.464.", ("14.464",), "Dấu chấm"),
        ("12 34", (), "Khoảng trống"),
        ("1e9", (), "Excel"),
        ("1,2E+05", (), "Excel"),
        ("-5", (), "không nhận số âm"),
        ("−5", (), "không nhận số âm"),
        ("(5)", (), "không nhận số âm"),
        ("+5", ("5",), "phần tăng thêm"),
        ("1.000.000.000.000", (), "lớn hơn 999.999.999.999"),
        ("1.000.000.000.000.000", (), "lớn hơn"),
        ("9" * 60, (), "lớn hơn"),
        ("9" * 5000, (), "dài hơn một con số"),
        ("abc", (), "không phải số"),
        ("1O5", ("105",), "O giống 0"),
        ("l4.464", ("14.464",), "l giống 1"),
        ("76,1%", (), "tỷ lệ"),
        ("khoảng 500", ("500",), "ước lượng"),
        ("gần 6 triệu", ("6.000.000",), "ước lượng"),
        ("trên 6 triệu", ("6.000.000",), "ước lượng"),
        ("6,5 triệu", ("6.500.000",), "đủ các chữ số"),
        ("5k", ("5.000",), "đủ các chữ số"),
        ("5 nghìn tỷ", (), "đủ các chữ số"),
        *((nil, ("0",), "có số liệu") for nil in ["-", "–", "không", "Không phát sinh", "k"]),
        ("chưa có số liệu", (), "để trống"),
        ("N/A", (), "để trống"),
        ("007", ("7",), "số 0 ở đầu"),
        ("05", ("5",), "số 0 ở đầu"),
        ("000", ("0",), "số 0 ở đầu"),
        ("1.234-5", (), "không phải là một con số"),
        ("30/9/2022", (), "không phải là một con số"),
        ("05/30", (), "không phải là một con số"),
        ("=1+2", (), "công thức"),
        ("1\t234", (), "nhiều ô"),
        ("1\n2", (), "nhiều dòng"),
        ("12\x0034", (), "ký tự ẩn"),
        ("1\u202e23", (), "ký tự ẩn"),
        ("12\u200b34", (), "ký tự ẩn"),
        ("5 người", ("5",), "có cả chữ"),
        ("'14.464", ("14.464",), "có cả chữ"),
        ("10²", (), "có cả chữ"),
        ("①", (), "không phải số"),
        ("٣", (), "không phải số"),
        ("𝟏𝟐", (), "không phải số"),
    ],
)
def test_count_is_refused_with_its_reason(typed, suggestions, reason):
    error = refusal(read_count, typed)
    assert reason in error.message
    assert error.suggestions == suggestions
    assert str(error) == error.message


def test_ambiguous_count_asks_in_the_words_of_the_look():
    assert refusal(read_count, "11,300").message == (
        "Chưa rõ “11,300” là mười một nghìn ba trăm hay 11 phẩy 3. Bạn nhập 11300 hoặc 11.300."
    )


def test_a_long_text_is_quoted_short_and_without_its_controls():
    assert len(refusal(read_count, "a" * 90).message) < 110
    assert "\x00" not in refusal(read_count, "1\x00").message


REFUSED = object()
SPACES = "\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000"


def strict_reading(text):
    """The oracle: what the definition of a count allows, letter by letter, no pattern at all."""
    plain = ""
    for char in text:
        if char in SPACES or char in "\u2000\u2001":  # quads: NFC makes them en and em space
            char = " "
        elif "０" <= char <= "９":
            char = chr(ord(char) - ord("０") + ord("0"))
        plain += {"．": ".", "，": ","}.get(char, char)
    while plain and plain[0] in " \t\r\n\u200b\u200e\u2060\ufeff":
        plain = plain[1:]
    while plain and plain[-1] in " \t\r\n\u200b\u200e\u2060\ufeff":
        plain = plain[:-1]
    if not plain:
        return None
    marks = {char for char in plain if char not in "0123456789"}
    if len(marks) > 1 or not marks <= {".", " "}:
        return REFUSED
    first, *groups = plain.split(marks.pop()) if marks else [plain]
    if not first or (first[0] == "0" and plain != "0") or (groups and len(first) > 3):
        return REFUSED
    if any(len(group) != 3 for group in groups):
        return REFUSED
    number = 0
    for digit in first + "".join(groups):
        number = 10 * number + "0123456789".index(digit)
    return number if number <= 999_999_999_999 else REFUSED


figure_like = st.text(
    "0123456789" * 3 + "..,, \u00a0\u202f\u200b-+％%kOl1eE０９．²\t\x00", max_size=20
)
grouped = st.builds(
    lambda mark, first, groups: mark.join([first, *groups]),
    st.sampled_from([".", " ", ",", "\u00a0"]),
    st.from_regex(r"[0-9]{1,4}", fullmatch=True),
    st.lists(st.from_regex(r"[0-9]{3}", fullmatch=True), max_size=4),
)


@pytest.mark.slow
@settings(max_examples=10_000, deadline=None)
@given(figure_like | grouped | st.text())
def test_no_text_is_ever_read_as_a_wrong_count(text):
    expected = strict_reading(text)
    if expected is REFUSED:
        error = refusal(read_count, text)
        assert error.message
        for suggestion in error.suggestions:
            assert show(read_count(suggestion)) == suggestion
    else:
        assert read_count(text) == expected


@given(counts)
def test_count_round_trips(number):
    assert read_count(show(number)) == number
    assert read_count(str(number)) == number
    assert read_count(show(number).replace(".", " ")) == number


# Decimals, qualified figures, yes or no


@pytest.mark.parametrize(
    ("typed", "decimals", "number"),
    [
        (" ", 1, None),
        ("76,1", 1, Decimal("76.1")),
        ("1.234,5", 1, Decimal("1234.5")),
        ("1 234,50", 2, Decimal("1234.50")),
        ("1.234", 1, Decimal(1234)),
        ("0,5", 1, Decimal("0.5")),
        ("12", 0, Decimal(12)),
        ("1,234", 3, Decimal("1.234")),
    ],
)
def test_decimal_is_read(typed, decimals, number):
    assert read_decimal(typed, decimals) == number


@pytest.mark.parametrize(
    ("typed", "decimals", "suggestions", "reason"),
    [
        ("76.1", 1, ("76,1",), "sau dấu phẩy"),
        ("11,300", 1, ("11.300",), "mười một nghìn ba trăm"),
        ("76,15", 1, (), "nhiều nhất 1 chữ số"),
        ("1,234.5", 1, (), "là số nào"),
        ("05,5", 1, (), "là số nào"),
        ("12,5", 0, (), "có phần thập phân"),
        ("-1,5", 1, (), "số âm"),
        ("1.000.000.000.000,5", 1, (), "lớn hơn"),
        ("9" * 200 + ",5", 1, (), "sau dấu phẩy|nào|dài"),
    ],
)
def test_decimal_is_refused(typed, decimals, suggestions, reason):
    error = refusal(read_decimal, typed, decimals)
    assert any(part in error.message for part in reason.split("|"))
    assert error.suggestions == suggestions


@given(counts, st.integers(0, 4), st.data())
def test_decimal_round_trips(whole, decimals, data):
    rest = data.draw(st.integers(0, 10**decimals - 1))
    number = Decimal(whole) + Decimal(rest).scaleb(-decimals)
    assert read_decimal(show(number, decimals), decimals) == number


@pytest.mark.parametrize(
    ("typed", "figure"),
    [
        ("", None),
        ("gần 6 triệu", ("gần", 6_000_000)),
        ("Gần  500", ("gần", 500)),
        ("hơn 159.132", ("hơn", 159_132)),
        ("18,053 triệu", ("", 18_053_000)),
        ("trung bình 4", ("trung bình", 4)),
        ("khoảng 1,5 tỉ", ("khoảng", 1_500_000_000)),
        ("101.659", ("", 101_659)),
    ],
)
def test_qualified_figure_is_read(typed, figure):
    assert read_qualified(typed) == figure


@pytest.mark.parametrize(
    "typed",
    [
        *("18.053 triệu", "11,300 triệu", "1,2345 nghìn", "5000 tỷ", "999,9999 tỷ tỷ"),
        *("gần", "gần như 5", "6 triệu lượt", "11,300", "hơn -5"),
    ],
)
def test_unclear_qualified_figure_is_refused(typed):
    assert refusal(read_qualified, typed).message


@given(st.sampled_from(["", *QUALIFIERS]), counts, st.sampled_from([None, ""]))
def test_qualified_figure_round_trips(qualifier, number, scale):
    assert read_qualified(show_qualified(qualifier, number, scale)) == (qualifier, number)


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        *(("Có", True), ("có ", True), ("co\u0301", True), ("yes", True)),
        *(("KHÔNG", False), ("chưa", False), ("No", False)),
        *(("", None), ("\u00a0", None)),
    ],
)
def test_yes_no_is_read(typed, answer):
    assert read_yes_no(typed) is answer


@pytest.mark.parametrize("typed", ["x", "1", "0", "k", "chưa rõ", "có không", "co", "-"])
def test_unclear_yes_no_is_refused(typed):
    assert refusal(read_yes_no, typed).suggestions == ("Có", "Không")
