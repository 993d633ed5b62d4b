"""A document before it has a format: heads, paragraphs, lists, tables, pictures and notes.

One paper is set as Word (`office.docx`) and as the page that a PDF is printed from
(`office.paper_html`), so that both say the same. Texts are NFC; figures arrive already printed.
Layout: NĐ 30/2020/NĐ-CP, Phụ lục I, and the thematic bulletin of Báo cáo chuyên đề Tuần 39/2022.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

_LINK = re.compile(r"#[\w.-]+|(https?://|mailto:)[^\s<>\"\x00-\x1f]+", re.IGNORECASE)


@dataclass(frozen=True)
class Run:
    """Text of one look within a paragraph; `href` is a web address or "#" and an anchor."""

    text: str
    bold: bool = False
    italic: bool = False
    href: str = ""

    @property
    def link(self) -> str:
        """The address where it is one that a document may lead to; else ""."""
        return self.href if _LINK.fullmatch(self.href) else ""


@dataclass(frozen=True)
class Note:
    """A footnote standing where it is marked; numbered in the order of the document."""

    content: tuple[Run, ...]


Inline = Run | Note


@dataclass(frozen=True)
class Heading:
    """A title of level 1 to 3; `anchor` is what links and bookmarks point to."""

    level: int
    content: tuple[Inline, ...]
    anchor: str = ""

    @property
    def label(self) -> str:
        """The title without its notes, for a list of contents."""
        return "".join(piece.text for piece in self.content if isinstance(piece, Run))


class Manner(StrEnum):
    BODY = "body"  # justified, first line indented
    PLAIN = "plain"  # no indent
    CENTRED = "centred"
    SMALL = "small"  # basis of a table, remarks
    TIGHT = "tight"  # as small, one close below the other


@dataclass(frozen=True)
class Paragraph:
    content: tuple[Inline, ...]
    manner: Manner = Manner.BODY


@dataclass(frozen=True)
class Items:
    """A list: dashes, plus signs when it is `below` an item, or (1), (2) … when `numbered`."""

    items: tuple[tuple[Inline, ...], ...]
    numbered: bool = False
    below: bool = False


class Align(StrEnum):
    LEFT = "left"
    RIGHT = "right"
    CENTRE = "centre"


@dataclass(frozen=True)
class Column:
    """`width`: its share of the table's width; the shares of a table add up to 1."""

    label: str
    align: Align
    width: float


@dataclass(frozen=True)
class Table:
    """A table whose head repeats on each page and whose rows are not split.

    `total`: the last row, bold; none when empty. An unknown figure is an empty text.
    `unit` stands at the right above the table, `remark` below it.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()
    remark: str = ""
    anchor: str = ""
    unit: str = ""

    @property
    def total_cells(self) -> tuple[tuple[str, int], ...]:
        """The last row as (text, columns it takes): its label also takes the empty ones before."""
        empty = next((i for i, text in enumerate(self.total) if text), 0)
        first = [(self.total[empty], empty + 1)] if self.total else []
        return (*first, *((text, 1) for text in self.total[empty + 1 :]))


@dataclass(frozen=True)
class Picture:
    """A chart: `svg` carries its own styles (`ui.charts.standing`); `alt` says what it shows,
    `title` stands above it with `unit` (unit and day) in a line of its own."""

    svg: str
    alt: str
    title: str = ""
    anchor: str = ""
    unit: str = ""


@dataclass(frozen=True)
class PageBreak:
    pass


Block = Heading | Paragraph | Items | Table | Picture | PageBreak


@dataclass(frozen=True)
class BulletinHead:
    """The cover of a thematic bulletin (no Quốc hiệu), on a page of its own.

    `kind` "BÁO CÁO CHUYÊN ĐỀ", `name` "Tuần 39/2022", `purpose` whom it serves, `number`
    "Số: 17/BC-UBQGCĐS" (or a dotted blank while a draft), `dated` "Ngày 30 tháng 9 năm 2022",
    `circulation` "LƯU HÀNH NỘI BỘ" in a frame, empty for none.
    """

    kind: str
    name: str
    purpose: str
    number: str
    dated: str
    circulation: str = ""
    topic: str = ""


@dataclass(frozen=True)
class NationalHead:
    """The head of NĐ 30/2020: both names left, Quốc hiệu and Tiêu ngữ right.

    `kind` and `subject` are set in the middle below ("BÁO CÁO", trích yếu); an official letter
    (công văn) has no kind and sets its subject ("V/v …") under the number.
    """

    superior: str
    issuer: str
    number: str
    place_and_date: str
    subject: str
    kind: str = ""
    addressees: tuple[str, ...] = ()
    circulation: str = ""


@dataclass(frozen=True)
class PlainHead:
    """A title in the middle with its lines below, for a page that goes with another document."""

    title: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Signature:
    """`capacity` lines "TL. BỘ TRƯỞNG", `position` "CỤC TRƯỞNG", `name`: empty before signing."""

    capacity: tuple[str, ...] = ()
    position: str = ""
    name: str = ""


@dataclass(frozen=True)
class Paper:
    """A whole document. `created` goes into the file's properties: never a clock, so that the
    same paper gives the same bytes. `draft`: a mark "DỰ THẢO" on top of the first page."""

    title: str
    head: BulletinHead | NationalHead | PlainHead
    blocks: tuple[Block, ...]
    created: datetime
    creator: str
    recipients: tuple[str, ...] = ()
    signature: Signature | None = None
    subject: str = ""
    draft: bool = False
    keywords: tuple[str, ...] = field(default_factory=tuple)

    @property
    def recipient_lines(self) -> tuple[str, ...]:
        """ "Nơi nhận" as it is printed: "- … ;", the last one ending in a full stop."""
        names = [name.strip().removeprefix("-").strip(" ;.") for name in self.recipients]
        names = [name for name in names if name]
        ends = [";"] * (len(names) - 1) + ["."]
        return tuple(f"- {name}{end}" for name, end in zip(names, ends, strict=False))
