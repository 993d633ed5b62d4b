"""People: given roles, handed over, closed, looked for; and what nobody may do."""

import datetime

import pytest

from portal.accounts import roles
from portal.accounts.actions import MembershipError
from portal.accounts.in_charge import put_in_charge
from portal.accounts.models import InCharge, Membership, Role, User
from tests import factories as make

from .keepers import TODAY, administrator, client_of, faults, text_of

pytestmark = pytest.mark.django_db

LIST = "/chuong-trinh/nguoi-dung/"
A_PASSWORD = "trang-ram-thang-tam"


def page_of(person):
    return f"{LIST}{person.pk}/"


# --- Roles ---------------------------------------------------------------------------------------


def test_role_given_and_ended_by_days(admin, agency):
    person = make.make_user()
    keeper = client_of(admin)
    keeper.post(
        page_of(person),
        {"do": "give", "role": "approver", "agency": agency.pk, "since": "1/12/2022"},
    )
    role = person.memberships.get()
    assert not make.access_of(person).can("approve")
    assert make.access_of(person, make.day("2022-12-01")).can("approve", agency.slug)
    ended = {"do": "end", "membership": role.pk, "last_day": "31/12/2022"}
    assert keeper.post(page_of(person), ended).status_code == 302
    assert not make.access_of(person, make.day("2023-01-01")).can("approve")
    response = keeper.post(page_of(person), {**ended, "last_day": "1/11/2022"})
    assert "Vai trò bắt đầu từ 1/12/2022" in faults(response, "end")["last_day"][0]


def test_same_role_twice_is_refused_two_different_are_not(admin, agency, other_agency):
    person = make.make_member(Role.REPORTER, agency)
    with pytest.raises(MembershipError, match="đã có vai trò này"):
        give(person, agency, admin)
    give(person, other_agency, admin)
    give(person, agency, admin, role=Role.APPROVER)
    assert person.memberships.count() == 3


def give(person, agency, by, role=Role.REPORTER, since=TODAY, until=None):
    return roles.give_role(person, role=role, agency=agency, since=since, until=until, by=by)


def test_ending_an_approver_ends_what_was_lent(admin, agency):
    lender = make.make_member(Role.APPROVER, agency)
    last = TODAY + datetime.timedelta(days=30)
    loan = Membership.objects.create(
        user=make.make_user(),
        role=Role.APPROVER,
        agency=agency,
        delegated_by=lender,
        in_force_from=TODAY,
        in_force_until=last,
    )
    roles.close_role(lender.memberships.get(), last_day=TODAY, by=admin)
    loan.refresh_from_db()
    assert loan.in_force_until == TODAY


def test_foreign_role_cannot_be_ended_on_anothers_page(admin, agency):
    person = make.make_user()
    foreign = make.make_member(Role.REPORTER, agency).memberships.get()
    sent = {"do": "end", "membership": foreign.pk, "last_day": "15/11/2022"}
    response = client_of(admin).post(page_of(person), sent)
    assert "membership" in faults(response, "end")
    foreign.refresh_from_db()
    assert foreign.in_force_until is None


def test_new_administrator_gets_into_djangos_admin(admin):
    person = make.make_user()
    give(person, None, admin, role=Role.ADMINISTRATOR)
    assert client_of(person).get("/quan-tri/").status_code == 200


def test_last_administrator_stays(admin):
    keeper, role = client_of(admin), admin.memberships.get()
    response = keeper.post(page_of(admin), {"do": "deactivate"})
    assert roles.LAST_ADMINISTRATOR in text_of(response)
    ending = {"do": "end", "membership": role.pk, "last_day": "15/11/2022"}
    assert roles.LAST_ADMINISTRATOR in text_of(keeper.post(page_of(admin), ending))
    invited = make.make_member(Role.ADMINISTRATOR)
    User.objects.filter(pk=invited.pk).update(password="!")
    assert roles.LAST_ADMINISTRATOR in text_of(keeper.post(page_of(admin), {"do": "deactivate"}))
    make.make_member(Role.ADMINISTRATOR)
    assert keeper.post(page_of(admin), {"do": "deactivate"}).status_code == 302
    assert keeper.get(page_of(admin)).status_code == 302


def test_data_manager_reads_people_and_changes_none(admin, agency):
    manager = make.make_member(Role.DATA_MANAGER)
    keeper = client_of(manager)
    assert keeper.get(LIST).status_code == 200
    page = text_of(keeper.get(page_of(manager)))
    assert "Việc có thể làm" not in page
    sent = {"do": "give", "role": "administrator", "since": "15/11/2022"}
    refused = keeper.post(page_of(manager), sent)
    assert (refused.status_code, "Chỉ quản trị hệ thống" in text_of(refused)) == (422, True)
    assert keeper.get(f"{LIST}moi/").status_code == 403
    assert manager.memberships.count() == 1


def test_reactivated_account_has_its_roles(admin, agency):
    person = make.make_member(Role.REPORTER, agency)
    keeper = client_of(admin)
    keeper.post(page_of(person), {"do": "deactivate"})
    assert client_of(person).get("/phieu/").status_code == 302
    keeper.post(page_of(person), {"do": "reactivate"})
    assert client_of(person).get("/phieu/").status_code == 200


