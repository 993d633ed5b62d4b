"""What the last published edition printed, read by value from its frozen text, never added anew."""

import datetime
import json
from dataclasses import dataclass

from django.core.cache import cache
from django.urls import reverse

from portal.days import show_date
from portal.figures import show, show_signed
from portal.submissions.aggregation import Figure
from reporting.models import Snapshot

A_DAY = int(datetime.timedelta(days=1).total_seconds())


@dataclass(frozen=True)
class Printed:
    """One figure as the edition printed it; `amount` None where nothing was known."""

    amount: int | None
    size: int | None
    known: int
    is_stated: bool


@dataclass(frozen=True)
class LastEdition:
    """`sides`: how many agencies' reports it rests on: (central, provincial)."""

    label: str
    href: str
    as_of: datetime.date
    figures: dict[str, Printed]
    sides: tuple[int | None, int | None]

    def change(self, *figures: Figure | None) -> str:
        """ "so với Báo cáo Tuần 45/2022: +3 địa phương"; empty where nothing can be compared."""
        parts, is_same = [], True
        for figure in figures:
            then = self.figures.get(figure.indicator.code) if figure else None
            if then is None or then.amount is None or figure.amount is None:
                continue
            moved = figure.amount - then.amount
            is_same = is_same and not moved
            parts.append(self.part(figure, then, moved))
        if not parts:
            return ""
        if is_same:
            return f"Không đổi so với Báo cáo {self.label}."
        return f"So với Báo cáo {self.label}: {', '.join(part for part in parts if part)}."

    def part(self, figure: Figure, then: Printed, moved: int) -> str:
        """One figure's change; a figure of another source is named, and not compared."""
        side = figure.indicator.asked_of.short_name if figure.indicator.asked_of_id else ""
        if then.is_stated != (figure.statement is not None):
            return f"nguồn số khác (khi đó {show(then.amount)})"
        known = ""
        if then.known != figure.known and figure.indicator.combine == "sum":
            known = f" ({show(then.known)} nơi có số khi đó, nay {show(figure.known)})"
        return f"{show_signed(moved)} {side}{known}".strip() if moved else ""


def last_edition(pk: int | None, known_at: datetime.datetime | None) -> LastEdition | None:
    """A frozen edition. It never changes, so it is read once a process; no query from then on."""
    if pk is None:
        return None
    place = f"edition-figures-{pk}-{known_at}".replace(" ", "-")
    found = cache.get(place)
    if found is None:
        found = read(Snapshot.objects.get(edition=pk).text)
        cache.set(place, found, timeout=A_DAY)
    return found


def read(text: str) -> LastEdition:
    frozen = json.loads(text)
    identity, completeness = frozen["identity"], frozen.get("completeness") or {}
    return LastEdition(
        label=identity["label"],
        href=reverse("reporting:edition_numbered", args=[identity["year"], identity["number"]]),
        as_of=datetime.date.fromisoformat(identity["as_of"]),
        figures={
            code: Printed(one["amount"], one["size"], one["known"], one["is_stated"])
            for code, one in frozen["figures"].items()
        },
        sides=(completeness.get("central"), completeness.get("provincial")),
    )


def age(oldest: datetime.date | None, newest: datetime.date | None) -> str:
    """ "số liệu đến 30/9/2022", "số liệu từ 14/6/2022 đến 30/9/2022"; empty without a day."""
    if newest is None:
        return ""
    if oldest == newest:
        return f"Số liệu đến {show_date(newest)}"
    return f"Số liệu từ {show_date(oldest)} đến {show_date(newest)}"
