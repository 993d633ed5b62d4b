"""`import_one_touch FOLDER`: what a nightly timer does with the files that it finds."""

import datetime
import io
import os

import pytest
from django.core.management import CommandError, call_command

from portal.models import IndicatorValue, Submission
from tests import factories as make
from training.imports import folder as one_folder
from training.imports.models import PlatformImport

from .exports import csv_text, xlsx

pytestmark = pytest.mark.django_db

HEAD = ("TT", "Cơ quan", "Số lượt", "Hoàn thành")
ROWS = [[1, "Hà Nội", 5, 1], [2, "Hà Nam", 7, 2]]


@pytest.fixture(autouse=True)
def _in_november(settings):
    settings.DEMO_TODAY = datetime.date(2022, 11, 20)


@pytest.fixture(autouse=True)
def country():
    provinces = [make.make_agency("Hà Nội", "ha-noi"), make.make_agency("Hà Nam", "ha-nam")]
    asked = make.make_set("asked", *provinces)
    for what in ("OT", "DONE"):
        make.make_flow(f"TRAIN_PRO_{what}", asked, source="platform", unit="lượt")


def put(folder, name, content, age=3600):
    path = folder / name
    path.write_bytes(content)
    then = path.stat().st_mtime - age
    os.utime(path, (then, then))
    return path


def good(rows=ROWS, title=("Tính đến 18/11/2022",)):
    return csv_text(rows, head=HEAD, title=title).encode()


def run(folder, *options):
    """(exit status, what was printed)."""
    out = io.StringIO()
    try:
        call_command("import_one_touch", str(folder), *options, stdout=out)
    except SystemExit as ended:
        return ended.code, out.getvalue()
    return 0, out.getvalue()


def test_what_is_not_in_doubt_is_stored_and_nothing_is_moved(tmp_path):
    path = put(tmp_path, "a.csv", good())
    put(tmp_path, "doc.txt", b"x")
    status, said = run(tmp_path)
    assert status == 0
    assert "a.csv: đã ghi, lần nhập" in said
    assert "doc.txt" not in said
    assert path.exists()
    batch = PlatformImport.objects.get()
    assert (batch.stage, batch.by_command, str(batch.as_of)) == ("stored", True, "2022-11-18")
    assert (batch.uploaded_by, batch.stored_by) == (None, None)
    assert {v.amount for v in IndicatorValue.objects.all()} == {5, 7, 1, 2}


def test_the_same_file_is_never_taken_in_twice_whatever_its_name(tmp_path):
    put(tmp_path, "a.csv", good())
    run(tmp_path)
    put(tmp_path, "b.csv", good())
    status, said = run(tmp_path)
    assert status == 0
    assert said.count("đã nhận trước đây") == 2
    assert PlatformImport.objects.count() == 1
    batch = PlatformImport.objects.get()
    batch.stage, batch.stored_at = "dropped", None
    batch.save()
    assert "đã nhận trước đây" in run(tmp_path)[1]  # given up by a person: not brought back


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        ([[1, "Hà Nôi cũ", 5, 1]], ("Tính đến 18/11/2022",)),  # a stranger
        ([[1, "Hà Nội", "14,464", 1]], ("Tính đến 18/11/2022",)),
        ([[1, "Hà Nội", 5, 1], [2, "TP. Hà Nội", 5, 1]], ("Tính đến 18/11/2022",)),
        ([[1, "Hà Nội", 5, 9]], ("Tính đến 18/11/2022",)),  # more completed than taken part
        ([*ROWS, [None, "Tổng cộng", 99, 3]], ("Tính đến 18/11/2022",)),
        (ROWS, ()),  # no day said
        (ROWS, ("Tính đến 25/12/2022",)),  # a day to come
    ],
)
def test_what_is_in_doubt_waits_for_a_person(tmp_path, rows, title):
    put(tmp_path, "a.csv", good(rows, title))
    status, said = run(tmp_path)
    assert status == 3
    assert "chờ người đối chiếu" in said
    assert PlatformImport.objects.get().stage == "draft"
    assert not Submission.objects.exists()


def test_falling_figure_waits(tmp_path):
    put(tmp_path, "a.csv", good())
    run(tmp_path)
    put(tmp_path, "b.csv", good([[1, "Hà Nội", 4, 1]], ("Tính đến 19/11/2022",)))
    assert run(tmp_path)[0] == 3
    assert IndicatorValue.objects.filter(amount=4).count() == 0


def test_day_may_be_said(tmp_path):
    put(tmp_path, "a.csv", good(title=()))
    assert run(tmp_path, "--as-of", "17/11/2022")[0] == 0
    assert str(PlatformImport.objects.get().as_of) == "2022-11-17"


def test_day_that_differs_from_the_file_waits(tmp_path):
    put(tmp_path, "a.csv", good())
    assert run(tmp_path, "--as-of", "17/11/2022")[0] == 3


def test_file_that_is_still_being_written_waits_for_the_next_run(tmp_path):
    put(tmp_path, "a.csv", good(), age=0)
    status, said = run(tmp_path)
    assert (status, PlatformImport.objects.count()) == (0, 0)
    assert "đang được ghi" in said


def test_file_that_grows_while_it_is_read_is_not_taken(tmp_path, monkeypatch):
    path = put(tmp_path, "a.csv", good())
    seen = os.fstat

    def grown(number):
        with path.open("ab") as more:
            more.write(b"3;C;5;5\r\n")
        return seen(number)

    monkeypatch.setattr(one_folder.os, "fstat", grown)
    assert "đang được ghi" in run(tmp_path)[1]
    assert not PlatformImport.objects.exists()


def test_one_bad_file_does_not_stop_the_others(tmp_path):
    put(tmp_path, "a.xlsx", b"PK\x03\x04broken")
    put(tmp_path, "b.xlsx", xlsx(ROWS, head=HEAD))
    put(tmp_path, ".hidden.csv", good())
    put(tmp_path, "~$b.xlsx", b"x")
    (tmp_path / "c.csv").symlink_to(tmp_path / "b.xlsx")
    (tmp_path / "d.csv").mkdir()
    status, said = run(tmp_path)
    assert status == 3
    assert "a.xlsx: không nhận" in said
    assert "b.xlsx: đã ghi" in said
    assert len(said.splitlines()) == 2


def test_folder_and_day_are_checked_first(tmp_path):
    with pytest.raises(CommandError, match="Không có thư mục"):
        run(tmp_path / "khong-co")
    for day in ("31/2/2022", "21/11/2022"):
        with pytest.raises(CommandError):
            run(tmp_path, "--as-of", day)
    assert run(tmp_path)[1].strip() == "Không có tệp .xlsx hoặc .csv nào."


def test_log_names_no_file_and_no_agency(tmp_path, caplog):
    caplog.set_level("INFO")
    put(tmp_path, "Phạm Thu Hà.csv", good())
    run(tmp_path)
    assert "one touch import" in caplog.text
    assert "Phạm" not in caplog.text
    assert "Hà Nội" not in caplog.text
