"""One agency on one page of A4, as Hồ sơ địa phương or Hồ sơ bộ, ngành."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace

from portal.days import show_date, show_date_padded
from portal.figures import show
from portal.names import join_names
from portal.office import paper
from portal.office.fitting import fitted, shortened
from portal.office.paper import Align, Manner
from portal.submissions.beside import BesideOthers

from .page import Profile
from .words import facts_of, months_words, plan_words

CREATOR = "Theo dõi Đề án 146"


@dataclass(frozen=True)
class Measure:
    """How much of each part there is room for. `figures`: of those with a figure."""

    blanks: bool = True
    papers: int = 4
    reports: int = 3
    facts: int = 12
    targets: int = 4
    figures: int = 60
    letters: int = 420


# What is shortened, one after another, until the page holds the rest.
LESS = (
    *(("letters", 200), ("reports", 2), ("papers", 2), ("reports", 1), ("letters", 140)),
    *(("targets", 2), ("blanks", False), ("papers", 1), ("facts", 6), ("figures", 20)),
    *(("letters", 100), ("reports", 0), ("targets", 1), ("figures", 16), ("papers", 0)),
    *(("facts", 4), ("figures", 13), ("targets", 0), ("facts", 2), ("letters", 70)),
    *(("figures", 10), ("figures", 8), ("facts", 0), ("figures", 6), ("letters", 50)),
)


def paper_of(
    profile: Profile, kind: str, own_facts: list[tuple[str, str]], now: datetime.datetime
) -> paper.Paper:
    """`kind`: "Hồ sơ địa phương"; `own_facts`: what only the side knows of the agency.

    What the page cannot hold is on the agency's own page on the screen.
    """
    facts = [*facts_of(profile)[1:], *own_facts]  # the first is the name in the head
    head = paper.PlainHead(
        title=f"{kind.upper()}: {profile.member.official_name.upper()}",
        lines=(f"Số liệu tính đến {show_date(profile.day)}.",),
    )
    return paper.Paper(
        title=f"{kind}: {profile.member.official_name}",
        head=head,
        blocks=fitted(head, lambda measure: blocks_of(profile, facts, measure), measures()),
        created=now,
        creator=CREATOR,
        keywords=("Đề án 146", "chuyển đổi số"),
    )


def measures() -> Iterator[Measure]:
    measure = Measure()
    yield measure
    for name, value in LESS:
        measure = replace(measure, **{name: value})
        yield measure


def blocks_of(profile: Profile, facts: list, measure: Measure) -> Iterator[paper.Block]:
    parts = (
        ("Số liệu", list(figures_part(profile, measure))),
        ("Diễn biến, mục tiêu", list(course_part(profile, measure))),
        ("Báo cáo, văn bản", list(duties_part(profile, measure))),
    )
    yield from facts_part(facts, measure)
    number = 0
    for title, blocks in parts:
        if blocks:
            number += 1
            yield paper.Heading(2, (paper.Run(f"{number}. {title}"),))
            yield from blocks


def point(text: str, letters: int) -> paper.Paragraph:
    return paper.Paragraph((paper.Run(f"- {shortened(text, letters)}"),), Manner.TIGHT)


def figures_part(profile: Profile, measure: Measure) -> Iterator[paper.Block]:
    rows = [one for one in profile.besides if measure.blanks or one.shown]
    shown = rows[: measure.figures]
    left = len(profile.besides) - len(shown)
    if not shown:
        yield point("Chưa ghi nhận số liệu nào.", measure.letters)
        return
    columns = columns_of(profile)
    yield paper.Table(
        title="",
        columns=tuple(columns),
        rows=tuple(row_of(one, profile.group is not None, measure) for one in shown),
        remark=remark_on(shown, left),
    )


def columns_of(profile: Profile) -> list[paper.Column]:
    """What is left of the width is the labels'."""
    heads = [
        ("Giá trị", 0.11),
        *([(profile.group_name, 0.13)] if profile.group else []),
        (profile.country_name, 0.13),
        ("Thứ hạng", 0.12),
        ("Số đến", 0.15),
    ]
    first = paper.Column("Chỉ tiêu", Align.LEFT, 1 - sum(width for _, width in heads))
    return [first, *(paper.Column(head, Align.RIGHT, width) for head, width in heads)]


def row_of(one: BesideOthers, has_group: bool, measure: Measure) -> tuple[str, ...]:
    unit = f" ({one.unit})" if one.unit else ""
    label = shortened(one.headline, measure.letters // 2) + unit
    group = [one.group.shown if one.group else ""] if has_group else []
    country = one.country.shown + ("*" if one.country.is_stated and one.country.shown else "")
    day = show_date_padded(one.covers_to) if one.shown else ""
    return (label, one.shown, *group, country, one.place, day)


def remark_on(shown: list[BesideOthers], left: int) -> str:
    said = ["Ô trống: chưa ghi nhận. Thứ hạng tính trong số cơ quan có số."]
    if any(one.country.is_stated and one.country.shown for one in shown):
        said.append("* Số công bố, không kèm tên cơ quan.")
    if left:
        said.append(f"Còn {left} chỉ tiêu khác ở trang của cơ quan.")
    return " ".join(said)


def course_part(profile: Profile, measure: Measure) -> Iterator[paper.Block]:
    for chart in profile.trends:
        days = "; ".join(f"{row['day']}: {show(row['amount'])}" for row in chart.table.data)
        yield point(f"{chart.title}. Số theo ngày: {days}.", measure.letters + 100)
    for target in profile.targets[: measure.targets]:
        reached = f" Đã đạt {target.shown} {target.unit}." if target.shown else ""
        said = f"{target.label}: {target.words}.{reached} {target.pace}"
        yield point(said, measure.letters)


def duties_part(profile: Profile, measure: Measure) -> Iterator[paper.Block]:
    said = [months_words(profile), plan_words(profile)]
    plan = profile.plan[1] if profile.plan else None
    others = [one.name for one in profile.papers if one != plan][: measure.papers]
    if others:
        said.append(f"Văn bản khác đã ghi nhận: {join_names(others)}.")
    for report in profile.reports[: measure.reports]:
        places = join_names(list(dict.fromkeys(place.place for place in report.places)))
        said.append(f"{report.label} in số của cơ quan ở: {places}.")
    yield from (point(text, measure.letters) for text in said if text)


def facts_part(facts: list, measure: Measure) -> Iterator[paper.Block]:
    """Who the agency is, in one paragraph."""
    if said := "; ".join(f"{name}: {fact}" for name, fact in facts[: measure.facts]):
        yield paper.Paragraph((paper.Run(f"{said}."),), Manner.TIGHT)
