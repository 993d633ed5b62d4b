"""The report's text from its first line to its last: what the editor wrote around what is known.

Order of Báo cáo chuyên đề Tuần 39/2022: opening, topic, lead; 1 figures; 2 experience; 3
proposals; closing. Sections without content are left out and the numbers close up.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from portal.days import show_date
from portal.models import Agency
from portal.submissions.aggregation import Figures
from reporting.lines import Line
from reporting.sentences import FigureText, Footnotes, NoteMark, counted, summed

from .choices import TOKEN, Choices
from .content import TRAINED, EditionContent, build, trained
from .content import Block as Section
from .markup import read_markup
from .models import Slot, WeeklyEdition
from .report import Block, Piece, Pieces

NEWS = "news"  # holds the place of what is new until the reports can be compared
STORY_PARTS = (
    ("communication", "Về truyền thông, nâng cao nhận thức về chuyển đổi số"),
    ("training", "Về bồi dưỡng, tập huấn về chuyển đổi số"),
    ("teams", "Về tập huấn cho Tổ công nghệ số cộng đồng"),
    ("results", "Kết quả"),
)


@dataclass
class Writer:
    """Reads the editor's texts in the order in which they stand, numbering their notes."""

    edition: WeeklyEdition
    figures: Figures
    notes: Footnotes = field(default_factory=Footnotes)

    def __post_init__(self):
        self.texts = {row.slot: row.text for row in self.edition.texts.all()}

    def slot(self, slot: str) -> list[Block]:
        return self.read(self.texts.get(slot, ""), slot)

    def read(self, text: str, source: str) -> list[Block]:
        return read_markup(text, self.figure_piece, self.number_note, source)

    def number_note(self, text: str) -> int:
        return self.notes.mark(text).number

    def figure_piece(self, code: str) -> Piece | None:
        """The figure that a token stands for; None when nothing is known of it."""
        shown = shown_figure(self.figures, code)
        return Piece(shown.text, code=code) if shown else None


def shown_figure(figures: Figures, code: str) -> FigureText | None:
    """A figure as prose prints it, by its indicator's code; TRAIN_ALL is the sum of both tables."""
    if code == TRAINED:
        return trained(figures)
    if code not in figures.indicators:
        return None
    figure = figures.figure(code)
    return counted(figure) if figure.indicator.value_type == "yes_no" else summed(figure)


def compose(
    edition: WeeklyEdition, figures: Figures, choices: Choices | None = None
) -> tuple[EditionContent, list[Block]]:
    """The statistical part and the whole body. Notes are numbered as they stand in the text.

    `choices`: other ones than those kept, to look at what they would do."""
    writer = Writer(edition, figures)
    body = [
        *writer.slot(Slot.OPENING),
        Block("topic", (Piece(edition.topic),), anchor="chuyen-de"),
        *writer.slot(Slot.LEAD),
    ]
    content = build(edition, figures, writer.notes, choices)
    number = Numbers()
    body += figures_section(content, writer, number)
    body += experience_section(edition, writer, number)
    body += proposals_section(edition, writer, number)
    body += writer.slot(Slot.CLOSING)
    return content, body


class Numbers:
    """The numbers of sections that are there."""

    def __init__(self):
        self.section = 0

    def next(self) -> str:
        self.section += 1
        return str(self.section)


def figures_section(content: EditionContent, writer: Writer, number: Numbers) -> list[Block]:
    own = number.next()
    mark = [content.heading_mark] if content.heading_mark else []
    blocks = [heading(1, own, "Số liệu thống kê", marks=mark), *writer.slot(Slot.FIGURES)]
    for section in (content.plan, content.awareness):
        blocks += section_blocks(section)
    blocks.append(heading(2, content.skills.number, content.skills.title))
    if content.total:
        blocks.append(Block("paragraph", pieces(content.total.segments), source="line:" + TRAINED))
    if content.ministries.rows:
        blocks.append(Block("table", ref="bang-1"))
    if content.chart:
        blocks.append(Block("chart", ref=content.chart.id))
    if content.provinces.rows:
        blocks.append(Block("table", ref="bang-2"))
    if content.teams:
        blocks.append(Block("paragraph", (Piece(teams_lead(content)),)))
        blocks += line_blocks(content.teams)
    return [*blocks, *section_blocks(content.other), Block(NEWS)]


