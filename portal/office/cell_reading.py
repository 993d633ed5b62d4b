"""Opens a workbook from outside, in a short-lived process of its own with little memory and time.

A script without Django, settings or secrets. Standard input: one line of JSON, {sheet name: [last
row, last column]}, then the file's bytes. Standard output: JSON as `portal.office.incoming` reads
it. A file that cannot be read says why by the process's exit status.
"""

import json
import os
import resource
import sys
import unicodedata
import warnings
import zipfile
from contextlib import suppress
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO

MEMORY = 150 * 1024 * 1024  # of address space; a template that is filled in takes about 40 MB
CPU_SECONDS = 3
BROKEN, FORBIDDEN_XML, TOO_LARGE = 3, 4, 5  # exit statuses
SURPLUS_ROWS = 2_000  # behind the last one looked at; more is no filled-in form
MOST_CELLS = 100_000  # of a sheet, empty ones included
MOST_LETTERS = 500_000  # of a sheet's cells together
EVERY = "*"  # in place of a sheet's name (Excel allows no star in one): every visible sheet
MOST_SHEETS = 8  # of them
LONGEST_TEXT = 5_001  # characters given on: one more than any field takes
DOCTYPE = [
    mark.encode(encoding)
    for mark in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("ascii", "utf-16-le", "utf-16-be")
]


class Unreadable(Exception):
    def __init__(self, status: int):
        super().__init__(status)
        self.status = status


def limit_myself() -> None:
    with suppress(ValueError):  # macOS refuses this one; the other limits hold there too
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    os.nice(5)  # pages come first, but a busy machine must not starve a good file


def refuse_doctypes(content: bytes) -> None:
    """No part may declare a document type: entities in it could grow without end or read files."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels", ".vml")):
                part = archive.read(name)
                if any(mark in part for mark in DOCTYPE):
                    raise Unreadable(FORBIDDEN_XML)


def read_book(content: bytes, wanted: dict[str, list[int]]) -> dict:
    from openpyxl import load_workbook
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

    ReadOnlyWorksheet._get_size = lambda sheet: None  # it would read every sheet to its end
    book = load_workbook(BytesIO(content), read_only=True, keep_links=False)
    composed = {unicodedata.normalize("NFC", sheet.title): sheet for sheet in book.worksheets}
    hidden = [name for name, sheet in composed.items() if sheet.sheet_state != "visible"]
    if EVERY in wanted:
        seen = [name for name in composed if name not in hidden]
        wanted = dict.fromkeys(seen[:MOST_SHEETS], wanted[EVERY])
    return {
        "names": list(composed),
        "hidden": hidden,
        "sheets": {
            name: read_sheet(composed[name], *limits)
            for name, limits in wanted.items()
            if name in composed
        },
    }


def read_sheet(sheet, last_row: int, last_column: int) -> dict:
    cells, seen, surplus, count, letters = [], set(), 0, 0, 0
    with sheet._get_source() as source:
        parser = parser_of(sheet, source)
        for number, row in parser.rows():
            surplus, count = surplus + (number > last_row), count + len(row)
            if surplus > SURPLUS_ROWS or count > MOST_CELLS:
                raise Unreadable(TOO_LARGE)
            for cell in row:
                place = (cell["row"], cell["column"])
                if place in seen:
                    raise Unreadable(BROKEN)
                if number <= last_row and cell["column"] <= last_column:
                    seen.add(place)
                    if cell["value"] is not None and cell["value"] != "":
                        cells.append([*place, *described(cell, sheet)])
                        letters += len(cells[-1][3])
            if letters > MOST_LETTERS:
                raise Unreadable(TOO_LARGE)
    return {
        "cells": cells,
        "merged": parser.merged[:1000],
        "hidden_rows": hidden_rows(parser, last_row),
        "hidden_columns": hidden_columns(parser, last_column),
    }


def parser_of(sheet, source):
    """openpyxl's reader of cells, made to look at nothing but rows, columns and merged cells."""
    from openpyxl.worksheet import _reader

    class CellParser(_reader.WorkSheetParser):
        merged: list[str]

        def rows(self):
            self.merged = []
            for _, element in _reader.iterparse(self.source):
                if element.tag == _reader.ROW_TAG:
                    row = self.parse_row(element)
                    element.clear()
                    yield row
                elif element.tag == _reader.COL_TAG:
                    self.parse_column_dimensions(element)
                elif element.tag == _reader.MERGE_TAG:
                    self.merged = [merge.get("ref", "") for merge in element]

    book = sheet.parent
    return CellParser(
        source,
        sheet._shared_strings,
        epoch=book.epoch,
        date_formats=book._date_formats,
        timedelta_formats=book._timedelta_formats,
    )


