"""What was changed in an object, by whom and when, from django-simple-history; and whether two
people change the same thing at once."""

import datetime
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Model
from django.utils import timezone

from portal.days import show_date, show_instant

DEEDS = {"+": "Thêm", "~": "Sửa", "-": "Bỏ"}
MOST_SHOWN = 50
# Django's own words for these are half English.
LABELS = {"is_superuser": "Toàn quyền hệ thống", "is_staff": "Vào được trang quản trị"}


@dataclass(frozen=True)
class FieldChange:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """One step in an object's life. `by` empty: the system or loaded data, nobody signed in.

    `fields`: what differs from the step before; of a new or removed row, what it held.
    """

    at: datetime.datetime
    by: str
    deed: str
    subject: str
    fields: tuple[FieldChange, ...] = ()
    reason: str = ""

    @property
    def at_shown(self) -> str:
        return show_instant(timezone.localtime(self.at))

    @property
    def is_edit(self) -> bool:
        return self.deed == DEEDS["~"]


def changes_of(
    *histories, hide: tuple[str, ...] = (), limit: int = MOST_SHOWN, after: int = 0
) -> list[Change]:
    """The steps in `histories` (history QuerySets of any models), newest first.

    One query a history and one for each model that a foreign key leads to. `hide`: names of
    fields that say nothing on the object's own page (its key in the rows that belong to it).
    `after`: only steps of a higher history_id. A save that changed nothing is no step.
    """
    steps = []
    read = [list(history.select_related("history_user").order_by("pk")) for history in histories]
    names = names_behind([record for records in read for record in records], hide)
    for records in read:
        before = {}
        for record in records:
            change = change_from(before.get(record.id), record, names, hide)
            before[record.id] = record
            says = change.fields or change.reason or not change.is_edit
            if says and record.history_id > after:
                steps.append((record.history_date, record.history_id, change))
    steps.sort(key=lambda step: step[:2], reverse=True)
    return [change for _, _, change in steps[:limit]]


def change_from(before, record, names, hide) -> Change:
    edited = record.history_type == "~" and before is not None
    fields = []
    for field in shown_fields(record, hide):
        new = shown(field, record, names)
        old = shown(field, before, names) if edited else ""
        if new != old:
            fields.append(FieldChange(label_of(field), old, new))
    return Change(
        record.history_date,
        str(record.history_user or ""),
        DEEDS[record.history_type],
        str(record.instance_type._meta.verbose_name),
        tuple(fields),
        record.history_change_reason or "",
    )


def shown_fields(record, hide) -> list:
    """The columns of the tracked model that a person filled in."""
    tracked = {field.attname for field in record.tracked_fields}
    return [
        field
        for field in record.instance_type._meta.concrete_fields
        if field.attname in tracked
        and field.editable
        and not field.primary_key
        and field.name not in hide
    ]


def label_of(field) -> str:
    name = str(field.verbose_name)
    return LABELS.get(field.name) or name[:1].upper() + name[1:]


def shown(field, record, names) -> str:
    """A column's value as a page says it; nothing for an empty one."""
    value = getattr(record, field.attname)
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    if field.is_relation:
        return names[field.related_model].get(value, f"số {value}")
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, datetime.datetime):
        return show_instant(timezone.localtime(value))
    return show_date(value) if isinstance(value, datetime.date) else str(value)


def names_behind(records, hide) -> dict[type[Model], dict[int, str]]:
    """What the foreign keys of `records` lead to, by model and key; one query a model."""
    wanted = defaultdict(set)
    for record in records:
        for field in shown_fields(record, hide):
            key = getattr(record, field.attname)
            if field.is_relation and key is not None:
                wanted[field.related_model].add(key)
    return {model: names_of(model, keys) for model, keys in wanted.items()}


def names_of(model: type[Model], keys: set[int]) -> dict[int, str]:
    """Of a thing with dated names the newest one, of any other what it calls itself."""
    if hasattr(model, "names"):
        dated = model.names.rel.related_model.objects.order_by("in_force_from")
        return {row.agency_id: row.name for row in dated.filter(agency__in=keys)}
    return {row.pk: str(row) for row in model._default_manager.filter(pk__in=keys)}


# Two people at one object


def version_of(target: Model) -> int:
    """The number of the object's last recorded step; 0 without any."""
    newest = target.history.order_by("-history_id").values_list("history_id", flat=True).first()
    return newest or 0


def changed_since(target: Model, version: str | int | None) -> list[Change]:
    """What others changed after the form of that `version` was shown; nothing when it still fits.

    Ask inside the transaction that writes, with the object's row locked. A form without a
    readable version is of no time at all: every step counts.
    """
    text = str(version or "")
    base = int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
    if version_of(target) <= base:
        return []
    return changes_of(target.history.all(), after=base)
