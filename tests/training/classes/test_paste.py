"""Classes pasted from Excel: read row by row, looked at, written all or none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import factories as make
from tests.november import NOW
from training.classes.pasted import MOST_ROWS, ORDER, PasteError, read_classes
from training.models import TrainingClass

from .test_pages import page_of, signed_in

pytestmark = pytest.mark.django_db
GOOD = (
    "TT\tTên lớp\tTừ ngày\tĐến ngày\tHình thức\tĐịa điểm\tSố lượt\tHoàn thành\n"
    "1\tLớp A\t24/10/2022\t26/10/2022\tTrực tiếp\tHội trường\t1.040\t38\n"
    "2\tLớp B\t1/11/2022\t1/11/2022\ttrực tuyến\t\t\t\n"
    "Tổng cộng\t\t\t\t\t\t1.040\t38\n"
)


def row_of(text):
    (row,) = read_classes(text)
    return row


def test_rows_are_read_strictly():
    first, second = read_classes(GOOD)
    assert first.faults == second.faults == ()
    assert first.said == {
        "name": "Lớp A",
        "begins_on": make.day("2022-10-24"),
        "ends_on": make.day("2022-10-26"),
        "form": "in_person",
        "on_platform": False,
        "place": "Hội trường",
        "participants": 1040,
        "completions": 38,
    }
    assert (second.said["participants"], second.said["form"]) == (None, "online")


def test_a_head_may_put_the_columns_in_another_order():
    row = row_of(
        "Số lượt\tĐến ngày\tTừ ngày\tLớp\tHình thức\tGhi chú\n"
        "40\t26/10/2022\t24/10/2022\tLớp A\tTập trung\tx"
    )
    assert row.faults == ()
    assert (row.said["name"], row.said["participants"]) == ("Lớp A", 40)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Lớp A\t31/9/2022\t1/10/2022\tTrực tiếp\t\t4", "Từ ngày: "),
        ("Lớp A\t10/24/2022\t1/11/2022\tTrực tiếp\t\t4", "Không có tháng 24"),
        ("Lớp A\t44858\t44860\tTrực tiếp\t\t4", "44858"),
        ("Lớp A\t1/10/2022\t1/10/2022\tTừ xa\t\t4", "“Từ xa” không phải"),
        ("Lớp A\t1/10/2022\t1/10/2022\tTrực tiếp\t\t1.50", "Số lượt: "),
        ("Lớp A\t1/10/2022\t1/10/2022\tTrực tiếp\t\t-4", "Số lượt: "),
        ("Lớp A\t1/10/2022\t1/10/2022\tTrực tiếp\t\t4\t3\tthêm", "Thừa cột: “thêm”"),
        ("Lớp A\t1/10/2022", "Đến ngày: để trống"),
        ("\tLớp A\t1/10/2022\t\tTrực tiếp", "Đến ngày: để trống"),
        ("x" * 301 + "\t1/10/2022\t1/10/2022\tTrực tiếp", "dài quá 300"),
        ("Lớp A\t1/10/2022\t1/10/2022\tTrực tiếp\t\t2000000", "nhiều nhất"),
    ],
)
def test_what_is_wrong_with_a_row_is_said(line, words):
    row = row_of(line)
    assert any(words in fault for fault in row.faults), row.faults


@pytest.mark.parametrize("text", ["", " \n\t\n", "Tổng cộng\t40", "x" * 70_000])
def test_a_block_without_classes_is_refused(text):
    with pytest.raises(PasteError):
        read_classes(text)


def test_too_many_rows_are_refused():
    with pytest.raises(PasteError, match="200"):
        read_classes("Lớp A\t1/10/2022\n" * (MOST_ROWS + 1))


@given(st.text(alphabet="Lớp A01/2\t|\n\"'=@\x00\u200b-.", max_size=200))
def test_whatever_is_pasted_is_read_or_refused(text):
    try:
        rows = read_classes(text)
    except PasteError:
        return
    for row in rows:
        assert row.faults or all(row.said.get(name) for name in ORDER[:4])


# --- The pages -----------------------------------------------------------------------------------


def paste(officer, book, block, then="preview", **fields):
    return officer.post(f"{book.path}dan/", {"block": block, "then": then, **fields})


def test_nothing_is_written_before_it_was_looked_at(officer, book):
    response = paste(officer, book, GOOD)
    page = page_of(response)
    assert response.status_code == 200
    assert "2 lớp sẽ ghi" in page
    assert page.count("Ghi lớp mới") == 2
    assert not TrainingClass.objects.exists()


def test_rows_are_written_together_with_their_proposal(officer, book):
    response = paste(officer, book, GOOD, "write")
    assert response.url == book.path
    assert book.proposed() == 1040
    entries = TrainingClass.objects.order_by("name")
    assert [entry.name for entry in entries] == ["Lớp A", "Lớp B"]
    assert [entry.history.get().history_user for entry in entries] == [book.reporter] * 2


def test_pasting_again_writes_nothing_more(officer, book):
    for _ in range(2):
        response = paste(officer, book, GOOD, "write")
    assert "Các lớp này đã có trong sổ" in page_of(officer.get(response.url))
    assert TrainingClass.objects.count() == 2
    assert "Đã có trong sổ, không ghi thêm" in page_of(paste(officer, book, GOOD))


BAD = "3\tLớp C\t5/11/2022\t4/11/2022\tTrực tiếp\t\t4\n"


def test_one_faulty_row_keeps_all_back_until_it_is_left_out(officer, book):
    block = GOOD + BAD
    response = paste(officer, book, block, "write")
    page = page_of(response)
    assert response.status_code == 422
    assert "trước khai giảng" in page
    assert "Còn dòng chưa đúng" in page
    assert not TrainingClass.objects.exists()
    paste(officer, book, block, "write", **{"leave-3": "1"})
    assert TrainingClass.objects.count() == 2


def test_two_rows_of_one_class_are_told(officer, book):
    again = "3\tLớp A\t25/10/2022\t27/10/2022\tTrực tiếp\t\t40\n"
    page = page_of(paste(officer, book, GOOD + again))
    assert "Đã có lớp cùng tên" in page
    page = page_of(paste(officer, book, GOOD.replace("1.040", "41") + GOOD.splitlines()[1]))
    assert "đã có trong sổ" in page


def test_everything_left_out_writes_nothing(officer, book):
    response = paste(officer, book, GOOD, "write", **{"leave-1": "1", "leave-2": "1"})
    assert response.status_code == 422
    assert not TrainingClass.objects.exists()


def test_the_block_comes_back_to_be_mended(officer, book):
    page = page_of(paste(officer, book, "Lớp <b>\t1/1/2022", "again"))
    assert "Lớp &lt;b&gt;" in page
    response = paste(officer, book, "")
    assert response.status_code == 422
    assert "Chưa thấy lớp nào" in page_of(response)


def test_only_the_reporter_pastes(officer, book):
    for client in (signed_in("data_manager"), signed_in("approver", book.agency)):
        assert paste(client, book, GOOD, "write").status_code == 403
    assert not TrainingClass.objects.exists()


def test_pasting_asks_the_same_however_many_rows(officer, book, django_assert_max_num_queries):
    rows = [f"Lớp {n}\t24/10/2022\t26/10/2022\tTrực tiếp\t\t{n}\n" for n in range(60)]
    with django_assert_max_num_queries(8):
        paste(officer, book, "".join(rows))
    with django_assert_max_num_queries(22):  # with the savepoints that stand for transactions
        paste(officer, book, "".join(rows), "write")
    assert book.proposed() == sum(range(60))


def test_the_centre_finds_the_registers(book):
    book.record(at=NOW)
    page = page_of(signed_in("data_manager").get("/boi-duong/lop/"))
    assert f'href="{book.path}"' in page
    assert ">40<" in page
    assert signed_in("reporter", book.agency).get("/boi-duong/lop/").status_code == 403
