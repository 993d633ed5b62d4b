"""Numbers and symbols of administrative documents."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.documents.numbers import NumberError, read_document_number


@pytest.mark.parametrize(
    ("typed", "read", "is_letter"),
    [
        ("81/KH-UBND", "81/KH-UBND", False),
        ("618/QĐ-UBND", "618/QĐ-UBND", False),
        (" 1948 /VP-KGVX", "1948/VP-KGVX", True),
        ("Số: 359 /QĐ-BTTTT", "359/QĐ-BTTTT", False),
        ("81/KH–UBND", "81/KH-UBND", False),
        ("81/KH - UBND", "81/KH-UBND", False),
        ("793/BTTTT-THH", "793/BTTTT-THH", True),
        ("17/BC-UBQGCĐS", "17/BC-UBQGCĐS", False),
    ],
)
def test_usual_numbers_are_evened_out(typed, read, is_letter):
    number = read_document_number(typed)
    assert (number.text, number.is_letter, number.is_usual) == (read, is_letter, True)


def test_an_unusual_number_is_marked_not_refused():
    assert not read_document_number("12/2022/NQ-HĐND").is_usual


@pytest.mark.parametrize(
    "typed", ["", "   ", "KH-UBND", "81 KH UBND", "/KH-UBND", "8" * 61 + "/KH"]
)
def test_what_is_no_number_is_refused_with_what_to_do(typed):
    with pytest.raises(NumberError) as refusal:
        read_document_number(typed)
    assert refusal.value.message


@given(st.text(max_size=80))
def test_reading_twice_changes_nothing(typed):
    try:
        once = read_document_number(typed)
    except NumberError:
        return
    assert read_document_number(once.text) == once
