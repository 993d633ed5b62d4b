"""Posting, changing and ending what is said on the first page; the history keeps each step."""

import datetime

from django.db import transaction

from portal.catalogue.notices import Notice

ONE_DAY = datetime.timedelta(days=1)


@transaction.atomic
def post_notice(*, by, **facts) -> Notice:
    return written(Notice(**facts), by)


@transaction.atomic
def change_notice(notice: Notice, *, by, **facts) -> Notice:
    for name, value in facts.items():
        setattr(notice, name, value)
    return written(notice, by)


@transaction.atomic
def end_notice(notice: Notice, *, today: datetime.date, by) -> Notice:
    """Off the first page at once: its last day was yesterday.

    One that began today, or would begin later, is left with a single day that is over; it was
    said, or written, so it is not deleted.
    """
    notice.in_force_until = today - ONE_DAY
    notice.in_force_from = min(notice.in_force_from, notice.in_force_until)
    return written(notice, by)


def written(notice: Notice, by) -> Notice:
    notice._history_user = by
    notice.save()
    return notice
