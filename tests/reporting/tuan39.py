"""The printed report of Tuần 39/2022 beside what the portal makes of it.

`printed()` was transcribed from the machine-read report, not from the reference data: every
expectation of the tests comes from there.
"""

import io
import json
import re
from functools import cache
from pathlib import Path

import openpyxl

from portal.submissions.models import IndicatorValue
from portal.submissions.stating import Stated, state_figures
from tests import factories as make
from tests.markup import Page, ReadTable

PAGE = "/bao-cao-tuan/2022-W39/"
WORKBOOK = "/bao-cao-tuan/2022-W39.xlsx"
ROLES = "portal.accounts.backends.RolesBackend"
DAY = make.day("2022-09-30")


@cache
def printed() -> dict:
    path = Path(__file__).parent.parent / "data" / "tuan39_printed.json"
    return json.loads(path.read_text(encoding="utf-8"))


def dotted(number) -> str:
    """116348 as the report prints it; a blank cell stays blank."""
    return "" if number is None else f"{number:,}".replace(",", ".")


def one_spelling(name: str) -> str:
    """Lists and tables of the report differ in "TP." and in dashes (domain.md, O6)."""
    return re.sub(r"\s*[-–—]\s*", " - ", name).removeprefix("TP. ").strip()


def names_in(cells: list[dict]) -> set[str]:
    return {one_spelling(cell["name"]) for cell in cells}


def reader(client):
    client.force_login(make.make_member("editor"), backend=ROLES)
    return client


def report_page(client, path=PAGE) -> Page:
    response = client.get(path)
    assert response.status_code == 200
    return Page(response.content.decode())


def report_book(client, path=WORKBOOK):
    response = client.get(path)
    assert response.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(response.content))


def read_sheet(book, name: str) -> ReadTable:
    """A sheet's table: its head, its rows up to the total, and the total's row."""
    rows = [list(row) for row in book[name].iter_rows(values_only=True)]
    at = next(i for i, row in enumerate(rows) if row[0] == "TT")
    read = ReadTable(name, head=rows[at])
    for row in rows[at + 1 :]:
        if row[0] == "Tổng cộng":
            read.foot.append(row)
            break
        read.rows.append(row)
    return read


def line_with(page: Page, words: str) -> str:
    """The one sentence of the page that holds `words`."""
    (found,) = {item for item in page.items if words in item}
    return found


def figures_in(sentence: str) -> list[str]:
    """ "05/30", "61.063", "500": the figures of a sentence, without dates and footnote marks."""
    plain = re.sub(r"\d+/\d+/\d{4}", "", sentence)
    plain = re.sub(r"(?<=[^\W\d])\d+", "", plain)  # a mark hangs at its word: "Chính phủ2"
    return re.findall(r"(?<![\d.])\d+(?:\.\d{3})*(?:/\d+)?", plain)


def standing(agency, code):
    """The value that stands of an agency (None: without agency) and indicator."""
    return IndicatorValue.objects.select_related("revision__submission", "indicator").get(
        indicator__code=code,
        agency=agency,
        revision__superseded_at=None,
        revision__accepted_at__isnull=False,
        covers_to=DAY,
    )


def restate(agency, **amounts):
    """States an agency's published figures again, `amounts` (by code) changed: a new revision."""
    code = next(iter(amounts))
    submission = standing(agency, code).revision.submission
    values = IndicatorValue.objects.filter(
        revision__submission=submission, revision__superseded_at=None
    ).select_related("indicator", "evidence")
    state_figures(
        channel=submission.channel,
        agency=agency,
        as_of=submission.as_of,
        source_text=submission.source_text,
        at=make.instant("2022-10-03 09:00"),
        values=[
            Stated(
                indicator=value.indicator,
                amount=amounts.get(value.indicator.code, value.amount),
                text=value.text,
                qualifier=value.qualifier,
                covers_from=value.covers_from,
                note=value.note if amounts.get(value.indicator.code) is None else "",
                evidence=value.evidence,
            )
            for value in values
        ],
    )
