"""Files from outside: checked by content, scanned when a scanner is configured."""

import sys

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.documents.files import FileError, store_pdf
from portal.documents.models import StoredFile
from tests import factories as make

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\nfake body\n%%EOF\n"
NOW = make.instant("2022-11-15 09:00")


def upload(content=PDF, name="Kế hoạch 81.pdf"):
    return SimpleUploadedFile(name, content, content_type="application/pdf")


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_keeps_a_pdf_under_a_name_of_our_own():
    stored = store_pdf(upload(), make.make_agency(), NOW)
    assert stored.name == "Kế hoạch 81.pdf"
    assert "Kế" not in stored.file.name
    assert stored.file.read() == PDF
    assert stored.size == len(PDF)


@pytest.mark.parametrize(
    ("content", "fragment"),
    [
        (b"", "không phải PDF"),
        (b"MZ\x90\x00 a program", "không phải PDF"),
        (b"<html>%PDF-1.7</html>", "không phải PDF"),
        (b"%PDF-1.7 cut short", "không phải PDF"),
        (b"PK\x03\x04 a zip", "không phải PDF"),
    ],
)
def test_refuses_what_is_no_whole_pdf(content, fragment):
    with pytest.raises(FileError, match=fragment):
        store_pdf(upload(content), make.make_agency(), NOW)
    assert not StoredFile.objects.exists()


def test_refuses_a_file_beyond_the_limit(settings):
    settings.UPLOAD_MAX_BYTES = 10
    with pytest.raises(FileError, match="quá"):
        store_pdf(upload(), make.make_agency(), NOW)


@pytest.mark.parametrize(
    ("exit_code", "fragment"), [(1, "mã độc"), (2, "Chưa quét được"), (127, "Chưa quét được")]
)
def test_a_file_that_the_scanner_does_not_clear_is_refused(settings, exit_code, fragment):
    settings.VIRUS_SCAN_COMMAND = f"{sys.executable} -c 'import sys; sys.exit({exit_code})'"
    with pytest.raises(FileError, match=fragment):
        store_pdf(upload(), make.make_agency(), NOW)
    assert not StoredFile.objects.exists()


def test_a_missing_scanner_refuses_rather_than_trusts(settings):
    settings.VIRUS_SCAN_COMMAND = "/nowhere/scanner -"
    with pytest.raises(FileError, match="Chưa quét được"):
        store_pdf(upload(), make.make_agency(), NOW)


def test_the_scanner_reads_the_file_itself(settings):
    check = 'import sys; sys.exit(0 if sys.stdin.buffer.read().startswith(b"%PDF-") else 1)'
    settings.VIRUS_SCAN_COMMAND = f"{sys.executable} -c '{check}'"
    assert store_pdf(upload(), make.make_agency(), NOW).pk
