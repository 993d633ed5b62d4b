"""The class register's actions: a class is recorded, changed, struck with a reason, taken back.

Each is one transaction with the agency's row locked, and writes anew what the month's self-run
figure would be (`proposing`). History rows are the record of who did what.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from portal.accounts.permissions import Access, Capability
from portal.models import Agency
from portal.names import nfc

from .models import TrainingClass
from .proposing import propose_months
from .refusals import (
    ClassError,
    classes_near,
    refuse_counts,
    refuse_days,
    refuse_twin,
    same_among,
    told_twice,
)

FIELDS = (
    "name",
    "begins_on",
    "ends_on",
    "form",
    "on_platform",
    "place",
    "participants",
    "completions",
)
NOT_YOURS = "Chỉ người lập báo cáo của cơ quan ghi được sổ lớp."


@dataclass(frozen=True)
class Clash:
    """A field that two people changed at once to different things; neither is lost."""

    name: str
    theirs: object


@dataclass(frozen=True)
class Saved:
    """A class after saving; with clashes nothing was saved. `merged`: the fields of both sides.

    `is_new`: False where the very same class stood in the register already.
    """

    entry: TrainingClass
    merged: Mapping[str, object]
    clashes: tuple[Clash, ...] = ()
    is_new: bool = True


def may_write(access: Access, agency: Agency) -> bool:
    return access.can(Capability.REPORT, agency.slug)


def locked(agency: Agency, access: Access) -> Agency:
    """The agency's row, locked: whoever writes its register waits for whoever began first."""
    if not may_write(access, agency):
        raise ClassError(NOT_YOURS)
    return Agency.objects.select_for_update().get(pk=agency.pk)


@transaction.atomic
def record_class(
    agency: Agency, said: Mapping, *, is_another: bool = False, access: Access, at
) -> Saved:
    """A new class. The same one sent twice stands once and is no fault."""
    held = locked(agency, access)
    said = tidied(said)
    near = classes_near(held, said["begins_on"], said["ends_on"])
    if same := same_as_before(near, said, is_another, at):
        return Saved(same, said, is_new=False)
    entry = TrainingClass(agency=held, recorded_by=access.user, recorded_at=at, **said)
    write(entry, access, at)
    propose_months(held, [entry.ends_on], at)
    return Saved(entry, said)


def same_as_before(near, said: Mapping, is_another: bool, at) -> TrainingClass | None:
    """The class among `near` that already says the very same; None for one that can be written.

    Raises ClassError for one that cannot.
    """
    refuse_days(said, at)
    refuse_counts(said)
    if same := same_among(near, said):
        if all(getattr(same, name) == said[name] for name in FIELDS):
            return same
        raise told_twice(same)
    refuse_twin(near, said, is_another)
    return None


@transaction.atomic
def change_class(
    entry: TrainingClass,
    said: Mapping,
    *,
    base: int,
    is_another: bool = False,
    access: Access,
    at,
) -> Saved:
    """Writes the fields. `base`: the version that the typing began from; what another changed
    since then in other fields stays."""
    held, entry = held_class(entry, access)
    if entry.struck_at is not None:
        raise ClassError("Lớp đã gạch bỏ. Bạn lấy lại lớp rồi sửa.")
    merged, clashes = merge(entry, tidied(said), base)
    if clashes:
        return Saved(entry, merged, clashes)
    if all(getattr(entry, name) == merged[name] for name in FIELDS):
        return Saved(entry, merged, is_new=False)
    refuse_days(merged, at)
    refuse_counts(merged)
    near = classes_near(held, merged["begins_on"], merged["ends_on"], but=entry)
    if same := same_among(near, merged):
        raise told_twice(same)
    refuse_twin(near, merged, is_another)
    moved_from = entry.ends_on
    for name in FIELDS:
        setattr(entry, name, merged[name])
    entry.version += 1
    write(entry, access, at)
    propose_months(held, [moved_from, entry.ends_on], at)
    return Saved(entry, merged)


@transaction.atomic
def strike_class(entry: TrainingClass, *, reason: str, access: Access, at) -> TrainingClass:
    """Takes a class out of every sum, keeping it with the reason; nothing when it was struck."""
    held, entry = held_class(entry, access)
    if entry.struck_at is not None:
        return entry
    reason = nfc(reason)[:300]
    if not reason:
        raise ClassError("Bạn ghi lý do gạch bỏ.", "reason")
    entry.struck_at, entry.struck_reason = at, reason
    entry.version += 1
    write(entry, access, at)
    propose_months(held, [entry.ends_on], at)
    return entry


@transaction.atomic
def take_back(entry: TrainingClass, *, access: Access, at) -> TrainingClass:
    """Puts a struck class back into the register, unless the same one was recorded meanwhile."""
    held, entry = held_class(entry, access)
    if entry.struck_at is None:
        return entry
    near = classes_near(held, entry.begins_on, entry.ends_on, but=entry)
    if same_among(near, vars(entry)):
        raise ClassError("Lớp cùng tên, cùng ngày đã được ghi lại nên không lấy lại lớp này nữa.")
    entry.struck_at, entry.struck_reason = None, ""
    entry.version += 1
    write(entry, access, at)
    propose_months(held, [entry.ends_on], at)
    return entry


def held_class(entry: TrainingClass, access: Access) -> tuple[Agency, TrainingClass]:
    """The agency and its class as they are now, both locked."""
    held = locked(entry.agency, access)
    return held, TrainingClass.objects.select_for_update(of=("self",)).get(pk=entry.pk, agency=held)


def write(entry: TrainingClass, access: Access, at, reason: str | None = None) -> None:
    entry._history_user, entry._history_date = access.user, at
    entry._change_reason = reason
    entry.save()


def tidied(said: Mapping) -> dict:
    """The fields as they are stored."""
    texts = {name: nfc(said[name]) for name in ("name", "place")}
    return {name: said[name] for name in FIELDS} | texts


def merge(entry: TrainingClass, said: Mapping, base: int) -> tuple[dict, tuple[Clash, ...]]:
    """Field by field: who alone changed it has it; both differently is a clash.

    A base that nobody knows counts as nothing changed by the other: every difference clashes.
    """
    began = entry if base == entry.version else version_of(entry, base)
    merged, clashes = {}, []
    for name in FIELDS:
        mine, theirs = said[name], getattr(entry, name)
        before = getattr(began, name) if began else None
        merged[name] = theirs if began and mine == before else mine
        if mine != theirs and (began is None or before not in (mine, theirs)):
            clashes.append(Clash(name, theirs))
    return merged, tuple(clashes)


def version_of(entry: TrainingClass, version: int):
    return entry.history.filter(version=version).order_by("-history_id").first()
