"""Agencies: dated names, codes, sets, successions, the end; reference data undoes none of it."""

import datetime
import io

import pytest
from django.core.management import call_command

from portal.accounts.in_charge import put_in_charge
from portal.accounts.models import InCharge, Membership, Role
from portal.agencies import actions
from portal.agencies.actions import AgencyError
from portal.agencies.models import (
    Agency,
    AgencyAlias,
    AgencyCode,
    AgencyName,
    AgencySet,
    AgencySetMember,
    Kind,
    Side,
    Succession,
)
from portal.agencies.recognition import AgencyNames
from tests import factories as make
from tests import loaded

from .keepers import TODAY, client_of, faults, text_of

pytestmark = pytest.mark.django_db

LIST = "/chuong-trinh/co-quan/"
DAY_BEFORE = make.day("2022-11-30")
NEW_DAY = make.day("2022-12-01")


@pytest.fixture
def keeper(admin):
    return client_of(admin)


def page_of(agency):
    return f"{LIST}{agency.pk}/"


def do(keeper, agency, deed, **facts):
    return keeper.post(page_of(agency), {"do": deed, **facts})


def name_on(agency, day):
    return Agency.objects.named_on(day).get(pk=agency.pk).name


# --- Names, codes, spellings ---------------------------------------------------------------------


def test_new_name_from_a_day_ends_the_old_one_the_day_before(keeper, agency):
    facts = {"kind": "municipality", "name": "Hạ Long", "since": "1/12/2022"}
    assert do(keeper, agency, "rename", **facts).status_code == 302
    assert name_on(agency, DAY_BEFORE) == "Quảng Ninh"
    assert name_on(agency, NEW_DAY) == "Hạ Long"
    new = agency.names.get(in_force_from=NEW_DAY)
    assert (new.printed_name, new.official_name, new.in_force_until) == ("Hạ Long", "Hạ Long", None)
    again = do(keeper, agency, "rename", **facts | {"name": "Khác", "since": "15/11/2022"})
    assert "Đã có tên Hạ Long" in faults(again, "rename")["since"][0]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"name": "hải phòng"}, "name"),
        ({"name": ""}, "name"),
        ({"kind": "ministry"}, "kind"),
        ({"since": "1/1/2020"}, "since"),
        ({"since": ""}, "since"),
        ({"since": "28/1/2022"}, "since"),
        ({"name": "x" * 121}, "name"),
    ],
)
def test_name_that_cannot_be_is_refused(keeper, agency, other_agency, facts, field):
    sent = {"kind": "province", "name": "Hạ Long", "since": "1/12/2022", **facts}
    response = do(keeper, agency, "rename", **sent)
    assert response.status_code == 422
    assert field in faults(response, "rename")
    assert agency.names.count() == 1
    assert agency.names.get().in_force_until is None


def test_slip_in_a_name_is_put_right_without_its_days(keeper, agency):
    name = agency.names.get()
    facts = {"which": name.pk, "kind": "province", "name": "Quảng Nình"}
    do(keeper, agency, "correct", **facts)
    name.refresh_from_db()
    assert (name.name, name.in_force_from) == ("Quảng Nình", make.LONG_AGO)
    assert name.search_key == "quang ninh"


def test_code_from_a_day_ends_the_one_before_and_is_nobody_elses(keeper, agency, other_agency):
    first = {"scheme": "gso", "code": "22", "since": "1/2/2022"}
    assert do(keeper, agency, "code", **first).status_code == 302
    assert "code" in faults(do(keeper, other_agency, "code", **first), "code")
    do(keeper, agency, "code", **first | {"code": "23", "since": "1/12/2022"})
    assert agency.codes.in_force_on(DAY_BEFORE).get().code == "22"
    assert agency.codes.in_force_on(NEW_DAY).get().code == "23"
    assert "since" in faults(do(keeper, agency, "code", **first), "code")
    reasons = [change.reason for change in keeper.get(page_of(agency)).context["changes"]]
    assert "Mã Tổng cục Thống kê: 23 từ 1/12/2022" in reasons


