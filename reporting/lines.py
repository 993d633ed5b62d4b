"""The statistical lines of the weekly report, in its order, with sentences in our own words.

Here, and only here, indicators are named by code: a line exists because the report prints it.
Indicators that no line names become generic lines, so a new one is in the report from its first
month on. Source of the order: Báo cáo chuyên đề Tuần 39/2022, sections 1.1 to 1.3.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from portal.catalogue.models import Combine, Indicator, Source
from portal.days import show_date
from portal.figures import pad, show
from portal.submissions.aggregation import Figure, Figures
from portal.submissions.readings import Member
from provinces import teams

from .editions.choices import AS_USUAL, Choices, names_mark
from .editions.models import NamesListed
from .sentences import FigureText, Footnotes, Segment, Text, counted, plain, summed


@dataclass(frozen=True)
class Line:
    """One printed line: its sentence and the figures in it."""

    section: str
    segments: tuple[Segment, ...]
    figures: tuple[Figure, ...]
    level: int = 0

    @property
    def key(self) -> str:
        """What an editor's choice for the line is kept under: its first figure's code."""
        return self.figures[0].indicator.code if self.figures else ""

    @property
    def sentence(self) -> str:
        return plain(self.segments)


@dataclass(frozen=True)
class LineSpec:
    """How one line is worded. `{0}`, `{1}` … stand where the codes' figures go."""

    codes: tuple[str, ...]
    wording: str
    word: Callable[[Figure], FigureText | None] = counted
    lists_done: bool = False


AWARENESS = (
    LineSpec(
        ("EVENT_MIN", "EVENT_PRO"),
        "đã tổ chức hội nghị, hội thảo, sự kiện truyền thông về chuyển đổi số.",
    ),
    LineSpec(
        ("WEBPAGE_MIN", "WEBPAGE_PRO"),
        "đã có chuyên trang, chuyên mục về chuyển đổi số trên Cổng Thông tin điện tử.",
    ),
    LineSpec(
        ("BIGPROB_MIN", "BIGPROB_PRO", "BIGPROB_SOE"),
        "đã gửi đề xuất bài toán lớn cần giải quyết để chuyển đổi số.",
    ),
)
PLAN = LineSpec(("PLAN_MIN", "PLAN_PRO"), "đã ban hành Kế hoạch triển khai Đề án.", lists_done=True)
SINGLES = (
    ("STORIES", "{0} câu chuyện chuyển đổi số Việt Nam đã được tổng hợp, công bố."),
    ("LOGO", "{0} hồ sơ dự thi sáng tác Biểu trưng “Chuyển đổi số quốc gia”."),
    ("VIETSOL", "{0} hồ sơ dự thi Viet Solutions, tìm kiếm giải pháp chuyển đổi số quốc gia."),
    ("FILMS", "{0} tập phim “Quốc gia số” đã sản xuất và phát sóng trên VTV1."),
    ("ZALO", "{0} người theo dõi kênh “Chuyển đổi số quốc gia” trên Zalo"),
)
DATED_SINGLES = {"ZALO"}
TEAM_CODES = (*teams.CODES, "TEAM_OT")
COMPLETENESS = ("RPT_MIN", "RPT_PRO")
ELSEWHERE = ("OT_VISITS",)

NAMED = {
    *PLAN.codes,
    *(code for spec in AWARENESS for code in spec.codes),
    *(code for code, _ in SINGLES),
    *TEAM_CODES,
    *COMPLETENESS,
    *ELSEWHERE,
}


def sentence_start(segments: list[Segment]) -> list[Segment]:
    """The first letter capital, also where the sentence begins with a qualifier ("Gần 500")."""
    first, *rest = segments
    text = first.text[:1].upper() + first.text[1:]
    changed = replace(first, text=text)
    return [changed, *rest]


def count_line(
    section, spec: LineSpec, figures: Figures, notes: Footnotes, choices: Choices = AS_USUAL
) -> Line | None:
    """ "05/30 bộ … và 41/63 tỉnh … đã …": of the sides whose figure is known; None without any."""
    usual = NamesListed.DONE if spec.lists_done else NamesListed.NONE
    known = [
        figures.figure(code)
        for code in spec.codes
        if code in figures.indicators and figures.figure(code).amount is not None
    ]
    if not known:
        return None
    segments: list[Segment] = []
    for i, figure in enumerate(known):
        if i:
            segments.append(Text(" và " if i == len(known) - 1 else ", "))
        segments += [spec.word(figure), Text(f" {figure.indicator.asked_of.name}")]
        mark = names_mark(figure, notes, choices, usual)
        segments += [mark] if mark else []
    segments.append(Text(f" {spec.wording}"))
    return Line(section, tuple(segments), tuple(known))


def is_central(members: Iterable[Member], figure: Figure) -> bool:
    return figure.indicator.asked_of.side == "central"


def single_line(section, code, wording, figures: Figures) -> Line | None:
    if code not in figures.indicators:
        return None
    figure = figures.figure(code)
    shown = summed(figure)
    if shown is None:
        return None
    before, after = wording.split("{0}")
    if code in DATED_SINGLES:
        after += f" (tính đến {show_date(figure.newest)})."
    segments = [*([Text(before)] if before else []), shown, Text(after)]
    return Line(section, tuple(sentence_start(segments)), (figure,))


