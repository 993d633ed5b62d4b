"""The real week 39 in the workspace, nothing written in it yet, and clients of each role."""

import datetime

import pytest
from django.test import Client

from reporting.models import WeeklyEdition
from tests import factories as make
from tests import loaded

AT = make.instant("2022-09-30 17:00")
ROLES = "portal.accounts.backends.RolesBackend"


@pytest.fixture(scope="module")
def reference(django_db_setup, django_db_blocker):
    with loaded.for_module(django_db_blocker, loaded.load_reference):
        yield


@pytest.fixture(autouse=True)
def in_october(settings):
    settings.DEMO_TODAY = datetime.date(2022, 10, 3)


@pytest.fixture
def edition(reference, db):
    found = WeeklyEdition.objects.get(week=39)
    found.texts.all().delete()
    return found


@pytest.fixture
def signed_in():
    """A function: role → a client of somebody who holds it."""

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
def home(edition):
    return f"/bao-cao-tuan/soan/{edition.pk}/"
