"""More time for one agency: who gives it, what it opens, what it does not change."""

import pytest

from portal.accounts.models import InCharge, Role
from portal.submissions import actions, deciding
from portal.submissions.extending import CannotExtend, extend
from portal.submissions.extensions import Extension, closing_of
from portal.submissions.gates import Closed, Step, closes_at, extension_note, gate
from portal.submissions.models import EventKind
from portal.submissions.register import question_of, register
from tests import factories as make
from tests.november import NOW

pytestmark = pytest.mark.django_db

AFTER_CLOSING = make.instant("2022-11-28 08:00")
UNTIL = make.instant("2022-11-30 17:00")


def extended(reports, *, until=UNTIL, at=AFTER_CLOSING, reason="Mưa lũ, mất điện", by=None):
    access = make.access_of(by or reports.reviewer)
    return extend(reports.agency, reports.period, until=until, reason=reason, access=access, at=at)


def save_gate(reports, at):
    report = actions.report_of(reports.agency, reports.period) or actions.new_report(
        reports.agency, reports.period
    )
    return gate(Step.SAVE, report, reports.access(), at, "quang-ninh")


def test_opens_a_closed_month_for_one_agency(reports):
    assert not save_gate(reports, AFTER_CLOSING)
    extended(reports)
    assert save_gate(reports, AFTER_CLOSING)
    assert save_gate(reports, UNTIL)
    other = make.make_agency("Hải Dương", "hai-duong")
    access = make.access_of(make.make_member(Role.REPORTER, other))
    report = actions.new_report(other, reports.period)
    assert not gate(Step.SAVE, report, access, AFTER_CLOSING, other.slug)


def test_over_again_after_its_time_and_says_so(reports):
    extended(reports)
    verdict = save_gate(reports, make.instant("2022-11-30 17:01"))
    assert not verdict
    assert "đã khóa lúc 17:00 ngày 25/11/2022" in verdict.reason
    assert "gia hạn cho cơ quan bạn đến 17:00 ngày 30/11/2022, cũng đã qua" in verdict.reason
    assert "Quản trị số liệu của Cục gia hạn được" in verdict.reason


def test_whoever_is_in_charge_is_named_with_a_phone(reports):
    reports.reviewer.phone = "024 3943 6927"
    reports.reviewer.save()
    InCharge.objects.create(
        user=reports.reviewer, agency=reports.agency, in_force_from=make.LONG_AGO
    )
    reason = save_gate(reports, AFTER_CLOSING).reason
    assert "Lê Minh Tuấn (Cục, phụ trách cơ quan bạn, điện thoại 024 3943 6927)" in reason


def test_sent_in_extra_time_is_late(reports):
    extended(reports)
    reports.sent(at=AFTER_CLOSING)
    (standing,) = register(reports.period, AFTER_CLOSING)
    assert standing.is_late
    assert standing.extended_until == UNTIL


def test_newest_extension_holds(reports):
    extended(reports)
    later = make.instant("2022-12-05 17:00")
    extended(reports, until=later)
    assert closing_of(reports.agency.pk, reports.period) == later
    assert closes_at(actions.new_report(reports.agency, reports.period)) == later


@pytest.mark.parametrize(
    ("until", "at"),
    [
        ("2022-11-28 08:00", "2022-11-28 08:00"),
        ("2022-11-27 17:00", "2022-11-28 08:00"),
        ("2022-11-25 17:00", "2022-11-15 08:00"),
        ("2022-11-20 17:00", "2022-11-15 08:00"),
    ],
)
def test_must_be_after_now_and_after_what_holds(reports, until, at):
    with pytest.raises(CannotExtend):
        extended(reports, until=make.instant(until), at=make.instant(at))
    assert not Extension.objects.exists()


def test_an_extension_is_not_shortened(reports):
    extended(reports)
    with pytest.raises(CannotExtend):
        extended(reports, until=make.instant("2022-11-29 17:00"))


@pytest.mark.parametrize("reason", ["", "  ", "\u200b"])
def test_wants_a_reason(reports, reason):
    with pytest.raises(CannotExtend) as caught:
        extended(reports, reason=reason)
    assert caught.value.field == "reason"


@pytest.mark.parametrize("role", [Role.REPORTER, Role.APPROVER, Role.READER, Role.EDITOR])
def test_only_the_centre_gives_time(reports, role):
    agency = reports.agency if role in (Role.REPORTER, Role.APPROVER) else None
    with pytest.raises(Closed):
        extended(reports, by=make.make_member(role, agency))


def test_written_on_the_report_when_there_is_one(reports):
    extended(reports)
    report = reports.open()
    assert not report.events.filter(kind=EventKind.EXTENDED).exists()
    extended(reports, until=make.instant("2022-12-05 17:00"))
    event = report.events.get(kind=EventKind.EXTENDED)
    assert event.note == "Đến 17:00 ngày 5/12/2022. Mưa lũ, mất điện"


def test_question_of_a_returned_report_stays_the_question(reports, client):
    report = reports.sent()
    centre = reports.access(reports.reviewer)
    deciding.return_report(report, note="Đã gồm hội nghị chưa?", access=centre, at=NOW)
    extended(reports, at=NOW)
    report.refresh_from_db()
    assert question_of(report).note == "Đã gồm hội nghị chưa?"
    make.sign_in(client, reports.reporter)
    for path in (reports.path, f"{reports.path}xem-lai/", "/"):
        assert "Đã gồm hội nghị chưa?" in client.get(path).content.decode()


def test_calendar_moved_beyond_an_extension_wins(reports):
    extended(reports)
    reports.period.closes_at = make.instant("2022-12-20 17:00")
    reports.period.save()
    assert closing_of(reports.agency.pk, reports.period) == reports.period.closes_at


def test_note_says_until_when_and_that_it_is_late(reports):
    report = actions.new_report(reports.agency, reports.period)
    assert extension_note(report, NOW) == ""
    extended(reports)
    report = actions.new_report(reports.agency, reports.period)
    note = extension_note(report, AFTER_CLOSING)
    assert "đến 17:00 ngày 30/11/2022" in note
    assert "vẫn tính là muộn" in note
    assert extension_note(report, make.instant("2022-12-01 08:00")) == ""


# --- The officer's pages -------------------------------------------------------------------------


@pytest.fixture
def officer(client, reports, settings):
    settings.DEMO_TODAY = AFTER_CLOSING.date()
    make.make_period(2022, 12)
    return make.sign_in(client, reports.reporter)


def page(client, path):
    return client.get(path, follow=True).content.decode()


def test_desk_goes_to_the_extended_month_until_it_is_sent(officer, reports):
    assert "kỳ tháng 12/2022" in page(officer, "/")
    extended(reports)
    at_home = page(officer, "/")
    assert "kỳ tháng 11/2022" in at_home
    assert "Cục gia hạn cho cơ quan bạn đến 17:00 ngày 30/11/2022" in at_home
    reports.sent(at=AFTER_CLOSING)
    assert "kỳ tháng 12/2022" in page(officer, "/")


def test_sheet_and_list_say_why_closed_and_until_when(officer, reports):
    closed = page(officer, reports.path)
    assert "đã khóa lúc 17:00 ngày 25/11/2022" in closed
    assert "gia hạn được" in closed
    assert "Đã khóa" in page(officer, "/phieu/")
    extended(reports)
    assert "Cục gia hạn cho cơ quan bạn" in page(officer, reports.path)
    months = page(officer, "/phieu/")
    assert "Cục đã gia hạn" in months
    assert "17:00 ngày 30/11/2022" in months
