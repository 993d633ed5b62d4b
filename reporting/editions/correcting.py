"""What a correction changed: two reports compared place by place (đính chính)."""

from collections.abc import Iterator

from portal.figures import show

from .notices import CORRECTED, LATE
from .report import Report, ReportTable, plain

NOT_COMPARED = (CORRECTED, LATE)  # what an earlier correction said of itself


def corrected_between(new: Report, old: Report) -> Iterator[dict]:
    """Each place whose print is another: {"place", "before", "after"}; empty for "was not there".

    Sentences are compared by where they come from, rows by their agency, notes by their text.
    """
    yield from heads(new, old)
    yield from texts(new, old)
    for table in new.tables:
        yield from rows(table, old.table(table.id), new, old)
    yield from notes(new, old)


def heads(new: Report, old: Report) -> Iterator[dict]:
    for name, place in (("topic", "Chuyên đề"), ("as_of", "Tính đến ngày"), ("week", "Tuần")):
        before, after = getattr(old.identity, name), getattr(new.identity, name)
        if before != after:
            yield {"place": place, "before": str(before), "after": str(after)}


def texts(new: Report, old: Report) -> Iterator[dict]:
    before, after = spoken(old), spoken(new)
    for key in dict.fromkeys([*before, *after]):
        then, now = before.get(key, ""), after.get(key, "")
        if then != now:
            yield {"place": (new_place(key)), "before": then, "after": now}


def spoken(report: Report) -> dict[tuple[str, str, int], str]:
    """The body's sentences by section, source and place within the source."""
    found: dict[tuple[str, str, int], str] = {}
    section = ""
    for block in report.body:
        if block.kind == "heading":
            section = block.number or section
        text = block.text or "; ".join(plain(item) for item in block.items)
        if block.kind in ("table", "chart") or block.source in NOT_COMPARED or not text:
            continue
        place = 0
        while (section, block.source, place) in found:
            place += 1
        found[section, block.source, place] = text
    return found


def new_place(key: tuple[str, str, int]) -> str:
    return f"Mục {key[0]}" if key[0] else "Phần mở đầu"


def rows(table: ReportTable, then: ReportTable | None, new: Report, old: Report) -> Iterator[dict]:
    name = table.title.split(".")[0]
    if then is None:
        yield {"place": name, "before": "", "after": table.title}
        return
    before = {old.key_of(row[1]): row for row in then.rows}
    for row in table.rows:
        past = before.pop(new.key_of(row[1]), None)
        if past is None or past[2:] != row[2:]:
            yield {
                "place": f"{name}, {row[1]}",
                "before": cells(past) if past else "",
                "after": cells(row),
            }
    for past in before.values():
        yield {"place": f"{name}, {past[1]}", "before": cells(past), "after": ""}
    if then.total != table.total:
        yield {
            "place": f"{name}, {table.total_label}",
            "before": cells(then.total) if then.total else "",
            "after": cells(table.total) if table.total else "",
        }


def cells(row: tuple) -> str:
    """A row's figures as printed; a blank says that nothing is known."""
    return " · ".join("chưa có số" if cell is None else shown(cell) for cell in row[2:])


def shown(cell) -> str:
    return show(cell) if isinstance(cell, int) else str(cell)


def notes(new: Report, old: Report) -> Iterator[dict]:
    then = [note.text for note in old.notes]
    now = [note.text for note in new.notes]
    for text in then:
        if text not in now:
            yield {"place": "Chú thích", "before": text, "after": ""}
    for text in now:
        if text not in then:
            yield {"place": "Chú thích", "before": "", "after": text}
