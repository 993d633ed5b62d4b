"""What waits for whom: the current month of each own agency, and the centre's queue."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from portal.accounts.models import Membership, Role
from portal.accounts.permissions import GRANTS, Access, Capability, Grant
from portal.agencies.models import Side
from portal.catalogue.calendar import ReportingPeriod
from portal.days import how_long_until, show_weekday
from portal.entry.no_news import why_not_unchanged
from portal.entry.place import question_to, report_in
from portal.review.board import board_counts
from portal.submissions import actions
from portal.submissions.behalf import stands_on_behalf
from portal.submissions.gates import NOT_YOUR_ROLE, Gate, Step, extension_note, gate
from portal.submissions.models import Revision, State, Submission, SubmissionEvent
from portal.submissions.register import (
    SENT,
    Rate,
    Standing,
    overdue_days,
    rates_by_side,
    register,
)
from portal.submissions.sheet import Question, load_sheet
from portal.submissions.usage import FigureUse, uses_with_labels
from portal.submissions.validation import judge

from .open_months import begun_months, last_closed, open_month


@dataclass(frozen=True)
class AgencyDesk:
    """One own agency's current month. `report` unsaved when nothing is begun; `period` None when
    no month is open; `no_news`: every part can still be said to have stayed as it was."""

    grant: Grant
    period: ReportingPeriod | None
    report: Submission | None = None
    save_gate: Gate | None = None
    approve_gate: Gate | None = None
    answered: int = 0
    asked: int = 0
    no_news: bool = False
    overdue_days: int | None = None
    question: SubmissionEvent | None = None
    asked_about: tuple[Question, ...] = ()
    receipts: tuple[Revision, ...] = ()
    used: tuple[FigureUse, ...] = ()
    colleagues: tuple[tuple[str, str], ...] = ()
    last_closed: ReportingPeriod | None = None
    extension: str = ""
    now: datetime.datetime | None = None

    @property
    def state(self):
        return self.report.state if self.report and self.report.pk else None

    @property
    def task(self) -> str:
        """The one thing to do now, as a verb; empty when nothing is to be done."""
        if self.approve_gate:
            return "Duyệt phiếu đã trình"
        if not self.save_gate:
            return ""
        if self.state == State.RETURNED:
            return "Sửa phiếu Cục trả lại, rồi gửi lại"
        left = self.asked - self.answered
        if left and self.answered:
            return f"Trả lời nốt {left} chỉ tiêu, rồi {self.goal}"
        return f"Điền {self.asked} chỉ tiêu, rồi {self.goal}" if left else f"Xem lại và {self.goal}"

    @property
    def to_confirm(self) -> list[Revision]:
        """The centre's entries among the last receipts that wait for the agency's word."""
        return [
            revision
            for revision in self.receipts
            if stands_on_behalf(revision.submission, revision)
            and revision.superseded_at is None
            and revision.confirmed_at is None
        ]

    @property
    def waits_for_word(self) -> bool:
        """Whether what stands for the month is an entry of the centre, not confirmed yet."""
        return any(r.submission.period_id == self.period.pk for r in self.to_confirm)

    @property
    def may_correct(self) -> bool:
        return Capability.REPORT in GRANTS[self.grant.role]

    @property
    def goal(self) -> str:
        agency = self.report.agency
        asks_first = agency.needs_approval and not agency.one_person
        return "trình lãnh đạo duyệt" if asks_first else "gửi về Cục"

    @property
    def why_nothing(self) -> str:
        """Why there is nothing to do, in the words of the gate of the person's role."""
        if self.approve_gate is None:
            return ""
        of_role = self.save_gate if self.approve_gate.reason == NOT_YOUR_ROLE else self.approve_gate
        return of_role.reason

    @property
    def deed(self) -> str:
        """The word on the button."""
        if self.approve_gate:
            return "Xem và duyệt"
        if not self.save_gate:
            return "Xem phiếu"
        if self.state == State.RETURNED:
            return "Sửa phiếu"
        return "Điền phiếu" if self.state is None else "Điền tiếp phiếu"

    @property
    def is_ready(self) -> bool:
        """Whether only looking over is left; a returned report is mended first."""
        return self.answered == self.asked and self.state != State.RETURNED

    @property
    def due_on(self) -> datetime.date:
        return timezone.localtime(self.period.due_at).date()

    @property
    def due_shown(self) -> str:
        return f"{timezone.localtime(self.period.due_at):%H:%M}, {show_weekday(self.due_on)}"

    @property
    def time_left(self) -> str:
        return how_long_until(self.now.date(), self.due_on)

    @property
    def steps(self) -> list[dict]:
        """The month's way, step by step, the present one marked."""
        names = ["Điền phiếu", "Gửi về Cục", "Cục tiếp nhận"]
        reached = {None: 0, State.DRAFT: 0, State.RETURNED: 0, State.AWAITING_APPROVAL: 1}
        at = reached.get(self.state, 2)
        if self.report.agency.needs_approval:
            names.insert(1, "Lãnh đạo duyệt")
            at += at == 2
        if self.state == State.ACCEPTED:
            at = len(names)
        return [
            {"label": name, "standing": "done" if i < at else "now" if i == at else ""}
            for i, name in enumerate(names)
        ]


