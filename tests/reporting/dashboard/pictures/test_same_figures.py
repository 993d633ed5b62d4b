"""Every chart of the dashboard says the same on the page, in Plotly, in its table and its files."""

import csv
import datetime
import io
import json
import re

import openpyxl
import pytest
from defusedxml.ElementTree import fromstring
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from portal.accounts.models import Role
from portal.catalogue.calendar import ReportingPeriod
from portal.figures import show
from portal.submissions.aggregation import Figures
from portal.submissions.readings import Moment
from portal.submissions.register import rate, register
from portal.ui.charts.outlets import KINDS
from reporting.dashboard.pictures.board import Board
from reporting.dashboard.pictures.rates import month_rates
from reporting.dashboard.pictures.shelf import PICTURES, picture
from tests import factories as make
from tests import loaded

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

TODAY = datetime.date(2022, 11, 15)
FRIDAY = datetime.date(2022, 9, 30)
NOW = make.instant("2022-11-15 09:30")
COSTS = {"ke-hoach": 1, "luy-ke": 1, "trong-ky": 1, "ty-le-bao-cao": 2, "to-cong-nghe": 1}


@pytest.fixture(scope="module", autouse=True)
def _reference_data(django_db_setup, django_db_blocker):
    """In place of the folder's own: the demonstration's months too."""

    def load():
        loaded.load_reference()
        call_command("load_demo", anyway=True, files=False, stdout=io.StringIO())

    with loaded.for_module(django_db_blocker, load):
        yield


def board(day=TODAY, query=""):
    return Board(Figures(None, Moment(day), with_regions=True), query)


@pytest.fixture
def reader(client):
    make.sign_in(client, make.make_member(Role.READER))
    return client


@pytest.fixture(params=PICTURES)
def chart(request):
    found = picture(request.param, board())
    assert found is not None, "the demonstration has something to draw of each"
    return found


def columns(chart, rows=None) -> dict[str, list]:
    """The table's values by the columns' names."""
    names = [column.name for column in chart.table.columns]
    raw = list(chart.table.raw_rows())[:rows]
    return {name: [row[at] for row in raw] for at, name in enumerate(names)}


def drawn_by_plotly(chart) -> list[list]:
    """What each series of the figure shows, as a table's column would hold it."""
    traces = [t for t in chart.figure["data"] if t.get("mode") != "lines"]
    if chart.id == "to-cong-nghe":
        return [traces[0]["x"], traces[0]["y"]]
    return [t["x"] if t.get("orientation") == "h" else t["y"] for t in traces]


def test_figure_draws_the_columns_of_the_table(chart):
    if chart.figure is None:
        assert chart.id == "ke-hoach", "tiles are drawn by the server alone"
        return
    found = columns(chart, chart.sheet.rows)
    expected = [found[name] for name in chart.sheet.columns]
    if chart.id == "do-phu":
        expected += [found[f"team_{state}"] for state in ("done", "not_done", "unknown")]
    told = drawn_by_plotly(chart)
    if chart.id == "to-cong-nghe":  # in the table by size, in the drawing in official order
        told, expected = (sorted(zip(*pair, strict=True)) for pair in (told, expected))
        told, expected = ([(float(x), float(y)) for x, y in pairs] for pairs in (told, expected))
    else:
        expected = [[v if v is None else float(v) for v in values] for values in expected]
        told = [[v if v is None else float(v) for v in values] for values in told]
    assert told == expected


def test_drawing_shows_as_many_as_the_table(chart):
    svg = fromstring(chart.svg)
    rows = list(chart.table.raw_rows())[: chart.sheet.rows if chart.sheet else None]
    texts = [text.text for text in svg.iter("text")]
    marks = {
        "to-cong-nghe": len(list(svg.iter("circle"))),
        "luy-ke": len(list(svg.iter("circle"))),
        "ty-le-bao-cao": len(list(svg.iter("circle"))) / 2,
        "trong-ky": len(list(svg.iter("rect"))),
        "ke-hoach": len([r for r in svg.iter("rect") if r.get("fill") != "#f6f4ee"]),
    }
    if chart.id in marks:
        assert marks[chart.id] == len(rows)
    elif chart.id == "do-phu":
        words = [f"{done}/{size}" for _, size, done, *_ in rows]
        assert [text for text in texts if "/" in (text or "")][::2] == words
    else:
        assert [text for text in texts if text == show(rows[0][-1])]
        assert {show(row[-1]) for row in rows if row[-1] is not None} <= set(texts)


