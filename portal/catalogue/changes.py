"""How the catalogue and the calendar are changed: refused in words, or written with who and why."""

import datetime

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction

from portal.days import show_date

ONE_DAY = datetime.timedelta(days=1)
LONGEST_REASON = 100  # what a history row holds
AT_ONCE = "Người khác vừa ghi đúng nội dung này. Bạn tải lại trang để xem."


class Refused(ValueError):
    """The change is refused. `message` says why; `field` is where it is about ("" for none)."""

    def __init__(self, message: str, field: str = ""):
        super().__init__(message)
        self.message = message
        self.field = field


def written(row: models.Model, by, reason: str = "") -> models.Model:
    """Saves a row with who and why; what its columns or constraints forbid is refused in words.

    So is what somebody else writes between the check and the saving.
    """
    try:
        row.full_clean()
    except ValidationError as error:
        field, faults = next(iter(error.message_dict.items()))
        raise Refused(faults[0], "" if field == NON_FIELD_ERRORS else field) from error
    sign(row, by, reason)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Refused(AT_ONCE) from error
    return row


def removed(row: models.Model, by, reason: str = "") -> None:
    """Deletes a row; its history keeps what it was, who took it away and why."""
    sign(row, by, reason)
    row.delete()


def sign(row, by, reason: str) -> None:
    row._history_user = by
    row._change_reason = reason[:LONGEST_REASON] or None


def days_for_new(rows, since: datetime.date, by, reason: str = "") -> datetime.date | None:
    """Makes room from `since` on among one owner's dated rows; the last day of the new row.

    The row in force the day before ends there; None: the new row is open-ended, otherwise it
    lasts until a later row begins. A row that begins on the same day is refused.
    """
    rows = sorted(rows, key=lambda row: row.in_force_from)
    for row in rows:
        if row.in_force_from == since:
            raise Refused(
                f"Đã có nội dung từ ngày {show_date(since)}. Bạn chọn ngày khác.", "since"
            )
        is_over = row.in_force_until is not None and row.in_force_until < since
        if row.in_force_from < since and not is_over:
            row.in_force_until = since - ONE_DAY
            written(row, by, reason)
    later = [row.in_force_from for row in rows if row.in_force_from > since]
    return later[0] - ONE_DAY if later else None
