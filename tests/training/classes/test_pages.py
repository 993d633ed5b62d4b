"""The register's pages: who reads what, what is typed and kept, two who type at once."""

import pytest
from django.test import Client

from portal.accounts import kept_input
from portal.accounts.models import KeptInput
from portal.submissions import actions
from portal.submissions.models import IndicatorValue
from tests import factories as make
from tests.november import NOW
from training.models import TrainingClass

pytestmark = pytest.mark.django_db


def typed(**fields):
    return {
        "name": "Kỹ năng số, khóa 1",
        "begins_on": "24/10/2022",
        "ends_on": "26/10/2022",
        "form": "in_person",
        "place": "",
        "participants": "40",
        "completions": "",
        "base_version": "0",
        **fields,
    }


def page_of(response):
    return response.content.decode()


def signed_in(role, agency=None):
    return make.sign_in(Client(), make.make_member(role, agency))


def record(officer, book, **fields):
    officer.post(f"{book.path}them/", typed(**fields))
    return TrainingClass.objects.latest("pk")


# --- Writing -------------------------------------------------------------------------------------


def test_a_class_is_written_and_listed_in_its_month(officer, book):
    response = officer.post(f"{book.path}them/", typed(completions="38", on_platform=""))
    assert response.url == f"{book.path}?ky=2022-11"
    page = page_of(officer.get(response.url))
    assert "Kỹ năng số, khóa 1" in page
    assert ">40<" in page
    assert book.proposed() == 40


def test_the_same_form_sent_twice_is_one_class(officer, book):
    for _ in range(2):
        response = officer.post(f"{book.path}them/", typed(), follow=True)
    assert "đã có trong sổ, không ghi thêm" in page_of(response)
    assert TrainingClass.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": " \u200b"}, "Bạn điền ô này."),
        ({"name": "x" * 301}, "300"),
        ({"begins_on": ""}, "Bạn ghi ngày."),
        ({"begins_on": "31/9/2022"}, "không có ngày 31"),
        ({"ends_on": "10/26/2022"}, "Không có tháng 26"),
        ({"ends_on": "26/10/22"}, "bốn chữ số"),
        ({"form": "abc"}, "Không có trong danh sách"),
        ({"form": ""}, "Bạn chọn hình thức."),
        ({"participants": "-4"}, "-4"),
        ({"participants": "40 người"}, "40"),
        ({"participants": "1.00"}, "1.00"),
        ({"participants": "9" * 40}, "tối đa 30"),
        ({"participants": "1000001"}, "Nhiều nhất 1.000.000"),
        ({"completions": "41"}, "không lớn hơn số lượt tham gia"),
        ({"base_version": "x", "participants": "1,5"}, "1,5"),
    ],
)
def test_clumsy_typing_is_said_beside_its_box_and_kept(officer, book, fields, words):
    response = officer.post(f"{book.path}them/", typed(place="Hội trường", **fields))
    page = page_of(response)
    assert response.status_code == 422
    assert any(word in page for word in words.split("|"))
    assert 'value="Hội trường"' in page
    assert "is-invalid" in page
    assert not TrainingClass.objects.exists()


def test_markup_in_a_name_stays_words(officer, book):
    record(officer, book, name="<script>alert(1)</script>", place='"><b>')
    page = page_of(officer.get(f"{book.path}?ky=2022-11"))
    assert "<script>alert(1)" not in page
    assert '"><b>' not in page


def test_a_class_like_another_is_asked_about_and_written_once_that_is_said(officer, book):
    record(officer, book)
    near = typed(ends_on="27/10/2022")
    page = page_of(officer.post(f"{book.path}them/", near))
    assert "Đã có lớp cùng tên" in page
    assert 'name="is_another"' in page
    officer.post(f"{book.path}them/", {**near, "is_another": "on"})
    assert book.proposed() == 80


def test_a_change_beside_anothers_change_keeps_both(officer, book):
    entry = record(officer, book)
    path = f"{book.path}{entry.pk}/"
    officer.post(path, typed(place="Hội trường"))
    officer.post(path, typed(participants="45"))
    entry.refresh_from_db()
    assert (entry.place, entry.participants) == ("Hội trường", 45)
    response = officer.post(path, typed(participants="47", on_platform="on"))
    page = page_of(response)
    assert response.status_code == 409
    assert "Số lượt tham gia, người kia ghi" in page
    assert 'value="47"' in page
    assert 'name="base_version" value="2"' in page
    officer.post(path, typed(place="Hội trường", participants="47", base_version="2"))
    entry.refresh_from_db()
    assert (entry.participants, entry.on_platform) == (47, False)


def test_striking_asks_for_a_reason_and_can_be_taken_back(officer, book):
    entry = record(officer, book)
    path = f"{book.path}{entry.pk}/gach-bo/"
    assert officer.get(path).url == f"{book.path}{entry.pk}/"
    response = officer.post(path, {"reason": " "})
    assert response.status_code == 422
    assert "Bạn ghi lý do gạch bỏ." in page_of(response)
    officer.post(path, {"reason": "Ghi hai lần"})
    assert book.proposed() is None
    page = page_of(officer.get(f"{book.path}{entry.pk}/"))
    assert "Ghi hai lần" in page
    assert "Lấy lại lớp" in page
    assert "Đã gạch bỏ: Ghi hai lần" in page_of(officer.get(f"{book.path}?ky=2022-11"))
    officer.post(path, {"then": "take_back"})
    assert book.proposed() == 40


def test_a_struck_class_is_not_changed_from_an_old_page(officer, book):
    entry = record(officer, book)
    officer.post(f"{book.path}{entry.pk}/gach-bo/", {"reason": "Nhầm"})
    response = officer.post(f"{book.path}{entry.pk}/", typed(participants="99"))
    assert response.status_code == 422
    assert "Lớp đã gạch bỏ" in page_of(response)


