"""What a web server started by a test runs with: the test's own settings on the test's database."""

import datetime
import os

if os.environ["SERVED_VENDOR"] == "postgresql":
    from tests.settings_postgres import *  # noqa: F403
else:
    from tests.settings_sqlite import *  # noqa: F403

DATABASES["default"]["NAME"] = os.environ["SERVED_DATABASE"]  # noqa: F405
DEMO_TODAY = datetime.date.fromisoformat(os.environ["SERVED_TODAY"])
