"""The leaders' brief: one A4 page of a report, with what changed, who is behind, what is asked."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from portal.days import show_date, show_date_official
from portal.figures import pad, show, show_signed
from portal.names import join_names
from portal.office import paper
from portal.office.fitting import shortened
from portal.office.lettering import lines_in
from portal.office.paper import Align, Manner
from reporting.editions.report import Report, ReportFigure, plain

from .book import CREATOR
from .dating import day_of
from .headlines import headline_figures

PAGE = 738.0  # points as guessed below, which is some five per cent more than the page's 728
LINE, ROW, AIR = 15.0, 14.0, 2.0  # points: a line of 12 pt, one in a table, around a paragraph
ROOM = 77.0  # digits of 12 pt in a line
LABEL, LABEL_ALONE = 0.6, 0.8  # share of the table's width, with and without an earlier edition


@dataclass(frozen=True)
class Measure:
    """How much of each part there is room for."""

    figures: int
    events: int
    behind: int
    asked: int
    letters: int  # of an explanation or a proposal


RICHEST = Measure(figures=16, events=9, behind=7, asked=8, letters=240)
# What is shortened, one after another, until the page holds the rest.
LESS = (
    *(("figures", n) for n in (14, 12, 11)),
    *(("letters", 200), ("letters", 170), ("behind", 5), ("events", 7), ("letters", 150)),
    *(("figures", 10), ("letters", 130), ("behind", 4), ("events", 6), ("asked", 7)),
    *(("figures", 9), ("letters", 110), ("asked", 6), ("behind", 3), ("events", 5)),
    *(("figures", 8), ("letters", 95), ("asked", 5), ("events", 4), ("figures", 7)),
    *(("letters", 85), ("asked", 4), ("behind", 2), ("figures", 6), ("letters", 75)),
    *(("asked", 3), ("events", 3), ("figures", 5), ("letters", 65)),
)


def brief_of(report: Report) -> paper.Paper:
    """As much of the report as one page holds; what is left out is in the report itself."""
    measure = RICHEST
    blocks = tuple(blocks_of(report, measure))
    for name, value in LESS:
        if height_of(blocks) <= PAGE:
            break
        measure = replace(measure, **{name: value})
        blocks = tuple(blocks_of(report, measure))
    identity = report.identity
    return paper.Paper(
        title=f"Tóm tắt báo cáo chuyên đề {identity.label}",
        subject=identity.topic,
        head=head_of(report),
        blocks=blocks,
        created=report.moment,
        creator=identity.issuer or CREATOR,
        draft=identity.is_draft,
        keywords=("Đề án 146", "chuyển đổi số"),
    )


def head_of(report: Report) -> paper.PlainHead:
    identity = report.identity
    issued = show_date_official(day_of(identity.issued_on))
    document = f"Số: {identity.document_number}" + (f", {issued}" if issued else "")
    return paper.PlainHead(
        title=f"TÓM TẮT BÁO CÁO CHUYÊN ĐỀ {identity.label.upper()}",
        lines=(f"{document}. Số liệu tính đến {show_date(day_of(identity.as_of))}.",),
    )


def blocks_of(report: Report, measure: Measure) -> Iterator[paper.Block]:
    parts = (
        ("Số liệu chính", list(figures_part(report, measure))),
        (f"Điểm mới so với {against(report)}", list(news_part(report, measure))),
        ("Cần đôn đốc", list(behind_part(report, measure))),
        ("Đề xuất, kiến nghị", list(asked_part(report, measure))),
    )
    number = 0
    for title, blocks in parts:
        if blocks:
            number += 1
            yield paper.Heading(2, (paper.Run(f"{number}. {title}"),))
            yield from blocks


def against(report: Report) -> str:
    return (report.changes or {}).get("against", {}).get("label", "")


def point(text: str) -> paper.Paragraph:
    return paper.Paragraph((paper.Run(f"- {text}"),), Manner.TIGHT)


# The figures


def figures_part(report: Report, measure: Measure) -> Iterator[paper.Block]:
    """Each figure, with the last edition's where both are known."""
    figures = headline_figures(report, measure.figures)
    if not figures:
        return
    changes = report.changes or {}
    moved = {row["code"]: row for row in changes.get("moved", ())}
    same = set(changes.get("same", ()))
    heads = ["Chỉ tiêu", "Kỳ này"] + (["Kỳ trước", "Tăng, giảm"] if report.changes else [])
    label = label_share(len(heads))
    share = (1 - label) / (len(heads) - 1)
    yield paper.Table(
        title="",
        columns=tuple(
            paper.Column(head, Align.RIGHT if i else Align.LEFT, share if i else label)
            for i, head in enumerate(heads)
        ),
        rows=tuple(row_of(f, moved.get(f.code), f.code in same, len(heads)) for f in figures),
        remark=remark_on(figures, moved),
    )


