"""One month of November 2022 (due Friday 18, closed Friday 25) and a few agencies to chase."""

from dataclasses import dataclass, field

import pytest

from portal.accounts.models import Role, User
from portal.agencies.models import Agency, AgencySet
from portal.catalogue.calendar import ReportingPeriod
from portal.submissions.models import Channel, State, Submission
from tests import factories as make
from tests.november import in_november, month  # noqa: F401


@dataclass
class Chased:
    """Agencies that are asked this month; `people` by username."""

    period: ReportingPeriod
    asked: AgencySet
    people: dict[str, User] = field(default_factory=dict)

    def agency(self, name, slug, *, state=None, reporter=True, approver=False, **fields) -> Agency:
        """An agency with its people (username and address from the slug) and its report's state."""
        agency = make.make_agency(name, slug, sets=[self.asked], **fields)
        if reporter:
            self.member(agency, Role.REPORTER, slug)
        if approver:
            self.member(agency, Role.APPROVER, f"{slug}.duyet")
        if state:
            self.report(agency, state)
        return agency

    def member(self, agency, role, username, email=None, **fields) -> User:
        email = f"{username}@mau.example" if email is None else email
        user = make.make_user(username, full_name=f"Người {username}", email=email)
        make.make_member(role, agency, user=user, **fields)
        self.people[username] = user
        return user

    def report(self, agency, state, period=None, at="2022-11-15 08:00") -> Submission:
        at = make.instant(at)
        sent = at if state in (State.SUBMITTED, State.ACCEPTED, State.RETURNED) else None
        return Submission.objects.create(
            channel=Channel.AGENCY,
            agency=agency,
            period=period or self.period,
            state=state,
            first_sent_at=sent,
            created_at=at,
            updated_at=at,
        )


@pytest.fixture
def chased(month) -> Chased:  # noqa: F811
    asked = make.make_set("provinces")
    make.make_indicator("TEAMS", asked)
    return Chased(month, asked)


@pytest.fixture
def centre(client, db):
    """The client of a data manager with phone and address."""
    user = make.make_user(
        "cuc", full_name="Lê Minh Tuấn", email="cuc@mau.example", phone="024 3555 0146"
    )
    make.make_member(Role.DATA_MANAGER, user=user)
    return make.sign_in(client, user)
