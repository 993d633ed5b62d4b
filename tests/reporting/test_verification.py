"""The public verification: every issued file is known by its hash, and nothing else is."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from reporting.editions.kept import Format
from reporting.models import EditionFile, WeeklyEdition
from reporting.publication import verification
from tests import factories as make
from tests import loaded
from tests.markup import Page
from tests.reporting import issuing

# One worker: the module loads its data once.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("tuan39")]

PATH = "/xac-minh/bao-cao/"
GENUINE, UNKNOWN = "Tệp này là thật", "Không phải tệp do hệ thống phát hành"


@pytest.fixture(scope="module", autouse=True)
def _real_data(django_db_setup, django_db_blocker):
    with loaded.for_module(django_db_blocker, loaded.load_reference):
        yield


@pytest.fixture
def edition():
    return WeeklyEdition.objects.get(week=39)


def posted(content: bytes, name="tep.pdf", **extra):
    return Client().post(PATH, {"tep": SimpleUploadedFile(name, content)}, **extra)


def text_of(response) -> str:
    return Page(response.content.decode()).text


def pasted(text):
    return Client().get(PATH, {"ma": text})


def test_every_issued_file_is_known_by_itself_and_by_its_hash(edition):
    issuing.published(edition)
    files = EditionFile.objects.exclude(format=Format.PAGE)
    assert files
    for file in files:
        for response in (posted(bytes(file.content)), pasted(file.sha256)):
            text = text_of(response)
            assert response.status_code == 200
            assert GENUINE in text
            assert "17/BC-UBQGCĐS, ngày 30/9/2022" in text
            assert file.get_format_display().lower() in text
            assert edition.topic not in text  # number, date and format, and no more


def test_one_byte_more_is_another_file(edition):
    issuing.published(edition)
    file = EditionFile.objects.get(format=Format.XLSX)
    response = posted(bytes(file.content) + b" ")
    assert response.status_code == 404
    assert UNKNOWN in text_of(response)


def test_what_is_not_published_is_not_known(edition):
    edition = issuing.frozen(edition)
    for file in EditionFile.objects.all():
        assert pasted(file.sha256).status_code == 404
        assert posted(bytes(file.content)).status_code == 404
    issuing.lifecycle.publish(edition, access=issuing.access("publisher"), at=issuing.AT)
    page = EditionFile.objects.get(format=Format.PAGE)
    assert pasted(page.sha256).status_code == 404  # kept for the portal's own page, never issued


def test_superseded_and_withdrawn_are_said(edition):
    edition = issuing.published(edition)
    old = EditionFile.objects.get(snapshot__edition=edition, format=Format.XLSX)
    correction = issuing.published(issuing.correction_of(edition), at=issuing.later(20))
    text = text_of(pasted(old.sha256))
    assert "đã có bản đính chính" in text
    assert "Bản số 17b/BC-UBQGCĐS, ngày 1/10/2022, thay cho nó" in text
    issuing.withdrawn(correction, reason="Nhầm biểu.")
    new = EditionFile.objects.get(snapshot__edition=correction, format=Format.XLSX)
    text = text_of(pasted(new.sha256))
    assert "báo cáo đã thu hồi" in text
    assert "Nhầm biểu" not in text
    assert GENUINE in text_of(pasted(old.sha256))  # nothing published supersedes it any more


@pytest.mark.parametrize(
    "written",
    ["{0}", " {0}\n", "SHA-256: {0}", "sha256:{0}", "{1}", "{2}"],
)
def test_a_hash_is_read_as_people_paste_it(written):
    known = hashlib.sha256(b"x").hexdigest()
    spaced = " ".join(known[i : i + 8] for i in range(0, 64, 8))
    assert verification.read_hash(written.format(known, known.upper(), spaced)) == known


@pytest.mark.parametrize(
    "hostile",
    ["abc", "<script>alert(1)</script>", "' OR 1=1 --", "g" * 64, "a" * 63, "٠" * 64, "\x00", "%"],
)
def test_what_is_no_hash_is_asked_for_again(hostile):
    response = pasted(hostile)
    assert response.status_code == 422
    assert "gồm 64 ký tự" in text_of(response)
    assert "<script>alert" not in response.content.decode()
    assert pasted("a" * 10_000).status_code == 422


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text):
    found = verification.read_hash(text)
    assert found is None or (len(found) == 64 and set(found) <= set("0123456789abcdef"))


def test_asking_nothing_answers_nothing():
    text = text_of(Client().get(PATH))
    assert GENUINE not in text
    assert UNKNOWN not in text


def test_a_large_file_is_hashed_in_pieces_and_not_kept(edition, monkeypatch, tmp_path, settings):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    sizes = []
    take = verification.HashingHandler.receive_data_chunk

    def watched(handler, raw_data, start):
        sizes.append(len(raw_data))
        assert not list(tmp_path.iterdir())
        return take(handler, raw_data, start)

    monkeypatch.setattr(verification.HashingHandler, "receive_data_chunk", watched)
    content = bytes(range(256)) * 4096 * 6  # 6 MB: Django's own handlers would put it on disk
    response = posted(content)
    assert hashlib.sha256(content).hexdigest() in text_of(response)
    assert max(sizes) <= 64 * 1024
    assert not list(tmp_path.iterdir())


def test_too_large_is_refused_before_and_while_it_is_read(monkeypatch):
    monkeypatch.setattr(verification, "LARGEST_FILE", 100_000)
    response = posted(b"x" * 200_000)
    assert response.status_code == 422
    assert "Tệp lớn hơn" in text_of(response)
    length = str(21 * 1024 * 1024)
    response = Client().post(PATH, b"", "multipart/form-data; boundary=x", CONTENT_LENGTH=length)
    assert response.status_code == 422
    assert "Tệp lớn hơn" in text_of(response)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "multipart/form-data; boundary=x"),
        (b"khong phai", "multipart/form-data; boundary=x"),
        (b"khong phai", "multipart/form-data"),
        (b"tep=abc", "application/x-www-form-urlencoded"),
        (b"\xff\xfe", "application/x-www-form-urlencoded; charset=utf-16"),
        (b"{}", "application/json"),
        (b"", "text/plain"),
    ],
)
def test_a_broken_form_is_answered_in_words(body, kind):
    response = Client().generic("POST", PATH, body, kind)
    assert response.status_code == 422
    assert "tệp" in text_of(response)


def test_nothing_is_remembered_of_who_asks(edition, django_assert_max_num_queries):
    issuing.published(edition)
    file = EditionFile.objects.get(format=Format.XLSX)
    client = Client(enforce_csrf_checks=True)
    with django_assert_max_num_queries(2):
        response = client.post(PATH, {"tep": SimpleUploadedFile("a", bytes(file.content))})
    assert response.status_code == 200
    assert not response.cookies
    assert "no-cache" in response["Cache-Control"]


def test_both_verifications_lead_to_one_another():
    assert PATH in Page(Client().get("/xac-minh/").content.decode()).links
    assert "/xac-minh/" in Page(Client().get(PATH).content.decode()).links
    assert posted(make.PDF).status_code == 404  # a file that the portal never issued
