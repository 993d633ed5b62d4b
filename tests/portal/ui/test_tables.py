from dataclasses import dataclass
from datetime import date
from time import perf_counter

import pytest
from django.template.loader import get_template
from django.test import RequestFactory
from django_tables2 import RequestConfig

from portal.ui import tables

ROWS = [
    {"name": "Quảng Ngãi & Bạn", "own": 14464, "platform": 216, "url": "/a/"},
    {"name": "Cà Mau", "own": None, "platform": 0, "url": ""},
]


class Training(tables.YearbookTable):
    rank = tables.RankColumn()
    name = tables.NameColumn("Địa phương", href="url")
    own = tables.NumberColumn("Tự tổ chức", orderable=True)
    platform = tables.NumberColumn("Nền tảng")

    title = "Bảng 2"
    unit_line = "Đơn vị: lượt"


def html(table, **context) -> str:
    return get_template("components/table.html").render({"table": table, **context})


def test_plain_rows_are_class_text_and_link():
    first, second = Training(ROWS).plain_rows()
    assert first == [
        ("num stt", "1", ""),
        ("", "Quảng Ngãi & Bạn", "/a/"),
        ("num", "14.464", ""),
        ("num", "216", ""),
    ]
    assert second[2:] == [("num", "", ""), ("num", "0", "")]


def test_raw_rows_keep_numbers_and_blanks():
    assert list(Training(ROWS).raw_rows())[1] == [2, "Cà Mau", None, 0]


def test_total_stands_in_the_name_column():
    table = Training(ROWS, total={"own": 14464, "platform": 216}, total_label="Cả nước")
    assert [text for _, text, _ in table.plain_total()] == ["", "Cả nước", "14.464", "216"]
    assert table.raw_total() == [None, "Cả nước", 14464, 216]


def test_table_without_total_has_no_foot():
    assert Training(ROWS).plain_total() is None
    assert "<tfoot" not in html(Training(ROWS))


def test_basis_says_how_many_the_total_rests_on():
    table = Training(ROWS, total={"own": 14464}, basis={"own": "1/2"})
    assert '<tr class="basis">' in html(table)
    assert "1/2" in html(table)


def test_html_has_scopes_caption_and_truly_empty_cells():
    drawn = html(Training(ROWS))
    assert drawn.count('scope="col"') == 4
    assert '<th scope="row"><a href="/a/">Quảng Ngãi &amp; Bạn</a></th>' in drawn
    assert '<th scope="row">Cà Mau</th><td class="num"></td><td class="num">0</td>' in drawn
    assert "<caption>Bảng 2 <span>Đơn vị: lượt</span></caption>" in drawn


def test_an_empty_cell_leads_nowhere():
    rows = [{"name": "", "own": None, "platform": 1, "url": "/a/"}]
    assert all(href == "" for _, _, href in next(Training(rows).plain_rows()))


def test_html_escapes_names_links_and_braces():
    rows = [{"name": "<b>{0}", "own": 1, "platform": 1, "url": '/"x'}]
    drawn = html(Training(rows))
    assert "&lt;b&gt;{0}" in drawn
    assert 'href="/&quot;x"' in drawn


def test_own_row_is_said_in_words():
    drawn = html(Training(ROWS, own=lambda row: row["name"] == "Cà Mau"))
    assert '<tr class="own">' in drawn
    assert "Cà Mau (cơ quan bạn)" in drawn


def test_stack_labels_its_cells():
    drawn = html(Training(ROWS, css="stack"))
    assert 'data-label="Tự tổ chức"' in drawn
    assert 'data-label="Tự tổ chức"' not in html(Training(ROWS))


@pytest.mark.parametrize(("rows", "is_long"), [(30, False), (31, True)])
def test_long_from_31_rows(rows, is_long):
    table = Training([ROWS[0]] * rows)
    assert ("table-year long" in html(table)) is is_long


def test_empty_table_says_so():
    assert "Chưa có dòng nào." in html(Training([]))
    assert "Chưa ai gửi." in html(Training([], empty_text="Chưa ai gửi."))


def test_sorting_reorders_and_links_only_where_allowed():
    table = Training([*ROWS, {"name": "Hà Giang", "own": 6641, "platform": 586, "url": ""}])
    request = RequestFactory().get("/?sort=-platform&own=1&sort=own&q=x")
    RequestConfig(request).configure(table)
    header = {label: (href, sort) for _, label, href, sort in table.header()}
    assert header["Địa phương"] == ("", "")
    assert header["Tự tổ chức"][0].startswith("?")
    assert "q=x" in header["Tự tổ chức"][0]
    assert header["Tự tổ chức"][1] == "ascending"
    assert [row[0][1] for row in table.plain_rows()] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("order", "names"),
    [
        ("own", ["Hà Giang", "Quảng Ngãi & Bạn", "Cà Mau"]),
        ("-own", ["Quảng Ngãi & Bạn", "Hà Giang", "Cà Mau"]),
    ],
)
def test_sorting_puts_the_unknown_last_both_ways(order, names):
    table = Training([*ROWS, {"name": "Hà Giang", "own": 6641, "platform": 586, "url": ""}])
    table.order_by = order
    assert [row[1][1] for row in table.plain_rows()] == names


def test_table_without_request_has_no_links_in_its_head():
    assert all(href == "" for _, _, href, _ in Training(ROWS).header())


@dataclass
class Agency:
    name: str


@dataclass
class Record:
    agency: Agency
    on: date | None

    @property
    def name(self) -> str:
        return self.agency.name


class Dated(tables.YearbookTable):
    name = tables.NameColumn("Cơ quan", accessor="agency__name", href=lambda record: "/x/")
    on = tables.DateColumn("Ngày")


def test_records_may_be_objects_with_paths():
    (row,) = Dated([Record(Agency("Bộ Y tế"), date(2022, 9, 3))]).plain_rows()
    assert row == [("", "Bộ Y tế", "/x/"), ("date", "03/09/2022", "")]


def test_number_column_passes_words_and_decimals():
    assert tables.NumberColumn().show("Không áp dụng") == "Không áp dụng"
    assert tables.PercentColumn().show(None) == ""


def test_missing_field_is_a_fault_not_a_blank():
    with pytest.raises(KeyError):
        list(Training([{"name": "Cà Mau"}]).plain_rows())


def test_province_table_is_fast():
    """63 rows × 5 columns: 1.3 ms where written; the bar leaves room for a busy machine."""
    rows = [{"name": f"Tỉnh {i}", "own": i, "platform": i * 997, "url": ""} for i in range(63)]
    times = []
    for _ in range(15):
        table = Training(rows)
        start = perf_counter()
        html(table)
        times.append(perf_counter() - start)
    assert min(times) < 0.006
