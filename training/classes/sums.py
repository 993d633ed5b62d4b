"""The register's sums by month, beside what the month's report said.

A class belongs to the month in which it ends. Unit: lượt; completions are never added to
participants. A sum is None where no number is known.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q, Sum

from portal.models import Agency, IndicatorValue, ReportingPeriod
from portal.submissions.models import Channel

from .proposing import COUNTS, SELF_RUN

OUTSIDE = "ngoai-ky"
STANDING = Q(struck_at=None)
OWN, PLATFORM = STANDING & Q(on_platform=False), STANDING & Q(on_platform=True)
KNOWN, DONE = STANDING & COUNTS, OWN & Q(completions__isnull=False)
DAY_SUMS = {
    "classes": Count("pk", filter=OWN),
    "counted": Count("pk", filter=KNOWN),
    "amount": Sum("participants", filter=KNOWN),
    "done_known": Count("pk", filter=DONE),
    "done": Sum("completions", filter=DONE),
    "platform_classes": Count("pk", filter=PLATFORM),
    "platform_amount": Sum("participants", filter=PLATFORM),
    "struck": Count("pk", filter=~STANDING),
}


@dataclass(frozen=True)
class Sent:
    """What the month's report said of self-run training. `in_month` None: not known.

    `fits`: it is of the month's own days, so that it can be compared with the register.
    """

    in_month: int | None
    covers_from: datetime.date | None
    covers_to: datetime.date
    fits: bool


@dataclass
class Month:
    """`period` None: the classes that end outside every month. Self-run classes apart from those
    on the platform."""

    period: ReportingPeriod | None
    sent: Sent | None = None
    sums: dict[str, int | None] = field(default_factory=lambda: dict.fromkeys(DAY_SUMS))

    def add(self, row: dict) -> None:
        for name in DAY_SUMS:
            if row[name] is not None:
                self.sums[name] = (self.sums[name] or 0) + row[name]

    def __getattr__(self, name):
        if name in DAY_SUMS:
            return self.sums[name]
        raise AttributeError(name)

    @property
    def key(self) -> str:
        return self.period.key if self.period else OUTSIDE

    @property
    def label(self) -> str:
        return str(self.period) if self.period else "Ngoài các kỳ báo cáo"

    @property
    def unknown(self) -> int:
        """Self-run classes whose participants are not written down yet."""
        return (self.classes or 0) - (self.counted or 0)

    @property
    def has_classes(self) -> bool:
        """Struck ones too: they are read, and taken back."""
        return bool(self.classes or self.platform_classes or self.struck)

    @property
    def difference(self) -> int | None:
        """The register's lượt beyond the report's; None where the two cannot be compared."""
        if self.sent is None or not self.sent.fits or None in (self.sent.in_month, self.amount):
            return None
        return self.amount - self.sent.in_month


def months_of(agency: Agency, today: datetime.date) -> list[Month]:
    """The months with classes or a report, and the one of `today`, newest first; three queries.

    Classes outside every month come last.
    """
    periods = list(ReportingPeriod.objects.all())
    months = {period.pk: Month(period) for period in periods}
    outside = Month(None)
    for row in day_sums(agency):
        period = period_of(row["ends_on"], periods)
        (months[period.pk] if period else outside).add(row)
    for pk, sent in sent_figures(agency).items():
        months[pk].sent = sent
    shown = [
        month
        for month in months.values()
        if month.has_classes or month.sent or is_within(today, month.period)
    ]
    return [*shown, *([outside] if outside.has_classes else [])]


def day_sums(agency: Agency) -> Iterable[dict]:
    classes = agency.training_classes.order_by()
    return classes.values("ends_on").annotate(**DAY_SUMS)


def period_of(day: datetime.date, periods: Iterable[ReportingPeriod]) -> ReportingPeriod | None:
    return next((period for period in periods if is_within(day, period)), None)


def is_within(day: datetime.date, period: ReportingPeriod) -> bool:
    return period.starts_on <= day <= period.ends_on


def sent_figures(agency: Agency) -> dict[int, Sent]:
    """Month → what the newest revision that was sent for it says of the agency's own classes."""
    values = IndicatorValue.objects.filter(
        agency=agency,
        indicator__code=SELF_RUN.get(agency.side, ""),
        revision__submission__channel=Channel.AGENCY,
    ).order_by("revision__number")
    rows = values.values_list(
        "revision__submission__period",
        "revision__submission__period__starts_on",
        "in_month",
        "covers_from",
        "covers_to",
    )
    return {
        period: Sent(in_month, covers_from, covers_to, covers_from == starts_on)
        for period, starts_on, in_month, covers_from, covers_to in rows
    }