def test_typing_after_the_session_ended_is_kept_and_offered(officer, book):
    path, mark = f"{book.path}them/", kept_input.mark_of(book.reporter)
    Client().post(path, typed(name="Lớp giữ lại", on_platform="on", _who=mark))
    assert not TrainingClass.objects.exists()
    page = page_of(officer.get(path))
    assert 'value="Lớp giữ lại"' in page
    assert "chưa được ghi" in page
    assert " checked" in page
    officer.post(path, typed(name="Lớp giữ lại", on_platform="on"))
    assert not KeptInput.objects.exists()


def test_kept_typing_is_thrown_away_when_asked(officer, book):
    entry = record(officer, book)
    path, mark = f"{book.path}{entry.pk}/", kept_input.mark_of(book.reporter)
    Client().post(path, typed(participants="77", _who=mark))
    kept = KeptInput.objects.get()
    assert 'value="77"' in page_of(officer.get(path))
    officer.post(path, {"drop": kept.token})
    assert 'value="40"' in page_of(officer.get(path))
    entry.refresh_from_db()
    assert entry.participants == 40


# --- Reading -------------------------------------------------------------------------------------


def test_platform_classes_stand_apart(officer, book):
    record(officer, book)
    record(officer, book, name="Trên nền tảng", on_platform="on", participants="320")
    page = page_of(officer.get(book.path))
    assert "1 lớp, 320 lượt" in page
    assert "đã tính ở One Touch" in page
    assert ">360<" not in page


def test_classes_outside_every_month_have_their_place(officer, book):
    record(officer, book, begins_on="1/3/2022", ends_on="2/3/2022")
    page = page_of(officer.get(f"{book.path}?ky=ngoai-ky"))
    assert "Kỹ năng số, khóa 1" in page
    assert book.proposed() is None


@pytest.mark.parametrize("month", ["2031-01", "x", "<b>", "2022-13"])
def test_a_month_that_is_not_there_leads_back(officer, book, month):
    response = officer.get(book.path, {"ky": month})
    assert response.url == book.path


def test_the_report_that_was_sent_is_compared(officer, book):
    make.make_known(book.agency, make.day("2022-10-14"), (book.indicator, 428))
    report = actions.open_report(book.agency, book.november, by=book.reporter, at=NOW)
    texts = {f"{book.indicator.code}-month": "120", f"{book.indicator.code}-explain": "Đúng."}
    actions.save_draft(report, base_version=0, texts=texts, access=book.access, at=NOW)
    report.refresh_from_db()
    actions.send(report, version=report.version, access=book.access, at=NOW)
    record(officer, book, participants="135")
    page = page_of(officer.get(book.path))
    assert "Phiếu tháng 11/2022 đã gửi 120 lượt, sổ lớp có 135." in page
    assert ">+15<" in page
    # A figure of other days is shown and not compared.
    IndicatorValue.objects.filter(in_month=120).update(covers_from=make.day("2022-10-01"))
    page = page_of(officer.get(book.path))
    assert "từ 1/10/2022" in page
    assert "đã gửi 120 lượt" not in page


def test_the_approver_reads_and_writes_nothing(officer, book):
    entry = record(officer, book)
    approver = make.sign_in(Client(), book.approver)
    page = page_of(approver.get(f"{book.path}{entry.pk}/"))
    assert "Ghi thay đổi" not in page
    assert "Gạch bỏ lớp" not in page
    approver.post(f"{book.path}{entry.pk}/", typed(participants="99"))
    approver.post(f"{book.path}{entry.pk}/gach-bo/", {"reason": "x"})
    approver.post(f"{book.path}{entry.pk}/gach-bo/", {"then": "detach"})
    assert approver.post(f"{book.path}them/", typed(name="B")).status_code == 403
    assert (book.proposed(), TrainingClass.objects.count()) == (40, 1)


def test_the_centre_reads_sums_without_names(officer, book):
    entry = record(officer, book)
    centre = signed_in("data_manager")
    page = page_of(centre.get(book.path))
    assert ">40<" in page
    assert "Kỹ năng số" not in page
    for path in ("them/", f"{entry.pk}/", f"{entry.pk}/gach-bo/"):
        assert centre.get(book.path + path).status_code == 403
        assert centre.post(book.path + path, typed()).status_code == 403
    assert book.proposed() == 40


def test_others_do_not_get_in(officer, book):
    entry = record(officer, book)
    other = make.make_agency("Hải Phòng", "hai-phong")
    for client, status in (
        (signed_in("reporter", other), 404),
        (signed_in("reader"), 403),
        (signed_in("editor"), 403),
        (signed_in("administrator"), 403),
    ):
        for path in ("", "them/", f"{entry.pk}/", f"{entry.pk}/danh-sach/"):
            assert client.get(book.path + path).status_code == status
        client.post(f"{book.path}{entry.pk}/", typed(participants="99"))
    own = signed_in("reporter", other)
    assert own.get(f"/boi-duong/lop/hai-phong/{entry.pk}/").status_code == 404
    assert book.proposed() == 40


def test_pages_ask_little(officer, book, django_assert_max_num_queries):
    for number in range(12):
        record(officer, book, name=f"Lớp {number}")
    entry = TrainingClass.objects.latest("pk")
    for participants in range(41, 46):
        officer.post(
            f"{book.path}{entry.pk}/", typed(name="Lớp 11", participants=str(participants))
        )
    for path in ("", "them/", f"{entry.pk}/"):
        with django_assert_max_num_queries(8):
            assert officer.get(book.path + path).status_code == 200
