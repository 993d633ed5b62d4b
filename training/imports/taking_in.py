"""A file becomes a draft import; the same file is never taken in twice."""

import datetime
import hashlib
from dataclasses import dataclass

from django.db import transaction

from portal.catalogue.models import Indicator
from portal.days import show_date
from portal.documents.files import FileError, refuse_infected
from portal.names import nfc

from .grid import GridError
from .matching import CODES
from .models import PlatformImport, PlatformRow
from .reading import LARGEST_NAME, Export, read_export

Stage, Layout = PlatformImport.Stage, PlatformImport.Layout
LIVE = (Stage.DRAFT, Stage.STORED)


class Closed(Exception):
    """The import is not in the state that the action needs. `message`: Vietnamese."""

    def __init__(self, message: str):
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class TakenIn:
    batch: PlatformImport
    is_new: bool


def take_in(
    content: bytes,
    file_name: str,
    *,
    as_of: datetime.date | None,
    today: datetime.date,
    by,
    at: datetime.datetime,
    by_command: bool = False,
    is_demo: bool = False,
) -> TakenIn:
    """The draft made of a file, or the import that this file made before for the same day.

    `as_of` None: the day that the file names is proposed, else today's, and must be confirmed; the
    command takes a day that the file itself names as said.
    Raises GridError for a file that is not taken. The file is read before anything is locked.
    """
    refuse(content, file_name)
    export = read_export(content, file_name)
    batch = PlatformImport(
        as_of=as_of or export.as_of or today,
        as_of_is_said=bool(as_of or (by_command and export.as_of)),
        file_name=nfc(file_name)[-LARGEST_NAME:],
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        doubts="\n".join(doubts_of(export, as_of)),
        uploaded_at=at,
        uploaded_by=by,
        by_command=by_command,
        is_demo=is_demo,
    )
    with transaction.atomic():
        one_at_a_time()
        same = PlatformImport.objects.filter(sha256=batch.sha256, stage__in=LIVE).defer("content")
        if as_of:
            same = same.filter(as_of=as_of)
        before = same.order_by("-stage", "-pk").first()  # a stored one before a draft
        if before:
            return TakenIn(before, False)
        set_rows(batch, export)
    return TakenIn(batch, True)


def refuse(content: bytes, file_name: str) -> None:
    """Raises GridError for a file in which the configured scanner finds a virus."""
    try:
        refuse_infected(content, nfc(file_name)[-LARGEST_NAME:])
    except FileError as error:
        raise GridError(error.message) from error


def doubts_of(export: Export, as_of: datetime.date | None) -> list[str]:
    if not as_of or export.as_of in (None, as_of):
        return list(export.doubts)
    named = show_date(export.as_of)
    return [*export.doubts, f"Trong tệp ghi ngày {named}, khác ngày bạn nhập."]


def one_at_a_time() -> None:
    """Waits for whoever else is taking in, storing or withdrawing an import."""
    list(Indicator.objects.select_for_update().filter(code__in=CODES).order_by("pk"))


def set_rows(batch: PlatformImport, export: Export) -> None:
    """Saves the draft with the columns and rows that were read, in place of those before."""
    columns = export.columns
    batch.sheet, batch.notes = export.sheet[:100], "\n".join(export.notes)
    batch.head_line = columns.head_line if columns else None
    batch.name_column = columns.name if columns else None
    batch.course_column = columns.course if columns else None
    batch.participants_column = columns.participants if columns else None
    batch.completions_column = columns.completions if columns else None
    batch.layout = Layout.COURSES if batch.course_column else Layout.AGENCIES
    batch.save()
    batch.rows.all().delete()
    PlatformRow.objects.bulk_create(
        [
            PlatformRow(
                platform_import=batch,
                line=row.line,
                name=row.name,
                course=row.course,
                participants_text=row.participants_text,
                completions_text=row.completions_text,
                participants=row.participants,
                completions=row.completions,
            )
            for row in export.rows
        ],
        batch_size=2000,
    )


@transaction.atomic
def say_columns(batch: PlatformImport, export: Export, *, base: int) -> PlatformImport:
    """Keeps which sheet and columns a person chose, and the rows that follow from them.

    `export` is the file read that way. What was answered about the rows before is given up.
    Raises Closed when someone answered something meanwhile.
    """
    batch = locked(batch.pk)
    if batch.stage != Stage.DRAFT:
        raise Closed("Lần nhập này không còn là bản nháp.")
    if batch.version != base:
        raise Closed("Người khác vừa trả lời ở lần nhập này. Bạn xem lại rồi chọn.")
    batch.version += 1
    batch.doubts = "\n".join(doubts_of(export, batch.as_of if batch.as_of_is_said else None))
    set_rows(batch, export)
    return batch


def locked(pk: int) -> PlatformImport:
    return PlatformImport.objects.select_for_update().defer("content").get(pk=pk)
