"""A table's row as plain cells, and the markup made of it quickly."""

from functools import lru_cache
from html import escape

from django.template.loader import render_to_string
from django.utils.html import conditional_escape

from portal.office.own_markup import own_markup


class PlainRow(list):
    """A row's cells in order, the class of the row, and which cell is the row's head."""

    __slots__ = ("css", "head_at")

    def __init__(self, cells, head_at: int | None, css: str = ""):
        super().__init__(cells)
        self.head_at = head_at
        self.css = css


def filled(row: PlainRow, labels: tuple[str, ...], css: str) -> str:
    classes, linked, texts = [], [], []
    for cell_css, text, href in row:
        classes.append(cell_css)
        linked.append(bool(href))
        if href:
            texts.append(_escaped(href))
        texts.append(_escaped(text))
    shape = _row_shape(tuple(classes), tuple(linked), labels, row.head_at, css)
    return own_markup(shape.format(*texts))  # our template's, every text in it escaped


def _escaped(text) -> str:
    """As format_html does it; a plain str, as most cells hold, without asking what it is."""
    return escape(text) if type(text) is str else conditional_escape(text)


@lru_cache(maxsize=500)
def _row_shape(
    classes: tuple[str, ...],
    linked: tuple[bool, ...],
    labels: tuple[str, ...],
    head_at: int | None,
    row_css: str,
) -> str:
    """A row's markup with {} for each text, and for each link's address before its text."""
    cells = [
        {"css": css, "is_linked": is_linked, "is_head": i == head_at}
        for i, (css, is_linked) in enumerate(zip(classes, linked, strict=True))
    ]
    for cell, label in zip(cells, labels, strict=False):
        cell["label"] = label.replace("{", "{{").replace("}", "}}")
    return render_to_string("components/table_row.html", {"css": row_css, "cells": cells})
