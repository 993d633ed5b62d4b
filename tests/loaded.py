"""Data loaded once for all tests of a module and taken back at its end."""

import contextlib
import io
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

REAL = Path(settings.BASE_DIR) / "fixtures" / "reference"
INVENTED = Path(__file__).parent / "data" / "invented"


def load_reference(folder=REAL):
    call_command("load_reference", folder=folder, stdout=io.StringIO())


@contextlib.contextmanager
def for_module(blocker, *loaders):
    """Inside one transaction that every test's own savepoint lies in; rolled back at the end.

    `blocker` is pytest-django's; the fixture that uses this must ask for `django_db_setup`.
    """
    with contextlib.ExitStack() as stack:
        with blocker.unblock():
            stack.enter_context(transaction.atomic())
            row_by_row("off")
            for load in loaders:
                load()
            take_statistics()
            row_by_row("on")
        yield
        with blocker.unblock():
            transaction.set_rollback(True)
            stack.close()


def take_statistics():
    """What PostgreSQL's autovacuum does in the background of a real installation; it cannot look
    into an open transaction. Without it the planner takes every table for empty."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def row_by_row(switch):
    """PostgreSQL may hold statistics from when the data of the last module was gone: whole tables
    read row by row look best for empty ones, and take minutes once they are filled.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                f"SET LOCAL enable_nestloop = {switch}; SET LOCAL enable_seqscan = {switch}"
            )
