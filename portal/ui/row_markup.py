"""A table's row as plain cells, and the markup made of it quickly."""

from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.html import format_html


class PlainRow(list):
    """A row's cells in order, the class of the row, and which cell is the row's head."""

    __slots__ = ("css", "head_at")

    def __init__(self, cells, head_at: int | None, css: str = ""):
        super().__init__(cells)
        self.head_at = head_at
        self.css = css


def filled(row: PlainRow, labels: tuple[str, ...], css: str) -> str:
    classes = tuple(cell[0] for cell in row)
    linked = tuple(bool(href) for _, _, href in row)
    texts = []
    for _, text, href in row:
        texts += (href, text) if href else (text,)
    return format_html(_row_shape(classes, linked, labels, row.head_at, css), *texts)


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
