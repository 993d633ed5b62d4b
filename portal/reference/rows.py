"""Rows of the files beside rows of a table: their fields, their identity, how they are shown."""

import datetime
from collections.abc import Mapping, Sequence

from django.db.models import Field, Model

from portal.days import show_date_padded


def dated(row: Mapping, outer: Mapping) -> dict:
    """The days of a row: its own, or those of what it belongs to."""
    return {
        "in_force_from": row.get("in_force_from", outer["in_force_from"]),
        "in_force_until": row.get("in_force_until", outer.get("in_force_until")),
    }


def picked(row: Mapping, **defaults) -> dict:
    """The fields named in `defaults`, each from `row` or as given there."""
    return {name: row.get(name, default) for name, default in defaults.items()}


def typed(model: type[Model], row: Mapping) -> dict:
    """The row's values as attributes hold them: dates from ISO text, objects as they are."""
    columns = {name: model._meta.get_field(name) for name in row}
    return {
        name: value if columns[name].is_relation else columns[name].to_python(value)
        for name, value in row.items()
    }


def plain(column: Field, value):
    """A value as its column holds it: an object's key, a date read from ISO text."""
    if column.is_relation:
        return value and value.pk
    return column.to_python(value)


def identity(model: type[Model], row: Mapping, key: Sequence[str]) -> tuple:
    return tuple(plain(model._meta.get_field(name), row[name]) for name in key)


def identity_of(present: Model, key: Sequence[str]) -> tuple:
    return tuple(getattr(present, present._meta.get_field(name).attname) for name in key)


def name_of(model: type[Model], row: Mapping, key: Sequence[str]) -> str:
    """What the row is about, from its key: "tên cơ quan (quang-ninh, 01/01/2022)"."""
    values = typed(model, {name: row[name] for name in key}).values()
    named = ", ".join(show_plain(value) for value in values if value is not None)
    return f"{model._meta.verbose_name} ({named})"


def show(column: Field, value) -> str:
    if value is None or value == "":
        return "để trống"
    return f"“{dict(column.flatchoices or ()).get(value) or show_plain(value)}”"


def show_plain(value) -> str:
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, datetime.datetime):
        return f"{value:%H:%M} {show_date_padded(value)}"
    return show_date_padded(value) if isinstance(value, datetime.date) else str(value)
