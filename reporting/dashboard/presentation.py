"""In front of the minister: the overview as screens, one message each, said in its title."""

from dataclasses import dataclass, field

from portal.days import show_date
from portal.figures import show
from portal.submissions.readings import Member
from portal.ui.charts import Chart

from .headlines import Headline, both_sides, side_of
from .overview import Overview

MOST_NAMES, FEWER_NAMES = 60, 24  # that a screen holds in one list, or in several; more are counted


@dataclass(frozen=True)
class Names:
    """A list on a screen: `rest` of its names did not fit and are counted."""

    heading: str
    names: list[str]
    rest: int = 0


@dataclass(frozen=True)
class Slide:
    """One screen. `title`: a sentence that is true of its figures."""

    id: str
    title: str
    caption: str = ""
    headlines: list[Headline] = field(default_factory=list)
    chart: Chart | None = None
    lists: list[Names] = field(default_factory=list)
    targets: list = field(default_factory=list)


def slides(page: Overview) -> list[Slide]:
    """The screens that there is something to show on, in the order in which one asks."""
    found = [
        headline_slide(page),
        chart_slide("vung", page.regions),
        chart_slide("dan-dau", page.leaders),
        chart_slide("ke-hoach", page.plan),
        missing_slide(page),
        without_plan_slide(page),
        target_slide(page),
    ]
    return [slide for slide in found if slide]


def headline_slide(page: Overview) -> Slide | None:
    if not page.headlines:
        return None
    told = [headline for headline in page.headlines if headline.value is not None]
    title = "; ".join(sentence(headline) for headline in told[:2]) or "Chưa ghi nhận số liệu nào"
    return Slide("so-chinh", title[:1].upper() + title[1:], headlines=page.headlines)


def sentence(headline: Headline) -> str:
    """ "46/93 cơ quan đã ban hành Kế hoạch", "61.063 Tổ công nghệ số cộng đồng"."""
    label = headline.label[:1].lower() + headline.label[1:]
    if headline.of is None:
        return f"{show(headline.value)} {label}"
    return f"{show(headline.value)}/{show(headline.of)} cơ quan {label}"


def chart_slide(id: str, chart: Chart | None) -> Slide | None:
    return Slide(id, chart.title, chart.caption, chart=chart) if chart else None


def missing_slide(page: Overview) -> Slide | None:
    """Whose report of the month is not there; None where only a count is known."""
    missing = page.completeness.missing
    if not missing:
        return None
    names = [agency.printed_name for agency in missing]
    return Slide(
        "cham",
        f"{show(len(names))} cơ quan chưa có báo cáo. {page.completeness.source}",
        f"Đã nhận {show(page.completeness.received)}/{show(page.completeness.expected)}.",
        lists=[listed("Chưa nhận được của", names, MOST_NAMES)],
    )


def without_plan_slide(page: Overview) -> Slide | None:
    """Who reports no plan, and of whom it is not known: an unknown is not a no."""
    figures = [page.known.figures.get(code) for code in ("PLAN_MIN", "PLAN_PRO")]
    figures = [one for one in figures if one and one.size and one.statement is None]
    lists = [found for figure in figures for found in plan_lists(figure)]
    if not lists:
        return None
    done, size, _ = both_sides(page.known.figures, ("PLAN_MIN", "PLAN_PRO"))
    title = f"{show(size - (done or 0))}/{show(size)} cơ quan chưa có Kế hoạch được ghi nhận"
    return Slide("chua-co-ke-hoach", title, f"Tính đến {show_date(page.day)}.", lists=lists)


def plan_lists(figure) -> list[Names]:
    """Reported as not issued, and not known: two lists, for an unknown is not a no."""
    groups = (("báo cáo là chưa có Kế hoạch", figure.not_done), ("chưa ghi nhận", figure.unknown))
    side = side_of(figure)
    return [
        listed(
            f"{side[:1].upper()}{side[1:]} {words}: {show(len(members))}",
            in_order(members),
            FEWER_NAMES,
        )
        for words, members in groups
        if members
    ]


def in_order(members: tuple[Member, ...]) -> list[str]:
    return [m.printed_name for m in sorted(members, key=lambda m: m.sort_key)]


def listed(heading: str, names: list[str], most: int) -> Names:
    return Names(heading, names[:most], max(len(names) - most, 0))


def target_slide(page: Overview) -> Slide | None:
    if not page.targets:
        return None
    return Slide("muc-tieu", target_title(page.targets), targets=page.targets)


def target_title(targets: list) -> str:
    known = [one for one in targets if one.amount is not None]
    if not known:
        return "Mục tiêu quốc gia: chưa có số liệu để so"
    return "; ".join(f"{one.label}: {one.pace}".rstrip(".") for one in known[:1])
