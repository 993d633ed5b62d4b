"""Tells the ground floor where each reported value stands in one weekly report."""

import datetime
from collections.abc import Iterator

from django.urls import reverse

from portal.submissions.aggregation import Figure, Figures
from portal.submissions.usage import FigureUse, Place, record_uses
from training.figures import CENTRAL, PROVINCIAL, TrainingCodes, training_rows

from .editions.content import EditionContent, build, pins
from .models import WeeklyEdition


def places(content: EditionContent) -> Iterator[Place]:
    """Every place of the report that rests on a named value: lines, lists and table rows."""
    page = page_of(content.edition)
    seen = set()
    for line in content.all_lines:
        for figure in line.figures:
            for value_id, words in line_places(content.figures, figure):
                place = f"Mục {line.section}, {words}"
                if (value_id, place) not in seen:
                    seen.add((value_id, place))
                    yield Place(value_id, place, f"{page}#muc-{line.section.replace('.', '-')}")
    for number, codes in enumerate((CENTRAL, PROVINCIAL), 1):
        yield from table_places(content, codes, number, page)


def line_places(figures: Figures, figure: Figure) -> Iterator[tuple[int, str]]:
    """(value, what it does in the line): named in a list, or added to a sum.

    A published count without names rests on no agency's value, so it yields nothing but those
    that are named as not done.
    """
    code = figure.indicator.code
    named = [*((m, "có tên trong số chưa thực hiện") for m in figure.not_done)]
    if figure.statement is None:
        is_list = figure.indicator.value_type == "yes_no"
        words = "được đếm trong số đã thực hiện" if is_list else "được cộng vào tổng số"
        counted = figure.done if is_list else (*figure.done, *figure.not_done)
        named = [*((m, words) for m in counted), *(named if is_list else ())]
    elif figure.indicator.value_type != "yes_no":
        named = []
    for member, words in named:
        reading = figures.reading(code, member.agency_id)
        if reading:
            yield reading.value_id, words


def table_places(
    content: EditionContent, codes: TrainingCodes, number: int, page: str
) -> Iterator[Place]:
    rows = training_rows(content.figures, codes, pins(content.edition, codes.total))
    for row_number, row in enumerate(rows, 1):
        wanted = (codes.total,) if row.total.is_stated else codes.parts
        for code in wanted:
            reading = content.figures.reading(code, row.agency_id)
            if reading and reading.amount is not None:
                yield Place(
                    reading.value_id, f"Bảng {number}, dòng {row_number}", f"{page}#bang-{number}"
                )


def uses_key(edition: WeeklyEdition) -> str:
    """What an edition's uses are kept under: its number, which its corrections share, so that two
    topics of one week stand beside each other; the week while it has no number."""
    if edition.number is None:
        return edition.key
    return f"{edition.year}/{edition.number}"


def page_of(edition: WeeklyEdition) -> str:
    if edition.number is None:
        return reverse("reporting:edition", args=[edition.key])
    return reverse("reporting:edition_numbered", args=[edition.year, edition.numbered])


def record_edition_uses(edition: WeeklyEdition, at: datetime.datetime) -> int:
    """Writes down where the edition prints each value; returns how many places."""
    if edition.number is not None:  # written down before it had its number
        FigureUse.objects.filter(report_key=edition.key).delete()
    return record_uses(
        report_key=uses_key(edition),
        report_label=f"Báo cáo {edition}",
        as_of=edition.as_of,
        places=places(build(edition)),
        at=at,
    )
