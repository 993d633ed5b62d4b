"""The report as the body of a page: one article, the same for a draft and a frozen edition."""

import datetime
from dataclasses import dataclass
from itertools import groupby

from django.template.loader import render_to_string

from portal.office.own_markup import own_markup
from portal.ui.charts import Chart
from reporting.editions.report import Block, Report

from .dating import day_of
from .tables import yearbook


@dataclass(frozen=True)
class Part:
    """A block ready for the template; `lines`: neighbouring lines are one list."""

    kind: str
    block: Block | None = None
    lines: tuple[Block, ...] = ()
    table: object = None
    chart: Chart | None = None

    @property
    def tag(self) -> str:
        """The heading's element: the page's own title is h1."""
        return f"h{min(self.block.level + 1, 4)}"


def article_of(report: Report) -> str:
    """The report's article. Figures lead to the names behind them as of the report's day."""
    return render_to_string(
        "reporting/article/article.html",
        {
            "report": report,
            "identity": report.identity,
            "as_of": datetime.date.fromisoformat(report.identity.as_of),
            "issued_on": day_of(report.identity.issued_on),
            "parts": list(parts_of(report)),
        },
    )


CONTENTS = "<!-- mục lục -->"  # between the article and its table of contents


def page_of(report: Report) -> str:
    """What a page shows of a report, kept as one text: the article and its table of contents."""
    contents = render_to_string("reporting/article/contents.html", {"parts": contents_of(report)})
    return f"{article_of(report)}{CONTENTS}{contents}"


def taken_apart(page: str) -> tuple[str, str]:
    """(article, table of contents), each the portal's own markup."""
    article, _, contents = page.partition(CONTENTS)
    return own_markup(article), own_markup(contents)


def parts_of(report: Report):
    """The body's blocks; lines that follow one another become one list."""
    for is_line, blocks in groupby(report.body, lambda block: block.kind == "line"):
        if is_line:
            yield Part("lines", lines=tuple(blocks))
            continue
        for block in blocks:
            yield part_of(block, report)


def part_of(block: Block, report: Report) -> Part:
    if block.kind == "table":
        return Part("table", block, table=yearbook(report.table(block.ref)))
    if block.kind == "chart":
        return Part("chart", block, chart=chart_of(report, block.ref))
    return Part(block.kind, block)


def chart_of(report: Report, id: str) -> Chart:
    chart = report.chart(id)
    return Chart(
        id=chart.id,
        title=chart.title,
        caption=chart.caption,
        key=chart.key,
        svg=own_markup(chart.svg),
        figure=chart.figure,
    )


def contents_of(report: Report) -> list[tuple[str, str, bool]]:
    """(anchor, words, whether it belongs to the one above) of what a reader may jump to."""
    found = []
    for block in report.body:
        if block.kind == "heading" and block.anchor and block.level < 3:
            found.append((block.anchor, f"{block.number}. {block.text}", block.level > 1))
        elif block.kind == "table":
            found.append((block.ref, report.table(block.ref).title.split(".")[0], True))
    return found
