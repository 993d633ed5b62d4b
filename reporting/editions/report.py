"""A report as it stands: everything that pages and files are made of, and nothing else.

A `Report` comes from living data (`snapshot.report_of`) or from a frozen text (`Report.read`); who
prints it cannot tell which. Plain values only, so that it goes to JSON and back without loss.
"""

import datetime
import json
from dataclasses import asdict, dataclass, field
from hashlib import sha256

SCHEMA = 1


@dataclass(frozen=True)
class Piece:
    """A stretch of a sentence: words, a printed figure (`code`), or the mark of a note.

    `stale`: a figure's name that the report knows nothing of; it is shown as typed and stops the
    freezing.
    """

    text: str = ""
    code: str = ""
    note: int | None = None
    bold: bool = False
    italic: bool = False
    stale: bool = False

    @property
    def is_figure(self) -> bool:
        return bool(self.code) and not self.stale


Pieces = tuple[Piece, ...]


@dataclass(frozen=True)
class Block:
    """One thing after another in the report's text.

    kind "topic" | "heading" (`level` 1–3, `number` "1.2") | "paragraph" | "points" (`items`,
    `numbered`) | "table" | "chart" (`ref` its id) | "aside" (a remark about the figures).
    `source`: which text or rule it comes from ("lead", "line:PLAN_MIN", "story:4").
    """

    kind: str
    pieces: Pieces = ()
    items: tuple[Pieces, ...] = ()
    numbered: bool = False
    level: int = 0
    number: str = ""
    anchor: str = ""
    ref: str = ""
    source: str = ""

    @property
    def text(self) -> str:
        return plain(self.pieces)


@dataclass(frozen=True)
class Note:
    """A footnote; `names`: the names it lists, each whole; `more`: pieces where it is prose."""

    number: int
    text: str
    names: tuple[str, ...] = ()
    kind: str = "text"


@dataclass(frozen=True)
class TableColumn:
    """`kind`: "rank" | "name" | "number" | "text" | "date"."""

    name: str
    label: str
    kind: str
    decimals: int = 0


@dataclass(frozen=True)
class ReportTable:
    """Raw cells: numbers as whole numbers, an unknown figure as None."""

    id: str
    title: str
    unit_line: str
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple, ...]
    total: tuple | None = None
    total_label: str = "Tổng cộng"
    basis: tuple[str, ...] | None = None
    basis_label: str = ""


@dataclass(frozen=True)
class ReportChart:
    """`svg`: as pages show it; `standing`: the same with its own styles, for documents.

    `figure`: Plotly's figure; `key`: (name, colour) of each series.
    """

    id: str
    title: str
    caption: str
    alt: str
    svg: str
    standing: str
    key: tuple[tuple[str, str], ...] = ()
    figure: dict | None = None
    table: str = ""


@dataclass(frozen=True)
class ReportFigure:
    """One figure with what it rests on. `shown` as prose prints it; amounts are whole numbers of
    the last decimal place. `parts`: (agency's name, amount, covers_to, revision's key), empty
    where a count without names is printed."""

    code: str
    label: str
    unit: str
    shown: str
    amount: int | None
    size: int | None
    known: int
    is_count: bool = False  # of agencies that have done something
    qualifier: str = ""
    decimals: int = 0
    named_amount: int | None = None
    is_stated: bool = False
    source: str = ""
    oldest: str | None = None
    newest: str | None = None
    done: tuple[str, ...] = ()
    not_done: tuple[str, ...] = ()
    not_applicable: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    parts: tuple[tuple, ...] = ()


@dataclass(frozen=True)
class Identity:
    """What the report is called. Dates are ISO texts; `corrects`: what it supersedes, if anything.

    `number`: "17", "17b" or empty before reserving; `layout`: "bulletin" or "national".
    """

    year: int
    number: str
    document_number: str
    week_year: int
    week: int
    key: str
    label: str
    as_of: str
    known_at: str | None
    issued_on: str | None
    topic: str
    circulation: str
    layout: str
    issuer: str
    superior: str
    place: str
    purpose: str
    is_draft: bool = True
    corrects: dict | None = None


