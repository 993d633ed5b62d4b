"""A report's days, which it holds as ISO texts."""

import datetime


def day_of(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None
