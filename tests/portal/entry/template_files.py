"""Templates as an officer fills them in, and as nobody should: for the tests of the round trip."""

import zipfile
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from portal.entry.template_book import template_bytes
from portal.entry.template_layout import (
    EXPLAIN,
    FIRST_ROW,
    KEY,
    MONTH,
    OTHER,
    SHEET,
    VALUE,
    WHY,
)
from portal.submissions.actions import report_of
from portal.submissions.drafting import Draft, load_draft
from portal.submissions.sheet import load_sheet
from tests.november import NOW

COLUMNS = {"month": MONTH, "value": VALUE, "other": OTHER, "why": WHY, "explain": EXPLAIN}


def sheet_and_draft(reports):
    report = report_of(reports.agency, reports.period)
    sheet = load_sheet(named(reports), reports.period, report)
    return sheet, load_draft(report) if report else Draft(version=0)


def named(reports):
    agency = type(reports.agency).objects.named_on(reports.period.ends_on)
    return agency.get(pk=reports.agency.pk)


def template(reports) -> bytes:
    sheet, draft = sheet_and_draft(reports)
    return template_bytes(sheet, draft.texts(), draft.version, NOW)


class Form:
    """The template's form open in a spreadsheet program."""

    def __init__(self, content: bytes):
        self.book = load_workbook(BytesIO(content))
        self.sheet = self.book[SHEET]
        self.rows = {
            self.sheet.cell(row, KEY).value: row
            for row in range(FIRST_ROW, self.sheet.max_row + 1)
            if self.sheet.cell(row, KEY).value
        }

    def cell(self, key, column="value"):
        return self.sheet.cell(self.rows[key], COLUMNS[column])

    def fill(self, values):
        """values: {(row's key, column's name): value}."""
        for (key, column), value in values.items():
            self.cell(key, column).value = value
        return self

    @property
    def content(self) -> bytes:
        into = BytesIO()
        self.book.save(into)
        return into.getvalue()


def codes(reports) -> dict[str, str]:
    """Short name → row's key: "FILM" → "PROV_FILM"."""
    return {name: indicator.code for name, indicator in reports.indicators.items()}


def filled(reports, values, *, start=None) -> bytes:
    """The template with values put in: {"FILM": 5, "FILM:month": 5, "PAGE-link": "https://…"}."""
    form = Form(start or template(reports))
    known = codes(reports)
    parts = {f"part-{name}": reports.choice(name)[: -len("-choice")] for name in known}
    cells = {}
    for address, value in values.items():
        row, _, column = address.partition(":")
        name, _, detail = row.partition("-")
        key = parts.get(row) or known[name] + (f"-{detail}" if detail else "")
        cells[key, column or "value"] = value
    return form.fill(cells).content


def zip_with(content: bytes, parts=(), *, without=(), change=None) -> bytes:
    """The zip with further `parts` (name → bytes), `without` some, `change`: {name: function}."""
    into, change = BytesIO(), change or {}
    with (
        zipfile.ZipFile(BytesIO(content)) as old,
        zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name in without:
                continue
            new.writestr(name, change.get(name, lambda part: part)(old.read(name)))
        for name, part in dict(parts).items():
            new.writestr(name, part)
    return into.getvalue()


def upload(client, reports, content, name="phieu.xlsx"):
    file = SimpleUploadedFile(name, content)
    return client.post(f"{reports.path}tai-len/", {"workbook": file})


def said(response) -> str:
    """The text of a page, without its markup's escapes."""
    import html
    import re

    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())
