"""Targets of the country and of agencies: set by the strict reader, struck with a reason, kept."""

import pytest

from portal.catalogue.models import Combine, Source
from portal.catalogue.targets import Target
from tests import factories as make

from .keepers import faults, text_of

pytestmark = pytest.mark.django_db
LIST = "/chuong-trinh/muc-tieu/"


@pytest.fixture
def national():
    return make.make_flow(
        "EXPERTS", None, source=Source.CENTRE, combine=Combine.LATEST, unit="chuyên gia"
    )


def said(indicator, agency=None, **fields):
    return {
        "agency": agency.pk if agency else "",
        "indicator": indicator.pk,
        "qualifier": "khoảng",
        "amount": "31.000",
        "counts_from": "28/1/2022",
        "due_on": "31/12/2022",
        "basis": "Kế hoạch 12/KH-UBND ngày 5/2/2022",
        **fields,
    }


def page_of(target):
    return f"{LIST}{target.pk}/"


def test_agencys_own_plan_is_set_and_listed_with_its_unit(centre, keeper, reports):
    trained = reports.indicators["TRAINED"]
    reply = centre.post(LIST, said(trained, reports.agency))
    assert reply.headers["Location"] == LIST
    made = Target.objects.get()
    assert (made.amount, made.agency, made.qualifier) == (31000, reports.agency, "khoảng")
    assert made.history.get().history_user == keeper
    page = text_of(centre.get(LIST))
    assert "Quảng Ninh: khoảng 31.000 lượt, từ 28/1/2022 đến hết 31/12/2022" in page
    assert f"{trained.versions.get().label} (lượt)" in page


def test_countrys_target(centre, reports, national):
    centre.post(LIST, said(national, amount="1000", qualifier="tối thiểu"))
    assert Target.objects.get().agency is None
    assert "Tối thiểu 1.000 chuyên gia" in text_of(centre.get(LIST))


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("amount", "31,000", "31,000"),
        ("amount", "0", "lớn hơn 0"),
        ("amount", "-5", "không nhận số âm"),
        ("amount", "", "Bạn điền ô này"),
        ("amount", "ba mươi", "ba mươi"),
        ("amount", "99.999.999.999", "Nhiều nhất"),
        ("due_on", "27/1/2022", "từ 28/1/2022"),
        ("due_on", "31/2/2022", "không có ngày 31"),
        ("counts_from", "", "Bạn điền ô này"),
        ("basis", " ", "Bạn điền ô này"),
        ("indicator", "0", "Không có trong danh sách"),
        ("agency", "99999", "Không có trong danh sách"),
        ("qualifier", "gần như", "gần như"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(centre, reports, field, typed, words):
    good = said(reports.indicators["TRAINED"], reports.agency)
    reply = centre.post(LIST, {**good, field: typed})
    assert reply.status_code == 422
    assert words in faults(reply)[field][0]
    assert not Target.objects.exists()


def test_only_counts_can_be_chosen(centre, reports):
    page = centre.get(LIST)
    offered = set(page.context["form"].fields["indicator"].queryset)
    assert reports.indicators["TRAINED"] in offered
    assert not offered & {reports.indicators[code] for code in ("PLAN", "WORDS", "SHARE")}
    reply = centre.post(LIST, said(reports.indicators["PLAN"], reports.agency))
    assert "Không có trong danh sách" in faults(reply)["indicator"][0]


def test_agency_is_held_to_what_it_is_asked_only(centre, reports, national, other_agency):
    for agency, indicator in (
        (other_agency, reports.indicators["TRAINED"]),
        (reports.agency, national),
    ):
        reply = centre.post(LIST, said(indicator, agency))
        assert "không hỏi cơ quan đã chọn" in faults(reply)["indicator"][0]


def test_second_target_to_the_same_day_is_refused(centre, reports, national):
    for indicator, agency in ((reports.indicators["TRAINED"], reports.agency), (national, None)):
        centre.post(LIST, said(indicator, agency))
        reply = centre.post(LIST, said(indicator, agency, amount="500"))
        assert "bỏ mục tiêu đó trước" in faults(reply)["due_on"][0]
    assert Target.objects.count() == 2


def test_struck_with_a_reason_it_stays_and_another_may_take_its_place(centre, keeper, reports):
    trained = reports.indicators["TRAINED"]
    centre.post(LIST, said(trained, reports.agency))
    made = Target.objects.get()
    shown = centre.get(page_of(made))
    posted = {"do": "strike", "version": shown.context["version"]}
    refused = centre.post(page_of(made), {**posted, "reason": ""})
    assert refused.status_code == 422
    assert faults(refused, "strike")["reason"] == ["Bạn điền ô này."]
    centre.post(page_of(made), {**posted, "reason": "Tỉnh đã điều chỉnh kế hoạch"})
    made.refresh_from_db()
    assert made.struck_at is not None
    page = text_of(centre.get(page_of(made)))
    assert "Tỉnh đã điều chỉnh kế hoạch" in page
    assert "Bỏ mục tiêu này" not in page
    assert "Tỉnh đã điều chỉnh kế hoạch" in text_of(centre.get(LIST))
    centre.post(LIST, said(trained, reports.agency, amount="25000"))
    assert Target.objects.filter(struck_at=None).get().amount == 25000
    last = made.history.first()
    assert (last.history_user, last.history_change_reason) == (
        keeper,
        "Tỉnh đã điều chỉnh kế hoạch",
    )


def test_struck_by_two_at_once_is_struck_once(centre, reports):
    centre.post(LIST, said(reports.indicators["TRAINED"], reports.agency))
    made = Target.objects.get()
    version = centre.get(page_of(made)).context["version"]
    posted = {"do": "strike", "version": version, "reason": "Ghi nhầm"}
    assert centre.post(page_of(made), posted).status_code == 302
    again = centre.post(page_of(made), {**posted, "reason": "Lần hai"})
    assert again.status_code in (409, 422) or b"Ghi nh" in again.content
    made.refresh_from_db()
    assert made.struck_reason == "Ghi nhầm"


def test_only_who_keeps_figures_or_administers_may(client, reports):
    make.sign_in(client, reports.reporter)
    assert client.get(LIST).status_code == 403
    assert client.post(LIST, said(reports.indicators["TRAINED"])).status_code == 403
    assert not Target.objects.exists()


def test_shelf_leads_to_the_list(centre, reports):
    assert f'href="{LIST}"' in text_of(centre.get("/chuong-trinh/"))
