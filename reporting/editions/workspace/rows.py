"""The report as it will be printed, stretch by stretch, each with what can be done about it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from django.urls import reverse

from reporting.editions.models import Slot
from reporting.editions.report import Block, Piece, Report, ReportTable
from reporting.models import WeeklyEdition
from reporting.outputs.page import Part, parts_of
from training.figures import CENTRAL, PROVINCIAL

from .crosscheck import Check, checks_of
from .steps import page_of

TABLE_CODES = {"bang-1": CENTRAL.total, "bang-2": PROVINCIAL.total}
OUTSIDE = (Slot.RECIPIENTS, Slot.ABSTRACT)  # printed elsewhere than in the body
STORIES, PROPOSALS = ("edition_stories", "Chọn bài địa phương"), ("edition_proposals", "Đề xuất")


@dataclass(frozen=True)
class Deed:
    label: str
    href: str
    of: str = ""  # what it is done with, for those who hear the link alone


@dataclass(frozen=True)
class Row:
    """`parts`: what is printed; `empty`: what is said where nothing is; `checks`: of a line.

    `anchor`: by which the page that changes it leads back here.
    """

    anchor: str
    title: str = ""
    parts: tuple[Part, ...] = ()
    empty: str = ""
    deeds: tuple[Deed, ...] = ()
    checks: tuple[Check, ...] = ()

    @property
    def is_asked(self) -> bool:
        """Whether anything stands beside it."""
        return bool(self.deeds or self.checks or (self.title and not self.empty))


def rows_of(edition: WeeklyEdition, report: Report, *, may_write: bool) -> list[Row]:
    """Every stretch in the report's order, the places where nothing is written as well."""
    groups = [(key, list(blocks)) for key, blocks in groupby(report.body, key_of)]
    rows = [one_row(edition, report, key, blocks) for key, blocks in with_slots(groups)]
    rows += [slot_row(edition, slot, outside(report, slot)) for slot in OUTSIDE]
    return rows if may_write else [replace(row, deeds=()) for row in rows]


def key_of(block: Block) -> tuple[str, str]:
    """What a stretch is known by: blocks that follow one another with the same key are one."""
    kind, _, name = block.source.partition(":")
    if block.source in Slot.values:
        return "slot", block.source
    if kind in ("line", "news", "proposals"):
        return kind, name
    if kind == "story" or (block.kind == "heading" and block.level == 3):
        return "story", ""
    if block.kind in ("table", "chart"):
        return block.kind, block.ref
    if block.kind == "heading":
        return "heading", block.anchor
    return block.kind, ""


def with_slots(groups: list[tuple]) -> Iterator[tuple]:
    """The stretches with the slots that are empty, each in its place."""
    written = {name for (kind, name), _ in groups if kind == "slot"}
    sections = 0
    for place, (key, blocks) in enumerate(groups):
        if key[0] == "topic":
            yield from blank(Slot.OPENING, written)
        yield key, blocks
        if key[0] == "topic":
            yield from blank(Slot.LEAD, written)
        if key[0] == "heading" and blocks[0].level == 1:
            sections += 1
            behind = {after for (after, _), _ in groups[place + 1 : place + 3]}
            slot = Slot.PROPOSALS if "proposals" in behind else Slot.EXPERIENCE
            yield from blank(slot if sections > 1 else Slot.FIGURES, written)
    kinds = {kind for (kind, _), _ in groups}
    for kind in ("story", "proposals"):
        if kind not in kinds:
            yield ("none", kind), []
    yield from blank(Slot.CLOSING, written)


def blank(slot: str, written: set) -> Iterator[tuple]:
    if slot not in written:
        yield ("slot", slot), []


def one_row(edition, report: Report, key: tuple[str, str], blocks: list[Block]) -> Row:
    kind, name = key
    parts = printed(report, blocks)
    if kind == "slot":
        return slot_row(edition, name, parts)
    if kind == "line" and name in report.figures:
        codes = dict.fromkeys(piece.code for block in blocks for piece in block.pieces)
        found = [report.figures[code] for code in codes if code in report.figures]
        address = reverse("reporting:edition_line", args=[edition.pk, name])
        has_names = any(figure.is_count for figure in found)
        words = "Chọn tên, sửa câu" if has_names else "Sửa câu"
        deed = Deed(words, address, report.figures[name].label)
        checks = tuple(check for figure in found for check in checks_of(figure))
        return Row(f"dong-{name}", "", parts, deeds=(deed,), checks=checks)
    if kind == "table":
        return Row(f"o-{name}", "", parts, deeds=table_deeds(edition, report.table(name)))
    if kind in ("story", "proposals", "none"):
        return told_row(edition, name if kind == "none" else kind, parts)
    if kind == "topic":
        return Row("chuyen-de", "", parts, deeds=(identity_deed(edition),))
    return Row("", "", parts)


def printed(report: Report, blocks: Iterable[Block]) -> tuple[Part, ...]:
    return tuple(parts_of(replace(report, body=tuple(blocks))))


def slot_row(edition, slot: str, parts: tuple[Part, ...]) -> Row:
    label = Slot(slot).label
    address = reverse("reporting:edition_text", args=[edition.pk, slot])
    deed = Deed("Sửa lời văn" if parts else "Viết phần này", address, label)
    return Row(f"loi-van-{slot}", label, parts, "" if parts else "Chưa viết.", (deed,))


def outside(report: Report, slot: str) -> tuple[Part, ...]:
    """A text that is printed at the document's foot or on the public page."""
    if slot == Slot.ABSTRACT:
        return printed(report, report.abstract)
    items = tuple((Piece(name),) for name in report.recipients)
    return printed(report, [Block("points", items=items)]) if items else ()


def told_row(edition, kind: str, parts: tuple[Part, ...]) -> Row:
    name, label = STORIES if kind == "story" else PROPOSALS
    title = "Kinh nghiệm triển khai" if kind == "story" else "Đề xuất, kiến nghị"
    address = page_of(name, edition)
    deeds = (Deed(label, address, title),) if address else ()
    empty = "" if parts else "Chưa chọn, nên báo cáo không có mục này."
    return Row("", title, parts, empty, deeds)


def identity_deed(edition) -> Deed:
    address = reverse("reporting:edition_identity", args=[edition.pk])
    return Deed("Sửa phần đầu văn bản", address)


def table_deeds(edition, table: ReportTable) -> tuple[Deed, ...]:
    """Ordering its equal rows, where it has some."""
    totals = Counter(row[-1] for row in table.rows if row[-1] is not None)
    if table.id not in TABLE_CODES or max(totals.values(), default=0) < 2:
        return ()
    address = reverse("reporting:edition_ties", args=[edition.pk, TABLE_CODES[table.id]])
    return (Deed("Xếp các dòng bằng nhau", address, table.title.split(".")[0]),)
