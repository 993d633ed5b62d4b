"""The test settings on PostgreSQL: the server that DATABASE_URL names, else one of our own.

Here and not in a fixture, because pytest-django reads the settings before any fixture exists. The
server's address goes into the environment, so that xdist's workers share the one their parent
started.
"""

import atexit
import contextlib
import os

import dj_database_url

from tests.postgres import running_server
from tests.settings_sqlite import *  # noqa: F403

if not os.environ.get("DATABASE_URL", "").startswith(("postgres://", "postgresql://")):
    _server = contextlib.ExitStack()
    os.environ["DATABASE_URL"] = _server.enter_context(running_server())
    atexit.register(_server.close)

DATABASES = {"default": dj_database_url.parse(os.environ["DATABASE_URL"])}