# --- Handover ------------------------------------------------------------------------------------


def test_handover_moves_every_open_role_from_a_day(admin, agency, other_agency):
    giver = make.make_member(Role.REPORTER, agency, unit="Sở TT&TT")
    soon = make.day("2022-12-01")
    give(giver, other_agency, admin, since=make.day("2023-01-01"))
    make.make_member(Role.EDITOR, user=giver, in_force_until=make.day("2022-10-01"))
    to = make.make_member(Role.READER)
    response = client_of(admin).post(
        page_of(giver), {"do": "hand-over", "to": to.pk, "since": "1/12/2022"}
    )
    assert response.status_code == 302
    assert not Membership.objects.in_force_on(soon).filter(user=giver).exists()
    assert make.access_of(giver, soon - datetime.timedelta(days=1)).can("report", agency.slug)
    got = set(to.memberships.values_list("role", "agency", "unit", "in_force_from"))
    assert {
        ("reporter", agency.pk, "Sở TT&TT", soon),
        ("reporter", other_agency.pk, "", make.day("2023-01-01")),
    } <= got
    assert not to.memberships.filter(role=Role.EDITOR).exists()


def test_handover_to_who_has_the_role_gives_no_second_one(admin, agency):
    giver, to = make.make_member(Role.REPORTER, agency), make.make_member(Role.REPORTER, agency)
    roles.hand_over(giver, to=to, since=TODAY, by=admin)
    assert to.memberships.count() == 1
    assert giver.memberships.get().in_force_until == TODAY - datetime.timedelta(days=1)


def test_handover_takes_those_one_is_in_charge_of_along(admin, agency):
    giver, to = make.make_member(Role.DATA_MANAGER), make.make_member(Role.READER)
    put_in_charge(giver, [agency], since=make.day("2022-11-01"), by=admin)
    roles.hand_over(giver, to=to, since=TODAY, by=admin)
    assert InCharge.objects.in_force_on(TODAY).get().user == to
    assert InCharge.objects.in_force_on(make.day("2022-11-14")).get().user == giver


@pytest.mark.parametrize("whom", ["self", "closed", "nothing"])
def test_handover_that_makes_no_sense_is_refused(admin, agency, whom):
    giver = make.make_user() if whom == "nothing" else make.make_member(Role.REPORTER, agency)
    to = giver if whom == "self" else make.make_user(is_active=whom != "closed")
    with pytest.raises(MembershipError):
        roles.hand_over(giver, to=to, since=TODAY, by=admin)


# --- In charge -----------------------------------------------------------------------------------


def test_region_and_ticks_in_one_go_the_newest_word_counts(admin, agency, other_agency):
    region = make.make_set("vung-1", agency, purpose="region")
    first, second = make.make_member(Role.DATA_MANAGER), make.make_member(Role.DATA_MANAGER)
    keeper = client_of(admin)
    sent = {"user": first.pk, "since": "1/11/2022", "regions": [region.pk]}
    keeper.post("/chuong-trinh/phu-trach/", {**sent, "agencies": [other_agency.pk]})
    assert InCharge.objects.filter(user=first).count() == 2
    sent = {"user": second.pk, "since": "15/11/2022", "agencies": [agency.pk]}
    assert keeper.post("/chuong-trinh/phu-trach/", sent).status_code == 302
    assert InCharge.objects.in_force_on(TODAY).get(agency=agency).user == second
    assert InCharge.objects.get(user=first, agency=agency).in_force_until == make.day("2022-11-14")
    keeper.post("/chuong-trinh/phu-trach/", sent)
    assert InCharge.objects.filter(agency=agency).count() == 2
    sent = {"nobody": "on", "since": "16/11/2022", "agencies": [agency.pk]}
    keeper.post("/chuong-trinh/phu-trach/", sent)
    assert not InCharge.objects.in_force_on(make.day("2022-11-16")).filter(agency=agency).exists()


def test_assignments_ask_the_same_few_questions(admin, django_assert_max_num_queries):
    manager, keeper = make.make_member(Role.DATA_MANAGER), client_of(admin)

    def ask():
        with django_assert_max_num_queries(12) as found:
            keeper.get("/chuong-trinh/phu-trach/")
        return len(found)

    put_in_charge(manager, [make.make_agency("A", "a")], since=TODAY, by=admin)
    few = ask()
    more = [make.make_agency(f"Tỉnh {number}", f"tinh-{number}") for number in range(30)]
    put_in_charge(manager, more, since=TODAY, by=admin)
    assert ask() == few


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"since": "15/11/2022"}, "user"),
        ({"nobody": "on", "since": "15/11/2022"}, "regions"),
        ({"nobody": "on", "since": "hôm nay"}, "since"),
        ({"nobody": "on", "since": "15/11/2022", "agencies": ["abc"]}, "agencies"),
    ],
)
def test_assignment_without_sense_is_refused(admin, sent, field):
    response = client_of(admin).post("/chuong-trinh/phu-trach/", sent)
    assert field in faults(response)


