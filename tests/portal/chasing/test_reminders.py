"""Reminders by e-mail: to whom, what they say, and that nothing is sent twice."""

import datetime
import io

import pytest
from django.core import mail
from django.core.management import call_command

from portal.accounts.models import InCharge, Membership, Role, User
from portal.catalogue.holidays import DaysOff
from portal.chasing.mail import ASK_OTHERWISE
from portal.chasing.people import Person, recipients
from portal.chasing.reminders import chosen_reminders, due_reminders
from portal.chasing.sending import send_reminders
from portal.submissions.contacts import Contact, Means, Occasion
from portal.submissions.extensions import Extension
from portal.submissions.models import State
from tests import factories as make

pytestmark = pytest.mark.django_db

BEFORE, DUE, AFTER = "2022-11-16", "2022-11-18", "2022-11-22"


def run(settings, on, **options) -> str:
    """What the command printed on that day."""
    settings.DEMO_TODAY = make.day(on)
    out = io.StringIO()
    call_command("send_reminders", stdout=out, **options)
    return out.getvalue()


def sent_to() -> list[str]:
    return sorted(address for message in mail.outbox for address in message.to)


# Who


def test_only_the_missing_are_reminded(settings, chased):
    for number, state in enumerate([None, *State]):
        chased.agency(f"Tỉnh {number}", f"tinh-{number}", state=state, approver=True)
    make.make_agency("Không hỏi", "khong-hoi")
    run(settings, BEFORE)
    assert sent_to() == [
        *("tinh-0@mau.example", "tinh-1@mau.example"),
        "tinh-2.duyet@mau.example",  # waits for approval: the approver's turn
        "tinh-4@mau.example",  # returned
    ]


def test_after_the_deadline_everyone_of_the_agency(settings, chased):
    chased.agency("Một", "mot", approver=True)
    chased.agency("Hai", "hai", approver=True, state=State.AWAITING_APPROVAL)
    run(settings, AFTER)
    assert [sorted(message.to) for message in mail.outbox] == [
        ["mot.duyet@mau.example", "mot@mau.example"],
        ["hai.duyet@mau.example", "hai@mau.example"],
    ]


def test_people_of_another_day_and_inactive_people_get_nothing(settings, chased):
    agency = chased.agency("Một", "mot", reporter=False)
    ended = {"in_force_until": make.day("2022-11-15")}
    begins = {"in_force_from": make.day("2022-11-17")}
    chased.member(agency, Role.REPORTER, "da-nghi", **ended)
    chased.member(agency, Role.REPORTER, "sap-den", **begins)
    gone = chased.member(agency, Role.REPORTER, "bi-khoa")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    chased.member(agency, Role.REPORTER, "khong-thu", email="")
    chased.member(agency, Role.APPROVER, "lanh-dao")
    said = run(settings, BEFORE)
    assert sent_to() == ["lanh-dao@mau.example"]  # nobody else of it can be reached
    assert "Đã nhắc 1 cơ quan" in said


def test_delegate_in_force_is_reminded_of_approving(settings, chased):
    agency = chased.agency("Một", "mot", approver=True, state=State.AWAITING_APPROVAL)
    delegate = chased.member(agency, Role.REPORTER, "duyet-thay")
    Membership.objects.create(
        user=delegate,
        role=Role.APPROVER,
        agency=agency,
        in_force_from=make.day("2022-11-14"),
        in_force_until=make.day("2022-11-20"),
        delegated_by=chased.people["mot.duyet"],
    )
    run(settings, BEFORE)
    assert sent_to() == ["duyet-thay@mau.example", "mot.duyet@mau.example"]


def test_agency_that_nobody_would_receive_for_is_named(settings, chased):
    chased.agency("Không ai", "khong-ai", reporter=False)
    agency = chased.agency("Thư hỏng", "thu-hong", reporter=False)
    chased.member(agency, Role.REPORTER, "hong", email="a@b.vn\nBcc: all@mau.example")
    said = run(settings, DUE)
    assert "Không có ai nhận được thư: 2 cơ quan (Không ai; Thư hỏng)." in said
    assert mail.outbox == []
    assert not Contact.objects.exists()


def test_same_box_of_two_people_gets_one_copy():
    two = [Person(n, "A", Role.REPORTER, email=text) for n, text in enumerate(("A@b.vn", "a@b.vn"))]
    assert len(recipients(two, None, Occasion.DUE)) == 1


def test_extra_time_moves_the_days_after(settings, chased):
    late, other = chased.agency("Một", "mot"), chased.agency("Hai", "hai")
    Extension.objects.create(
        agency=late,
        period=chased.period,
        closes_at=make.instant("2022-12-09 17:00"),
        reason="Bão",
        granted_by=make.make_user(),
        granted_at=make.instant("2022-11-17 09:00"),
    )
    for day, expected in (
        ("2022-11-22", ["hai@mau.example"]),
        ("2022-11-25", []),
        ("2022-12-01", ["mot@mau.example"]),
        ("2022-12-12", []),
    ):
        mail.outbox.clear()
        run(settings, day)
        assert sent_to() == expected, day
    assert other.contacts.count() == 1


# What it says


