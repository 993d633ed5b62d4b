"""The order of equals in print, for the living table of the same day."""

import datetime

from reporting.models import PinnedRow


def order_on(table: str, day: datetime.date) -> dict[int, int]:
    """agency → its place in the newest report as of that day; one query, empty without one."""
    rows = PinnedRow.objects.filter(table=table, edition__as_of=day).order_by(
        "edition__correction", "edition_id", "position"
    )
    return dict(rows.values_list("agency_id", "position"))
