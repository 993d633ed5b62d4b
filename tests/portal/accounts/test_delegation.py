"""Delegation of approving: who may lend it to whom, for which days, and how it ends."""

import datetime

import pytest

from portal.accounts.actions import (
    MembershipError,
    delegate_approval,
    end_membership,
    standing_in,
)
from portal.accounts.models import Membership, Role, User
from portal.accounts.permissions import Capability
from portal.submissions import actions
from portal.submissions.gates import Closed
from portal.submissions.models import EventKind
from tests import factories as make
from tests.november import NOW

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2022, 11, 15)
PATH = "/uy-quyen/"


@pytest.fixture
def colleague(reports):
    return make.make_member(Role.REPORTER, reports.agency, full_name="Ngô Thị Lan")


@pytest.fixture
def lend(reports, colleague):
    def to(user=None, since="2022-11-15", until="2022-11-20", **facts):
        facts = {"agency": reports.agency, "by": reports.approver, "today": TODAY, **facts}
        return delegate_approval(
            to=user or colleague, since=make.day(since), until=make.day(until), **facts
        )

    return to


def test_delegate_approves_on_the_days_only(lend, colleague, reports):
    lend()
    for day, may in (("14", False), ("15", True), ("20", True), ("21", False)):
        access = make.access_of(colleague, make.day(f"2022-11-{day}"))
        assert access.can(Capability.APPROVE, reports.agency.slug) is may


def test_delegation_is_kept_in_history(lend, reports):
    made = lend()
    entry = made.history.get()
    assert entry.history_user == reports.approver
    assert made.delegated_by == reports.approver


@pytest.mark.parametrize(
    ("since", "until", "field"),
    [
        ("2022-11-14", "2022-11-20", "since"),
        ("2022-11-20", "2022-11-19", "until"),
        ("2022-11-15", "2099-11-15", "until"),
    ],
)
def test_days_that_are_refused(lend, since, until, field):
    with pytest.raises(MembershipError) as refusal:
        lend(since=since, until=until)
    assert refusal.value.field == field
    assert not Membership.objects.filter(delegated_by__isnull=False).exists()


def test_only_people_of_the_agency_and_not_oneself(lend, reports):
    stranger = make.make_member(Role.REPORTER, make.make_agency("Hải Phòng", "hai-phong"))
    inactive = make.make_member(Role.REPORTER, reports.agency)
    User.objects.filter(pk=inactive.pk).update(is_active=False)
    for person in (stranger, inactive, reports.approver, reports.reviewer):
        with pytest.raises(MembershipError) as refusal:
            lend(person)
        assert refusal.value.field == "to"


def test_former_colleague_may_be_chosen(lend, reports):
    former = make.make_member(Role.REPORTER, reports.agency, in_force_until=make.day("2022-10-01"))
    assert lend(former).user == former


def test_a_delegate_lends_nothing_on(lend, colleague, reports):
    lend()
    with pytest.raises(MembershipError):
        lend(reports.reporter, by=colleague)


def test_reporter_cannot_lend_what_is_not_theirs(lend, reports):
    with pytest.raises(MembershipError):
        lend(by=reports.reporter)


def test_not_twice_for_the_same_days(lend):
    lend()
    with pytest.raises(MembershipError):
        lend(since="2022-11-20", until="2022-11-25")
    assert lend(since="2022-11-21", until="2022-11-25")


def test_no_longer_than_the_own_role(lend, reports):
    Membership.objects.filter(user=reports.approver).update(in_force_until=make.day("2022-11-18"))
    with pytest.raises(MembershipError) as refusal:
        lend()
    assert "18/11/2022" in refusal.value.message


def test_ending_early_ends_at_once(lend, colleague, reports):
    made = lend()
    tomorrow = TODAY + datetime.timedelta(days=1)
    ended = end_membership(made, by=reports.approver, today=tomorrow)
    assert ended.in_force_until == TODAY
    assert not make.access_of(colleague, tomorrow).can("approve", reports.agency.slug)
    with pytest.raises(MembershipError):
        end_membership(made, by=reports.approver, today=tomorrow)


