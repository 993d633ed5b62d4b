"""Freezing: one canonical text read in one moment of the database, and the files made of it."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction

from portal.accounts.permissions import Access
from reporting.models import EditionFile, Snapshot, WeeklyEdition

from .kept import Format
from .lifecycle import Kind, move, pass_through
from .models import Stage
from .report import Report, digest
from .snapshot import ready_to_report, report_of


class FilesDiffer(Exception):
    """Files made again from a snapshot are not those that were issued: another software."""


@contextmanager
def one_moment() -> Iterator[None]:
    """A transaction in which every query sees the database as it was at the first one.

    PostgreSQL: REPEATABLE READ. SQLite: its transactions read one state anyway. Within another
    transaction that has begun to read, that one's view holds.
    """
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def freeze(edition: WeeklyEdition, *, access: Access, at: datetime.datetime) -> Snapshot:
    """Keeps everything that the edition says as known at this moment; nothing changes it again.

    A submission accepted meanwhile is in it wholly or not at all. Raises Closed when the step is
    not open. The files are made afterwards, by `make_files`.
    """
    try:
        return freeze_once(edition, access, at)
    except OperationalError:  # PostgreSQL: someone changed the edition in the same moment
        if connection.in_atomic_block:
            raise
        return freeze_once(edition, access, at)


def freeze_once(edition: WeeklyEdition, access: Access, at: datetime.datetime) -> Snapshot:
    with one_moment():
        edition = ready_to_report(WeeklyEdition.objects.select_for_update(of=("self",))).get(
            pk=edition.pk
        )
        pass_through("freeze", edition, access)
        edition.known_at, edition.stage = edition.known_at or at, Stage.FROZEN
        text = report_of(edition, with_provenance=True).canonical
        snapshot = Snapshot.objects.create(
            edition=edition,
            text=text,
            sha256=digest(text.encode()),
            frozen_at=at,
            frozen_by=access.user,
        )
        note = f"SHA-256 {snapshot.sha256[:16]}…"
        move(edition, Stage.FROZEN, Kind.FROZEN, by=access.user, at=at, note=note)
    return snapshot


def make_files(snapshot: Snapshot, at: datetime.datetime) -> list[EditionFile]:
    """Every file of a frozen edition, made from its text alone; those that are kept are compared.

    Raises FilesDiffer when this software makes other bytes than those that were issued.
    """
    from reporting.outputs import WRITERS

    report = Report.read(snapshot.text)
    kept = {file.format: file for file in snapshot.files.all()}
    for format in Format.values:
        content = WRITERS[format](report)
        if format in kept:
            if kept[format].sha256 != digest(content):
                raise FilesDiffer(format)
            continue
        kept[format] = EditionFile.objects.create(
            snapshot=snapshot,
            format=format,
            content=content,
            sha256=digest(content),
            size=len(content),
            made_at=at,
        )
    return [kept[format] for format in Format.values]
