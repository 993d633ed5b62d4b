"""Tuần 39/2022 as issued: its report and files, made once, and read by programs of others."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from portal.office.docx import docx_of
from reporting.editions.kept import Format
from reporting.editions.report import Report
from reporting.models import WeeklyEdition
from reporting.outputs import BRIEF_WRITERS
from tests import loaded
from tests.reporting.issuing import frozen

from . import captions

SOFFICE = shutil.which("soffice")
RAW_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"


@dataclass(frozen=True)
class Issued:
    """`files`: format → content; `folder` holds each as tuan39.<format>."""

    report: Report
    text: str
    files: dict[str, bytes]
    folder: Path


@pytest.fixture(scope="session")
def issued(django_db_setup, django_db_blocker, tmp_path_factory):
    with (
        loaded.for_module(django_db_blocker, loaded.load_reference),
        django_db_blocker.unblock(),
    ):
        edition = frozen(WeeklyEdition.objects.get(week=39), formats=Format.values)
        text = edition.snapshot.text
        files = {file.format: bytes(file.content) for file in edition.snapshot.files.all()}
    folder = tmp_path_factory.mktemp("tuan39")
    for format, content in files.items():
        (folder / f"tuan39.{format}").write_bytes(content)
    return Issued(Report.read(text), text, files, folder)


@pytest.fixture(scope="session")
def by_libreoffice(issued):
    """A folder with what LibreOffice makes of them: word.pdf, brief.pdf, captions.pdf of the Word
    files, book-<sheet>.csv of the workbook."""
    if not SOFFICE:
        pytest.skip("install Debian's packages libreoffice-writer-nogui, libreoffice-calc-nogui")
    folder = issued.folder / "office"
    folder.mkdir()
    (folder / "word.docx").write_bytes(issued.files[Format.DOCX])
    (folder / "brief.docx").write_bytes(BRIEF_WRITERS[Format.DOCX](issued.report))
    (folder / "captions.docx").write_bytes(docx_of(captions.paper()))
    (folder / "book.xlsx").write_bytes(issued.files[Format.XLSX])
    for wanted, ending in (("pdf", "docx"), (RAW_CSV, "xlsx")):
        subprocess.run(
            [
                *(SOFFICE, f"-env:UserInstallation=file://{folder}/profile", "--headless"),
                *("--convert-to", wanted, "--outdir", folder, *folder.glob(f"*.{ending}")),
            ],
            check=True,
            capture_output=True,
            timeout=180,
        )
    return folder
