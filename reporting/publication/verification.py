"""Whether a file is one that was issued: by its SHA-256 alone, and nothing of it is kept."""

import re
from dataclasses import dataclass
from hashlib import sha256

from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from portal.days import show_date
from reporting.editions.files import OFFERED
from reporting.editions.models import Stage
from reporting.editions.reading import ISSUED
from reporting.models import EditionFile, WeeklyEdition

from .around import newer_than

LARGEST_FILE = 20 * 1024 * 1024
NOT_A_DIGIT = re.compile(r"[\s:.\-]+")
A_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Issued:
    """An issued file: only what stands on the document anyhow."""

    document_number: str
    issued_on: str
    format: str
    newer: str = ""
    newer_on: str = ""
    is_withdrawn: bool = False


def read_hash(text: str) -> str | None:
    """The hash that someone pasted, spaces, colons and "sha256" allowed; None for no hash."""
    bare = NOT_A_DIGIT.sub("", text.lower()).removeprefix("sha256")
    return bare if A_HASH.fullmatch(bare) else None


def issued_file(file_hash: str) -> Issued | None:
    """What the portal issued under this hash; None for everything else, drafts among it."""
    file = (
        EditionFile.objects.filter(
            sha256=file_hash, format__in=OFFERED, snapshot__edition__stage__in=ISSUED
        )
        .select_related("snapshot__edition")
        .defer("content", "snapshot__text", "snapshot__words")
        .order_by("-pk")
        .first()
    )
    if file is None:
        return None
    edition = file.snapshot.edition
    family = WeeklyEdition.objects.filter(year=edition.year, number=edition.number)
    newer = newer_than(edition, family)
    return Issued(
        edition.document_number,
        show_date(edition.issued_on),
        file.get_format_display(),
        newer.document_number if newer else "",
        show_date(newer.issued_on) if newer else "",
        edition.stage == Stage.WITHDRAWN,
    )


@dataclass(frozen=True)
class Hashed:
    """An uploaded file of which only this is known; `name` is never shown or kept."""

    name: str
    size: int
    sha256: str

    def close(self):
        """Django closes what was uploaded; nothing is open here."""


class HashingHandler(FileUploadHandler):
    """Reads an upload in Django's chunks (64 KB), keeps the running hash and drops the bytes."""

    is_too_large = False

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.running = sha256()

    def receive_data_chunk(self, raw_data, start):
        if start + len(raw_data) > LARGEST_FILE:
            self.is_too_large = True
            raise StopUpload(connection_reset=True)
        self.running.update(raw_data)
        return None

    def file_complete(self, file_size):
        return Hashed(self.file_name, file_size, self.running.hexdigest())
