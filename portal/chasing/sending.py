"""Sending reminders: each is claimed by its row, then sent, then marked; never twice on a day."""

import datetime
import logging
import smtplib
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.mail import get_connection
from django.db import IntegrityError, transaction

from portal.accounts.models import User
from portal.agencies.models import Agency
from portal.submissions.contacts import Contact, Means

from .mail import reminder_mail
from .reminders import Reminder

log = logging.getLogger("portal.chasing")


class NoMailServer(Exception):
    """The mail server does not answer: nothing more was claimed, so a later run sends the rest."""


@dataclass
class Outcome:
    """What became of the reminders, as agencies. `taken`: another process had claimed them."""

    sent: list[Agency] = field(default_factory=list)
    unreachable: list[Agency] = field(default_factory=list)
    failed: list[tuple[Agency, str]] = field(default_factory=list)
    taken: list[Agency] = field(default_factory=list)
    stopped: bool = False


def send_reminders(
    reminders: Iterable[Reminder], *, at: datetime.datetime, by: User | None = None
) -> Outcome:
    """Sends each reminder that someone would receive.

    When the mail server is away before or between messages the run stops without claiming the
    rest (`stopped`): a later run on the day sends them. A message that failed on its way stays
    claimed with its failure, because it may have arrived.
    """
    outcome = Outcome()
    waiting = []
    for one in reminders:
        (waiting if one.to else outcome.unreachable).append(one)
    outcome.unreachable = [one.agency for one in outcome.unreachable]
    connection = get_connection()
    try:
        for one in waiting:
            open_or_stop(connection)
            send_one(one, connection, outcome, at=at, by=by)
    except NoMailServer:
        outcome.stopped = True
    finally:
        close_quietly(connection)
    return outcome


def open_or_stop(connection) -> None:
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        log.warning("mail server not reached: %s", type(error).__name__)
        raise NoMailServer from error


def close_quietly(connection) -> None:
    try:
        connection.close()
    except (OSError, smtplib.SMTPException) as error:
        log.warning("mail server left without a word: %s", type(error).__name__)


def send_one(one: Reminder, connection, outcome: Outcome, *, at, by) -> None:
    row = claim(one, at=at, by=by)
    if row is None:
        outcome.taken.append(one.agency)
        return
    message = reminder_mail(
        agency=one.agency,
        period=one.period,
        state=one.state,
        occasion=one.occasion,
        closes_at=one.closes_at,
        to=[person.email for person in one.to],
        ask=one.ask,
    )
    try:
        connection.send_messages([message])
    except (OSError, smtplib.SMTPException, ValueError) as error:
        failure = failure_in_words(error)
        Contact.objects.filter(pk=row.pk).update(failure=failure)
        outcome.failed.append((one.agency, failure))
        close_quietly(connection)  # what the server still expects of this one is unknown
    else:
        Contact.objects.filter(pk=row.pk).update(sent_at=at)
        outcome.sent.append(one.agency)


def claim(one: Reminder, *, at, by) -> Contact | None:
    """The row that makes the reminder ours; None when the agency was claimed today already."""
    try:
        with transaction.atomic():
            return Contact.objects.create(
                agency=one.agency,
                period=one.period,
                means=Means.EMAIL,
                occasion=one.occasion,
                day=at.date(),
                at=at,
                by=by,
                reached=", ".join(person.name for person in one.to)[:300],
            )
    except IntegrityError:
        return None


def failure_in_words(error: Exception) -> str:
    """Why it failed, without the addresses that a server's answer quotes."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "Máy chủ thư không nhận địa chỉ người nhận"
    if isinstance(error, smtplib.SMTPSenderRefused):
        return "Máy chủ thư không nhận địa chỉ người gửi"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"Máy chủ thư từ chối, mã {error.smtp_code}"
    if isinstance(error, TimeoutError):
        return "Máy chủ thư không trả lời"
    if isinstance(error, OSError | smtplib.SMTPException):
        return "Mất kết nối với máy chủ thư"
    return "Thư không lập được"
