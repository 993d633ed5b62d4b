"""The order of rows that are equal in a table; no other order can be changed."""

from itertools import groupby

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from portal import clock
from portal.accounts.permissions import Capability, requires
from portal.submissions.gates import Closed
from reporting.editions import writing
from reporting.editions.choices import Choices
from reporting.editions.content import TABLES, figures_of, pins
from reporting.models import WeeklyEdition
from training.figures import TrainingRow, training_rows

from .found import edition_at_work
from .steps import steps_of


@requires(Capability.EDIT_EDITION)
@require_http_methods(["GET", "POST"])
def ties(request, edition, table):
    edition = edition_at_work(request.access, edition)
    rows = rows_in_order(edition, table)
    groups = tied(rows)
    faults = {}
    if request.method == "POST":
        ordered, faults = as_posted(rows, groups, request.POST)
        if not faults and saved(request, edition, table, ordered):
            return redirect("reporting:edition_work", edition.pk)
    context = {
        "edition": edition,
        "groups": [shown(group, request.POST, faults) for group in groups],
        "faults": [(f"#o-{agency}", words) for agency, words in faults.items()],
        "why_not": writing.why_not(edition, request.access),
        "steps": steps_of(edition),
    }
    status = 422 if faults else 200
    return render(request, "reporting/workspace/ties.html", context, status=status)


def rows_in_order(edition: WeeklyEdition, table: str) -> list[TrainingRow]:
    codes = next((codes for codes in TABLES if codes.total == table), None)
    if codes is None:
        raise Http404("no such table in the report")
    figures = figures_of(edition, Choices.of(edition))
    return training_rows(figures, codes, pins(edition, table))


def tied(rows: list[TrainingRow]) -> list[list[TrainingRow]]:
    """Groups of equal known totals, in the table's order."""
    groups = [list(group) for _, group in groupby(rows, key=lambda row: row.amount)]
    return [group for group in groups if len(group) > 1 and group[0].amount is not None]


def as_posted(rows, groups, posted) -> tuple[list[int], dict[int, str]]:
    """Every agency of the table in its new order, or what is wrong: {agency: words}."""
    places, faults = {}, {}
    for group in groups:
        taken = {}
        for row in group:
            text = posted.get(f"o-{row.agency_id}", "").strip()
            place = int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0
            if not 1 <= place <= len(group):
                faults[row.agency_id] = f"{row.name}: thứ tự từ 1 đến {len(group)}."
            elif place in taken:
                faults[row.agency_id] = f"{row.name}: thứ tự {place} đã có {taken[place]}."
            taken.setdefault(place, row.name)
            places[row.agency_id] = place
    ordered = []
    for _, group in groupby(rows, key=lambda row: row.amount):
        ordered += sorted(group, key=lambda row: places.get(row.agency_id, 0))
    return [row.agency_id for row in ordered], faults


def shown(group: list[TrainingRow], posted, faults) -> dict:
    rows = [
        {
            "id": f"o-{row.agency_id}",
            "name": row.name,
            "place": posted.get(f"o-{row.agency_id}", place),
            "fault": faults.get(row.agency_id, ""),
        }
        for place, row in enumerate(group, 1)
    ]
    return {"amount": group[0].amount, "rows": rows}


def saved(request, edition, table: str, ordered: list[int]) -> bool:
    try:
        if writing.pin_rows(edition, table, ordered, access=request.access, at=clock.now()):
            messages.success(request, "Đã ghi thứ tự các dòng bằng nhau.")
    except Closed as error:
        messages.error(request, str(error))
    return True
