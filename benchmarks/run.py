"""The whole bench in its order: the data, then each measure. A new bar is a new line in `rows`."""

import datetime
from pathlib import Path

from django.core.management import call_command
from django.utils import timezone

from portal.figures import show
from portal.submissions.models import IndicatorValue

from . import data, databases
from .aggregation import aggregation_speed
from .editions import freeze_one_edition, freezing_row
from .measuring import FALLS_SHORT, Row
from .pages import OVERVIEW, Works, measured_pages, page_speed, queries_of, query_rows
from .saving import saving_speed
from .serving import serving
from .slow_line import slow_line_row
from .weight import memory_row, visit_everything, weight_rows

__all__ = ["FALLS_SHORT", "Bench"]

SHORT_YEARS = 1
SLOW_VISITS = 5
FEW = (10, 20)  # central agencies, provinces


def last_of(month: tuple[int, int]) -> datetime.date:
    """The last day of a calendar month: its reports are accepted, the next month is open."""
    year, number = month
    following = datetime.date(year + number // 12, number % 12 + 1, 1)
    return following - datetime.timedelta(days=1)


class Bench:
    def __init__(self, folder: Path, *, years: int, times: int, most: int):
        self.folder, self.times, self.most = folder, times, most
        self.short_months, self.long_months = 12 * SHORT_YEARS, 12 * max(years, SHORT_YEARS)
        self.setting = {"years": years, "repeat": times}

    def rows(self, say) -> list[Row]:
        say("Chuẩn bị số liệu…")
        keys = self.lay_data()
        say("Đo tổng hợp…")
        rows = aggregation_speed(
            "long",
            self.day(self.long_months),
            "short",
            self.day(self.short_months),
            self.times,
        )
        say("Đo các trang…")
        rows = [*self.page_rows(keys), *rows]
        databases.use("long")
        now = timezone.make_aware(
            datetime.datetime.combine(self.day(self.long_months), datetime.time(9))
        )
        rows += saving_speed(keys, now, data.month_at(self.long_months), self.times)
        rows.append(freezing_row(self.freezing_seconds, self.setting["agencies"]))
        # The bars of later workbooks and transfers (docs: speed) come here.
        return rows

    def lay_data(self) -> data.Keys:
        """Databases: "short" (one year), "long", and the short one with few and many agencies."""
        call_command("collectstatic", interactive=False, verbosity=0)
        databases.create("short")
        databases.use("short")
        call_command("migrate", verbosity=0)
        keys = data.lay_ground()
        data.add_months(0, self.short_months)
        self.freezing_seconds = freeze_one_edition(data.signed_in_as)
        for name in ("long", "few", "many"):
            databases.create(name, template="short")
        databases.use("long")
        data.add_months(self.short_months, self.long_months)
        self.setting["values"] = IndicatorValue.objects.count()
        self.setting["agencies"] = sum(len(data.members(code)) for code in data.SIDES)
        databases.use("few")
        data.keep_only(*FEW)
        databases.use("many")
        data.grow_to(self.most, self.short_months - 1)
        for name in ("short", "long", "few", "many"):
            databases.use(name)
            data.analyse()
        return keys

    def day(self, months: int) -> datetime.date:
        return last_of(data.month_at(months - 1))

    def serve(self, name: str, months: int):
        return serving(
            self.folder,
            name,
            {
                "DATABASE_URL": databases.url_of(name),
                "BENCH_TODAY": self.day(months).isoformat(),
            },
        )

    def page_rows(self, keys) -> list[Row]:
        by_size, pages = {}, {}
        for size, name, months in (
            (sum(FEW), "few", self.short_months),
            (self.setting["agencies"], "long", self.long_months),
            (self.most, "many", self.short_months),
        ):
            pages[name] = measured_pages(keys, data.month_at(months - 1), data.month_at(months))
            with self.serve(name, months) as server:
                by_size[size] = queries_of(server, pages[name])
                if name == "long":
                    databases.use("long")
                    works = Works(server, keys, self.day(months), pages[name])
                    speed = page_speed(works, self.times)
                    speed += weight_rows(server, pages[name])
                    speed.append(slow_line_row(server, OVERVIEW, keys.manager, SLOW_VISITS))
                    visit_everything(server, keys, pages[name], data.month_at(months - 1))
                    speed.append(memory_row(server))
        return [*speed, *query_rows(pages["long"], by_size)]

    def size_in_words(self) -> str:
        values, agencies = self.setting["values"], self.setting["agencies"]
        return f"{show(values)} giá trị: {self.setting['years']} năm của {agencies} cơ quan."
