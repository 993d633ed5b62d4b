"""A province with a register in November 2022, and its people."""

from dataclasses import dataclass

import pytest
from django.test import Client

from portal.accounts.models import Role, User
from portal.models import Agency, FigureProposal, Indicator, ReportingPeriod
from tests import factories as make
from tests.november import NOW, in_november  # noqa: F401
from training.classes import register
from training.models import TrainingClass


@dataclass
class Book:
    """One agency's register, written by its reporter."""

    agency: Agency
    october: ReportingPeriod
    november: ReportingPeriod
    indicator: Indicator
    reporter: User
    approver: User

    @property
    def path(self):
        return f"/boi-duong/lop/{self.agency.slug}/"

    @property
    def access(self):
        return make.access_of(self.reporter)

    def said(self, **fields):
        """What is said of a class that counts in November."""
        return {
            "name": "Kỹ năng số, khóa 1",
            "begins_on": make.day("2022-10-24"),
            "ends_on": make.day("2022-10-26"),
            "form": "in_person",
            "on_platform": False,
            "place": "",
            "participants": 40,
            "completions": None,
            **fields,
        }

    def record(self, at=NOW, **fields) -> TrainingClass:
        return register.record_class(
            self.agency, self.said(**fields), access=self.access, at=at
        ).entry

    def proposed(self, period=None):
        """The figure proposed for the month (November); None when nothing is."""
        found = FigureProposal.objects.filter(agency=self.agency, period=period or self.november)
        return found.values_list("in_month", flat=True).first()


@pytest.fixture
def book(db) -> Book:
    agency = make.make_agency()
    provinces = make.make_set("provinces", agency)
    return Book(
        agency=agency,
        october=make.make_period(2022, 10),
        november=make.make_period(2022, 11),
        indicator=make.make_flow("TRAIN_PRO_SELF", provinces, unit="lượt"),
        reporter=make.make_member(Role.REPORTER, agency),
        approver=make.make_member(Role.APPROVER, agency),
    )


@pytest.fixture
def officer(book) -> Client:
    return make.sign_in(Client(), book.reporter)
