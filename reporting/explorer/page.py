"""The explorer's page: the filters as they stand, the table or the list, the picture, the files."""

from dataclasses import dataclass, field, replace

from django.core.paginator import Page, Paginator
from django.urls import reverse

from portal.agencies.models import AgencySet
from portal.ui.charts import Chart
from portal.ui.charts.outlets import CSV, LABELS, PNG, XLSX
from portal.ui.tables import Column as TextColumn
from portal.ui.tables import DateColumn, NameColumn, YearbookTable

from . import query as q
from .charts import picture
from .figures import plain, read_grid
from .ground import NATION, asked_between
from .listing import ROWS_A_PAGE, Line, count_lines, page_of_lines
from .selection import Selection, says_when
from .table import grid_page, history_links

CHANGE = "chon-lai"  # in the address of the form with what was chosen
BOXES = {q.CODES: "chi-tieu", q.ORDER_COLUMN: "xep", q.PAGE: "xep"}


@dataclass
class ExplorerPage:
    """`table` None: there is the form instead. Nothing is chosen yet, the address is at fault
    (`faults`), or the reader wants to choose again (`change`: the address that leads there)."""

    selection: Selection
    faults: list[tuple[str, str]]
    table: YearbookTable | None = None
    page: Page | None = None
    notes: list[str] = field(default_factory=list)
    chart: Chart | None = None
    files: list[tuple[str, str]] = field(default_factory=list)
    lead: str = ""
    change: str = ""

    @property
    def query(self) -> q.Query:
        return self.selection.query

    @property
    def codes_fault(self) -> str | None:
        return self.query.faults.get(q.CODES)

    @property
    def sections(self) -> list[tuple[str, list]]:
        """(section, [(code, label, whether chosen)]) for the boxes to tick."""
        chosen, found = set(self.query.codes), {}
        columns = self.selection.columns
        for code, asked in asked_between(columns[0].day, columns[-1].day).items():
            boxes = found.setdefault(asked.section_title, [])
            unit = f" ({asked.unit_shown})" if asked.unit_shown else ""
            boxes.append((code, f"{asked.label}{unit}", code in chosen))
        return list(found.items())

    @property
    def selects(self) -> list[tuple[str, str, list, str]]:
        """(field, label, [(value, text, whether chosen)], fault) of each list to choose from."""
        query, months = self.query, self.selection.months
        first, last = self.selection.ends
        scopes = [("", "Mọi cơ quan được hỏi")] + [
            (one.code, one.name) for one in AgencySet.objects.all()
        ]
        choices = [
            (q.SCOPE, scopes, query.scope),
            (q.FIRST, [(m.key, m.label) for m in months], first),
            (q.LAST, [(m.key, m.label) for m in months], last),
            (q.MEASURE, q.MEASURES.items(), query.measure),
            (q.SOURCE, q.SOURCES.items(), query.source),
            (q.LAYOUT, q.LAYOUTS.items(), query.layout),
            (q.ORDER, q.ORDERS.items(), query.order),
        ]
        return [
            (name, q.LABELS[name], [(v, t, v == now) for v, t in options], query.faults.get(name))
            for name, options, now in choices
        ]

    @property
    def texts(self) -> list[tuple[str, str, str, str, str | None]]:
        """(field, label, hint, what was typed, fault) of each box to type into."""
        hints = (
            (q.AGENCIES, "Để trống là tất cả. Nhiều cơ quan thì cách nhau bằng dấu chấm phẩy."),
            (q.DAYS, "Thay cho kỳ, ví dụ 30/9/2022. Nhiều ngày thì cách nhau bằng dấu chấm phẩy."),
        )
        typed, faults = self.query.typed, self.query.faults
        return [(name, q.LABELS[name], hint, typed[name], faults.get(name)) for name, hint in hints]


class LineTable(YearbookTable):
    label = NameColumn("Chỉ tiêu")
    party = TextColumn("Cơ quan", href="href")
    when = TextColumn("Kỳ, ngày", css="num")
    shown = TextColumn("Giá trị", css="num")
    unit = TextColumn("Đơn vị")
    state = TextColumn("Tình trạng")
    covers_to = DateColumn("Số liệu tính đến")
    source = TextColumn("Nguồn")


def build_page(selection: Selection, *, own=frozenset(), params=None) -> ExplorerPage:
    """`own`: ids of the reader's agencies, whose rows are marked; one query at most."""
    query = selection.query
    faults = [(f"#{BOXES.get(where, where)}", why) for where, why in query.faults.items()]
    page = ExplorerPage(selection, faults)
    if not selection.is_sound or (params is not None and CHANGE in params):
        return page
    page.lead = f"{_counted(selection)}, {says_when(selection)}."
    address = params.copy() if params is not None else None
    if address is not None:
        address.pop(q.PAGE, None)
        kept = address.urlencode()
        page.change = f"?{kept}&{CHANGE}=1"
        page.files = [
            (f"so-lieu.xlsx?{kept}", "Tải bảng Excel"),
            (f"so-lieu.csv?{kept}", "Tải CSV"),
        ]
    if query.is_listing:
        _show_lines(page, own)
    else:
        grid = read_grid(selection)
        shown = grid_page(grid, own=own, params=params)
        page.table, page.page, page.notes = shown.table, shown.page, shown.notes
        page.chart = with_files(picture(grid), page.files)
    return page


def with_files(chart: Chart | None, files: list[tuple[str, str]]) -> Chart | None:
    """The chart with its picture, and the page's own files of the same figures."""
    if chart is None or not files:
        return chart
    here, kept = reverse("explorer:explore"), files[0][0].partition("?")[2]
    picture_address = f"{reverse('explorer:explore_png')}?{kept}"
    others = [
        (LABELS[kind], here + href) for kind, (href, _) in zip((XLSX, CSV), files, strict=True)
    ]
    return replace(chart, downloads=((LABELS[PNG], picture_address), *others))


def _counted(selection: Selection) -> str:
    agencies = sum(party.agency_id is not NATION for party in selection.rows)
    asked = selection.asked
    parts = [asked[0].label if len(asked) == 1 else f"{len(asked)} chỉ tiêu"]
    if agencies:
        parts.append(f"{agencies} cơ quan")
    if selection.query.scope:
        scope = next(one for one in selection.sets if one.code == selection.query.scope)
        parts.append(f"phạm vi {scope.name}")
    return ", ".join(parts)


def _show_lines(page: ExplorerPage, own) -> None:
    selection = page.selection
    numbers = range(count_lines(selection))
    page.page = Paginator(numbers, ROWS_A_PAGE).get_page(page.query.page)
    start = page.page.start_index() - 1
    lines = page_of_lines(selection, start) if numbers else []
    page.table = LineTable(
        [line_record(line, page.query.measure) for line in lines],
        title=f"{len(numbers):,} dòng".replace(",", "."),
        unit_line=f"{q.MEASURES[page.query.measure]}. Ô trống: chưa có số liệu.",
        own=lambda record: record["agency_id"] in own,
        css="stack",
        empty_text="Không có cơ quan nào được hỏi trong phạm vi và thời gian đã chọn.",
    )


def line_record(line: Line, measure: str) -> dict:
    asked, party, column, cell = line
    return {
        "agency_id": party.agency_id,
        "label": asked.name,
        "party": party.printed_name,
        "href": history_links(asked)(party),
        "when": column.label,
        "shown": plain(asked, cell, measure) if cell.is_reported else "",
        "unit": asked.unit_shown,
        "state": line.state,
        "covers_to": cell.covers_to,
        "source": line.source,
    }
