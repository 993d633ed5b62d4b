"""The settings as an operator meets them: each case is a fresh process with its own environment."""

import json
import os
import subprocess
import sys

import pytest

from tests.test_house import ROOT

KEY = "k" * 25 + "0123456789" * 4


def manage(*arguments, **environment):
    keep = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**keep, "PYTHONUTF8": "1", **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def setting(name, **environment):
    code = f"import json; from portal import settings; print(json.dumps((settings.{name})))"
    keep = {"PATH": os.environ["PATH"]}
    found = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**keep, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(found.stdout)


def test_production_without_a_secret_key_refuses_and_says_how(tmp_path):
    refused = manage("check", VAR_DIR=str(tmp_path))
    assert refused.returncode == 1
    assert "Chưa đặt SECRET_KEY" in refused.stderr
    assert "secrets.token_urlsafe" in refused.stderr


def test_production_refuses_the_development_key(tmp_path):
    known = setting("DEVELOPMENT_KEY", DEBUG="1")
    assert manage("check", VAR_DIR=str(tmp_path), SECRET_KEY=known).returncode == 1


def test_production_settings_pass_the_deployment_check(tmp_path):
    checked = manage(
        *("check", "--deploy", "--fail-level", "WARNING"),
        VAR_DIR=str(tmp_path),
        SECRET_KEY=KEY,
        ALLOWED_HOSTS="bao-cao.example.vn",
    )
    assert checked.returncode == 0, checked.stderr


def test_production_collects_hashed_and_compressed_statics(tmp_path):
    """Every file that a style sheet or script names must exist, or collectstatic fails here."""
    collected = manage(
        *("collectstatic", "--no-input", "--verbosity", "0"),
        VAR_DIR=str(tmp_path),
        SECRET_KEY=KEY,
    )
    assert collected.returncode == 0, collected.stderr[-2000:]
    assert (tmp_path / "static" / "staticfiles.json").exists()


@pytest.mark.parametrize(
    ("url", "backend", "host", "tls"),
    [
        ("smtp://mail.example.vn:2525", "smtp", "mail.example.vn", False),
        ("submission://user:pass@mail.example.vn", "smtp", "mail.example.vn", True),
        ("console:", "console", None, False),
    ],
)
def test_mail_goes_where_email_url_says(tmp_path, url, backend, host, tls):
    environment = {"DEBUG": "1", "VAR_DIR": str(tmp_path), "EMAIL_URL": url}
    found = setting("EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_USE_TLS", **environment)
    assert found == [f"django.core.mail.backends.{backend}.EmailBackend", host, tls]


def test_mail_goes_into_files_by_default(tmp_path):
    environment = {"DEBUG": "1", "VAR_DIR": str(tmp_path)}
    found = setting("EMAIL_BACKEND, settings.EMAIL_FILE_PATH", **environment)
    assert found == [
        "django.core.mail.backends.filebased.EmailBackend",
        str(tmp_path / "mail"),
    ]