def test_spelling_is_recognised_from_now_on(keeper, agency, other_agency):
    do(keeper, agency, "alias", text="Q.Ninh")
    assert AgencyNames([agency.pk], TODAY).find("q.ninh").agency_ids == (agency.pk,)
    assert "text" in faults(do(keeper, other_agency, "alias", text="Q.NINH"), "alias")
    assert "text" in faults(do(keeper, other_agency, "alias", text="Quảng Ninh"), "alias")
    assert "text" in faults(do(keeper, agency, "alias", text="- \u200b"), "alias")
    assert AgencyAlias.objects.count() == 1


def test_misplaced_spelling_moves_and_both_histories_say_so(keeper, agency, other_agency):
    do(keeper, agency, "alias", text="H.Phong")
    alias = AgencyAlias.objects.get()
    moved = do(keeper, agency, "move-alias", alias=alias.pk, to=other_agency.pk)
    assert moved.status_code == 302
    alias.refresh_from_db()
    assert alias.agency == other_agency
    foreign = do(keeper, agency, "move-alias", alias=alias.pk, to=other_agency.pk)
    assert "alias" in faults(foreign, "move-alias")
    for one in (agency, other_agency):
        assert "cách viết “H.Phong”" in keeper.get(page_of(one)).context["changes"][0].reason


# --- Sets ----------------------------------------------------------------------------------------


def test_set_joined_and_left_by_days(keeper, agency):
    provinces = make.make_set()
    do(keeper, agency, "join", agency_set=provinces.pk, since="1/12/2022")
    member = agency.set_memberships.get()
    assert not Agency.objects.in_set("provinces", DAY_BEFORE).exists()
    assert Agency.objects.in_set("provinces", NEW_DAY).exists()
    twice = do(keeper, agency, "join", agency_set=provinces.pk, since="1/1/2023")
    assert "agency_set" in faults(twice, "join")
    early = do(keeper, agency, "leave", member=member.pk, last_day="1/11/2022")
    assert "last_day" in faults(early, "leave")
    do(keeper, agency, "leave", member=member.pk, last_day="31/12/2022")
    member.refresh_from_db()
    assert member.in_force_until == make.day("2022-12-31")
    do(keeper, agency, "join", agency_set=provinces.pk, since="1/1/2023")
    assert agency.set_memberships.count() == 2


def test_set_of_another_side_is_not_offered(keeper, agency):
    ministries = make.make_set("ministries", side=Side.CENTRAL)
    response = do(keeper, agency, "join", agency_set=ministries.pk, since="1/12/2022")
    assert "agency_set" in faults(response, "join")


def test_other_agencys_place_in_a_set_cannot_be_ended_here(keeper, agency, other_agency):
    make.make_set("provinces", other_agency)
    member = other_agency.set_memberships.get()
    assert "member" in faults(
        do(keeper, agency, "leave", member=member.pk, last_day="31/12/2022"), "leave"
    )


# --- Facts, new, end -----------------------------------------------------------------------------


def test_facts_are_changed_unless_somebody_was_faster(keeper, agency):
    version = keeper.get(page_of(agency)).context["version"]
    facts = {"position": "7", "letterhead": "Sở TT&TT", "one_person": "on"}
    assert do(keeper, agency, "change", version=version, **facts).status_code == 302
    agency.refresh_from_db()
    assert (agency.position, agency.letterhead) == (7, "Sở TT&TT")
    assert (agency.one_person, agency.needs_approval) == (True, False)
    late = do(keeper, agency, "change", version=version, position="8", letterhead="Sở KH&CN")
    assert late.status_code == 409
    assert 'value="Sở KH&amp;CN"' in text_of(late)
    assert "Thứ tự chính thức: 0 → 7" in text_of(late)


