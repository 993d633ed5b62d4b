"""Links sent by mail that let one person set a password, once and for a limited time."""

import datetime
import logging

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import base36_to_int, urlsafe_base64_decode, urlsafe_base64_encode

from portal import clock

from .actions import MembershipError
from .models import User

log = logging.getLogger("portal.mail")


class LinkTokens(PasswordResetTokenGenerator):
    """Tokens of one kind of link. A new password, a new address or a sign-in makes them void."""

    def __init__(self, key_salt: str, lifetime: datetime.timedelta):
        super().__init__()
        self.key_salt, self.lifetime = key_salt, lifetime

    def _now(self):
        return clock.now().replace(tzinfo=None)

    def check_token(self, user, token):
        """Whether the link still opens the account: an active one, within the link's time."""
        if not (user and user.is_active and super().check_token(user, token)):
            return False
        made = base36_to_int(token.partition("-")[0])
        return self._num_seconds(self._now()) - made <= self.lifetime.total_seconds()


INVITATION = LinkTokens("portal.invitation", datetime.timedelta(days=7))
RESET = LinkTokens("portal.reset", datetime.timedelta(hours=24))
KINDS = {"loi-moi": INVITATION, "dat-lai": RESET}


def link_for(user: User, view: str, tokens: LinkTokens) -> str:
    """The absolute address that goes into a mail."""
    key = urlsafe_base64_encode(force_bytes(user.pk))
    path = reverse(view, args=[key, tokens.make_token(user)])
    return settings.SITE_URL.rstrip("/") + path


def person_behind(uidb64: str) -> User | None:
    """Whom a link is about; None for one that was tampered with."""
    try:
        pk = int(urlsafe_base64_decode(uidb64).decode("ascii"))
    except (ValueError, UnicodeDecodeError):
        return None
    return User.objects.filter(pk=pk).first() if 0 < pk < 2**63 else None


def renew_invitation(user: User) -> User:
    """Makes every earlier link void; only for who never set a password."""
    if user.has_usable_password():
        raise MembershipError("Người này đã đặt mật khẩu. Quên thì dùng “Quên mật khẩu”.")
    if not user.is_active:
        raise MembershipError("Tài khoản đã ngừng. Bạn mở lại trước khi mời.")
    user.set_unusable_password()
    user.save(update_fields=["password"])
    return user


def send_invitation(user: User) -> bool:
    """Whether the mail server took it; call after the transaction."""
    link = link_for(user, "invitation", INVITATION)
    return mail(user, "Mời dùng hệ thống Theo dõi Đề án 146", "accounts/mail_invitation.txt", link)


def send_reset(user: User) -> bool:
    link = link_for(user, "password_reset", RESET)
    return mail(user, "Đặt lại mật khẩu", "accounts/mail_reset.txt", link)


def mail(user: User, subject: str, template: str, link: str) -> bool:
    body = render_to_string(template, {"person": user, "link": link})
    try:
        send_mail(settings.EMAIL_SUBJECT_PREFIX + subject, body, None, [user.email])
    except OSError:  # SMTPException is one
        log.exception("mail was not sent")
        return False
    return True
