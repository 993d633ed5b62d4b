"""What the sheet's page posted: its own fields, its files, a suggestion taken over. No more."""

from collections.abc import Mapping

from portal.agencies.models import Agency
from portal.documents.files import FileError, store_pdf
from portal.documents.models import StoredFile
from portal.submissions.answers import NOT_KNOWN, UNCHANGED, UPDATE
from portal.submissions.sheet import Sheet
from portal.submissions.validation import Problem, Severity

from .boxes import UPLOAD, field_names, read_pk

FILE_BOX = "-doc_file"


def posted_texts(post, sheet: Sheet) -> dict[str, str]:
    """Field → text of the sheet's fields in `post`; a suggestion's button sets its field."""
    names = field_names(sheet)
    texts = {name: post[name] for name in names if name in post}
    field, text = suggestion_in(post)
    if field in names:
        texts[field] = text
    return texts | taken_over(post, sheet, texts)


def suggestion_in(post) -> tuple[str, str]:
    """(field, text) of the pressed suggestion `FIELD=text`; two empty texts without one."""
    field, separator, text = post.get("use", "").partition("=")
    return (field, text) if separator else ("", "")


def taken_over(post, sheet: Sheet, texts: Mapping[str, str]) -> dict[str, str]:
    """What the pressed `CODE=figure` of a register types: the month, in place of other answers.

    The figure is the one that the officer saw. Empty when no such button was pressed.
    """
    code, _, figure = post.get("take", "").partition("=")
    part = next((p for p in sheet.parts if any(q.code == code for q in p.asked)), None)
    question = sheet.by_code.get(code)
    if part is None or question.proposed is None:
        return {}
    taken = {
        question.field("month"): figure,
        question.field("total"): "",
        question.field("other"): "",
    }
    if texts.get(part.field("choice")) in (UNCHANGED, NOT_KNOWN):
        taken[part.field("choice")] = UPDATE
    return taken


def pressed_field(post) -> str:
    """The field that a pressed button filled in, to come back to; empty without one."""
    code = post.get("take", "").partition("=")[0]
    return suggestion_in(post)[0] or (f"{code}-month" if code else "")


def version_of(post, default=0) -> int:
    """The version that the posted page was made from."""
    version = read_pk(post.get("base_version", "")[:9])
    return default if version is None else version


def files_of(agency: Agency, texts: Mapping[str, str]) -> dict[int, StoredFile]:
    """The agency's own files that the boxes for files name."""
    pks = {read_pk(text) for name, text in texts.items() if name.endswith(FILE_BOX)} - {None}
    return StoredFile.objects.filter(agency=agency, own_only=False).in_bulk(pks) if pks else {}


def with_own_files(texts: Mapping[str, str], agency: Agency) -> dict[str, str]:
    """`texts`, a box for a file emptied where it names no file of the agency."""
    own = files_of(agency, texts)
    return {
        name: "" if name.endswith(FILE_BOX) and read_pk(text) not in own else text
        for name, text in texts.items()
    }


def store_uploads(posted_files, sheet: Sheet, agency: Agency, at):
    """Files posted with the sheet: field → stored file's id, and a problem for each refused one."""
    stored, faults = {}, {}
    for question in sheet.asked:
        uploaded = posted_files.get(question.field(UPLOAD))
        if uploaded is None:
            continue
        name = question.field("doc_file")
        try:
            stored[name] = str(store_pdf(uploaded, agency, at).pk)
        except FileError as error:
            faults[name] = Problem(Severity.ERROR, name, error.message)
    return stored, faults
