"""The steps of an edition's way, as every page of the workspace shows them on top."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from portal.days import show_date
from reporting.editions.models import Stage
from reporting.models import WeeklyEdition

ORDER = (Stage.DRAFT, Stage.CHECKED, Stage.RESERVED, Stage.FROZEN, Stage.PUBLISHED)


@dataclass(frozen=True)
class Step:
    """`standing`: "done", "now" or ""; `href`: where it is taken."""

    label: str
    note: str
    standing: str
    href: str


def steps_of(edition: WeeklyEdition) -> list[Step]:
    """Soạn → Kiểm tra → Cấp số → Chốt → Phát hành. A withdrawn edition has passed them all."""
    stage = Stage.PUBLISHED if edition.stage == Stage.WITHDRAWN else edition.stage
    passed = ORDER.index(stage)
    work = reverse("reporting:edition_work", args=[edition.pk])
    checks = page_of("edition_checks", edition) or f"{work}kiem-tra/"
    progress = page_of("edition_progress", edition) or checks
    number = ""
    if edition.number is not None:
        number = f"Số {edition.document_number}"
        if edition.issued_on:
            number += f", {show_date(edition.issued_on)}"
    said = (
        ("Soạn", "", work),
        ("Kiểm tra", "", checks),
        ("Cấp số", number, progress),
        ("Chốt", "", progress),
        ("Phát hành", "Đã thu hồi" if edition.stage == Stage.WITHDRAWN else "", progress),
    )
    # Being checked is what the second step leads to, so a draft stands at the first.
    now = passed + 1 if 0 < passed < len(ORDER) - 1 else passed
    return [
        Step(label, note, standing(place, now, stage == Stage.PUBLISHED), href)
        for place, (label, note, href) in enumerate(said)
    ]


def standing(place: int, now: int, is_over: bool) -> str:
    if place < now or is_over:
        return "done"
    return "now" if place == now else ""


def page_of(name: str, edition: WeeklyEdition) -> str:
    """The address of another room's page about the edition; empty while there is none."""
    try:
        return reverse(f"reporting:{name}", args=[edition.pk])
    except NoReverseMatch:
        return ""
