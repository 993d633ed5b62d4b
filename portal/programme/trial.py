"""Something done only to be looked at: its writes are taken back before anyone can see them."""

from collections.abc import Callable
from typing import TypeVar

from django.db import transaction

Seen = TypeVar("Seen")


def tried(deed: Callable[[], Seen]) -> Seen:
    """What `deed` returns, with all that it wrote undone. What it raises goes on to the caller."""
    with transaction.atomic():
        seen = deed()
        transaction.set_rollback(True)
    return seen