def test_mail_says_what_an_officer_needs(settings, chased):
    settings.SITE_URL = "https://bao-cao.mau.example/"
    settings.CENTRE_NAME = "Trung tâm Thử"
    agency = chased.agency("Quảng Ninh", "quang-ninh", state=State.RETURNED)
    charge = make.make_user("cb", full_name="Lê Minh Tuấn", phone="0243", email="cb@mau.example")
    InCharge.objects.create(user=charge, agency=agency, in_force_from=make.LONG_AGO)
    run(settings, DUE)
    (message,) = mail.outbox
    assert message.subject == "[Đề án 146] Phiếu tháng 11/2022 của Quảng Ninh đến hạn hôm nay"
    assert message.body.startswith("Kính gửi Tỉnh Quảng Ninh,\n")
    for needed in (
        "Cục đã trả lại phiếu kèm câu hỏi",
        "Hạn gửi: 17:00 ngày 18/11/2022 (hôm nay).",
        "\nhttps://bao-cao.mau.example/phieu/quang-ninh/2022-11/\n",
        "Cần hỏi: Lê Minh Tuấn, 0243, cb@mau.example.",
        "Trung tâm Thử\n",
    ):
        assert needed in message.body
    assert message.reply_to == ["cb@mau.example"]
    assert message.content_subtype == "plain"
    assert len(message.body) < 700


def test_mail_to_an_approver_leads_to_the_report(settings, chased):
    chased.agency("Một", "mot", approver=True, state=State.AWAITING_APPROVAL)
    run(settings, AFTER)
    (message,) = mail.outbox
    assert message.subject.endswith("của Một đang chờ duyệt")
    assert "/phieu/mot/2022-11/xem-lai/\n" in message.body
    assert "còn nhận đến 17:00 ngày 25/11/2022." in message.body
    assert f"Cần hỏi: {ASK_OTHERWISE}." in message.body
    assert message.reply_to == []


@pytest.mark.parametrize("name", ["Một\r\nBcc: all@mau.example", "Một\nX: y", "Một\x0b\x0cHai"])
def test_names_cannot_add_headers(settings, chased, name):
    agency = chased.agency("Một", "mot")
    agency.names.update(name=name, official_name=name)
    charge = make.make_user("cb", full_name=name, email="cb@mau.example\nBcc: x@mau.example")
    InCharge.objects.create(user=charge, agency=agency, in_force_from=make.LONG_AGO)
    run(settings, DUE)
    (message,) = mail.outbox
    headers = message.message()
    assert headers["Bcc"] is None
    assert headers["X"] is None
    assert headers["Reply-To"] is None
    assert message.recipients() == ["mot@mau.example"]
    assert "\n" not in message.subject


# Once


def test_running_again_sends_nothing_twice(settings, chased):
    chased.agency("Một", "mot")
    chased.agency("Hai", "hai")
    assert "Đã nhắc 2 cơ quan" in run(settings, DUE)
    assert run(settings, DUE).endswith("không có cơ quan nào phải nhắc.\n")
    assert len(mail.outbox) == 2
    rows = Contact.objects.all()
    assert {(row.means, row.occasion, row.failure, row.by) for row in rows} == {
        (Means.EMAIL, Occasion.DUE, "", None)
    }
    assert all(row.sent_at and row.day == make.day(DUE) for row in rows)
    assert {row.reached for row in rows} == {"Người mot", "Người hai"}


def test_two_processes_that_read_the_same_list_send_it_once(chased):
    """Both have looked before either has claimed: the row decides."""
    chased.agency("Một", "mot")
    now = make.instant(f"{DUE} 08:00")
    lists = [due_reminders(chased.period, now, DaysOff()) for _ in range(2)]
    assert [len(one) for one in lists] == [1, 1]
    first, second = (send_reminders(one, at=now) for one in lists)
    assert (len(first.sent), len(second.sent), len(second.taken)) == (1, 0, 1)
    assert len(mail.outbox) == 1


def test_a_person_and_the_timer_share_the_day(settings, chased):
    chased.agency("Một", "mot")
    now = make.instant(f"{AFTER} 07:00")
    send_reminders(chosen_reminders(chased.period, now, {"mot"}), at=now, by=make.make_user())
    run(settings, AFTER)
    assert len(mail.outbox) == 1
    assert Contact.objects.get().by is not None


def test_dry_run_sends_and_writes_nothing(settings, chased):
    chased.agency("Một", "mot")
    said = run(settings, DUE, dry_run=True)
    assert "Sẽ nhắc 1 cơ quan" in said
    assert "Một (ngày đến hạn): Người mot" in said
    assert "@" not in said
    assert mail.outbox == []
    assert not Contact.objects.exists()


@pytest.mark.parametrize("day", ["2022-11-15", "2022-11-17", "2022-11-19", "2022-11-20"])
def test_days_without_an_occasion(settings, chased, day):
    chased.agency("Một", "mot")
    assert "không có cơ quan nào phải nhắc" in run(settings, day)
    assert mail.outbox == []


def test_nothing_after_the_closing_hour(chased):
    """The closing day's evening: the report can no longer be sent."""
    chased.agency("Một", "mot")
    chased.period.closes_at = make.instant("2022-11-24 17:00")
    chased.period.save()
    morning, evening = (make.instant(f"2022-11-24 {hour}") for hour in ("08:00", "18:00"))
    assert len(due_reminders(chased.period, morning, DaysOff())) == 1
    assert due_reminders(chased.period, evening, DaysOff()) == []
    assert chosen_reminders(chased.period, evening, {"mot"}) == []


def test_reminder_of_a_saturday_is_a_persons_own_decision(settings, chased):
    chased.agency("Một", "mot")
    saturday = make.instant("2022-11-19 09:00")
    assert due_reminders(chased.period, saturday, DaysOff()) == []
    (one,) = chosen_reminders(chased.period, saturday, {"mot"})
    assert one.occasion == Occasion.AFTER
    assert one.period.due_at.date() < datetime.date(2022, 11, 19)
