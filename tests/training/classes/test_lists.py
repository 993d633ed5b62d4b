"""The attached list: what is taken in, who is handed it, how it goes."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from portal.documents.models import StoredFile
from tests import factories as make
from training.models import TrainingClass

from .test_pages import page_of, signed_in, typed

pytestmark = pytest.mark.django_db
CSV = "STT;Họ và tên;Đơn vị\n1;Nguyễn Văn A;Phòng Một cửa\n".encode()
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20 + b"IEND\xaeB`\x82"


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def workbook() -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["STT", "Họ và tên"])
    book.save(out)
    return out.getvalue()


def upload(content, name="danh-sach.pdf"):
    return SimpleUploadedFile(name, content)


def attach(officer, book, content=make.PDF, name="danh-sach.pdf"):
    officer.post(f"{book.path}them/", typed(attendance_list=upload(content, name)))
    return TrainingClass.objects.get()


@pytest.mark.parametrize(
    ("content", "suffix"),
    [(make.PDF, "pdf"), (workbook(), "xlsx"), (CSV, "csv"), (PNG, "png")],
)
def test_a_list_of_each_kind_is_kept_under_a_name_of_ours(officer, book, content, suffix):
    entry = attach(officer, book, content, "Danh sách lớp 1.bin")
    stored = entry.attendance_list
    assert stored.own_only
    assert stored.name == "Danh sách lớp 1.bin"
    assert stored.file.name.endswith(f".{suffix}")
    response = officer.get(f"{book.path}{entry.pk}/danh-sach/")
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert b"".join(response.streaming_content) == content


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.4 cut off",
        b"PK\x03\x04 no workbook",
        b"MZ\x90\x00program",
        b"<html><script>alert(1)</script>,</html>",
        "Họ và tên,Đơn vị".encode("utf-16"),
        b"a,b\x00c",
        "một dòng không có cột".encode(),
    ],
)
def test_anything_else_is_refused_and_nothing_is_written(officer, book, content):
    response = officer.post(f"{book.path}them/", typed(attendance_list=upload(content, "x.xlsx")))
    assert response.status_code == 422
    assert "không phải PDF, Excel" in page_of(response)
    assert not StoredFile.objects.exists()
    assert not TrainingClass.objects.exists()


def test_too_heavy_a_list_is_refused(officer, book, settings):
    settings.UPLOAD_MAX_BYTES = 20
    response = officer.post(f"{book.path}them/", typed(attendance_list=upload(make.PDF)))
    assert response.status_code == 422
    assert "quá" in page_of(response)


def test_a_class_that_is_refused_leaves_no_file(officer, book, tmp_path):
    attach(officer, book)
    before = StoredFile.objects.count()
    response = officer.post(
        f"{book.path}them/", typed(participants="41", attendance_list=upload(make.PDF))
    )
    assert response.status_code == 422
    assert StoredFile.objects.count() == before


def test_only_the_agencys_own_people_are_handed_it(officer, book):
    entry = attach(officer, book)
    path, general = (
        f"{book.path}{entry.pk}/danh-sach/",
        f"/tep/quang-ninh/{entry.attendance_list_id}/",
    )
    assert make.sign_in(Client(), book.approver).get(path).status_code == 200
    other = make.make_agency("Hải Phòng", "hai-phong")
    for client, status in (
        (signed_in("reporter", other), 404),
        (signed_in("approver", other), 404),
        (signed_in("data_manager"), 403),
        (signed_in("reader"), 403),
        (signed_in("administrator"), 403),
        (Client(), 302),
    ):
        assert client.get(path).status_code == status
    # The door of documents, which the centre may open, does not hand it out to anybody.
    for client in (signed_in("data_manager"), officer, make.sign_in(Client(), book.approver)):
        assert client.get(general).status_code == 404
    own = signed_in("reporter", other)
    assert own.get(f"/boi-duong/lop/hai-phong/{entry.pk}/danh-sach/").status_code == 404


def test_it_cannot_be_passed_on_as_a_documents_file(officer, book):
    """Its number typed into the report's box for a file is no file of the report."""
    entry = attach(officer, book)
    plan = make.make_indicator(
        "PLAN", book.indicator.asked_of, value_type="yes_no", evidence="plan"
    )
    officer.post(
        "/phieu/quang-ninh/2022-11/",
        {f"{plan.code}-value": "yes", f"{plan.code}-doc_file": str(entry.attendance_list_id)},
    )
    assert "danh-sach.pdf" not in page_of(officer.get("/phieu/quang-ninh/2022-11/"))


def test_a_new_list_takes_the_place_of_the_old_one(
    officer, book, django_capture_on_commit_callbacks
):
    entry = attach(officer, book)
    before = entry.attendance_list
    with django_capture_on_commit_callbacks(execute=True):
        officer.post(f"{book.path}{entry.pk}/", typed(attendance_list=upload(CSV, "moi.csv")))
    entry.refresh_from_db()
    assert entry.attendance_list.name == "moi.csv"
    assert list(StoredFile.objects.all()) == [entry.attendance_list]
    assert not before.file.storage.exists(before.file.name)


def test_taken_off_it_is_deleted(officer, book, django_capture_on_commit_callbacks):
    entry = attach(officer, book)
    file = entry.attendance_list.file
    with django_capture_on_commit_callbacks(execute=True):
        officer.post(f"{book.path}{entry.pk}/gach-bo/", {"then": "detach"})
    entry.refresh_from_db()
    assert entry.attendance_list is None
    assert not StoredFile.objects.exists()
    assert not file.storage.exists(file.name)
    assert officer.get(f"{book.path}{entry.pk}/danh-sach/").status_code == 404
    assert "Gỡ và xóa danh sách lớp" in page_of(officer.get(f"{book.path}{entry.pk}/"))


def test_the_hint_says_that_personal_data_stay(officer, book):
    page = page_of(officer.get(f"{book.path}them/"))
    assert "Chỉ người của cơ quan bạn tải được" in page
    assert "bỏ số căn cước" in page