def agency_desks(access: Access, now: datetime.datetime) -> list[AgencyDesk]:
    """A desk for each own agency, in the order of the person's roles."""
    if not access.agencies:
        return []
    months = begun_months([grant.agency_id for grant in access.agencies], now)
    return [agency_desk(access, grant, months, now) for grant in access.agencies]


def agency_desk(access, grant, months, now) -> AgencyDesk:
    """`months`: see `begun_months`."""
    period = open_month(months, grant.agency_id, now)
    receipts = tuple(
        Revision.objects.filter(submission__agency=grant.agency_id, submission__channel="agency")
        .select_related("submission__period")
        .order_by("-pk")[:3]
    )
    colleagues = colleagues_of(grant.agency_id, access)
    used = uses_in_print(receipts)
    if period is None:
        return AgencyDesk(grant, None, receipts=receipts, used=used, colleagues=colleagues, now=now)
    agency, report = report_in(grant.agency_slug, period)
    sheet = load_sheet(agency, period, report)
    texts = actions.load_draft(report).texts() if report.pk else {}
    judged = judge(sheet, texts)
    return AgencyDesk(
        grant,
        period,
        report=report,
        save_gate=gate(Step.SAVE, report, access, now, agency.slug),
        approve_gate=gate(Step.APPROVE, report, access, now, agency.slug),
        answered=judged.answered,
        asked=len(sheet.asked),
        no_news=not why_not_unchanged(sheet, texts),
        overdue_days=overdue_days(period, is_in(report), now),
        extension=extension_note(report, now),
        question=question_to(report),
        asked_about=tuple(sheet.asked_about),
        receipts=receipts,
        used=used,
        colleagues=colleagues,
        last_closed=last_closed(months, grant.agency_id, now),
        now=now,
    )


def is_in(report: Submission) -> bool:
    """Whether the centre has the report, or has an accepted one while it is being corrected."""
    return bool(report.pk) and (report.state in SENT or report.was_accepted)


def uses_in_print(receipts) -> tuple[FigureUse, ...]:
    """Where the figures of the newest accepted receipt are printed; no query without one."""
    accepted = [r for r in receipts if r.accepted_at and r.superseded_at is None]
    return tuple(uses_with_labels(accepted[0])) if accepted else ()


def colleagues_of(agency_id: int, access: Access) -> tuple[tuple[str, str], ...]:
    """(role, name) of the others who act for the agency on the day."""
    others = (
        Membership.objects.in_force_on(access.day)
        .filter(agency=agency_id)
        .exclude(user=access.user)
        .select_related("user")
        .order_by("role", "pk")
    )
    return tuple((Role(m.role).label, m.user.full_name) for m in others)


@dataclass(frozen=True)
class CentreDesk:
    period: ReportingPeriod
    standings: tuple[Standing, ...]

    @property
    def rates(self) -> list[tuple[str, Rate]]:
        return [(Side(code).label, rate) for code, rate in rates_by_side(self.standings).items()]

    def in_state(self, state) -> list[Standing]:
        return [standing for standing in self.standings if standing.state == state]

    @property
    def to_review(self):
        return self.in_state(State.SUBMITTED)

    @property
    def counts(self) -> list[tuple[str, str, int]]:
        """(filter of the board, state's name, how many), as the board counts them."""
        return board_counts(self.standings)

    @property
    def overdue(self):
        return [standing for standing in self.standings if standing.overdue_days]

    @property
    def received(self):
        return sum(standing.is_received for standing in self.standings)


def centre_desk(now: datetime.datetime) -> CentreDesk | None:
    """The current month's queue; None when no month is open."""
    period = ReportingPeriod.objects.begun(now.date()).current(now)
    return CentreDesk(period, tuple(register(period, now))) if period else None
