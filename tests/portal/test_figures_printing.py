from decimal import Decimal

import pytest

from portal.figures import (
    LARGEST,
    SCALES,
    fraction,
    pad,
    show,
    show_percent,
    show_qualified,
    show_signed,
)


@pytest.mark.parametrize(
    ("number", "decimals", "shown"),
    [
        (None, 0, ""),
        (0, 0, "0"),
        (116348, 0, "116.348"),
        (-28, 0, "-28"),
        (-1234, 0, "-1.234"),
        (Decimal("76.05"), 1, "76,1"),
        (Decimal("2.5"), 0, "3"),
        (Decimal("-0.4"), 0, "0"),
        (5, 2, "5,00"),
        (LARGEST, 0, "999.999.999.999"),
    ],
)
def test_show(number, decimals, shown):
    assert show(number, decimals) == shown


def test_a_float_is_never_printed():
    with pytest.raises(TypeError):
        show(0.1)


@pytest.mark.parametrize(
    ("number", "shown"), [(2640, "+2.640"), (-28, "−28"), (0, "0"), (None, "")]
)
def test_show_signed(number, shown):
    assert show_signed(number) == shown


@pytest.mark.parametrize(
    ("part", "whole", "decimals", "shown"),
    [
        (56, 93, 1, "60,2%"),
        (1, 16, 1, "6,3%"),  # 6,25 goes up
        (1, 3, 0, "33%"),
        (0, 63, 1, "0,0%"),
        (63, 63, 0, "100%"),
        (5, 0, 1, ""),
        (5, None, 1, ""),
        (None, 63, 1, ""),
    ],
)
def test_show_percent(part, whole, decimals, shown):
    assert show_percent(part, whole, decimals) == shown


@pytest.mark.parametrize(
    ("number", "shown"), [(0, "00"), (5, "05"), (9, "09"), (10, "10"), (1234, "1.234"), (None, "")]
)
def test_pad(number, shown):
    assert pad(number) == shown


def test_pad_refuses_a_negative_count():
    with pytest.raises(ValueError, match="never negative"):
        pad(-1)


def test_fraction():
    assert (fraction(5, 30), fraction(41, 63)) == ("05/30", "41/63")
    assert fraction(None, 63) == fraction(5, None) == ""


@pytest.mark.parametrize(
    ("qualifier", "number", "scale", "shown"),
    [
        ("gần", 6_000_000, None, "gần 6 triệu"),
        ("hơn", 6_100_000, None, "hơn 6,1 triệu"),
        ("hơn", 18_053_000, None, "hơn 18,053 triệu"),
        ("hơn", 18_053_001, None, "hơn 18.053.001"),
        ("khoảng", 2_000_000_000, None, "khoảng 2 tỷ"),
        ("gần", 500, None, "gần 500"),
        ("", 6_000_000, None, "6.000.000"),
        ("", 18_053_000, "triệu", "18,053 triệu"),
        ("gần", 6_000_000, "", "gần 6.000.000"),
        ("gần", 28_000, "nghìn", "gần 28 nghìn"),
        ("gần", None, None, ""),
    ],
)
def test_show_qualified(qualifier, number, scale, shown):
    assert show_qualified(qualifier, number, scale) == shown


def test_scales_are_the_words_of_the_report():
    assert list(SCALES) == ["nghìn", "triệu", "tỷ"]
