"""Which of a report's sentences and figures are its headlines: the short text and the brief."""

from collections.abc import Iterator
from itertools import zip_longest

from reporting.editions.content import TRAINED
from reporting.editions.report import Block, Report, ReportFigure

MOST = 7  # sentences


def headline_blocks(report: Report) -> list[Block]:
    """The sum of everyone trained and the lines that count agencies out of all, as they stand."""
    found = [block for block in report.body if is_headline(block, report)]
    total = [block for block in found if block.source == f"line:{TRAINED}"]
    counting = [block for block in found if block not in total][: MOST - len(total)]
    return [block for block in found if block in total or block in counting]


def is_headline(block: Block, report: Report) -> bool:
    if not block.source.startswith("line:"):
        return False
    if block.source == f"line:{TRAINED}":
        return True
    return any(figure.is_count and figure.size for figure in figures_in(block, report))


def figures_in(block: Block, report: Report) -> Iterator[ReportFigure]:
    """The figures that a sentence names, each once."""
    codes = dict.fromkeys(piece.code for piece in block.pieces if piece.is_figure)
    return (report.figures[code] for code in codes if code in report.figures)


def headline_figures(report: Report, most: int = 99) -> list[ReportFigure]:
    """The figures of the headlines that are known, in the order of the report.

    Where there are more than `most`, each section's first sentence goes before its second.
    """
    sections: list[list[Block]] = []
    headlines = headline_blocks(report)
    for block in report.body:
        if block.kind == "heading":
            sections.append([])
        elif block in headlines and sections:
            sections[-1].append(block)
    in_turn = [block for turn in zip_longest(*sections) for block in turn if block]
    chosen = dict.fromkeys(
        figure.code
        for block in in_turn
        for figure in figures_in(block, report)
        if figure.amount is not None
    )
    chosen = list(chosen)[:most]
    in_order = dict.fromkeys(f.code for block in headlines for f in figures_in(block, report))
    return [report.figures[code] for code in in_order if code in chosen]
