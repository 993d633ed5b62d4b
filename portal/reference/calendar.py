"""Holidays, and the reporting months of whole years by the rule of NĐ 09/2019/NĐ-CP, Điều 12."""

import datetime

from django.utils import timezone

from portal.days import add_working_days, reporting_month
from portal.models import Holiday, ReportingPeriod

from .rows import picked


def load(ledger):
    content = ledger.read("calendar")
    rows = [
        {"day": day["day"], "name": day["name"], **picked(day, is_working=False)}
        for day in content.get("holidays", [])
    ]
    days = ledger.reconcile(Holiday, rows, ["day"]).values()
    holidays = {day.day for day in days if not day.is_working}
    working = {day.day for day in days if day.is_working}
    rule = content.get("periods", {"years": []})
    months = [(year, month) for year in rule["years"] for month in range(1, 13)]
    periods = [period_row(rule, *month, holidays, working) for month in months]
    ledger.reconcile(ReportingPeriod, periods, ["year", "month"])


def period_row(rule, year, month, holidays, working):
    """The month's cut-off, deadline and closing, with the working days of the calendar."""
    span = reporting_month(year, month)
    due_on = add_working_days(span.end, rule["due_working_days"], holidays, working)
    return {
        "year": year,
        "month": month,
        "starts_on": span.start,
        "ends_on": span.end,
        "due_at": instant(due_on, rule["due_time"]),
        "closes_at": instant(span.end.replace(day=rule["closes_on_day"]), rule["closes_time"]),
    }


def instant(day, time):
    """That time of that day in Việt Nam."""
    return timezone.make_aware(
        datetime.datetime.combine(day, datetime.time.fromisoformat(time)),
        timezone.get_default_timezone(),
    )
