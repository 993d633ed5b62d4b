"""The real settings, on SQLite, without what only slows a test or needs the outside.

The developer's environment has no say: the portal's settings are read under a fixed one.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from unittest import mock

os.environ.setdefault("OPENPYXL_LXML", "False")  # as portal.settings does for the portal

# One folder for each run, shared with xdist's workers through the environment.
if not os.environ.get("TEST_DIR"):
    os.environ["TEST_DIR"] = tempfile.mkdtemp(prefix="da146-")
    atexit.register(shutil.rmtree, os.environ["TEST_DIR"], ignore_errors=True)
TEST_DIR = Path(os.environ["TEST_DIR"])

_environment = {
    "PATH": os.environ.get("PATH", ""),
    "SECRET_KEY": "chi-dung-cho-kiem-thu-khong-phai-khoa-that-cua-he-thong-nao-ca",
    "DATABASE_URL": f"sqlite:///{TEST_DIR / 'portal.sqlite3'}",
    "VAR_DIR": str(TEST_DIR),
    "EMAIL_URL": "memory:",
    "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
    "HTTPS": "0",
}
with mock.patch.dict(os.environ, _environment, clear=True):
    from portal.settings import *  # noqa: F403

# A file, not memory: the live server's threads then lock each other as they do in real life.
DATABASES["default"]["TEST"] = {"NAME": str(TEST_DIR / "test.sqlite3")}  # noqa: F405
DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True  # looks a file up when asked, instead of needing a collected folder
WHITENOISE_USE_FINDERS = True
AXES_ENABLED = False  # a test of the lock switches it on; force_login has no request to count
