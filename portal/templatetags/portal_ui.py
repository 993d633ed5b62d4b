"""Template filters and tags of the face: numbers, dates, icons, states and fields."""

from functools import cache

from django import template
from django.forms import widgets
from django.template.loader import render_to_string
from django.utils import timezone

from portal import days, figures

register = template.Library()


# Numbers and dates. An absent value prints as nothing at all: it is never a zero.


@register.filter
def vn(number, decimals=0) -> str:
    """116348 → 116.348; None → nothing; a text ("Không áp dụng", "gần 6 triệu") as it stands."""
    return number if isinstance(number, str) else _shown(figures.show, number, decimals)


@register.filter
def vn_date(day) -> str:
    """30/9/2022, for sentences and screens."""
    return _shown(days.show_date, day)


@register.filter
def vn_date_padded(day) -> str:
    """30/09/2022, for tables and inputs."""
    return _shown(days.show_date_padded, day)


@register.filter
def vn_weekday(day) -> str:
    """Thứ Ba 18/10/2022, where the weekday matters."""
    return _shown(days.show_weekday, day)


@register.filter
def vn_instant(instant) -> str:
    """17:00 ngày 30/9/2022, on the clock of Việt Nam."""
    return _shown(days.show_instant, timezone.localtime(instant) if _is_known(instant) else None)


@register.filter
def percent_of(part, whole) -> str:
    """56|percent_of:93 → 60,2%; nothing when either is absent or the whole is 0."""
    return figures.show_percent(part, whole) if _is_known(part) and whole else ""


@register.filter
def fraction_of(numerator, denominator) -> str:
    """5|fraction_of:30 → 05/30, as administrative prose writes it."""
    if _is_known(numerator) and _is_known(denominator):
        return figures.fraction(numerator, denominator)
    return ""


def _is_known(value) -> bool:
    return value is not None and value != ""


def _shown(show, value, *args) -> str:
    return show(value, *args) if _is_known(value) else ""


# Icons and states: one table decides every label, icon and colour.


STATES = {
    "none": ("none", "Chưa gửi", "none"),
    "draft": ("draft", "Nháp", "draft"),
    "awaiting_approval": ("pending", "Chờ duyệt", "pending"),
    "submitted": ("submitted", "Đã gửi", "submitted"),
    "returned": ("returned", "Trả lại", "returned"),
    "accepted": ("accepted", "Đã tiếp nhận", "accepted"),
    "overdue": ("overdue", "Quá hạn", "overdue"),
    "locked": ("locked", "Đã khóa", "locked"),
}


@register.simple_tag
def icon(name):
    """The drawing alone, hidden from screen readers: a word always stands beside it."""
    return _drawn_icon(name)


@register.simple_tag
def state(name, overdue_days=None, label=""):
    """Icon, word, colour of a state; being overdue is said beside it, never instead of it."""
    return state_label(name, overdue_days, label)


@cache
def state_label(name: str | None, overdue_days: int | None = None, label: str = "") -> str:
    """Markup of a state for a table's cell; `name` None means that nothing was begun."""
    name = name or "none"
    if name == "overdue" and overdue_days:
        return _drawn_state(name, f"Quá hạn {overdue_days} ngày")
    shown = _drawn_state(name, label)
    if overdue_days:
        shown += _drawn_state("overdue", f"Quá hạn {overdue_days} ngày")
    return shown


@cache
def _drawn_icon(name: str) -> str:
    return render_to_string("components/icon.html", {"name": name})


def _drawn_state(name: str, label: str = "") -> str:
    drawing, word, css = STATES[name]
    context = {"icon": _drawn_icon(drawing), "label": label or word, "css": css}
    return render_to_string("components/state.html", context)


# Form fields


_PLAIN_INPUTS = (widgets.CheckboxInput, widgets.RadioSelect, widgets.CheckboxSelectMultiple)


@register.inclusion_tag("components/field.html")
def field(bound, previous="", warning=""):
    """One form field: label, hint, message, box.

    `previous` prints last period's value under the label; `warning` does not block.
    """
    id_ = bound.id_for_label or bound.auto_id
    described = [f"{id_}_hint"] if bound.help_text else []
    described += [f"{id_}_error"] if bound.errors else []
    described += [f"{id_}_warning"] if warning else []
    return {
        "field": bound,
        "id": id_,
        "box": bound.as_widget(attrs=_box_attributes(bound, described, warning)),
        "is_checkbox": isinstance(bound.field.widget, widgets.CheckboxInput),
        "is_choice": isinstance(bound.field.widget, _PLAIN_INPUTS[1:]),
        "previous": previous,
        "warning": warning,
    }


def _box_attributes(bound, described: list[str], warning: str) -> dict:
    widget = bound.field.widget
    classes = [widget.attrs["class"]] if "class" in widget.attrs else []
    if isinstance(widget, widgets.CheckboxInput):
        classes.append("form-check-input")
    elif isinstance(widget, widgets.Select) and not isinstance(widget, widgets.RadioSelect):
        classes.append("form-select")
    elif not isinstance(widget, _PLAIN_INPUTS):
        classes.append("form-control")
    if widget.attrs.get("inputmode") in {"numeric", "decimal"}:
        classes.append("figure")
    if bound.errors:
        classes.append("is-invalid")
    elif warning:
        classes.append("is-warning")
    attributes = {"class": " ".join(classes)} if classes else {}
    if described:
        attributes["aria-describedby"] = " ".join(described)
    return attributes


# Blocks with content of their own


@register.simple_block_tag
def note(content, kind="", title=""):
    """{% note "warn" "Tiêu đề" %}<p>…</p>{% endnote %}; kind: "", warn, error or done."""
    return render_to_string(
        "components/note.html", {"kind": kind, "title": title, "content": content}
    )
