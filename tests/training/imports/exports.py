"""Files as the platform exports them, made from the reference agencies, and how people spell."""

import io
import unicodedata

import openpyxl

from portal.names import search_key
from portal.submissions.aggregation import Figures
from portal.submissions.readings import Moment
from training.imports.matching import CODES, asked_agencies

AS_OF = "18/11/2022"
TITLE = ("KẾT XUẤT SỐ LIỆU NỀN TẢNG", f"Tính đến hết ngày {AS_OF}")
HEAD = ("TT", "Tên cơ quan", "Số lượt học", "Hoàn thành")


def asked_members(day):
    """Every agency that the platform supplies figures for, central bodies first, by id."""
    asked = asked_agencies(Figures(CODES, Moment(day)))
    return {pk: one.member for pk, one in asked.items()}


def known_amounts(day) -> dict[int, int]:
    """Agency → participations known as of the day; none is 0."""
    figures = Figures(CODES, Moment(day))
    found = {}
    for pk, one in asked_agencies(figures).items():
        found[pk] = figures.amount(one.participants.code, pk) or 0
    return found


def xlsx(rows, *, title=TITLE, head=HEAD, edit=None, sheet="Kết xuất") -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    page.title = sheet
    for line in title:
        page.append([line])
    page.append(list(head))
    for row in rows:
        page.append(list(row))
    if edit:
        edit(book)
    into = io.BytesIO()
    book.save(into)
    return into.getvalue()


def csv_text(rows, *, title=TITLE, head=HEAD, separator=";") -> str:
    def cell(value) -> str:
        text = "" if value is None else str(value)
        if any(mark in text for mark in ('"', separator, "\n")):
            text = '"' + text.replace('"', '""') + '"'
        return text

    lines = [[line] for line in title] + [list(head)] + [list(row) for row in rows]
    return "\r\n".join(separator.join(map(cell, line)) for line in lines) + "\r\n"


# Spellings met in practice


def bare(name: str) -> str:
    """Without any accent: a person must say whether it is the one."""
    return search_key(name).title()


def decomposed(name: str) -> str:
    return unicodedata.normalize("NFD", name)


def spread(name: str) -> str:
    return "  " + "   ".join(name.split()) + "\u00a0"


def late_tone(name: str) -> str:
    return name.replace("òa", "oà").replace("óa", "oá").replace("ủy", "uỷ").replace("Hòa", "Hoà")


def swapped_dash(name: str) -> str:
    return name.replace(" - ", "–")


def slip(name: str) -> str:
    """One letter misread, as a scanner does."""
    at = len(name) - 2
    return name[:at] + ("l" if name[at] != "l" else "t") + name[at + 1 :]
