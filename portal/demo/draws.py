"""Chance with a memory: the same draw for the same subject, on every machine and in every run."""

import datetime
import random

from django.utils import timezone

SEED = "146"


def dice(*about) -> random.Random:
    """A generator of its own for one subject, so that one draw more here moves nothing there."""
    return random.Random("|".join((SEED, *map(str, about))))  # noqa: S311 (nothing is secret here)


def shuffled(items, *about) -> list:
    return dice(*about).sample(list(items), len(items))


def instant(text: str) -> datetime.datetime:
    """The instant "2022-10-14T20:00" on the clock of Việt Nam."""
    moment = datetime.datetime.fromisoformat(text)
    return timezone.make_aware(moment, timezone.get_default_timezone())


def office_hour(day: str, rng: random.Random, first=8, last=16) -> datetime.datetime:
    """Some minute of `day` between `first` o'clock and the end of hour `last`."""
    return instant(f"{day}T{rng.randint(first, last):02d}:{rng.randrange(60):02d}")
