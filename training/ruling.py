"""Which source the training totals count on a day, by the dated rules of publication, in words."""

import datetime

from portal.days import show_date
from portal.submissions.aggregation import Figures
from portal.submissions.models import Channel
from portal.submissions.totals import PrintedSource, counts, source_on

BOTH = "Tổng số: cộng cả hai nguồn."
COUNTED = {
    Channel.AGENCY: "Tổng số chỉ tính phần cơ quan tự tổ chức",
    Channel.PLATFORM: "Tổng số theo Nền tảng",
    Channel.CENTRE: "Tổng số chỉ lấy số Cục công bố",
}


SHORT = {Channel.AGENCY: "chỉ phần tự tổ chức", Channel.PLATFORM: "theo Nền tảng"}


def rule_words(rule: PrintedSource) -> str:
    """One rule for a list of them: "theo Nền tảng từ 1/11/2022 đến hết 30/11/2022"."""
    what = SHORT.get(rule.channel, "chỉ một nguồn")
    ends = f" đến hết {show_date(rule.until)}" if rule.until else ""
    return f"{what} từ {show_date(rule.since)}{ends}"


def total_words(source: PrintedSource | None) -> str:
    """What a table's total counts, as a sentence: by the rule in force, or both sources added."""
    if source is None:
        return BOTH
    basis = f" (căn cứ {source.basis.rstrip('.')})" if source.basis else ""
    counted = COUNTED.get(source.channel, "Tổng số chỉ tính một nguồn")
    return f"{counted} từ {show_date(source.since)}{basis}."


def channel_on(figures: Figures, code: str, day: datetime.date) -> str:
    """The channel that a rule prints on a day up to the figures' own; "" where none does."""
    found = figures.indicators.get(code)
    source = source_on(found.printed_sources, day) if found else None
    return source.channel if source else ""


def taken_on(figures: Figures, codes, day: datetime.date) -> list[bool]:
    """Which of the two parts the total counts on a day up to the figures' own."""
    channel = channel_on(figures, codes.total, day)
    found = figures.indicators
    return [
        not channel or (part in found and counts(channel, found[part].source))
        for part in codes.parts
    ]