def test_new_agency_is_asked_from_its_first_day(keeper):
    provinces = make.make_set()
    facts = {
        "side": "provincial",
        "kind": "province",
        "name": "Côn Đảo",
        "official_name": "Tỉnh Côn Đảo",
        "in_force_from": "1/12/2022",
        "sets": [provinces.pk],
    }
    assert keeper.post(f"{LIST}moi/", facts).status_code == 302
    made = Agency.objects.get()
    assert (made.slug, made.in_force_from) == ("con-dao", NEW_DAY)
    assert list(Agency.objects.in_set("provinces", NEW_DAY)) == [made]
    twice = keeper.post(f"{LIST}moi/", facts)
    assert "name" in faults(twice)
    assert "Tỉnh Côn Đảo" in text_of(twice)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"side": "central"}, "kind"),
        ({"in_force_from": ""}, "in_force_from"),
        ({"position": "-1"}, "position"),
        ({"position": "99999"}, "position"),
        ({"sets": ["x"]}, "sets"),
    ],
)
def test_new_agency_that_makes_no_sense_is_refused(keeper, facts, field):
    sent = {"side": "provincial", "kind": "province", "name": "A", "in_force_from": "1/12/2022"}
    response = keeper.post(f"{LIST}moi/", {**sent, **facts})
    assert field in faults(response)
    assert not Agency.objects.exists()


def test_address_of_a_namesake_is_numbered(agency):
    assert actions.free_slug("Quảng Ninh") == "quang-ninh-2"
    assert actions.free_slug("???") == "co-quan"


def test_end_takes_names_sets_and_roles_with_it_and_deletes_nothing(keeper, agency):
    make.make_set("provinces", agency)
    person = make.make_member(Role.REPORTER, agency)
    facts = {"last_day": "30/11/2022", "reason": "NQ 202/2025/QH15"}
    assert do(keeper, agency, "end", **facts).status_code == 302
    agency.refresh_from_db()
    assert agency.in_force_until == DAY_BEFORE
    for rows in (agency.names, agency.set_memberships, person.memberships):
        assert rows.get().in_force_until == DAY_BEFORE
    page = text_of(keeper.get(page_of(agency)))
    assert "NQ 202/2025/QH15" in page
    assert faults(do(keeper, agency, "end", **facts), "end")


# --- Succession ----------------------------------------------------------------------------------


def succeed(keeper, agency, successor, **facts):
    sent = {"successor": successor.pk, "takes_over_on": "1/12/2022", "basis": "NQ 1", **facts}
    return keeper.post(f"{page_of(agency)}ke-thua/", sent)


def test_merger_ends_the_predecessor_and_gives_its_people_the_successor(
    keeper, admin, agency, other_agency
):
    make.make_set("provinces", agency, other_agency)
    person = make.make_member(Role.REPORTER, agency, unit="Sở TT&TT")
    both = make.make_member(Role.APPROVER, agency)
    make.make_member(Role.APPROVER, other_agency, user=both)
    lent = Membership.objects.create(
        user=person,
        role=Role.APPROVER,
        agency=agency,
        delegated_by=both,
        in_force_from=TODAY,
        in_force_until=make.day("2022-12-31"),
    )
    manager = make.make_member(Role.DATA_MANAGER)
    put_in_charge(manager, [agency], since=TODAY, by=admin)
    facts = {"carries_figures": "on", "gives_people": "on"}
    response = succeed(keeper, agency, other_agency, **facts)
    assert response.url == page_of(agency)
    agency.refresh_from_db()
    assert agency.in_force_until == DAY_BEFORE
    assert list(Agency.objects.in_set("provinces", NEW_DAY)) == [other_agency]
    access = make.access_of(person, NEW_DAY)
    assert access.can("report", "hai-phong")
    assert not access.can("report", "quang-ninh")
    assert not access.can("approve", "hai-phong")
    lent.refresh_from_db()
    assert lent.in_force_until == DAY_BEFORE
    assert both.memberships.count() == 2
    assert InCharge.objects.in_force_on(NEW_DAY).get().agency == other_agency
    assert "Được <a" in text_of(keeper.get(page_of(agency)))
    assert "NQ 1" in text_of(keeper.get(page_of(other_agency)))


def test_without_people_their_roles_only_end(keeper, agency, other_agency):
    person = make.make_member(Role.REPORTER, agency)
    succeed(keeper, agency, other_agency)
    assert person.memberships.get().in_force_until == DAY_BEFORE
    assert not Succession.objects.get().carries_figures


def test_split_is_recorded_part_by_part_on_one_day(keeper, agency, other_agency):
    third = make.make_agency("Cẩm Phả", "cam-pha")
    succeed(keeper, agency, other_agency)
    late = succeed(keeper, agency, third, takes_over_on="1/1/2023")
    assert "takes_over_on" in faults(late)
    assert succeed(keeper, agency, third).status_code == 302
    assert Succession.objects.filter(predecessor=agency).count() == 2