def test_ending_before_the_first_day_has_passed_leaves_only_history(lend, reports):
    made = lend()
    pk = made.pk
    assert end_membership(made, by=reports.approver, today=TODAY) is None
    assert not Membership.objects.filter(pk=pk).exists()
    assert [h.history_type for h in Membership.history.filter(id=pk)] == ["-", "+"]


def approved_by(reports, user):
    reports.agency.needs_approval = True
    reports.agency.save()
    report = reports.save(reports.good_texts).submission
    version = report.version
    actions.ask_approval(report, version=version, access=reports.access(), at=NOW)
    return actions.approve(report, version=version, access=reports.access(user), at=NOW)


def test_approval_by_a_delegate_says_for_whom(lend, colleague, reports):
    lend()
    revision = approved_by(reports, colleague)
    event = revision.submission.events.get(kind=EventKind.APPROVED)
    assert event.note == "Duyệt thay Vũ Đức Long (ủy quyền từ 15/11/2022 đến 20/11/2022)"


def test_approval_in_ones_own_right_says_nothing(reports):
    revision = approved_by(reports, reports.approver)
    assert revision.submission.events.get(kind=EventKind.APPROVED).note == ""
    assert standing_in(reports.access(reports.approver), reports.agency.slug) is None


def test_delegate_does_not_approve_what_they_typed(lend, reports):
    lend(reports.reporter)
    with pytest.raises(Closed, match="Bạn là người lập phiếu này"):
        approved_by(reports, reports.reporter)


# The page


@pytest.fixture
def leader(client, reports):
    return make.sign_in(client, reports.approver)


def posted(reports, colleague, **changes):
    return {
        "agency": reports.agency.slug,
        "to": colleague.pk,
        "since": "15/11/2022",
        "until": "20/11/2022",
        **changes,
    }


def test_page_lends_and_ends(leader, reports, colleague):
    page = leader.post(PATH, posted(reports, colleague), follow=True).content.decode()
    assert "Ngô Thị Lan duyệt thay bạn từ 15/11/2022 đến hết 20/11/2022." in page
    assert "đang có hiệu lực" in page
    loan = Membership.objects.get(delegated_by=reports.approver)
    leader.post(PATH, {"agency": reports.agency.slug, "end": loan.pk})
    assert not Membership.objects.filter(delegated_by=reports.approver).exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"to": ""}, "Bạn điền ô này."),
        ({"to": "999999999999999999999"}, "Không có trong danh sách."),
        ({"to": "1\x00"}, "Không có trong danh sách."),
        ({"since": "hôm nay"}, "Chưa rõ “hôm nay”"),
        ({"since": "14/11/2022"}, "Không ủy quyền lùi ngày"),
        ({"until": "x" * 5000}, "20"),
        ({"until": "\x00"}, "Bạn điền ô này."),
    ],
)
def test_page_says_what_is_wrong(leader, reports, colleague, changes, words):
    response = leader.post(PATH, posted(reports, colleague, **changes))
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Membership.objects.filter(delegated_by__isnull=False).exists()


@pytest.mark.parametrize("slug", ["", "hai-phong", "quang-ninh\x00", "x" * 300])
def test_another_agency_is_not_there(leader, reports, colleague, slug):
    make.make_agency("Hải Phòng", "hai-phong")
    assert leader.post(PATH, posted(reports, colleague, agency=slug)).status_code == 404


@pytest.mark.parametrize("pk", ["0", "x", "-1", "9" * 30, "１"])
def test_ending_nothing_is_not_found(leader, reports, pk):
    response = leader.post(PATH, {"agency": reports.agency.slug, "end": pk})
    assert response.status_code == 404


def test_own_role_cannot_be_ended_here(leader, reports):
    own = Membership.objects.get(user=reports.approver)
    response = leader.post(PATH, {"agency": reports.agency.slug, "end": own.pk})
    assert response.status_code == 404


def test_delegate_sees_no_form_and_may_give_it_back(client, lend, colleague, reports):
    made = lend()
    make.sign_in(client, colleague)
    page = client.get(PATH).content.decode()
    assert "không ủy quyền tiếp" in page
    client.post(PATH, {"agency": reports.agency.slug, "end": made.pk})
    assert not Membership.objects.filter(pk=made.pk).exists()


def test_reporter_is_refused(client, reports):
    assert make.sign_in(client, reports.reporter).get(PATH).status_code == 403
