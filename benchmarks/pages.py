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
from .editions import DRAFT_DAY, DRAFT_WEEK, FROZEN_WEEK
from .measuring import FALLS_SHORT, FOR_INFORMATION, HOLDS, NOT_YET, Row, in_turn, ms, ratio_row
from .serving import NotServed, Server
from .urls import BARE

PROVINCES = "/boi-duong/dia-phuong/"
YEAR = "Theo dõi cả năm, 48 tháng"
OVERVIEW = "/tong-quan/"
EXPLORER = "/kham-pha/?chi-tieu=TRAIN_PRO_OT"  # the last 12 months
FROZEN, DRAFT = ("/bao-cao-tuan/{}-W{}/".format(*week) for week in (FROZEN_WEEK, DRAFT_WEEK))
MAP = "/dia-phuong/ban-do/?chi-tieu=TRAIN_PRO_OT"
PAIRS, MEASURES = "/boi-duong/doi-chieu/", "/boi-duong/luot-nguoi-hoan-thanh/"
MOST_QUERIES, MOST_OF_A_DRAFT = 8, 15  # a draft's: docs/decisions.md


@dataclass(frozen=True)
class Page:
    path: str
    session_key: str
    most_queries: int = MOST_QUERIES


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


# (what, work, at most so many times the bare page). The year has fourteen times the cells of the
# province table and may cost three times as much.
MEASURED = (
    ("Trang bảng địa phương, 63 dòng × 5 cột", "provinces", 4),
    ("Trang khám phá số liệu, 63 dòng × 12 kỳ", "explorer", 4),
    ("Trang một bản báo cáo đã chốt", "frozen", 1.5),
    ("Trang một bản báo cáo đã chốt, người đọc mở lại", "again", 1.5),
    ("Trang theo dõi cả năm, 93 cơ quan × 48 tháng", "year", 12),
)


class Works:
    """CPU seconds of the serving process, each page's data changed right before it is asked for."""

    def __init__(self, server: Server, keys: Keys, day: datetime.date, pages: dict[str, Page]):
        self.server, self.key, self.pages = server, keys.manager, pages
        self.today, self.of_the_week = Changes(day), Changes(DRAFT_DAY)
        self.etag = server.get_ok(FROZEN, self.key).etag

    def bare(self) -> float:
        return self.after_a_change(BARE)

    def provinces(self) -> float:
        return self.server.get_ok(PROVINCES, self.key, shows=self.today.make()).cpu

    def explorer(self) -> float:
        return self.server.get_ok(EXPLORER, self.key, shows=self.today.make()).cpu

    def frozen(self) -> float:
        return self.after_a_change(FROZEN)

    def again(self) -> float:
        """The reader's browser has the page and asks whether it still stands."""
        self.today.make()
        answer = self.server.get(FROZEN, self.key, etag=self.etag)
        if answer.status != 304:
            raise NotServed(f"{FROZEN}: HTTP {answer.status}, lẽ ra 304")
        return answer.cpu

    def year(self) -> float:
        return self.after_a_change(self.pages[YEAR].path)

    def draft(self) -> float:
        return self.server.get_ok(DRAFT, self.key, shows=self.of_the_week.make()).cpu

    def overview(self) -> float:
        return self.after_a_change(OVERVIEW)

    def after_a_change(self, path: str) -> float:
        self.today.make()
        return self.server.get_ok(path, self.key).cpu


def page_speed(works: Works, times: int) -> list[Row]:
    named = {name: getattr(works, name) for _, name, _ in MEASURED}
    found = in_turn({"bare": works.bare, **named}, times)
    rows = [
        ratio_row(
            what,
            found[name] / found["bare"],
            most,
            "trang trần",
            f"{ms(found[name])} / {ms(found['bare'])} CPU",
        )
        for what, name, most in MEASURED
    ]
    for what, work in (
        ("Trang dự thảo báo cáo tuần", works.draft),
        ("Trang tổng quan", works.overview),
    ):
        rows.append(for_information(what, works.bare, work, max(times // 3, 2)))
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
        "Bản báo cáo đã chốt": Page(FROZEN, keys.manager),
        "Dự thảo báo cáo tuần": Page(DRAFT, keys.manager, MOST_OF_A_DRAFT),
        "Theo dõi gửi báo cáo": Page(f"/theo-doi/{last}/", keys.manager),
        YEAR: Page(f"/theo-doi/nam/{last_month[0]}/?so-thang=48&den={last}", keys.manager),
        "Bản đồ": Page(MAP, keys.manager),
        "Hồ sơ của một địa phương": Page(f"/dia-phuong/{keys.agency}/", keys.manager),
        "So sánh ba địa phương": Page(compared(keys.others), keys.manager),
        "Đối chiếu hai nguồn": Page(PAIRS, keys.manager),
        "Lượt, người, hoàn thành": Page(MEASURES, keys.manager),
        "Mục tiêu": Page("/boi-duong/muc-tieu/?ngay=31/12/2022", keys.manager),
        "Bồi dưỡng": Page("/boi-duong/", keys.manager),
        "Phiếu của cán bộ": Page(f"/phieu/{keys.agency}/{still_open}/", keys.reporter),
    }


def compared(slugs: tuple[str, ...]) -> str:
    return "/so-sanh/?" + "&".join(f"co-quan={slug}" for slug in slugs)


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
    rows = []
    for what, page in pages.items():
        bar = f"≤ {page.most_queries}, như nhau"
        title = f"Số truy vấn, {what} ({sizes} cơ quan)"
        counts = [found[what] for found in by_size.values()]
        faults = [count for count in counts if isinstance(count, str)]
        if not exists(page.path):
            rows.append(Row(title, "", bar, NOT_YET))
        elif faults:
            rows.append(Row(title, faults[0], bar, FALLS_SHORT))
        else:
            good = max(counts) <= page.most_queries and len(set(counts)) == 1
            shown = " / ".join(map(str, counts))
            rows.append(Row(title, shown, bar, HOLDS if good else FALLS_SHORT))
    return rows
