"""Saving a form of 15 values against one bare insert of 15 rows."""

import datetime
from itertools import count

from django.db import connection, transaction

from portal.accounts.models import User
from portal.accounts.permissions import Access
from portal.agencies.models import Agency
from portal.catalogue.calendar import ReportingPeriod
from portal.submissions import actions

from .aggregation import statements_of
from .bare import bare_rows
from .data import FIGURES_A_MONTH, Keys, month_without_reports
from .measuring import FALLS_SHORT, HOLDS, Row, in_turn, ms, ratio_row, timed

MOST_QUERIES = 12
EARLIER_SAVES = 300


def save_often(save) -> None:
    for _ in range(EARLIER_SAVES):
        save()


def saving_speed(keys: Keys, now: datetime.datetime, month, times: int) -> list[Row]:
    """Each save changes all 15 texts; what is compared begins and commits its own transaction."""
    agency = Agency.objects.get(slug=keys.agency)
    period = ReportingPeriod.objects.get(year=month[0], month=month[1])
    user = User.objects.get(username="can-bo-do")
    access = Access(user, now.date())
    report = actions.open_report(agency, period, by=user, at=now)
    bare_report = actions.new_report(agency, month_without_reports())
    bare_report.created_at = bare_report.updated_at = now
    bare_report.save()
    numbers = count(1)
    saved = report

    def texts() -> dict[str, str]:
        number = next(numbers)
        return {f"BENCH_{i}-value": f"{number}.{i:03d}" for i in range(FIGURES_A_MONTH)}

    def forget() -> None:
        """Leaves the draft one save long: how often someone saves before is not measured here."""
        report.draft_entries.filter(version__lt=saved.version).delete()

    def save() -> None:
        nonlocal saved
        saved = actions.save_draft(
            saved, base_version=saved.version, texts=texts(), access=access, at=now
        ).submission

    def insert() -> None:
        number = next(numbers)
        with transaction.atomic(), connection.cursor() as cursor:
            bare_rows(cursor, bare_report.pk, user.pk, now, number, texts())

    def timed_save() -> float:
        forget()
        return timed(save)()

    def save_after_many() -> float:
        return timed(save)()

    save()
    queries = len(statements_of(save))
    found = in_turn({"bare": timed(insert), "save": timed_save}, times)
    save_often(save)
    later = in_turn({"bare": timed(insert), "save": save_after_many}, times)
    return [
        ratio_row(
            "Lưu phiếu 15 giá trị",
            found["save"] / found["bare"],
            12,
            "một lệnh chèn 15 dòng",
            f"{ms(found['save'])} / {ms(found['bare'])}",
        ),
        ratio_row(
            f"Lưu phiếu 15 giá trị sau {EARLIER_SAVES} lần lưu",
            later["save"] / later["bare"],
            12,
            "một lệnh chèn 15 dòng",
            f"{ms(later['save'])} / {ms(later['bare'])}",
        ),
        Row(
            "Số truy vấn khi lưu phiếu 15 giá trị",
            str(queries),
            f"≤ {MOST_QUERIES}",
            HOLDS if queries <= MOST_QUERIES else FALLS_SHORT,
        ),
    ]
