"""Whole columns: parity and round numbers, and the chance of them said honestly."""

from hypothesis import given
from hypothesis import strategies as st

from training.sources.patterns import Column, in_words, patterns


def said(amounts, **facts):
    return list(patterns([Column("bộ, ngành", "tổng số", tuple(amounts), **facts)]))


def test_all_even_says_how_many_and_the_chance_without_the_zeros():
    (sentence,) = said([0, *[2] * 29])
    assert sentence.startswith("Cả 30 tổng số của bộ, ngành đều chẵn.")
    assert "không kể 1 số 0" in sentence
    assert "1 phần 537 triệu" in sentence
    assert "chưa phải là kết luận" in sentence


def test_one_odd_number_or_too_few_say_nothing():
    assert said([3, *[2] * 29]) == []
    assert said([2] * 9) == []
    assert said([0] * 25 + [2] * 5) == []
    assert len(said([2] * 10)) == 1


def test_many_round_numbers_of_people():
    amounts = [100, 200] + [101 + 2 * i for i in range(8)]
    (sentence,) = said(amounts)
    assert sentence.startswith("2/10 tổng số của bộ, ngành là bội của 100")
    assert said(amounts, is_counted_by_people=False) == []
    assert said([100] + [101 + 2 * i for i in range(9)]) == []


def test_large_numbers_in_words():
    assert in_words(2**10) == "1 nghìn"
    assert in_words(2**29) == "537 triệu"
    assert in_words(2**30) == "1 tỷ"
    assert in_words(2**63) == "9.223.372 nghìn tỷ"


@given(st.lists(st.integers(0, 10**6), max_size=9))
def test_fewer_than_ten_are_left_alone(amounts):
    assert said(amounts) == []