def label_share(columns: int) -> float:
    return LABEL if columns > 2 else LABEL_ALONE


def row_of(figure: ReportFigure, moved: dict | None, is_same: bool, length: int) -> tuple[str, ...]:
    """A figure that cannot be compared has blanks."""
    unit = f" ({figure.unit})" if figure.unit and not figure.is_count else ""
    row = [figure.label + unit, figure.shown]
    if moved:
        row += [moved["before"], show_signed(moved["change"]) + ("*" if moved["basis"] else "")]
    elif is_same:
        row += [figure.shown, "không đổi"]
    return tuple([*row, "", ""][:length])


def remark_on(figures: list[ReportFigure], moved: dict[str, dict]) -> str:
    if any(moved[figure.code]["basis"] for figure in figures if figure.code in moved):
        return "* Số cơ quan có số hoặc nguồn số khác kỳ trước."
    return ""


# What is new


def news_part(report: Report, measure: Measure) -> Iterator[paper.Block]:
    changes = report.changes or {}
    texts = [f"Thêm {counted(row)}: {row['label']}." for row in changes.get("joined", ())]
    texts += [
        f"{counted(row).capitalize()} không còn trong số: {row['label']}."
        for row in changes.get("slipped", ())
    ]
    rises = sorted(changes.get("rises", ()), key=lambda row: -row["change"])
    texts = texts[: max(measure.events - 3, 1)] + [risen(row, measure) for row in rises]
    yield from map(point, texts[: measure.events])


def counted(row: dict) -> str:
    return f"{pad(len(row['names']))} cơ quan ({some(row['names'], 6)})"


def risen(row: dict, measure: Measure) -> str:
    why = row["explanation"]
    said = f": {shortened(why, measure.letters)}" if why else ""
    text = f"{row['name']} tăng {show(row['change'])} lượt{said}"
    return text if text.endswith(("…", ".")) else f"{text}."


# Who is behind


def behind_part(report: Report, measure: Measure) -> Iterator[paper.Block]:
    """Of each count of agencies: who reported a plain no, and of how many nothing is known."""
    figures = sorted(headline_figures(report), key=lambda figure: not figure.not_done)
    texts = map(behind_text, figures)
    yield from map(point, [text for text in texts if text][: measure.behind])


def behind_text(figure: ReportFigure) -> str:
    """A count without names says nothing of who is behind; empty where nobody is."""
    if not figure.is_count or figure.is_stated:
        return ""
    parts = []
    if figure.not_done:
        names = some(figure.not_done, 8)
        parts.append(f"{pad(len(figure.not_done))} cơ quan báo cáo là chưa ({names})")
    if figure.unknown:
        parts.append(f"{pad(len(figure.unknown))} cơ quan chưa có số liệu")
    return f"{figure.label}: {'; '.join(parts)}." if parts else ""


# What is asked


def asked_part(report: Report, measure: Measure) -> Iterator[paper.Block]:
    asked = [
        plain(item) for block in report.body for item in block.items if block.source == "proposals"
    ]
    shown = asked[: measure.asked]
    for number, text in enumerate(shown, 1):
        said = f"({number}) {shortened(text, measure.letters)}"
        yield paper.Paragraph((paper.Run(said),), Manner.TIGHT)
    if left := len(asked) - len(shown):
        yield point(f"Và {pad(left)} đề xuất khác trong báo cáo.")


# How much is said, and how high it stands


def some(names, most: int) -> str:
    names = list(names)
    if len(names) <= most:
        return join_names(names)
    return f"{join_names(names[:most])} và {pad(len(names) - most)} cơ quan khác"


def height_of(blocks: tuple[paper.Block, ...]) -> float:
    """Points that head and blocks take, guessed from the letters' widths."""
    return 75 + sum(map(height, blocks))


def height(block: paper.Block) -> float:
    if isinstance(block, paper.Table):
        rows = [tuple(column.label for column in block.columns), *block.rows]
        return 20 + sum(map(row_height, rows)) + (LINE + 9 if block.remark else 0)
    if isinstance(block, paper.Heading):
        return 33
    text = "".join(piece.text for piece in block.content)
    return lines_in(text, ROOM) * LINE + AIR


def row_height(row: tuple[str, ...]) -> float:
    label = label_share(len(row))
    room = ROOM * (1 - label) / (len(row) - 1) - 1.5
    lines = max(lines_in(text, room if i else ROOM * label - 1.5) for i, text in enumerate(row))
    return lines * ROW + 3.5
