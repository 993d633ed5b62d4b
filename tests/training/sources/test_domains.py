"""Agencies' own sub-domains: added and ended by the centre with a basis; the history stays."""

import pytest
from django.test import Client

from portal.accounts.models import Role
from portal.catalogue.changes import Refused
from tests import factories as make
from training.sources.domains import add_domain, end_domain, hosts_on, read_host
from training.sources.models import PlatformDomain

AUGUST, NOVEMBER = make.day("2022-08-01"), make.day("2022-11-15")
LIST = "/boi-duong/ten-mien/"


@pytest.fixture(autouse=True)
def _in_november(settings):
    settings.DEMO_TODAY = NOVEMBER


@pytest.fixture
def province(db):
    return make.make_agency("Hải Phòng", "hai-phong")


@pytest.fixture
def keeper(db):
    return make.make_member(Role.DATA_MANAGER)


def added(agency, keeper, host="haiphong.nen-tang.vn", since=AUGUST, basis="Báo cáo"):
    return add_domain(
        agency, host=host, since=since, basis=basis, access=make.access_of(keeper, NOVEMBER)
    )


@pytest.mark.parametrize(
    "text",
    ["haiphong.nen-tang.vn", " HTTPS://HaiPhong.nen-tang.vn/ ", "haiphong.nen-tang.vn."],
)
def test_hosts_are_compared_as_one(text):
    assert read_host(text) == "haiphong.nen-tang.vn"


@pytest.mark.parametrize(
    "text",
    ["", "x", "hải-phòng.vn", "a b.vn", "a..vn", "-a.vn", "a.vn/lop", "vn", "x" * 200 + ".vn"],
)
def test_what_is_no_host_is_refused(text):
    with pytest.raises(Refused) as refused:
        read_host(text)
    assert refused.value.field == "host"


def test_in_force_between_its_days_only(province, keeper):
    row = added(province, keeper)
    assert hosts_on(make.day("2022-07-31")) == {}
    assert hosts_on(AUGUST) == {province.pk: ("haiphong.nen-tang.vn",)}
    end_domain(
        row.pk, until=make.day("2022-09-30"), basis="Công văn", access=make.access_of(keeper)
    )
    assert hosts_on(make.day("2022-09-30"))
    assert hosts_on(make.day("2022-10-01")) == {}
    steps = row.history.order_by("pk").values_list("history_change_reason", "history_user")
    assert list(steps) == [("Báo cáo", keeper.pk), ("Công văn", keeper.pk)]
    end_domain(row.pk, until=None, basis="Vẫn dùng", access=make.access_of(keeper))
    assert hosts_on(NOVEMBER)


def test_a_host_is_one_agencys(province, keeper):
    added(province, keeper)
    other = make.make_agency()
    with pytest.raises(Refused, match="một cơ quan khác"):
        added(other, keeper, host="HAIPHONG.nen-tang.vn")
    with pytest.raises(Refused, match="cơ quan này"):
        added(province, keeper)
    assert PlatformDomain.objects.count() == 1


def test_end_before_the_beginning_or_without_change(province, keeper):
    row = added(province, keeper)
    access = make.access_of(keeper)
    with pytest.raises(Refused, match="không kết thúc trước đó"):
        end_domain(row.pk, until=make.day("2022-07-31"), basis="x", access=access)
    with pytest.raises(Refused, match="vẫn như cũ"):
        end_domain(row.pk, until=None, basis="x", access=access)


def test_others_may_not(province):
    for role, agency in ((Role.REPORTER, province), (Role.ADMINISTRATOR, None)):
        with pytest.raises(Refused, match="quản trị số liệu"):
            added(province, make.make_member(role, agency))


def test_pages_add_and_end(province, keeper):
    client = make.sign_in(Client(), keeper)
    wrong = {"agency": province.pk, "host": "hai phong", "since": "31/2/2022", "basis": ""}
    refused = client.post(LIST, wrong)
    assert refused.status_code == 422
    assert 'value="hai phong"' in refused.content.decode()
    good = {"agency": province.pk, "host": "hp.nen-tang.vn", "since": "1/8/2022", "basis": "BC 17"}
    assert client.post(LIST, good).status_code == 302
    again = client.post(LIST, good)
    assert again.status_code == 422
    assert "đã ghi cho cơ quan này" in again.content.decode()
    row = PlatformDomain.objects.get()
    path = f"{LIST}{row.pk}/"
    version = client.get(path).context["version"]
    data = {"do": "end", "until": "30/9/2022", "reason": "Công văn 5", "version": version}
    assert client.post(path, data).status_code == 302
    stale = client.post(path, {**data, "until": "31/10/2022"})
    assert stale.status_code == 409
    assert "Người khác vừa sửa" in stale.content.decode()
    row.refresh_from_db()
    assert row.in_force_until == make.day("2022-09-30")
    text = client.get(path).content.decode()
    assert "Công văn 5" in text
    assert "đến hết 30/9/2022" in text
