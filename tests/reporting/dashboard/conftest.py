"""The overview over the reference data: Tuần 39 as published, and nothing after it."""

import datetime

import pytest

from portal.accounts.models import Role
from portal.agencies.models import Agency
from tests import factories as make
from tests import loaded
from tests.markup import Page

OVERVIEW = "/tong-quan/"


@pytest.fixture(scope="module", autouse=True)
def _reference_data(django_db_setup, django_db_blocker):
    with loaded.for_module(django_db_blocker, loaded.load_reference):
        yield


@pytest.fixture(autouse=True)
def _in_november(settings):
    settings.DEMO_TODAY = datetime.date(2022, 11, 15)


@pytest.fixture
def reader(client):
    """Someone who reads and belongs to no agency."""
    make.sign_in(client, make.make_member(Role.READER))
    return client


@pytest.fixture
def officer(client):
    """Someone who reports for Quảng Ninh."""
    agency = Agency.objects.get(slug="quang-ninh")
    make.sign_in(client, make.make_member(Role.REPORTER, agency))
    return client


def seen(client, query="", path=OVERVIEW) -> Page:
    response = client.get(path + query)
    assert response.status_code == 200, response.status_code
    return Page(response.content.decode())
