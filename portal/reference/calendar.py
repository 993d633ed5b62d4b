"""Holidays, and the reporting months of whole years by the rule of NĐ 09/2019/NĐ-CP, Điều 12."""

import datetime

from portal.catalogue.months import MonthRule
from portal.models import Holiday, ReportingPeriod

from .rows import picked


def load(ledger):
    content = ledger.read("calendar")
    rows = [
        {"day": day["day"], "name": day["name"], **picked(day, is_working=False)}
        for day in content.get("holidays", [])
    ]
    days = ledger.reconcile(Holiday, rows, ["day"], removable=True).values()
    holidays = {day.day for day in days if not day.is_working}
    working = {day.day for day in days if day.is_working}
    stated = content.get("periods", {"years": []})
    months = months_of(stated)
    rule = rule_of(stated) if months else None
    periods = [rule.month(*month, holidays, working) for month in months]
    ledger.reconcile(ReportingPeriod, periods, ["year", "month"])


def months_of(stated) -> list[tuple[int, int]]:
    """The months of the stated years, from the first one that reports were collected for."""
    months = [(year, month) for year in stated["years"] for month in range(1, 13)]
    first = tuple(map(int, stated.get("from", "0-0").split("-")))
    return [month for month in months if month >= first]


def rule_of(stated) -> MonthRule:
    return MonthRule(
        due_working_days=stated["due_working_days"],
        due_time=datetime.time.fromisoformat(stated["due_time"]),
        closes_on_day=stated["closes_on_day"],
        closes_time=datetime.time.fromisoformat(stated["closes_time"]),
    )
