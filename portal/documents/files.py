"""Files that come in from outside: checked by content, named by us, kept with their hash."""

import hashlib

from django.core.files.uploadedfile import UploadedFile

from portal.agencies.models import Agency
from portal.names import nfc

from .models import StoredFile

LARGEST_BYTES = 20 * 1024 * 1024
PDF_HEAD, PDF_TAIL = b"%PDF-", b"%%EOF"


class FileError(ValueError):
    def __init__(self, message: str):
        super().__init__(message)
        self.message = message


def store_pdf(uploaded: UploadedFile, agency: Agency, at) -> StoredFile:
    """Keeps an uploaded PDF for `agency`; anything else raises FileError, saying what to do."""
    name = nfc(uploaded.name)[-200:]
    if uploaded.size > LARGEST_BYTES:
        raise FileError(
            f"Tệp “{name}” nặng {uploaded.size / 1024 / 1024:.0f} MB, quá "
            f"{LARGEST_BYTES // 1024 // 1024} MB. Bạn giảm độ phân giải khi quét rồi đính kèm lại."
        )
    content = uploaded.read()
    if not content.startswith(PDF_HEAD) or PDF_TAIL not in content[-2048:]:
        raise FileError(
            f"Tệp “{name}” không phải PDF đầy đủ. Bạn lưu văn bản thành PDF rồi đính kèm lại."
        )
    uploaded.seek(0)
    return StoredFile.objects.create(
        agency=agency,
        file=uploaded,
        name=name,
        content_type="application/pdf",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        stored_at=at,
    )
