"""An edition's files: as issued where it is frozen, made now where it is a draft."""

import datetime
import subprocess
import sys
from dataclasses import dataclass

from django.conf import settings

from reporting.models import EditionFile, WeeklyEdition

from .kept import Format
from .report import digest

LONGEST_SECONDS = 90
TYPES = {
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.PDF: "application/pdf",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.HTML: "text/html; charset=utf-8",
    Format.JSON: "application/json",
}
OFFERED = tuple(TYPES)  # the page's body is kept too, but not handed out
HEAVY = (Format.DOCX, Format.PDF)  # their libraries stay out of the web process
BRIEF_FORMATS = HEAVY  # of the one-page brief


class NoFile(Exception):
    """The file cannot be had now; `message` says what to do."""

    def __init__(self, message: str):
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Made:
    """`sha256` names the content; `is_issued`: it is the file of a frozen edition, kept since
    `made_at`."""

    content: bytes
    sha256: str
    is_issued: bool
    made_at: datetime.datetime | None = None


def name_of(edition: WeeklyEdition, format: str) -> str:
    """ "bao-cao-17-2022-W39.docx"; a draft's file says so in its name."""
    number = f"{edition.numbered}-" if edition.number is not None else ""
    draft = "-du-thao" if edition.is_living else ""
    return f"bao-cao-{number}{edition.key}{draft}.{format}"


def file_of(edition: WeeklyEdition, format: str) -> Made:
    """The edition's file. Raises NoFile where a frozen edition's files are not made yet."""
    if edition.is_living:
        content = draft_file(edition, format)
        return Made(content, digest(content), is_issued=False)
    kept = EditionFile.objects.filter(snapshot__edition=edition, format=format).first()
    if kept is None:
        raise NoFile("Tệp của bản đã chốt chưa làm xong. Bạn thử lại sau ít phút.")
    return Made(bytes(kept.content), kept.sha256, is_issued=True, made_at=kept.made_at)


def draft_file(edition: WeeklyEdition, format: str) -> bytes:
    """A draft's file as of now; the heavy ones are made in a process of their own."""
    from reporting.outputs import WRITERS

    from .snapshot import living_report

    if format not in HEAVY:
        return WRITERS[format](living_report(edition, with_provenance=format == Format.JSON))
    return run_command("export_edition", f"--pk={edition.pk}", f"--format={format}", "--output=-")


def brief_file(edition: WeeklyEdition, format: str) -> bytes:
    """The one-page brief; of a frozen edition made of its snapshot, so always the same."""
    return run_command(
        "export_edition", f"--pk={edition.pk}", f"--format={format}", "--brief", "--output=-"
    )


def run_command(*arguments: str) -> bytes:
    """What a management command writes to its standard output. Raises NoFile when it fails."""
    try:
        made = subprocess.run(  # noqa: S603  our own command, its arguments made here
            [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments],
            capture_output=True,
            timeout=LONGEST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise NoFile("Làm tệp quá lâu nên đã dừng. Bạn thử lại.") from error
    if made.returncode != 0:
        lines = made.stderr.decode(errors="replace").strip().splitlines()
        reason = lines[-1] if lines and lines[-1].startswith("CommandError") else ""
        raise NoFile(reason.removeprefix("CommandError: ") or "Chưa làm được tệp. Bạn thử lại.")
    return made.stdout
