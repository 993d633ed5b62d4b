"""A typed text as it will be printed: its blocks, its notes, the names that no figure answers."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from portal.submissions.aggregation import Figures
from reporting.editions.body import Writer
from reporting.editions.choices import Choices
from reporting.editions.content import figures_of
from reporting.editions.models import Slot
from reporting.editions.report import Block, Piece
from reporting.editions.snapshot import recipients_in
from reporting.models import WeeklyEdition
from reporting.outputs.page import Part
from reporting.sentences import Footnote

WHAT_FOR = {
    Slot.OPENING: "In trước tên chuyên đề.",
    Slot.LEAD: "In ngay sau tên chuyên đề.",
    Slot.FIGURES: "In đầu mục số liệu thống kê.",
    Slot.EXPERIENCE: "In đầu mục kinh nghiệm, khi báo cáo có bài của địa phương.",
    Slot.PROPOSALS: "In đầu mục đề xuất, khi báo cáo có đề xuất.",
    Slot.CLOSING: "In cuối báo cáo.",
    Slot.RECIPIENTS: "Mỗi dòng một nơi nhận, in ở chân văn bản.",
    Slot.ABSTRACT: "Hiện trên trang công khai; chú thích trong phần này không in.",
}


@dataclass(frozen=True)
class Preview:
    parts: tuple[Part, ...]
    notes: tuple[Footnote, ...]
    stale: tuple[str, ...]
    figures: Figures


@dataclass(frozen=True)
class Asked:
    """What the article's templates ask of a report, here of a text alone."""

    figures: dict


def figures_now(edition: WeeklyEdition) -> Figures:
    """What is known as of the edition's day, by the counts that its editor chose."""
    prefetch_related_objects([edition], "line_choices", "texts")
    return figures_of(edition, Choices.of(edition))


def preview_of(edition: WeeklyEdition, figures: Figures, slot: str, text: str) -> Preview:
    """The text as the article prints it; its notes are numbered from 1 here."""
    writer = Writer(edition, figures)
    blocks = writer.read(text, slot) if slot != Slot.RECIPIENTS else as_points(text)
    stale = dict.fromkeys(piece.text for piece in pieces_of(blocks) if piece.stale)
    return Preview(
        tuple(Part(block.kind, block) for block in blocks),
        tuple(writer.notes.notes),
        tuple(stale),
        figures,
    )


def as_points(text: str) -> list[Block]:
    items = tuple((Piece(name),) for name in recipients_in(text))
    return [Block("points", items=items)] if items else []


def pieces_of(blocks: list[Block]) -> Iterator[Piece]:
    for block in blocks:
        yield from block.pieces
        for item in block.items:
            yield from item