# --- The list ------------------------------------------------------------------------------------


def test_list_finds_without_accents_by_role_and_by_idleness(admin, agency):
    person = make.make_member(Role.REPORTER, agency, full_name="Đỗ Thị Ngọc")
    gone = make.make_user(full_name="Lê Vắng", last_login=make.instant("2022-10-01 08:00"))
    here = make.make_user(full_name="Lê Siêng", last_login=make.instant("2022-10-02 00:00"))
    User.objects.update(date_joined=make.instant("2022-11-01 08:00"))
    keeper = client_of(admin)

    def found(query):
        rows = keeper.get(f"{LIST}?{query}").context["rows"]
        return {row["person"] for row in rows}

    assert found("tim=do+thi") == {person}
    assert found("tim=quang+ninh") == {person}
    assert found("tim=khong-co-ai") == set()
    assert found("vai-tro=administrator") == {admin}
    assert found("vai-tro=boss") == {admin, person, gone, here}
    assert found("tinh-trang=vang") == {gone}
    assert "Không đăng nhập từ 1/10/2022" in text_of(keeper.get(page_of(gone)))


def test_list_asks_the_same_few_questions(admin, agency, django_assert_max_num_queries):
    keeper = client_of(admin)

    def ask():
        with django_assert_max_num_queries(8) as found:
            keeper.get(f"{LIST}?tim=ha")
        return len(found)

    few = ask()
    for _ in range(30):
        make.make_member(Role.REPORTER, agency)
    assert ask() <= max(few, 8)


# --- History and two at once ---------------------------------------------------------------------


def test_signing_in_and_passwords_write_no_history(client):
    person = make.make_user("ha")
    before = person.history.count()
    client.post("/dang-nhap/", {"username": "ha", "password": make.PASSWORD})
    person.refresh_from_db()
    assert person.last_login is not None
    person.set_password(A_PASSWORD)
    person.save(update_fields=["password"])
    assert person.history.count() == before == 1
    assert not hasattr(person.history.first(), "password")


def test_each_change_is_on_the_page_with_who(admin, agency):
    person = make.make_user(full_name="Phạm Thu Hà")
    keeper = client_of(admin)
    sent = {"email": "ha@x.example", "full_name": "Phạm Thu Hằng"}
    keeper.post(page_of(person), {"do": "change", "version": person.history.first().pk, **sent})
    give(person, agency, admin)
    page = keeper.get(page_of(person))
    changes = page.context["changes"]
    assert [change.by for change in changes[:2]] == ["Bùi Thanh Sơn"] * 2
    assert "Họ và tên: Phạm Thu Hà → Phạm Thu Hằng" in text_of(page)
    assert any(field.after == "Quảng Ninh" for field in changes[0].fields)
    assert make.PASSWORD not in text_of(page)
    assert person.password not in text_of(page)


def test_second_of_two_is_told_and_keeps_the_typing(admin):
    person, second = make.make_user(full_name="Phạm Thu Hà"), administrator()
    version = client_of(second).get(page_of(person)).context["version"]
    sent = {"do": "change", "version": version, "email": "ha@x.example"}
    assert (
        client_of(admin).post(page_of(person), {**sent, "full_name": "Hà Một"}).status_code == 302
    )
    keeper = client_of(second)
    response = keeper.post(page_of(person), {**sent, "full_name": "Hà Hai"})
    page = text_of(response)
    assert response.status_code == 409
    assert "Phạm Thu Hà → Hà Một" in page
    assert 'value="Hà Hai"' in page
    person.refresh_from_db()
    assert person.full_name == "Hà Một"
    again = {**sent, "full_name": "Hà Hai", "version": response.context["version"]}
    assert keeper.post(page_of(person), again).status_code == 302
    person.refresh_from_db()
    assert person.full_name == "Hà Hai"


def test_save_that_changed_nothing_is_no_step_and_no_conflict(admin):
    person = make.make_user(full_name="Phạm Thu Hà", email="ha@x.example")
    keeper = client_of(admin)
    page = keeper.get(page_of(person))
    person.save()
    sent = {"do": "change", "email": "ha@x.example", "full_name": "Hà"}
    sent["version"] = page.context["version"]
    assert keeper.post(page_of(person), sent).status_code == 302
    assert len(keeper.get(page_of(person)).context["changes"]) == 2


@pytest.mark.parametrize("version", ["", "abc", "-1", "9" * 40, None])
def test_form_without_a_version_overwrites_nothing(admin, version):
    person = make.make_user(full_name="Phạm Thu Hà")
    sent = {"do": "change", "email": "ha@x.example", "full_name": "Khác"}
    if version is not None:
        sent["version"] = version
    assert client_of(admin).post(page_of(person), sent).status_code == 409


def test_unknown_deed_changes_nothing(admin):
    person = make.make_user()
    assert client_of(admin).post(page_of(person), {"do": "promote"}).status_code == 422
    assert client_of(admin).get(f"{LIST}{'9' * 30}/").status_code == 404
