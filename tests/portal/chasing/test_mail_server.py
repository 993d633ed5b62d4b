"""Reminders through a real SMTP server: what arrives, and what its refusals and absences leave."""

import smtplib

import pytest
from django.core.management import CommandError

from portal.chasing.sending import failure_in_words
from portal.submissions.contacts import Contact

from .mail_catcher import mail_catcher
from .test_reminders import AFTER, DUE, run, sent_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def catcher(settings):
    with mail_catcher() as caught:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", caught.port
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_TIMEOUT = 5
        yield caught


def test_through_a_real_server(settings, chased, catcher):
    chased.agency("Quảng Ninh", "quang-ninh", approver=True)
    chased.agency("Hải Phòng", "hai-phong")
    for _ in range(3):
        run(settings, AFTER)
    assert sorted(map(sorted, catcher.recipients)) == [
        ["hai-phong@mau.example"],
        ["quang-ninh.duyet@mau.example", "quang-ninh@mau.example"],
    ]
    first = catcher.messages[0]
    subject = first["Subject"].strip()  # folded before its first word
    assert subject == "[Đề án 146] Phiếu tháng 11/2022 của Quảng Ninh đã quá hạn"
    assert first.get_content_type() == "text/plain"
    assert "Kính gửi Tỉnh Quảng Ninh," in first.get_content()
    assert first["Auto-Submitted"] == "auto-generated"


def test_refused_address_is_told_without_the_address(settings, chased, catcher):
    for slug in ("mot", "hai", "ba"):
        chased.agency(slug.title(), slug)
    catcher.refused.add("hai@mau.example")
    with pytest.raises(CommandError, match="1 thư không gửi được"):
        run(settings, DUE)
    assert sorted(catcher.recipients) == [["ba@mau.example"], ["mot@mau.example"]]
    failed = Contact.objects.get(sent_at=None)
    assert failed.agency.slug == "hai"
    assert failed.failure == "Máy chủ thư không nhận địa chỉ người nhận"
    run(settings, DUE)  # it may have arrived: not tried again on the day
    assert len(catcher.messages) == 2


def test_connection_lost_on_the_way_costs_one_mail_only(settings, chased, catcher):
    for slug in ("mot", "hai", "ba"):
        chased.agency(slug.title(), slug)
    catcher.hang_up_on.add("mot@mau.example")
    with pytest.raises(CommandError):
        run(settings, DUE)
    assert sorted(catcher.recipients) == [["ba@mau.example"], ["hai@mau.example"]]
    assert Contact.objects.get(sent_at=None).failure == "Mất kết nối với máy chủ thư"


def test_server_away_claims_nothing_and_a_later_run_sends(settings, chased):
    chased.agency("Một", "mot")
    with mail_catcher() as caught:
        port = caught.port
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 2
    with pytest.raises(CommandError, match="Không nối được máy chủ thư"):
        run(settings, DUE)
    assert not Contact.objects.exists()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    run(settings, DUE)
    assert sent_to() == ["mot@mau.example"]


@pytest.mark.parametrize(
    "error",
    [
        smtplib.SMTPRecipientsRefused({"a@mau.example": (550, b"no a@mau.example")}),
        smtplib.SMTPSenderRefused(550, b"a@mau.example", "a@mau.example"),
        smtplib.SMTPDataError(552, b"full: a@mau.example"),
        TimeoutError("a@mau.example"),
        smtplib.SMTPServerDisconnected("a@mau.example"),
        ValueError("a@mau.example"),
    ],
)
def test_failures_are_worded_without_personal_data(error):
    words = failure_in_words(error)
    assert words[0].isupper()
    assert "@" not in words
