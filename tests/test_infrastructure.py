"""What stands around every page: the database's modes, formats, hashing, logs, sessions."""

import io
import json
import logging
import time
from datetime import date, timedelta

import pytest
from django import forms
from django.conf import settings
from django.contrib.auth import SESSION_KEY, authenticate, get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test import RequestFactory
from django.utils import formats, timezone

from portal.accounts.addresses import client_address
from portal.accounts.hashers import BoundedArgon2PasswordHasher
from portal.accounts.sessions import RENEWED_AT, RenewSession
from portal.logs import JsonLines, RequestLog

# --- Database ------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_sqlite_runs_in_the_modes_that_let_many_write():
    if connection.vendor != "sqlite":
        assert connection.vendor == "postgresql"
        return
    with connection.cursor() as cursor:
        modes = [
            cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "busy_timeout")
        ]
    assert modes == ["wal", 1, 20000]
    assert connection.transaction_mode == "IMMEDIATE"


# --- Language ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("05/03/2025", date(2025, 3, 5)),
        ("25/12/2025", date(2025, 12, 25)),
        ("5/3/2025", date(2025, 3, 5)),
        ("2025-03-05", date(2025, 3, 5)),
    ],
)
def test_dates_are_read_day_first(typed, day):
    assert forms.DateField().clean(typed) == day


def test_short_date_puts_the_day_first():
    assert formats.date_format(date(2022, 9, 30), "SHORT_DATE_FORMAT") == "30/09/2022"


def test_numbers_have_no_thousands_dots_unless_asked():
    assert formats.localize(2022) == "2022"
    assert formats.number_format(116348, force_grouping=True) == "116.348"


# --- Passwords -----------------------------------------------------------------------------------


def test_argon2_has_a_bounded_memory_cost():
    hasher = BoundedArgon2PasswordHasher()
    encoded = hasher.encode("mật khẩu đúng", hasher.salt())
    assert "$m=19456,t=2,p=1$" in encoded
    assert hasher.verify("mật khẩu đúng", encoded)
    assert not hasher.verify("mật khẩu sai", encoded)
    assert not hasher.must_update(encoded)


@pytest.mark.django_db
def test_five_wrong_passwords_lock_the_account_for_that_address(settings, rf):
    settings.AXES_ENABLED = True
    person = get_user_model()(username="canbo")
    person.set_password("mật khẩu đúng")
    person.save()

    def signs_in(password, address):
        request = rf.post("/dang-nhap/", REMOTE_ADDR=address)
        return authenticate(request, username="canbo", password=password) is not None

    for _ in range(settings.AXES_FAILURE_LIMIT):
        assert not signs_in("mật khẩu sai", "192.0.2.1")
    assert not signs_in("mật khẩu đúng", "192.0.2.1")
    assert signs_in("mật khẩu đúng", "192.0.2.2")


# --- Client addresses ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "203.0.113.9", "127.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "10.9.9.9, 203.0.113.9", "203.0.113.9"),
        (2, "10.9.9.9, 203.0.113.9, 192.0.2.1", "203.0.113.9"),
        (2, "203.0.113.9", "127.0.0.1"),
        (1, "", "127.0.0.1"),
    ],
)
def test_client_address_believes_only_our_proxies(settings, proxies, forwarded, expected):
    settings.PROXY_COUNT = proxies
    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR=forwarded)
    assert client_address(request) == expected


# --- Sessions ------------------------------------------------------------------------------------


def visited(signed_in_ago, renewed_ago=None):
    """The session after one request of someone who signed in that many seconds ago."""
    request = RequestFactory().get("/")
    last_login = timezone.now() - timedelta(seconds=signed_in_ago)
    request.user = get_user_model()(pk=1, last_login=last_login)
    request.session = SessionStore()
    request.session[SESSION_KEY] = "1"
    if renewed_ago is not None:
        request.session[RENEWED_AT] = int(time.time() - renewed_ago)
    request.session.modified = False
    RenewSession(lambda request: None)(request)
    return request.session


def test_session_is_not_written_on_every_page():
    assert not visited(signed_in_ago=60).modified
    assert not visited(signed_in_ago=9999, renewed_ago=60).modified


def test_session_moves_on_while_someone_works():
    due = settings.SESSION_RENEW_SECONDS + 5
    assert visited(signed_in_ago=due).modified
    assert visited(signed_in_ago=9999, renewed_ago=due).modified


# --- Logs ----------------------------------------------------------------------------------------


@pytest.fixture
def log_lines():
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    logger = logging.getLogger("portal")
    level = logger.level
    logger.setLevel(logging.INFO)
    logger.addHandler(handler)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logger.removeHandler(handler)
    logger.setLevel(level)


def test_request_is_logged_without_its_query(log_lines, rf):
    from django.http import HttpResponse

    request = rf.get("/phieu/?q=Nguyễn+Văn+A", headers={"X-Request-ID": "abcdef123456"})
    response = RequestLog(lambda request: HttpResponse(status=204))(request)
    (line,) = log_lines()
    assert response["X-Request-ID"] == "abcdef123456"
    assert line["path"] == "/phieu/"
    assert line["status"] == 204
    assert line["request_id"] == "abcdef123456"
    assert "Nguyễn" not in json.dumps(line, ensure_ascii=False)


def test_request_id_from_outside_is_kept_only_when_harmless(rf):
    from django.http import HttpResponse

    request = rf.get("/", headers={"X-Request-ID": "x" * 500})
    assert len(RequestLog(lambda request: HttpResponse())(request)["X-Request-ID"]) == 32


def test_exception_is_logged_by_type_and_place_not_by_message(log_lines):
    try:
        raise ValueError("Nguyễn Văn A, 0912345678")
    except ValueError:
        logging.getLogger("portal.test").exception("failed")
    (line,) = log_lines()
    assert line["exception"] == "builtins.ValueError"
    assert any("test_infrastructure.py" in place for place in line["at"])
    assert "0912345678" not in json.dumps(line)


@pytest.mark.django_db
def test_a_page_travels_compressed_and_padded(client):
    """Half the readers sit on a slow line; the padding hides what a page's length could tell."""
    lengths = set()
    for _ in range(8):
        response = client.get("/dang-nhap/", headers={"Accept-Encoding": "gzip"})
        assert response["Content-Encoding"] == "gzip"
        assert "Accept-Encoding" in response["Vary"]
        lengths.add(len(response.content))
    assert len(lengths) > 1
    assert "Content-Encoding" not in client.get("/dang-nhap/")
