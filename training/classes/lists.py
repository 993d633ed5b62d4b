"""A class's attached list: personal data that stay in the agency and are deleted when taken off."""

from collections.abc import Callable

from django.db import transaction

from portal.accounts.permissions import Access
from portal.documents.files import JPEG, PDF, PNG, store
from portal.documents.models import XLSX
from portal.models import Agency, StoredFile
from portal.office.incoming import WorkbookError, check_container

from .models import TrainingClass
from .refusals import ClassError
from .register import Saved, held_class, write

CSV = "text/csv"
ACCEPTED = ".pdf,.xlsx,.csv,.png,.jpg,.jpeg"
SEPARATORS = (",", ";", "\t")
BREAKS = "\t\r\n"
REFUSAL = (
    "Tệp “{}” không phải PDF, Excel (.xlsx), CSV (UTF-8) hay ảnh PNG, JPEG đầy đủ. Bạn lưu lại "
    "thành một trong các dạng đó rồi đính kèm."
)


def store_list(uploaded, agency: Agency, at) -> StoredFile:
    """Keeps the uploaded list; only the agency is handed it. Raises FileError."""
    return store(
        uploaded,
        agency,
        at,
        kinds=(PDF, PNG, JPEG),
        others={XLSX: is_workbook, CSV: is_csv},
        refusal=REFUSAL,
        own_only=True,
    )


def is_workbook(content: bytes) -> bool:
    try:
        check_container(content)
    except WorkbookError:
        return False
    return True


def is_csv(content: bytes) -> bool:
    """Rows of text in UTF-8 with a separator in the first one; no page, no program."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    first = next((line for line in text.splitlines() if line.strip()), "")
    is_text = all(char.isprintable() or char in BREAKS for char in text)
    return is_text and not first.lstrip().startswith("<") and any(s in first for s in SEPARATORS)


def save_with_list(
    save: Callable[[], Saved], uploaded, agency: Agency, *, replaces: bool, access: Access, at
) -> Saved:
    """Saves a class and attaches the uploaded list (None: there is none), both or neither.

    The file is looked through before any row is locked. `replaces`: False leaves the list of a
    class that stood in the register already. Raises FileError and what `save` raises.
    """
    if not uploaded:
        return save()
    stored = store_list(uploaded, agency, at)
    try:
        with transaction.atomic():
            saved = save()
            if not saved.clashes and (replaces or saved.entry.attendance_list_id is None):
                attach(saved.entry, stored, access, at)
                return saved
    except ClassError:
        delete(stored)
        raise
    delete(stored)
    return saved


def attach(entry: TrainingClass, stored: StoredFile, access: Access, at) -> None:
    """The class's list, in place of the one before, which is deleted."""
    _, held = held_class(entry, access)
    before = held.attendance_list
    held.attendance_list = stored
    write(held, access, at, "Gắn danh sách lớp")
    delete(before)


@transaction.atomic
def detach(entry: TrainingClass, *, access: Access, at) -> TrainingClass:
    """Takes the list off and deletes it; nothing where the class has none."""
    _, entry = held_class(entry, access)
    before = entry.attendance_list
    if before is not None:
        entry.attendance_list = None
        write(entry, access, at, "Gỡ và xóa danh sách lớp")
        delete(before)
    return entry


def delete(stored: StoredFile | None) -> None:
    """The row now, the file once that is sure."""
    if stored is not None:
        file = stored.file
        stored.delete()
        transaction.on_commit(lambda: file.storage.delete(file.name))