def test_succession_that_cannot_be_is_refused_whole(keeper, agency, other_agency):
    person = make.make_member(Role.REPORTER, agency)
    assert "successor" in faults(succeed(keeper, agency, agency))
    assert "takes_over_on" in faults(
        succeed(keeper, agency, other_agency, takes_over_on="28/1/2022")
    )
    Agency.objects.filter(pk=other_agency.pk).update(in_force_from=make.day("2023-01-01"))
    assert "successor" in faults(succeed(keeper, agency, other_agency))
    agency.refresh_from_db()
    assert agency.in_force_until is None
    assert person.memberships.get().in_force_until is None


def test_nobody_succeeds_in_a_circle(keeper, admin, agency, other_agency):
    succeed(keeper, agency, other_agency)
    Agency.objects.filter(pk=agency.pk).update(in_force_until=None)
    assert "vòng tròn" in faults(succeed(keeper, other_agency, agency))["successor"][0]


# --- The list ------------------------------------------------------------------------------------


def test_list_of_a_day_by_side_and_by_name_without_accents(keeper, agency, other_agency):
    make.make_agency("Bộ Xây dựng", "bo-xay-dung", side=Side.CENTRAL)
    actions.end_agency(other_agency, last_day=DAY_BEFORE, by=None)

    def found(query):
        return {a.name for a, _ in keeper.get(f"{LIST}?{query}").context["agencies"]}

    assert found("") == {"Quảng Ninh", "Hải Phòng", "Bộ Xây dựng"}
    assert found("ngay=1/12/2022") == {"Quảng Ninh", "Bộ Xây dựng"}
    assert found("khoi=central") == {"Bộ Xây dựng"}
    assert found("tim=quang+ninh") == {"Quảng Ninh"}
    wrong = keeper.get(f"{LIST}?ngay=31/2/2022")
    assert "không có ngày 31" in text_of(wrong)


def test_list_and_page_ask_the_same_few_questions(keeper, django_assert_max_num_queries):
    for number in range(40):
        made = make.make_agency(f"Tỉnh {number}", f"tinh-{number}")
    person = make.make_member(Role.REPORTER, made)
    actions.add_alias(made, text="T.39", by=person)
    with django_assert_max_num_queries(8):
        keeper.get(LIST)
    with django_assert_max_num_queries(26):
        keeper.get(page_of(made))


# --- Reference data ------------------------------------------------------------------------------


def test_reference_data_undoes_no_change_made_here(keeper, admin):
    """design.md 14: it adds what is missing and tells what differs."""
    loaded.load_reference()
    one, other = Agency.objects.in_set("provinces", TODAY).order_by("slug")[:2]
    region = AgencySet.objects.filter(purpose=AgencySet.Purpose.REGION).exclude(members=one).first()
    member = one.set_memberships.in_force_on(TODAY).get(agency_set__purpose="region")
    kind = Kind.PROVINCE
    do(keeper, one, "rename", kind=kind, name="Tên mới", since="1/12/2022")
    do(keeper, one, "leave", member=member.pk, last_day="30/11/2022")
    do(keeper, one, "join", agency_set=region.pk, since="1/12/2022")
    do(keeper, one, "code", scheme="gso", code="AB", since="1/12/2022")
    version = keeper.get(page_of(one)).context["version"]
    do(keeper, one, "change", version=version, position="88", letterhead="Sở Mới")
    do(keeper, other, "end", last_day="30/11/2022", reason="NQ 2")
    before = state_of()
    said = io.StringIO()
    call_command("load_reference", stdout=said)
    assert state_of() == before
    assert name_on(one, NEW_DAY) == "Tên mới"
    assert "“88”" in said.getvalue()
    assert said.getvalue().count("Giữ nguyên.") >= 5


def state_of():
    models = (Agency, AgencyName, AgencySetMember, AgencyCode)
    return [list(model.objects.order_by("pk").values_list()) for model in models]


def test_end_is_the_last_of_the_days(agency):
    with pytest.raises(AgencyError):
        actions.end_agency(agency, last_day=datetime.date(2021, 1, 1), by=None)
