"""What one page holds: the richest that fits, guessed before it is printed."""

from portal.office.fitting import PAGE, fitted, head_height, height
from portal.office.paper import Align, Column, Manner, Paragraph, PlainHead, Run, Table

HEAD = PlainHead("HỒ SƠ ĐỊA PHƯƠNG: TỈNH QUẢNG NINH", ("Số liệu tính đến 30/9/2022.",))


def lines(count: int) -> list[Paragraph]:
    return [Paragraph((Run("Một dòng."),), Manner.TIGHT)] * count


def test_the_first_measure_that_fits_is_taken():
    built = []

    def build(count):
        built.append(count)
        return lines(count)

    assert len(fitted(HEAD, build, (500, 100, 30, 10))) == 30
    assert built == [500, 100, 30]


def test_nothing_that_fits_gives_the_least():
    assert len(fitted(HEAD, lines, (500, 400))) == 400


def test_longer_words_and_more_rows_stand_higher():
    columns = (Column("Chỉ tiêu", Align.LEFT, 0.4), Column("Giá trị", Align.RIGHT, 0.6))
    short = Table("", columns, (("Số Tổ", "1"),))
    more = Table("", columns, (("Số Tổ", "1"),) * 2)
    longer = Table("", columns, (("Số Tổ công nghệ số cộng đồng " * 5, "1"),))
    assert height(short) < height(more) < height(longer)
    assert height(Table("Tên bảng", columns, (("Số Tổ", "1"),), remark="Ghi chú.")) > height(short)


def test_a_head_of_several_lines_leaves_less_room():
    long = PlainHead(HEAD.title * 4, HEAD.lines)
    assert head_height(HEAD) < head_height(long) < PAGE