def teams_lead(content: EditionContent) -> str:
    day = show_date(content.edition.as_of)
    return (
        "Tập huấn cho Tổ công nghệ số cộng đồng và phổ cập kỹ năng số cho người dân "
        f"(tính đến {day}):"
    )


def section_blocks(section: Section) -> list[Block]:
    if not section.lines:
        return []
    return [heading(2, section.number, section.title), *line_blocks(section.lines)]


def line_blocks(lines: Iterable[Line]) -> Iterator[Block]:
    for line in lines:
        yield Block("line", pieces(line.segments), level=line.level, source=f"line:{line.key}")


def heading(level: int, number: str, title: str, marks: Iterable[NoteMark] = ()) -> Block:
    return Block(
        "heading",
        (Piece(title), *(Piece(note=mark.number) for mark in marks)),
        level=level,
        number=number,
        anchor=f"muc-{number.replace('.', '-')}" if number else "",
    )


def with_news(body: list[Block], against: str, sentences: Iterable[str]) -> list[Block]:
    """The body with what is new as the last part of the figures; nothing new, no part."""
    sentences = list(sentences)
    at = next(i for i, block in enumerate(body) if block.kind == NEWS)
    parts = [block.number for block in body[:at] if block.kind == "heading" and block.level == 2]
    section, _, last = parts[-1].rpartition(".") if parts else ("1", ".", "0")
    news = [
        heading(2, f"{section}.{int(last) + 1}", f"Điểm mới so với {against}"),
        *(Block("line", (Piece(sentence),), source="news") for sentence in sentences),
    ]
    return [*body[:at], *(news if sentences else []), *body[at + 1 :]]


def experience_section(edition, writer: Writer, number: Numbers) -> list[Block]:
    """Stories in their order, a province each, with the parts that were chosen."""
    stories = [(story, story_blocks(story, writer.read)) for story in edition.stories.all()]
    stories = [(story, blocks) for story, blocks in stories if blocks]
    if not stories:
        return []
    own = number.next()
    found = [heading(1, own, "Kinh nghiệm triển khai"), *writer.slot(Slot.EXPERIENCE)]
    for place, (story, blocks) in enumerate(stories, 1):
        name = name_on_the_day(writer.figures, story.story.agency)
        found += [heading(2, f"{own}.{place}", name), *blocks]
    return found


def name_on_the_day(figures: Figures, agency: Agency) -> str:
    """An agency's official name as of the edition's day."""
    members = (m for group in figures.sets.values() for m in group.members)
    return next((m.official_name for m in members if m.agency_id == agency.pk), str(agency))


def story_blocks(story, read: Callable[[str, str], list[Block]]) -> list[Block]:
    told = [(title, getattr(story, name)) for name, title in STORY_PARTS if getattr(story, name)]
    blocks: list[Block] = []
    for letter, (title, text) in zip("abcd", told, strict=False):
        blocks.append(heading(3, f"{letter})", f"{title}:"))
        blocks += read(text, f"story:{story.story_id}")
    return blocks


def proposals_section(edition, writer: Writer, number: Numbers) -> list[Block]:
    rows = list(edition.proposals.all())
    if not rows:
        return []
    items = tuple(one_line(writer, row.text, row.proposal_id) for row in rows)
    return [
        heading(1, number.next(), "Đề xuất, kiến nghị"),
        *writer.slot(Slot.PROPOSALS),
        Block("points", items=items, numbered=True, source="proposals"),
    ]


def one_line(writer: Writer, text: str, key: int) -> Pieces:
    """A proposal's text in one run, whatever its line breaks."""
    blocks = writer.read(" ".join(text.split()), f"proposal:{key}")
    return blocks[0].pieces or blocks[0].items[0] if blocks else ()


def pieces(segments) -> Pieces:
    found = []
    for segment in segments:
        if isinstance(segment, NoteMark):
            found.append(Piece(note=segment.number))
        elif isinstance(segment, FigureText):
            found.append(Piece(segment.text, code=segment.code or TRAINED))
        else:
            stale = TOKEN.fullmatch(segment.text)  # a line reworded around a figure that is gone
            code = stale["code"] if stale else ""
            found.append(Piece(segment.text, code=code, stale=bool(stale)))
    return tuple(found)
