"""Files that come in from outside: checked by content, named by us, kept with their hash."""

import hashlib
import logging
import shlex
import subprocess
from collections.abc import Callable, Iterable, Mapping
from itertools import chain
from types import MappingProxyType

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from portal.agencies.models import Agency
from portal.names import nfc

from .models import StoredFile

SCAN_SECONDS = 30
NO_OTHERS = MappingProxyType({})
PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"
PDF_HEAD, PDF_TAIL = b"%PDF-", b"%%EOF"
MARKS = {
    PDF: (PDF_HEAD, PDF_TAIL),
    PNG: (b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"),
    JPEG: (b"\xff\xd8\xff", b"\xff\xd9"),
}

logger = logging.getLogger(__name__)


class FileError(ValueError):
    def __init__(self, message: str):
        super().__init__(message)
        self.message = message


def refuse_infected(content: bytes, name: str) -> None:
    """Asks the configured virus scanner, which reads the file from its standard input.

    Exit code 0 is clean, 1 infected (as clamdscan's); anything else refuses too, since a file that
    was not scanned is not known to be clean. Without a configured command nothing is asked.
    """
    command = shlex.split(settings.VIRUS_SCAN_COMMAND)
    if not command:
        return
    try:
        code = subprocess.run(  # noqa: S603  the operator's own command, not a visitor's
            command, input=content, capture_output=True, timeout=SCAN_SECONDS, check=False
        ).returncode
    except (OSError, subprocess.TimeoutExpired):
        code = None
    if code == 1:
        raise FileError(f"Tệp “{name}” có mã độc nên không nhận. Bạn quét máy rồi tạo lại tệp.")
    if code != 0:
        logger.error("virus scanner did not answer")
        raise FileError(
            f"Chưa quét được tệp “{name}” nên chưa nhận. Bạn thử lại sau; các số khác đã được lưu."
        )


def store_pdf(uploaded: UploadedFile, agency: Agency, at) -> StoredFile:
    """Keeps an uploaded PDF for `agency`; anything else raises FileError, saying what to do."""
    return store(
        uploaded,
        agency,
        at,
        kinds=(PDF,),
        refusal="Tệp “{}” không phải PDF đầy đủ. Bạn lưu văn bản thành PDF rồi đính kèm lại.",
    )


def store_letter(uploaded: UploadedFile, agency: Agency, at) -> StoredFile:
    """Keeps what brought figures: a PDF, or the picture of a letter or a message."""
    return store(
        uploaded,
        agency,
        at,
        kinds=tuple(MARKS),
        refusal="Tệp “{}” không phải PDF, ảnh PNG hay ảnh JPEG đầy đủ. Bạn đính kèm tệp khác.",
    )


def store(
    uploaded: UploadedFile,
    agency: Agency,
    at,
    *,
    kinds: Iterable[str] = (),
    others: Mapping[str, Callable[[bytes], bool]] = NO_OTHERS,
    refusal: str,
    own_only: bool = False,
) -> StoredFile:
    """Keeps a file of one of `kinds` (recognised by its marks) or of `others`.

    `others`: content type → whether the content is one, for kinds that marks do not tell.
    `own_only`: only the agency itself is handed it.
    """
    name = nfc(uploaded.name)[-200:]
    if uploaded.size > settings.UPLOAD_MAX_BYTES:
        raise FileError(
            f"Tệp “{name}” nặng {uploaded.size / 1024 / 1024:.0f} MB, quá "
            f"{settings.UPLOAD_MAX_BYTES // 1024 // 1024} MB. Bạn giảm độ phân giải khi quét rồi "
            "đính kèm lại."
        )
    content = uploaded.read()
    recognised = (kind for kind in kinds if has_marks(content, kind))
    kind = next(
        chain(recognised, (kind for kind, is_one in others.items() if is_one(content))), None
    )
    if kind is None:
        raise FileError(refusal.format(name))
    refuse_infected(content, name)
    uploaded.seek(0)
    return StoredFile.objects.create(
        agency=agency,
        file=uploaded,
        name=name,
        content_type=kind,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        stored_at=at,
        own_only=own_only,
    )


def has_marks(content: bytes, kind: str) -> bool:
    """Whether the content begins and ends as a whole file of that kind does."""
    head, tail = MARKS[kind]
    return content.startswith(head) and tail in content[-2048:]