def described(cell: dict, sheet) -> tuple[str, str, bool]:
    """(kind, text, whether shown as per cent); kind: number, text, day, bool, error, formula."""
    value, kind = cell["value"], cell["data_type"]
    if kind == "f":
        return "formula", str(getattr(value, "text", value))[:100], False
    if kind == "e":
        return "error", str(value)[:100], False
    if isinstance(value, bool):
        return "bool", str(value).upper(), False
    if isinstance(value, datetime):
        whole = value.time() == time(0)
        return "day", value.date().isoformat() if whole else value.isoformat(" "), False
    if isinstance(value, date):
        return "day", value.isoformat(), False
    if isinstance(value, int | float):
        return "number", plain(value), "%" in number_format(cell, sheet)
    return "text" if isinstance(value, str) else "day", str(value)[:LONGEST_TEXT], False


def plain(number: int | float) -> str:
    """The figure in plain notation with a dot: 77.5, 1234; Excel keeps at most 15 digits."""
    if isinstance(number, float) and number.is_integer():
        number = int(number)
    return f"{Decimal(repr(number)):f}"[:LONGEST_TEXT]


def number_format(cell: dict, sheet) -> str:
    from openpyxl.cell.read_only import ReadOnlyCell

    place = (cell["row"], cell["column"])
    return ReadOnlyCell(sheet, *place, None, "n", cell["style_id"]).number_format


def is_true(text: str | None) -> bool:
    return text in ("1", "true")


def hidden_rows(parser, last_row: int) -> list[int]:
    """Rows that are hidden or so low that nobody sees what stands in them."""
    rows = ((int(number), row) for number, row in parser.row_dimensions.items())
    return [
        number
        for number, row in rows
        if number <= last_row and (is_true(row.get("hidden")) or float(row.get("ht", 15)) < 1)
    ]


def hidden_columns(parser, last_column: int) -> list[int]:
    """Columns that are hidden or so narrow that nobody sees what stands in them."""
    hidden = []
    for column in parser.column_dimensions.values():
        width = float(column.get("width", 10))
        if is_true(column.get("hidden")) or width < 0.5:
            first, last = int(column["min"]), min(int(column["max"]), last_column)
            hidden += range(first, last + 1)
    return hidden


def main() -> int:
    limit_myself()
    warnings.simplefilter("ignore")
    try:
        wanted = json.loads(sys.stdin.buffer.readline())
        content = sys.stdin.buffer.read()
        refuse_doctypes(content)
        answer = json.dumps(read_book(content, wanted), ensure_ascii=False).encode()
    except Unreadable as unreadable:
        return unreadable.status
    except MemoryError:
        return TOO_LARGE
    except Exception as error:
        # Whatever a hostile file provokes; what kind of error it was is said to the log.
        sys.stderr.write(f"{type(error).__module__}.{type(error).__name__}")
        return FORBIDDEN_XML if type(error).__module__.startswith("defusedxml") else BROKEN
    sys.stdout.buffer.write(answer)
    return 0


if __name__ == "__main__":
    sys.exit(main())