def team_lines(
    section, figures: Figures, notes: Footnotes, choices: Choices = AS_USUAL
) -> list[Line]:
    """Community digital teams: how many provinces, teams, members; courses for them."""
    known = {code: figures.figure(code) for code in TEAM_CODES if code in figures.indicators}
    known = {code: figure for code, figure in known.items() if figure.amount is not None}
    lines = []
    if "TEAM_PRO" in known:
        lines.append(established_line(section, known, notes, choices))
    if "TEAM_OT" in known:
        figure = known["TEAM_OT"]
        lines.append(
            Line(
                section,
                (
                    summed(figure),
                    Text(" lượt truy cập và tham gia khóa học cho Tổ công nghệ số cộng đồng trên "),
                    Text("nền tảng học trực tuyến."),
                ),
                (figure,),
                level=1,
            )
        )
    if "TEAM_DIRECT_PRO" in known:
        figure = known["TEAM_DIRECT_PRO"]
        mark = names_mark(figure, notes, choices)
        segments = (
            counted(figure),
            Text(f" {figure.indicator.asked_of.name}"),
            *([mark] if mark else []),
            Text(" đã được bồi dưỡng trực tiếp cho Tổ."),
        )
        lines.append(Line(section, segments, (figure,), level=1))
    return lines


def established_line(
    section, known: dict[str, Figure], notes: Footnotes, choices: Choices = AS_USUAL
) -> Line:
    """Those reported as without a team are named; an unknown is never worded as "chưa"."""
    figure = known["TEAM_PRO"]
    side = figure.indicator.asked_of.short_name
    segments: list[Segment] = [counted(figure), Text(f" {side}")]
    mark = names_mark(figure, notes, choices, NamesListed.NOT_DONE, lead="")
    lists_done = choices.names("TEAM_PRO", NamesListed.NOT_DONE) == NamesListed.DONE
    segments += [mark] if mark and lists_done else []
    segments.append(Text(" đã thành lập Tổ công nghệ số cộng đồng"))
    if figure.not_done:
        segments += [
            Text("; còn "),
            FigureText(pad(len(figure.not_done)), "TEAM_PRO", "TEAM_PRO_CHUA"),
            Text(f" {side} chưa thành lập"),
        ]
        segments += [mark] if mark and not lists_done else []
    if figure.unknown:
        segments.append(Text(f"; {pad(len(figure.unknown))} nơi chưa ghi nhận"))
    segments.append(Text("."))
    used = [figure]
    if "TEAMS" in known:
        segments += [Text(" Tổng số "), summed(known["TEAMS"]), Text(" Tổ")]
        used.append(known["TEAMS"])
        if "TEAM_MEMBERS" in known:
            segments += [Text(" với "), summed(known["TEAM_MEMBERS"]), Text(" thành viên")]
            used.append(known["TEAM_MEMBERS"])
        segments.append(Text("."))
    return Line(section, tuple(segments), tuple(used), level=1)


def generic_lines(
    section,
    figures: Figures,
    named: Iterable[str],
    notes: Footnotes,
    choices: Choices = AS_USUAL,
) -> list[Line]:
    """A line for each indicator that no other line names and that something is known about."""
    named = set(named)
    lines = []
    for code, indicator in figures.indicators.items():
        if code in named or indicator.part_of_id or indicator.source == Source.PLATFORM:
            continue
        line = generic_line(section, figures.figure(code), indicator, notes, choices)
        if line:
            lines.append(line)
    return lines


def generic_line(
    section, figure: Figure, indicator: Indicator, notes: Footnotes, choices: Choices
) -> Line | None:
    """ "Label: 12/63 tỉnh …" for a count of yes, "Label: 4.500 lượt (30/63 …)" for a sum."""
    label = Text(f"{indicator.label}: ")
    if indicator.combine == Combine.COUNT_YES:
        shown = counted(figure)
        if shown is None:
            return None
        mark = names_mark(figure, notes, choices)
        asked = Text(f" {indicator.asked_of.name}")
        marks = [mark] if mark else []
        return Line(section, (label, shown, asked, *marks, Text(".")), (figure,))
    shown = summed(figure)
    if shown is None:
        return None
    unit = f" {indicator.unit}" if indicator.unit else ""
    rests_on = ""
    if figure.size is not None and figure.statement is None:
        rests_on = (
            f" ({show(figure.known)}/{show(figure.size)} {indicator.asked_of.short_name} có số)"
        )
    return Line(section, (label, shown, Text(f"{unit}{rests_on}.")), (figure,))


def covered_days(lines: Iterable[Line]) -> tuple[datetime.date | None, datetime.date | None]:
    """The oldest and newest day that the lines' figures cover to."""
    figures = [figure for line in lines for figure in line.figures]
    oldest = min((f.oldest for f in figures if f.oldest), default=None)
    return oldest, max((f.newest for f in figures if f.newest), default=None)