def test_files_hold_the_table(reader, chart):
    raw = list(chart.table.raw_rows())
    got = {label: reader.get(href) for label, href in chart.downloads}
    assert {response.status_code for response in got.values()} == {200}
    text = got["CSV"].content.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text)))
    assert lines[0] == chart.table.labels
    assert [[numeric(v) for v in line] for line in lines[1 : len(raw) + 1]] == plain(raw)
    book = openpyxl.load_workbook(io.BytesIO(got["Excel"].content))
    sheet = list(book.worksheets[0].iter_rows(values_only=True))
    head = sheet.index(tuple(chart.table.labels))
    cells = [[numeric(v) for v in row] for row in sheet[head + 1 : head + 1 + len(raw)]]
    assert cells == plain(raw)
    assert chart.title in {str(row[0]) for row in sheet[:head]}
    assert (len(book.sheetnames) == 2) == (chart.sheet is not None)
    image = Image.open(io.BytesIO(got["Hình PNG"].content))
    assert (image.format, image.width) == ("PNG", 1920)


def numeric(value):
    """Values of either file alike: numbers as floats, nothing as ""."""
    if value is None:
        return ""
    if isinstance(value, str):
        return float(value) if re.fullmatch(r"-?\d+(\.\d+)?", value) else value
    return float(value)


def plain(rows):
    return [[numeric(value) for value in row] for row in rows]


def test_what_is_drawn_later_is_plain_json(chart):
    if chart.figure is not None:
        assert json.loads(json.dumps(chart.figure)) == chart.figure
    assert "style=" not in chart.svg


def test_cost_in_queries_is_known(chart):
    on = board()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        picture(chart.id, on)
    assert len(asked) == COSTS.get(chart.id, 0)


# The register's rates


def test_rates_are_the_registers():
    found = {month.label: month for month in month_rates(TODAY)}
    periods = ReportingPeriod.objects.filter(ends_on__lte=TODAY)
    assert {period.label for period in periods} == set(found)
    for period in periods:
        assert found[period.label].rate == rate(register(period, NOW))
        assert found[period.label].is_open == (period.due_at > NOW)


def test_rates_of_some_agencies_are_theirs():
    period = ReportingPeriod.objects.get(year=2022, month=10)
    standings = register(period, NOW)
    some = [standing for standing in standings if standing.region == "Tây Nguyên"]
    (month,) = [m for m in month_rates(TODAY, {s.agency.pk for s in some}) if "10" in m.label]
    assert month.rate == rate(some)
    assert month.rate.expected == 5


def test_rates_stood_lower_on_an_earlier_day():
    due = ReportingPeriod.objects.get(year=2022, month=10).due_at
    (then,) = month_rates(make.day("2022-10-16"))
    later = {month.label: month for month in month_rates(TODAY)}[then.label]
    assert then.is_open
    assert then.rate.received < later.rate.received
    assert later.rate.on_time >= then.rate.received, "what had come by then was on time"
    assert due > make.instant("2022-10-16 23:59")


# The addresses


def test_published_day_gives_the_published_figures(reader):
    response = reader.get("/tong-quan/bieu-do/theo-vung.csv?ngay=30/9/2022")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert ["Trung du và miền núi phía Bắc", "14", "24473", "7738", "32211"] in rows
    assert ["Tổng cộng", "63", "74512", "41836", "116348"] in rows
    leaders = picture("dung-dau", board(FRIDAY))
    assert "chiếm 55,2% tổng số lượt" in leaders.title
    assert "64.206 trong 116.348" in leaders.caption
    assert response["Content-Disposition"].endswith('theo-vung-2022-09-30.csv"')


def test_scope_of_the_address_is_the_files(reader):
    path = "/tong-quan/bieu-do/xep-hang.csv?ngay=30/9/2022&vung=tay-nguyen"
    rows = list(csv.reader(io.StringIO(reader.get(path).content.decode("utf-8-sig"))))
    assert len(rows) == 1 + 5 + 2
    assert rows[-2][1:] == ["Tổng cộng", "2051", "1635", "3686"]


@pytest.mark.parametrize(
    "path",
    [
        "khong-co.png",
        "dung-dau.pdf",
        "dung-dau.PNG",
        "to-cong-nghe.png?ngay=30/9/2022",
        "dung-dau.",
    ],
)
def test_what_is_not_there_is_not_found(reader, path):
    assert reader.get(f"/tong-quan/bieu-do/{path}").status_code == 404


def test_files_are_for_reading_only_and_for_those_who_may(reader, client):
    path = "/tong-quan/bieu-do/dung-dau.csv"
    assert reader.head(path).status_code == 200
    assert reader.post(path).status_code == 405
    client.logout()
    assert client.get(path).status_code == 302


def test_kinds_are_those_offered():
    for name in PICTURES:
        found = picture(name, board(query="?ngay=15/11/2022"))
        assert [href for _, href in found.downloads] == [
            f"/tong-quan/bieu-do/{name}.{kind}?ngay=15/11/2022" for kind in KINDS
        ]
