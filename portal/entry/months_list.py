"""The months of an agency's reports with where each one stands."""

import datetime
from dataclasses import dataclass

from portal.accounts.permissions import Access
from portal.catalogue.calendar import ReportingPeriod
from portal.submissions.extensions import Extension, later_of
from portal.submissions.models import Channel, State, Submission
from portal.submissions.register import is_received, overdue_days, standing_facts


@dataclass(frozen=True)
class MonthRow:
    agency_slug: str
    agency_name: str
    period: ReportingPeriod
    report: Submission | None
    overdue_days: int | None
    closes_at: datetime.datetime
    now: datetime.datetime

    @property
    def state(self):
        return self.report.state if self.report else None

    @property
    def is_extended(self) -> bool:
        return self.closes_at > self.period.closes_at

    @property
    def is_closed(self) -> bool:
        """Whether the month is locked for the agency, its extra time over as well."""
        return self.now > self.closes_at

    @property
    def deed(self) -> str:
        """What the link of the row is for, as a verb."""
        if self.state is None:
            return "Xem" if self.is_closed else "Điền"
        return {State.DRAFT: "Điền tiếp", State.RETURNED: "Sửa"}.get(self.state, "Xem")


def extensions_of(agencies: list[int]):
    """Oldest first, so that of several the newest stays."""
    return Extension.objects.filter(agency__in=agencies).order_by("pk")


def month_rows(access: Access, now: datetime.datetime) -> list[MonthRow]:
    """The begun months of every agency that the person acts for, newest first."""
    periods = list(ReportingPeriod.objects.begun(now.date()))
    agencies = access.agencies
    ids = [grant.agency_id for grant in agencies]
    reports = {
        (report.agency_id, report.period_id): report
        for report in Submission.objects.filter(channel=Channel.AGENCY, agency__in=ids).annotate(
            **standing_facts()
        )
    }
    extensions = {(e.agency_id, e.period_id): e.closes_at for e in extensions_of(ids)}
    rows = []
    for period in periods:
        for grant in agencies:
            key = (grant.agency_id, period.pk)
            report = reports.get(key)
            received = report is not None and is_received(
                report.state, report.has_accepted, report.newest_counts
            )
            rows.append(
                MonthRow(
                    grant.agency_slug,
                    grant.agency_name,
                    period,
                    report,
                    overdue_days(period, received, now),
                    later_of(period, extensions.get(key)),
                    now,
                )
            )
    return rows
