"""Several databases of one PostgreSQL server, and which of them the ORM talks to."""

import os
from urllib.parse import urlsplit, urlunsplit

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.utils import load_backend

_opened = {}


def url_of(name: str) -> str:
    """DATABASE_URL with the database `name`."""
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))


def create(name: str, template: str = "template1") -> None:
    """A new database, a copy of `template`; nobody may be talking to the template."""
    close(template)
    use("postgres")
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def use(name: str) -> None:
    """From now on the ORM, transactions and `django.db.connection` talk to the database `name`.

    Each database keeps its connection, so going back and forth costs nothing.
    """
    if name not in _opened:
        settings = {**connections.settings[DEFAULT_DB_ALIAS], "NAME": name}
        backend = load_backend(settings["ENGINE"])
        _opened[name] = backend.DatabaseWrapper(settings, DEFAULT_DB_ALIAS)
    connections[DEFAULT_DB_ALIAS] = _opened[name]


def close(name: str) -> None:
    if name in _opened:
        _opened.pop(name).close()


def close_all() -> None:
    for name in list(_opened):
        close(name)
