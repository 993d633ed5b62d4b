"""What is new against the last edition: two reports compared, nothing asked of the database.

Agencies are known by their key, so that a renaming is no news. A figure that was not known then or
is not known now is not compared: unknown is neither a rise nor a fall.
"""

from collections.abc import Iterator
from itertools import groupby

from portal.figures import pad, show, show_signed
from portal.names import join_names

from .report import Report, ReportFigure, ReportTable

MOST_RISES = 5
MOST_RANKS = 5
LEAST_RANKS = 3  # places; a table of many agencies trembles
LONGEST_LIST = 8  # names in a sentence


def changes_between(now: Report, before: Report, explanations: dict | None = None) -> dict:
    """Everything that is new in `now`, as plain values, with sentences made by rules.

    `explanations`: {(table, agency's key): what its officer wrote about the rise}.
    """
    found = {
        "against": {
            "label": before.identity.label,
            "document_number": before.identity.document_number,
            "as_of": before.identity.as_of,
        },
        "joined": list(those_who(now, before, "done")),
        "slipped": list(those_who(before, now, "done")),
        "moved": list(moved(now, before)),
        "same": list(same(now, before)),
        "rises": list(rises(now, before, explanations or {})),
        "ranks": list(ranks(now, before)),
    }
    return {**found, "sentences": list(sentences(found))}


def is_compared(code: str, one: Report, other: Report) -> bool:
    return all(code in report.figures for report in (one, other))


def those_who(now: Report, before: Report, group: str) -> Iterator[dict]:
    """Of each count of agencies: who is in `group` now and was not before.

    Where either count was published without names, who joined cannot be told.
    """
    for code, figure in now.figures.items():
        if not figure.is_count or not is_compared(code, now, before):
            continue
        if figure.is_stated or before.figures[code].is_stated:
            continue
        then = {before.key_of(name) for name in getattr(before.figures[code], group)}
        names = [n for n in getattr(figure, group) if now.key_of(n) not in then]
        if names:
            yield {"code": code, "label": figure.label, "names": names}


def moved(now: Report, before: Report) -> Iterator[dict]:
    """Figures whose amount is another than before, both known, in the report's order."""
    for code, figure in now.figures.items():
        if not is_compared(code, now, before):
            continue
        then = before.figures[code]
        if figure.amount is None or then.amount is None or figure.amount == then.amount:
            continue
        yield {
            "code": code,
            "label": figure.label,
            "unit": figure.unit,
            "before": then.shown,
            "after": figure.shown,
            "change": figure.amount - then.amount,
            "basis": basis_moved(figure, then),
        }


def same(now: Report, before: Report) -> Iterator[str]:
    """Codes of the figures that were known then and are known now, with the same amount."""
    for code, figure in now.figures.items():
        known = figure.amount is not None and is_compared(code, now, before)
        if known and figure.amount == before.figures[code].amount:
            yield code


def basis_moved(figure: ReportFigure, then: ReportFigure) -> str:
    """Says so when the figures do not rest on the same: another source, or more agencies."""
    if figure.is_stated != then.is_stated:
        return "nguồn số khác kỳ trước"
    if figure.known != then.known and figure.size is not None:
        return f"kỳ này {show(figure.known)}, kỳ trước {show(then.known)} cơ quan có số"
    return ""


def amounts(table: ReportTable, report: Report) -> dict[str, tuple[str, int | None, int]]:
    """{agency's key: (name, total, rank)} of a table."""
    name_at = next(i for i, column in enumerate(table.columns) if column.kind == "name")
    return {
        report.key_of(row[name_at]): (row[name_at], row[-1], rank)
        for rank, row in enumerate(table.rows, 1)
    }


def tables_of_both(now: Report, before: Report):
    for table in now.tables:
        then = before.table(table.id)
        if then is not None:
            yield table, amounts(table, now), amounts(then, before)


def rises(now: Report, before: Report, explanations: dict) -> Iterator[dict]:
    """The largest rises of each table, with what the officer wrote about it."""
    for table, present, past in tables_of_both(now, before):
        grown = [
            (amount - past[key][1], key, name, amount)
            for key, (name, amount, _) in present.items()
            if key in past and amount is not None and past[key][1] is not None
        ]
        grown = sorted((row for row in grown if row[0] > 0), key=lambda row: -row[0])
        for change, key, name, amount in grown[:MOST_RISES]:
            yield {
                "table": table.id,
                "title": lower(table.title.split(". ", 1)[-1].rpartition(", theo ")[2]),
                "name": name,
                "before": past[key][1],
                "after": amount,
                "change": change,
                "explanation": explanations.get((table.id, key), ""),
            }


def ranks(now: Report, before: Report) -> Iterator[dict]:
    """Who moved most places in a table, both totals known."""
    for table, present, past in tables_of_both(now, before):
        changed = [
            (past[key][2] - rank, name, past[key][2], rank)
            for key, (name, amount, rank) in present.items()
            if key in past and amount is not None and past[key][1] is not None
        ]
        changed = [row for row in changed if abs(row[0]) >= LEAST_RANKS]
        for _, name, then, rank in sorted(changed, key=lambda row: -abs(row[0]))[:MOST_RANKS]:
            yield {"table": table.id, "name": name, "before": then, "after": rank}


# In words


def sentences(found: dict) -> Iterator[str]:
    """A draft paragraph: each sentence is true of the two reports, or it is not there."""
    against = found["against"]["label"]
    for row in found["joined"]:
        yield f"So với {against}, thêm {counted(row)} {lower(row['label'])}."
    for row in found["slipped"]:
        yield f"{counted(row, capital=True)} không còn trong số: {lower(row['label'])}."
    for row in found["moved"]:
        if not row["basis"]:
            unit = f" {row['unit']}" if row["unit"] else ""
            way = "tăng" if row["change"] > 0 else "giảm"
            yield (
                f"{row['label']}: {row['after']}{unit}, {way} {show(abs(row['change']))} "
                f"so với {against}."
            )
    for table, rows in groupby(found["rises"], lambda row: row["title"]):
        yield f"Tăng nhiều nhất ({table}): {join_names(risen(row) for row in rows)}."


def counted(row: dict, *, capital: bool = False) -> str:
    names = row["names"]
    number = f"{pad(len(names))} cơ quan"
    if len(names) > LONGEST_LIST:
        return number
    return f"{number} ({join_names(names)})"


def risen(row: dict) -> str:
    return f"{row['name']} ({show_signed(row['change'])})"


def lower(text: str) -> str:
    return text[:1].lower() + text[1:]
