"""The real week 39 with nothing told, a second edition, clients of each role."""

import datetime

import pytest
from django.test import Client

from portal.accounts.permissions import Access
from portal.models import Agency
from provinces.models import Story
from reporting.models import EditionStory, Proposal, WeeklyEdition
from reporting.narrative import choosing, confirming
from tests import factories as make
from tests import loaded

from .told import hand_in

AT = make.instant("2022-10-03 09:00")
ROLES = "portal.accounts.backends.RolesBackend"


@pytest.fixture(scope="module")
def reference(django_db_setup, django_db_blocker):
    with loaded.for_module(django_db_blocker, loaded.load_reference):
        yield


@pytest.fixture(autouse=True)
def _in_october(settings):
    settings.DEMO_TODAY = datetime.date(2022, 10, 10)


@pytest.fixture
def edition(reference, db):
    """Week 39 with nothing told and nothing proposed."""
    found = WeeklyEdition.objects.get(week=39)
    found.proposals.all().delete()
    EditionStory.objects.all().delete()
    Proposal.objects.all().delete()
    Story.objects.all().delete()
    return found


@pytest.fixture
def later(edition):
    """A draft of the week after."""
    return WeeklyEdition.objects.create(
        year=2022, week_year=2022, week=40, as_of=make.day("2022-10-07"), symbol="BC", topic="Tổ"
    )


@pytest.fixture
def quang_ninh(edition):
    return Agency.objects.get(slug="quang-ninh")


@pytest.fixture
def hai_phong(edition):
    return Agency.objects.get(slug="hai-phong")


@pytest.fixture
def signed_in():
    """A function: role, agency → a client of somebody who holds it."""

    def sign_in(role, agency=None):
        client = Client()
        client.user = make.make_member(role, agency)
        client.force_login(client.user, backend=ROLES)
        return client

    return sign_in


@pytest.fixture
def editor(signed_in):
    return signed_in("editor")


@pytest.fixture
def access(editor):
    return Access(editor.user, AT.date())


@pytest.fixture
def story(quang_ninh):
    return hand_in(quang_ninh, communication="Tỉnh có 3 kênh Zalo.", title="Giao chỉ tiêu")


@pytest.fixture
def row(edition, story, access):
    return choosing.choose(edition, story, access=access, at=AT)


@pytest.fixture
def asked(row, access):
    return confirming.ask(row, access=access, at=AT)
