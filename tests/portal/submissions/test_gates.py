"""Who may do what with a report, and when: the whole table of roles and states."""

import pytest

from portal.accounts.models import Role
from portal.submissions.gates import Closed, Step, gate, pass_gate
from portal.submissions.models import Revision, State
from tests import factories as make
from tests.november import NOW

pytestmark = pytest.mark.django_db

AFTER_CLOSING = make.instant("2022-11-25 17:01")
WRITABLE = {State.DRAFT, State.RETURNED}
OPEN = {
    (Step.SAVE, Role.REPORTER): WRITABLE,
    (Step.SEND, Role.REPORTER): WRITABLE,
    (Step.ASK_APPROVAL, Role.REPORTER): WRITABLE,
    (Step.RECALL, Role.REPORTER): {State.AWAITING_APPROVAL, State.SUBMITTED},
    (Step.CORRECT, Role.REPORTER): {State.ACCEPTED},
    (Step.APPROVE, Role.APPROVER): {State.AWAITING_APPROVAL},
    (Step.SEND_BACK, Role.APPROVER): {State.AWAITING_APPROVAL},
    (Step.ACCEPT, Role.DATA_MANAGER): {State.SUBMITTED},
    (Step.RETURN, Role.DATA_MANAGER): {State.SUBMITTED},
}


@pytest.fixture
def people(reports):
    """Role → someone's access for the agency (or for all, with a central role)."""
    return {
        role: make.access_of(
            make.make_member(
                role, reports.agency if role in (Role.REPORTER, Role.APPROVER) else None
            )
        )
        for role in Role
    }


def set_approval(report, *, needs=False, one_person=False):
    report.agency.needs_approval, report.agency.one_person = needs, one_person


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("role", Role)
def test_table_of_roles_and_states(reports, people, role, state):
    report = reports.open()
    report.state = state
    for step in Step:
        set_approval(report, needs=step == Step.ASK_APPROVAL)
        verdict = gate(step, report, people[role], NOW, "quang-ninh")
        assert bool(verdict) is (state in OPEN.get((step, role), set())), (step, verdict.reason)
        assert bool(verdict.reason) is not bool(verdict)


@pytest.mark.parametrize("step", Step)
def test_another_agencys_people_may_do_nothing(reports, step):
    other = make.make_agency("Hải Dương", "hai-duong")
    report = reports.open()
    for role in (Role.REPORTER, Role.APPROVER):
        access = make.access_of(make.make_member(role, other))
        for state in State:
            report.state = state
            assert not gate(step, report, access, NOW, "quang-ninh")


def test_role_that_has_ended_opens_nothing(reports):
    user = make.make_member(Role.REPORTER, reports.agency, in_force_until=make.day("2022-11-14"))
    assert not gate(Step.SAVE, reports.open(), make.access_of(user), NOW, "quang-ninh")


def test_closed_month_says_when_it_closed_on_the_clock_of_vietnam(reports):
    report = reports.open()
    report.refresh_from_db()
    report = type(report).objects.select_related("period", "agency").get(pk=report.pk)
    for step in (Step.SAVE, Step.SEND):
        verdict = gate(step, report, reports.access(), AFTER_CLOSING, "quang-ninh")
        assert "đã khóa lúc 17:00 ngày 25/11/2022" in verdict.reason


def test_closed_month_stays_open_for_a_returned_or_corrected_report(reports):
    report = reports.open()
    report.state = State.RETURNED
    assert gate(Step.SAVE, report, reports.access(), AFTER_CLOSING, "quang-ninh")
    report.state, report.first_sent_at = State.DRAFT, NOW
    assert not gate(Step.SAVE, report, reports.access(), AFTER_CLOSING, "quang-ninh")
    Revision.objects.create(submission=report, number=1, sent_at=NOW, accepted_at=NOW)
    assert gate(Step.SAVE, report, reports.access(), AFTER_CLOSING, "quang-ninh")


@pytest.mark.parametrize("step", [Step.SEND, Step.ASK_APPROVAL, Step.APPROVE])
def test_a_month_is_sent_from_its_last_day_on(reports, people, step):
    report = reports.open()
    report.state = State.AWAITING_APPROVAL if step == Step.APPROVE else State.DRAFT
    set_approval(report, needs=step == Step.ASK_APPROVAL)
    access = people[Role.APPROVER if step == Step.APPROVE else Role.REPORTER]
    early = gate(step, report, access, make.instant("2022-11-13 23:59"), "quang-ninh")
    assert "chốt số liệu hết ngày 14/11/2022" in early.reason
    assert gate(step, report, access, make.instant("2022-11-14 00:00"), "quang-ninh")


def test_agency_with_approval_cannot_send_past_its_leader(reports, people):
    report = reports.open()
    set_approval(report, needs=True)
    assert (
        "trình lãnh đạo" in gate(Step.SEND, report, people[Role.REPORTER], NOW, "quang-ninh").reason
    )
    set_approval(report, needs=True, one_person=True)
    assert gate(Step.SEND, report, people[Role.REPORTER], NOW, "quang-ninh")


def test_agency_without_approval_does_not_ask_for_it(reports, people):
    verdict = gate(Step.ASK_APPROVAL, reports.open(), people[Role.REPORTER], NOW, "quang-ninh")
    assert "gửi thẳng về Cục" in verdict.reason


def test_nobody_approves_own_work_unless_the_agency_has_one_person(reports):
    make.make_member(Role.APPROVER, reports.agency, user=reports.reporter)
    report = reports.save({"X-value": "1"}).submission
    report.state = State.AWAITING_APPROVAL
    access = reports.access()
    assert "một người khác duyệt" in gate(Step.APPROVE, report, access, NOW, "quang-ninh").reason
    set_approval(report, one_person=True)
    assert gate(Step.APPROVE, report, access, NOW, "quang-ninh")


def test_passing_a_closed_gate_raises_its_reason(reports, people):
    with pytest.raises(Closed) as closed:
        pass_gate(Step.ACCEPT, reports.open(), people[Role.READER], NOW, "quang-ninh")
    assert "Vai trò của bạn" in closed.value.reason
