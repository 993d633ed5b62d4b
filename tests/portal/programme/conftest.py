import pytest
from django.test import Client

from portal.accounts.models import Role
from tests import factories as make
from tests.november import in_november, month, reports  # noqa: F401

from .keepers import administrator


@pytest.fixture
def admin():
    return administrator()


@pytest.fixture
def agency(db):
    return make.make_agency()


@pytest.fixture
def other_agency(db):
    return make.make_agency("Hải Phòng", "hai-phong")


@pytest.fixture
def keeper():
    return make.make_member(Role.DATA_MANAGER, full_name="Lê Minh Tuấn")


@pytest.fixture
def centre(keeper):
    return make.sign_in(Client(), keeper)
