"""What a reader waits for on a slow line, and what a worker keeps after serving everything."""

import gzip

from .data import Keys
from .measuring import FALLS_SHORT, HOLDS, Row
from .pages import DRAFT, EXPLORER, FROZEN, OVERVIEW, PROVINCES, YEAR, Page
from .serving import Server

KB, MB = 1024, 1024 * 1024
WEIGHED = (
    *(YEAR, "Tổng quan", "Bản đồ", "Bảng địa phương", "Đối chiếu hai nguồn"),
    *("Hồ sơ của một địa phương", "So sánh ba địa phương", "Lượt, người, hoàn thành"),
)
MOST_OF_A_PAGE, MOST_OF_A_WORKER = 15 * KB, 110 * MB


def weight_rows(server: Server, pages: dict[str, Page]) -> list[Row]:
    """The widest tables and the pages with drawings, compressed as a browser receives them."""
    sizes = {what: weight_of(server, pages[what]) for what in WEIGHED}
    return [
        bounded(f"Dung lượng nén, {what}", size, MOST_OF_A_PAGE) for what, size in sizes.items()
    ]


def weight_of(server: Server, page: Page) -> int:
    return len(gzip.compress(server.get_ok(page.path, page.session_key).body, 6))


def visit_everything(server: Server, keys: Keys, pages, last_month: tuple[int, int]) -> None:
    """Every kind of page and every file that a web worker makes itself, once each."""
    year, month = last_month
    query = EXPLORER.partition("?")[2]
    of_manager = [
        *("/", OVERVIEW, PROVINCES, "/boi-duong/bo-nganh/", "/dia-phuong/", "/bo-nganh/"),
        *(EXPLORER, f"/kham-pha/so-lieu.xlsx?{query}", f"/kham-pha/so-lieu.csv?{query}"),
        *("/bao-cao-tuan/", FROZEN, DRAFT),
        *(f"{edition[:-1]}.{kind}" for edition in (FROZEN, DRAFT) for kind in ("xlsx", "json")),
        *(f"{FROZEN[:-1]}.{kind}" for kind in ("docx", "pdf")),
        *(f"/theo-doi/{year}-{month:02d}/", f"/theo-doi/{year}-{month:02d}.xlsx"),
        *(f"/theo-doi/nam/{year}/?so-thang=48", f"/theo-doi/nam/{year}.xlsx?so-thang=48"),
        *(f"/theo-doi/nam/{year}/ty-le/", f"/theo-doi/{year}-{month:02d}/don-doc/"),
        *(f"/theo-doi/{year}-{month:02d}/{keys.agency}/", "/theo-doi/hang-doi/", "/chuong-trinh/"),
    ]
    for path in of_manager:
        server.get_ok(path, keys.manager)
    for page in (*pages.values(), Page("/", keys.reporter), Page("/phieu/", keys.reporter)):
        server.get_ok(page.path, page.session_key)


def memory_row(server: Server) -> Row:
    title = "Bộ nhớ của một tiến trình web sau mọi trang và bảng tính"
    return bounded(title, server.worker_memory(), MOST_OF_A_WORKER, MB, "MB")


def bounded(what: str, size: int, most: int, unit: int = KB, name: str = "KB") -> Row:
    measured = f"{size / unit:.1f} {name}".replace(".", ",")
    verdict = HOLDS if size <= most else FALLS_SHORT
    return Row(what, measured, f"≤ {most // unit} {name}", verdict, round(size / most, 3))