@dataclass(frozen=True)
class Report:
    """`agencies`: every name that is printed, with the key by which its agency is known."""

    identity: Identity
    body: tuple[Block, ...]
    notes: tuple[Note, ...]
    tables: tuple[ReportTable, ...]
    charts: tuple[ReportChart, ...]
    figures: dict[str, ReportFigure]
    completeness: dict
    coverage: tuple[str | None, str | None]
    abstract: tuple[Block, ...] = ()
    recipients: tuple[str, ...] = ()
    changes: dict | None = None
    corrected: tuple[dict, ...] = ()
    late: tuple[dict, ...] = ()
    revisions: dict[str, dict] = field(default_factory=dict)
    agencies: dict[str, str] = field(default_factory=dict)
    software: str = ""
    schema: int = SCHEMA

    @property
    def moment(self) -> datetime.datetime:
        """The instant that files are dated with: when the figures were known, else the day."""
        text = self.identity.known_at
        if text:
            return datetime.datetime.fromisoformat(text)
        day = datetime.date.fromisoformat(self.identity.as_of)
        return datetime.datetime.combine(day, datetime.time.min)

    @property
    def canonical(self) -> str:
        """One text for one content: sorted keys, no spaces, letters as they are, line feed last."""
        return (
            json.dumps(
                asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str
            )
            + "\n"
        )

    @property
    def sha256(self) -> str:
        return digest(self.canonical.encode())

    def key_of(self, name: str) -> str:
        """An agency's key from a printed name; a name of no agency is its own key."""
        return self.agencies.get(name, name)

    def table(self, id: str) -> ReportTable | None:
        return next((table for table in self.tables if table.id == id), None)

    def chart(self, id: str) -> ReportChart | None:
        return next((chart for chart in self.charts if chart.id == id), None)

    @classmethod
    def read(cls, text: str) -> "Report":
        """The report that a canonical text says; ValueError for another schema."""
        content = json.loads(text)
        if content["schema"] != SCHEMA:
            raise ValueError(f"schema {content['schema']} is not {SCHEMA}")
        return cls(
            **{
                **content,
                "identity": Identity(**content["identity"]),
                "body": tuple(map(block_of, content["body"])),
                "abstract": tuple(map(block_of, content["abstract"])),
                "notes": tuple(
                    Note(**{**note, "names": tuple(note["names"])}) for note in content["notes"]
                ),
                "tables": tuple(map(table_of, content["tables"])),
                "charts": tuple(
                    ReportChart(**{**chart, "key": tuple(map(tuple, chart["key"]))})
                    for chart in content["charts"]
                ),
                "figures": {
                    code: ReportFigure(**{name: tupled(value) for name, value in figure.items()})
                    for code, figure in content["figures"].items()
                },
                "coverage": tuple(content["coverage"]),
                "recipients": tuple(content["recipients"]),
                "corrected": tuple(content["corrected"]),
                "late": tuple(content["late"]),
            }
        )


def digest(content: bytes) -> str:
    return sha256(content).hexdigest()


def plain(pieces: Pieces) -> str:
    """The words without marks."""
    return "".join(piece.text for piece in pieces)


def tupled(value):
    """Lists as they come from JSON, back to tuples, one level within as well."""
    if not isinstance(value, list):
        return value
    return tuple(tuple(item) if isinstance(item, list) else item for item in value)


def pieces_of(content: list[dict]) -> Pieces:
    return tuple(Piece(**piece) for piece in content)


def block_of(content: dict) -> Block:
    return Block(
        **{
            **content,
            "pieces": pieces_of(content["pieces"]),
            "items": tuple(map(pieces_of, content["items"])),
        }
    )


def table_of(content: dict) -> ReportTable:
    return ReportTable(
        **{
            **{name: tupled(value) for name, value in content.items()},
            "columns": tuple(TableColumn(**column) for column in content["columns"]),
        }
    )
