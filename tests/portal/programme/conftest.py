import pytest

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
