"""The months of an agency's reports with where each one stands."""

import datetime
from dataclasses import dataclass

from portal.accounts.permissions import Access
from portal.catalogue.calendar import ReportingPeriod
from portal.submissions.models import Channel, State, Submission
from portal.submissions.register import overdue_days


@dataclass(frozen=True)
class MonthRow:
    agency_slug: str
    agency_name: str
    period: ReportingPeriod
    report: Submission | None
    overdue_days: int | None

    @property
    def state(self):
        return self.report.state if self.report else None

    @property
    def deed(self) -> str:
        """What the link of the row is for, as a verb."""
        if self.state is None:
            return "Điền"
        return {State.DRAFT: "Điền tiếp", State.RETURNED: "Sửa"}.get(self.state, "Xem")


def month_rows(access: Access, now: datetime.datetime) -> list[MonthRow]:
    """The begun months of every agency that the person acts for, newest first."""
    periods = list(ReportingPeriod.objects.begun(now.date()))
    agencies = access.agencies
    reports = {
        (report.agency_id, report.period_id): report
        for report in Submission.objects.filter(
            channel=Channel.AGENCY, agency__in=[grant.agency_id for grant in agencies]
        )
    }
    rows = []
    for period in periods:
        for grant in agencies:
            report = reports.get((grant.agency_id, period.pk))
            state = report.state if report else None
            rows.append(
                MonthRow(
                    grant.agency_slug,
                    grant.agency_name,
                    period,
                    report,
                    overdue_days(period, state, now),
                )
            )
    return rows
