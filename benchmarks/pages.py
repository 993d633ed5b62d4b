"""Pages against the bare page, and how many queries each page asks."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import Resolver404, resolve

from portal.figures import show
from portal.submissions.aggregation import Figures
from portal.submissions.models import IndicatorValue
from portal.submissions.readings import Moment

from .data import Keys
from .measuring import FALLS_SHORT, FOR_INFORMATION, HOLDS, NOT_YET, Row, in_turn, ms, ratio_row
from .serving import NotServed, Server
from .urls import BARE

PROVINCES = "/boi-duong/dia-phuong/"
OVERVIEW = "/tong-quan/"
EXPLORER = "/kham-pha/?chi-tieu=TRAIN_PRO_OT"  # the last 12 months
WEEKLY = "/bao-cao-tuan/2022-W39/"
WEEKLY_DAY = datetime.date(2022, 9, 30)
MOST_QUERIES = 8


@dataclass(frozen=True)
class Page:
    path: str
    session_key: str


def exists(path: str) -> bool:
    try:
        resolve(path.partition("?")[0])
    except Resolver404:
        return False
    return True


class Changes:
    """Changes one province's newest One Touch figure as of a day, another one each time."""

    def __init__(self, day: datetime.date):
        code = "TRAIN_PRO_OT"
        figures = Figures({code}, Moment(day))
        readings = [figures.reading(code, m.agency_id) for m in figures.members_of(code)]
        self.values = [reading.value_id for reading in readings if reading]
        self.amounts: Iterator[int] = iter(range(7_000_001, 9_000_000, 13))
        self.made = 0

    def make(self) -> str:
        """Writes the next amount and returns it as a page prints it."""
        amount = next(self.amounts)
        value_id = self.values[self.made % len(self.values)]
        self.made += 1
        IndicatorValue.objects.filter(pk=value_id).update(amount=amount)
        return show(amount)


def page_speed(server: Server, keys: Keys, day: datetime.date, times: int) -> list[Row]:
    """CPU seconds of the serving process, each page's data changed right before it is asked for."""
    today, of_the_week = Changes(day), Changes(WEEKLY_DAY)

    def bare():
        today.make()
        return server.get_ok(BARE, keys.manager).cpu

    def provinces():
        return server.get_ok(PROVINCES, keys.manager, shows=today.make()).cpu

    def weekly():
        return server.get_ok(WEEKLY, keys.manager, shows=of_the_week.make()).cpu

    def overview():
        today.make()
        return server.get_ok(OVERVIEW, keys.manager).cpu

    def explorer():
        return server.get_ok(EXPLORER, keys.manager, shows=today.make()).cpu

    found = in_turn({"bare": bare, "page": provinces, "explorer": explorer}, times)
    rows = [
        ratio_row(
            what,
            found[name] / found["bare"],
            4,
            "trang trần",
            f"{ms(found[name])} / {ms(found['bare'])} CPU",
        )
        for what, name in (
            ("Trang bảng địa phương, 63 dòng × 5 cột", "page"),
            ("Trang khám phá số liệu, 63 dòng × 12 kỳ", "explorer"),
        )
    ]
    for what, work in (("Trang báo cáo Tuần 39", weekly), ("Trang tổng quan", overview)):
        rows.append(for_information(what, bare, work, max(times // 3, 2)))
    return rows


def for_information(what, bare, work, times) -> Row:
    try:
        found = in_turn({"bare": bare, "page": work}, times)
    except NotServed as error:
        return Row(what, str(error), "", FALLS_SHORT)
    ratio = found["page"] / found["bare"]
    shown = f"{ratio:.1f} × trang trần ({ms(found['page'])} CPU)".replace(".", ",")
    return Row(what, shown, "", FOR_INFORMATION, round(ratio, 3))


def measured_pages(keys: Keys, last_month: tuple[int, int], open_month: tuple[int, int]):
    """(what, page) of every page whose queries are counted."""
    last, still_open = (f"{year}-{month:02d}" for year, month in (last_month, open_month))
    return {
        "Bảng địa phương": Page(PROVINCES, keys.manager),
        "Tổng quan": Page(OVERVIEW, keys.manager),
        "Khám phá số liệu": Page(EXPLORER, keys.manager),
        "Báo cáo Tuần 39": Page(WEEKLY, keys.manager),
        "Theo dõi gửi báo cáo": Page(f"/theo-doi/{last}/", keys.manager),
        "Theo dõi cả năm": Page(f"/theo-doi/nam/{last_month[0]}/", keys.manager),
        "Phiếu của cán bộ": Page(f"/phieu/{keys.agency}/{still_open}/", keys.reporter),
    }


def queries_of(server: Server, pages: dict[str, Page]) -> dict[str, int | str]:
    """Queries of each page, asked for a second time; a text where it was not served."""
    found = {}
    for what, page in pages.items():
        try:
            server.get_ok(page.path, page.session_key)
            found[what] = server.get_ok(page.path, page.session_key).queries
        except NotServed as error:
            found[what] = str(error)
    return found


def query_rows(pages: dict[str, Page], by_size: dict[int, dict[str, int | str]]) -> list[Row]:
    """A row for each page: its queries at each number of agencies."""
    sizes = ", ".join(f"{size:,}".replace(",", ".") for size in by_size)
    bar = f"≤ {MOST_QUERIES}, như nhau"
    rows = []
    for what, page in pages.items():
        title = f"Số truy vấn, {what} ({sizes} cơ quan)"
        counts = [found[what] for found in by_size.values()]
        faults = [count for count in counts if isinstance(count, str)]
        if not exists(page.path):
            rows.append(Row(title, "", bar, NOT_YET))
        elif faults:
            rows.append(Row(title, faults[0], bar, FALLS_SHORT))
        else:
            good = max(counts) <= MOST_QUERIES and len(set(counts)) == 1
            shown = " / ".join(map(str, counts))
            rows.append(Row(title, shown, bar, HOLDS if good else FALLS_SHORT))
    return rows
