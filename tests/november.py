"""Fixtures of tests/portal: the portal in November 2022, and one agency that reports."""

import datetime
from dataclasses import dataclass

import pytest

from portal.accounts.models import Role, User
from portal.agencies.models import Agency
from portal.catalogue.calendar import ReportingPeriod
from portal.catalogue.models import Indicator
from portal.submissions import actions

from . import catalogue_sample as sample
from . import factories as make

NOW = make.instant("2022-11-15 09:30")


@pytest.fixture(autouse=True)
def in_november(settings):
    """The demonstration's day; only the time of day runs on."""
    settings.DEMO_TODAY = datetime.date(2022, 11, 15)


@pytest.fixture
def month(db) -> ReportingPeriod:
    return make.make_period(2022, 11)


@dataclass
class Reports:
    """One province with every type of value and what was known of it in October, its people."""

    agency: Agency
    period: ReportingPeriod
    indicators: dict[str, Indicator]
    reporter: User
    approver: User
    reviewer: User

    @property
    def path(self):
        return f"/phieu/{self.agency.slug}/{self.period.key}/"

    def field(self, code, part="value"):
        return f"{self.indicators[code].code}-{part}"

    def choice(self, code, part="choice"):
        return f"part-{self.indicators[code].section.code}-{part}"

    def access(self, user=None):
        return make.access_of(user or self.reporter)

    def open(self, at=NOW):
        return actions.open_report(self.agency, self.period, by=self.reporter, at=at)

    def save(self, texts, *, by=None, base=None, at=NOW):
        """Saves texts over the present version; returns the report."""
        report = self.open()
        base = report.version if base is None else base
        access = self.access(by)
        return actions.save_draft(report, base_version=base, texts=texts, access=access, at=at)

    @property
    def good_texts(self):
        """A sheet without faults or warnings."""
        return {
            self.choice("PLAN"): "unchanged",
            self.field("PAGE"): "yes",
            self.field("PAGE", "link"): "https://quangninh.gov.vn/chuyen-doi-so",
            self.field("FILM", "month"): "10",
            self.field("TRAINED", "total"): "500",
            self.choice("TEAMS"): "update",
            self.field("PEOPLE"): "11.300",
            self.field("SHARE"): "77,5",
            self.field("WORDS"): "Thiếu máy tính ở cấp xã.",
        }

    def sent(self, at=NOW):
        """The report, filled in well and sent."""
        report = self.save(self.good_texts, at=at).submission
        actions.send(report, version=report.version, access=self.access(), at=at)
        report.refresh_from_db()
        return report


@pytest.fixture
def reports(month) -> Reports:
    agency = make.make_agency(letterhead="Sở Thông tin và Truyền thông")
    indicators = sample.every_type(make.make_set("provinces", agency))
    sample.known_before(agency, indicators)
    return Reports(
        agency=agency,
        period=month,
        indicators=indicators,
        reporter=make.make_member(Role.REPORTER, agency, full_name="Phạm Thu Hà"),
        approver=make.make_member(Role.APPROVER, agency, full_name="Vũ Đức Long"),
        reviewer=make.make_member(Role.DATA_MANAGER, full_name="Lê Minh Tuấn"),
    )
