"""Editions brought to print for tests: each step by somebody whose step it is."""

import datetime

from portal.accounts.models import Role
from portal.accounts.permissions import Access
from reporting.editions import lifecycle
from reporting.editions.freezing import freeze
from reporting.editions.kept import Format
from reporting.editions.opening import open_correction
from reporting.editions.report import Report, digest
from reporting.models import EditionFile, WeeklyEdition
from reporting.outputs import WRITERS
from tests import factories as make

AT = make.instant("2022-09-30 17:00")
LIGHT = (Format.PAGE, Format.JSON, Format.XLSX)  # made without the heavy libraries


def access(role, at=AT) -> Access:
    return Access(make.make_member(role), at.date())


def frozen(edition, *, at=AT, formats=LIGHT) -> WeeklyEdition:
    """Checked, numbered and frozen, with its files of `formats`."""
    lifecycle.mark_checked(edition, access=access(Role.EDITOR, at), at=at)
    manager = access(Role.DATA_MANAGER, at)
    lifecycle.reserve(edition, issued_on=at.date(), access=manager, at=at)
    snapshot = freeze(edition, access=manager, at=at)
    report = Report.read(snapshot.text)
    for format in formats:
        content = WRITERS[format](report)
        EditionFile.objects.create(
            snapshot=snapshot,
            format=format,
            content=content,
            sha256=digest(content),
            size=len(content),
            made_at=at,
        )
    return WeeklyEdition.objects.get(pk=edition.pk)


def published(edition, *, is_public=False, at=AT, formats=LIGHT) -> WeeklyEdition:
    edition = frozen(edition, at=at, formats=formats)
    publisher = access(Role.PUBLISHER, at)
    lifecycle.publish(edition, access=publisher, at=at)
    if is_public:
        lifecycle.set_public(edition, is_public=True, access=publisher, at=at)
    return WeeklyEdition.objects.get(pk=edition.pk)


def withdrawn(edition, *, reason="Sai biểu.", at=AT) -> WeeklyEdition:
    lifecycle.withdraw(edition, reason=reason, access=access(Role.PUBLISHER, at), at=at)
    return WeeklyEdition.objects.get(pk=edition.pk)


def correction_of(edition, *, reason="Sửa số lượt.", at=AT) -> WeeklyEdition:
    """The draft of a correction."""
    return open_correction(edition, reason=reason, access=access(Role.EDITOR, at), at=at)


def later(hours: int) -> datetime.datetime:
    return AT + datetime.timedelta(hours=hours)
