"""What was cut and what was added, word by word."""

from hypothesis import given
from hypothesis import strategies as st

from reporting.narrative.cutting import Run, count_words, runs

WORDS = st.lists(st.sampled_from(["Tỉnh", "có", "Tổ", "\n\n", "1.473", "và"]), max_size=30)


def words(found, *kinds):
    return " ".join(run.text for run in found if run.kind in kinds).split()


@given(WORDS, WORDS)
def test_both_texts_can_be_read_from_it(old, new):
    old, new = " ".join(old), " ".join(new)
    found = runs(old, new)
    assert words(found, "same", "cut") == old.split()
    assert words(found, "same", "added") == new.split()


def test_words_left_by_chance_are_not_kept_apart():
    old = "Tỉnh có 3 kênh Zalo. Báo, đài đã có 834 bài."
    new = "Tỉnh có 3 kênh Zalo. Người dân đã quen."
    assert runs(old, new) == [
        Run("same", "Tỉnh có 3 kênh Zalo."),
        Run("cut", "Báo, đài đã có 834 bài."),
        Run("added", "Người dân đã quen."),
    ]


def test_a_footnote_is_no_word():
    assert count_words("Tỉnh có 1.473 Tổ[^Báo cáo của tỉnh.].") == 5
    assert runs("Có Tổ.", "Có Tổ[^Theo tỉnh.].") == [Run("same", "Có Tổ.")]


def test_texts_beyond_reason_are_not_compared():
    assert runs("từ " * 2_000, "từ") == []
