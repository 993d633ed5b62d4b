"""The explorer's picture is taken away as it stands on the page."""

import pytest

from tests import factories as make
from tests import small_portal
from tests.markup import Page

pytestmark = pytest.mark.django_db
GOOD = "chi-tieu=PROV_TRAINED"


@pytest.fixture
def reader(client, settings):
    settings.DEMO_TODAY = small_portal.TODAY
    small_portal.build()
    return make.sign_in(client, make.make_member("reader"))


def files_of(reader, query) -> list[str]:
    page = Page(reader.get(f"/kham-pha/?{query}").content.decode())
    return [link for link in page.links if "hinh.png" in link]


def test_picture_of_the_page(reader):
    (href,) = files_of(reader, GOOD)
    response = reader.get(href)
    assert response["Content-Type"] == "image/png"
    assert response.content.startswith(b"\x89PNG")


def test_a_list_has_no_picture(reader):
    assert not files_of(reader, f"{GOOD}&bay=danh-sach")
    assert reader.get(f"/kham-pha/hinh.png?{GOOD}&bay=danh-sach").status_code == 404
    assert reader.get("/kham-pha/hinh.png").status_code == 400
