"""What the centre states without naming agencies: said once, corrected with a reason, withdrawn.

A statement is a submission of the centre as of a day with its source; a correction is its next
revision, the one before stays readable.
"""

import datetime
import re
from dataclasses import dataclass

from django.db import transaction

from portal.catalogue.models import Combine, Indicator
from portal.days import show_date
from portal.figures import read_qualified, show
from portal.submissions.aggregation import Figures
from portal.submissions.models import Channel, IndicatorValue, Revision, Submission
from portal.submissions.readings import Moment
from portal.submissions.stating import Stated, state_figures


class StatementError(ValueError):
    """The statement is refused. `message` says why; `field` is where it is about ("" for none)."""

    def __init__(self, message: str, field: str = ""):
        super().__init__(message)
        self.message = message
        self.field = field


@dataclass(frozen=True)
class Said:
    """A figure as typed: "gần 6 triệu" is ("gần", 6000000), "43/63" is 43 `out_of` 63."""

    qualifier: str
    amount: int
    out_of: int | None = None


def read_said(text: str) -> Said | None:
    """None for a blank; raises FigureError for what is no figure."""
    found = re.fullmatch(r"\s*([0-9]{1,4})\s*/\s*([0-9]{1,4})\s*", text)
    if found:
        return Said("", int(found[1]), int(found[2]))
    read = read_qualified(text)
    return Said(*read) if read else None


@transaction.atomic
def state_national(
    *,
    indicator: Indicator,
    said: Said,
    as_of: datetime.date,
    source: str,
    is_checked: bool,
    by,
    at: datetime.datetime,
) -> Revision:
    """States a figure for the first time as of that day from that source."""
    check_day(indicator, as_of)
    check_against_names(indicator, said, as_of, is_checked=is_checked)
    standing = IndicatorValue.objects.filter(
        indicator=indicator,
        agency=None,
        covers_to=as_of,
        revision__superseded_at=None,
        revision__submission__channel=Channel.CENTRE,
        revision__submission__source_text=source,
    )
    if standing.exists():
        raise StatementError(
            f"Đã ghi số tính đến {show_date(as_of)} từ nguồn này. Nếu số cũ sai, bạn đính chính ở"
            " lịch sử của chỉ tiêu.",
            "as_of",
        )
    return stated(indicator, said, as_of, source, by=by, at=at)


def check_day(indicator: Indicator, as_of: datetime.date) -> None:
    begins = max(indicator.in_force_from, indicator.accumulates_from or indicator.in_force_from)
    if as_of < begins:
        raise StatementError(f"Chỉ tiêu chỉ tính từ ngày {show_date(begins)}.", "as_of")


def check_against_names(
    indicator: Indicator, said: Said, as_of: datetime.date, *, is_checked: bool
) -> None:
    """A count is at most the set's size; less than is known by name wants a second look.

    Source: domain.md C, "Counts without names"; the two are never added.
    """
    if indicator.asked_of_id is None:
        if said.out_of is not None:
            raise StatementError("Số chung của cả nước không ghi trên tổng số.", "figure")
        return
    figure = Figures([indicator.code], Moment(as_of)).figure(indicator.code)
    counts = indicator.combine == Combine.COUNT_YES
    if said.out_of is not None and (not counts or said.out_of != figure.size):
        size = "không công bố tổng số" if figure.size is None else f"có {show(figure.size)} cơ quan"
        raise StatementError(f"Ngày {show_date(as_of)} phạm vi này {size}.", "figure")
    if counts and figure.size is not None and said.amount > figure.size:
        raise StatementError(
            f"Nhiều hơn tổng số: ngày {show_date(as_of)} phạm vi này có {show(figure.size)} cơ"
            " quan.",
            "figure",
        )
    named = figure.named_amount
    if named is not None and said.amount < named and not is_checked:
        raise StatementError(
            f"Ít hơn số đã biết theo tên là {show(named)}. Bạn đối chiếu lại; nếu vẫn đúng, đánh"
            " dấu ô “Đã đối chiếu”.",
            "figure",
        )


@transaction.atomic
def correct_statement(
    value: IndicatorValue, *, said: Said | None, reason: str, seen: str, is_checked: bool, by, at
) -> Revision:
    """Another figure for the same day and source; `said` None withdraws it. Needs a reason."""
    submission = Submission.objects.select_for_update(of=("self",)).get(
        pk=value.revision.submission_id
    )
    standing = standing_value(submission, value.indicator_id)
    if standing is None or str(standing.revision.number) != seen:
        raise StatementError(
            "Người khác vừa đính chính số này. Bạn xem số hiện có trên trang rồi ghi lại."
        )
    if submission.channel != Channel.CENTRE:
        raise StatementError(
            "Số này theo tài liệu đã công bố nên không sửa. Bạn ghi một số mới cùng ngày của Cục."
        )
    if said is not None:
        check_against_names(value.indicator, said, submission.as_of, is_checked=is_checked)
    return stated(
        value.indicator,
        said,
        submission.as_of,
        submission.source_text,
        by=by,
        at=at,
        reason=reason,
    )


def standing_value(submission: Submission, indicator_id: int) -> IndicatorValue | None:
    return (
        IndicatorValue.objects.filter(
            revision__submission=submission,
            revision__superseded_at=None,
            indicator=indicator_id,
            agency=None,
        )
        .select_related("revision")
        .first()
    )


def stated(indicator, said: Said | None, as_of, source, *, by, at, reason="") -> Revision:
    value = Stated(
        indicator=indicator,
        amount=said.amount if said else None,
        qualifier=said.qualifier if said else "",
        covers_from=indicator.accumulates_from,
        note="" if said else reason,
    )
    return state_figures(
        channel=Channel.CENTRE,
        as_of=as_of,
        values=[value],
        source_text=source,
        at=at,
        by=by,
        reason=reason,
    )
