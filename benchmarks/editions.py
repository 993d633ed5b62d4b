"""One edition frozen with all its files, and the next week's left a draft."""

import datetime
import time

from django.utils import timezone

from portal.accounts.models import Role, User
from portal.accounts.permissions import Access
from reporting.editions import lifecycle
from reporting.editions.freezing import freeze, make_files
from reporting.editions.opening import open_edition
from reporting.models import WeeklyEdition

from .measuring import FALLS_SHORT, HOLDS, Row

FROZEN_WEEK, DRAFT_WEEK = (2022, 39), (2022, 40)
DRAFT_DAY = datetime.date(2022, 10, 7)
FROZEN_AT = datetime.datetime(2022, 9, 30, 17)
MOST_SECONDS = 15


def access_of(username: str, day: datetime.date) -> Access:
    return Access(User.objects.get(username=username), day)


def freeze_one_edition(signed_in_as) -> float:
    """Takes Tuần 39 to its readers by the portal's own steps; returns the seconds that freezing
    and making every file took. `signed_in_as` makes a person with a role."""
    at = timezone.make_aware(FROZEN_AT)
    for username, role in (("bien-tap-do", Role.EDITOR), ("ban-hanh-do", Role.PUBLISHER)):
        signed_in_as(username, role)
    editor, manager, publisher = (
        access_of(name, at.date()) for name in ("bien-tap-do", "quan-ly-do", "ban-hanh-do")
    )
    edition = WeeklyEdition.objects.get(week_year=FROZEN_WEEK[0], week=FROZEN_WEEK[1])
    lifecycle.mark_checked(edition, access=editor, at=at)
    lifecycle.reserve(edition, issued_on=at.date(), access=manager, at=at)
    started = time.perf_counter()
    make_files(freeze(edition, access=manager, at=at), at)
    seconds = time.perf_counter() - started
    edition.refresh_from_db()
    lifecycle.publish(edition, access=publisher, at=at)
    open_edition(week=DRAFT_WEEK, as_of=DRAFT_DAY, access=editor, at=at)
    return seconds


def freezing_row(seconds: float, agencies: int) -> Row:
    return Row(
        f"Chốt một bản báo cáo của {agencies} cơ quan, làm đủ các tệp",
        f"{seconds:.1f} giây".replace(".", ","),
        f"≤ {MOST_SECONDS} giây",
        HOLDS if seconds <= MOST_SECONDS else FALLS_SHORT,
        round(seconds, 3),
    )
