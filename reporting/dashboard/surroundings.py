"""What stands beside the figures, asked in one statement: the reader's saved views, the last
published edition, and how much is still being asked about."""

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Subquery

from portal.models import Submission, User
from portal.submissions.models import Channel, State
from portal.submissions.prepared import prepared_rows
from reporting.editions.models import Stage
from reporting.models import WeeklyEdition
from training.sources.models import Dispute

from .last_edition import LastEdition, last_edition


@dataclass(frozen=True)
class View:
    pk: int
    name: str
    address: str


@dataclass(frozen=True)
class Surroundings:
    """`returned`, `disputes`: how many wait now, whatever day is being looked at."""

    views: list[View]
    edition: LastEdition | None
    returned: int
    disputes: int


def surroundings(
    user: User, day: datetime.date, scope: Collection[int] | None = None
) -> Surroundings:
    """One query; one more when the last edition was not read before by this process."""
    if scope is None:
        rows = prepared_rows(beside, user.pk, day)
    else:
        rows = list(beside(user.pk, day, scope))
    views = [View(pk, name, address) for pk, name, address, *_ in rows if pk is not None]
    edition, known_at, returned, disputes = rows[0][3:]
    return Surroundings(views, last_edition(edition, known_at), returned or 0, disputes or 0)


def beside(user_id: int, day: datetime.date, scope: Collection[int] | None = None):
    """A row for each saved view, at least one, with the edition and the two counts in each."""
    edition = newest_edition(day)
    returned = Submission.objects.filter(channel=Channel.AGENCY, state=State.RETURNED)
    disputes = Dispute.objects.filter(answered_at=None, withdrawn_at=None)
    if scope is not None:
        returned, disputes = (rows.filter(agency__in=scope) for rows in (returned, disputes))
    return (
        User.objects.filter(pk=user_id)
        .order_by("saved_views__name", "saved_views__pk")
        .values_list(
            "saved_views__pk",
            "saved_views__name",
            "saved_views__address",
            Subquery(edition.values("pk")[:1]),
            Subquery(edition.values("known_at")[:1]),
            counted(returned, "state"),
            counted(disputes, "outcome"),
        )
    )


def newest_edition(day: datetime.date):
    """Published editions as of the day or before, the one in force first; each is frozen."""
    return WeeklyEdition.objects.filter(stage=Stage.PUBLISHED, as_of__lte=day).order_by(
        "-as_of", "-year", "-number", "-correction"
    )


def counted(rows, alike: str) -> Subquery:
    """How many rows there are, all of one kind by the column `alike`; null for none."""
    return Subquery(rows.order_by().values(alike).annotate(n=Count("pk")).values("n")[:1])
