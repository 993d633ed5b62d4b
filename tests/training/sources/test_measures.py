"""Participations, persons and completions: shown side by side, each with its own unit and its own
sum, and never added to one another."""

import io
import itertools

import openpyxl
import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.accounts.models import Role
from portal.models import Indicator
from portal.submissions.models import Channel, Revision
from tests import factories as make
from tests import loaded
from tests.markup import Page
from training.sources.measures import MEASURES, MeasureRow, Measures, SideMeasures

# One worker: the module loads its data once.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("tuan39")]

DAY, TODAY = make.day("2022-11-14"), make.day("2022-11-15")
PATH = "/boi-duong/luot-nguoi-hoan-thanh"
CODES = ("TRAIN_PRO_SELF", "TRAIN_PRO_OT", "TRAIN_PRO_DONE", "TRAIN_PRO_PEOPLE")
PAGES = (
    "/boi-duong/luot-nguoi-hoan-thanh/?ngay=15/11/2022",
    "/boi-duong/doi-chieu/?ngay=15/11/2022",
    "/boi-duong/dia-phuong/?ngay=15/11/2022",
)
BOOKS = (
    "/boi-duong/luot-nguoi-hoan-thanh.xlsx?ngay=15/11/2022",
    "/boi-duong/doi-chieu.xlsx?ngay=15/11/2022",
)


@pytest.fixture(scope="module", autouse=True)
def _real_data(django_db_setup, django_db_blocker):
    with loaded.for_module(django_db_blocker, loaded.load_reference):
        yield


@pytest.fixture(autouse=True)
def _in_november(settings):
    settings.DEMO_TODAY = TODAY


@pytest.fixture
def reader():
    return make.sign_in(Client(), make.make_member(Role.READER))


def state(figures, day=DAY, amounts=(1009, 20011, 300007, 5000003)):
    """Every province's figures: powers far apart, so that any sum across measures is its own."""
    indicators = {i.code: i for i in Indicator.objects.filter(code__in=CODES)}
    known = dict(zip(CODES, amounts, strict=True))
    for agency in figures:
        make.make_known(
            agency,
            day,
            *((indicators[code], amount) for code, amount in known.items() if amount is not None),
            channel=Channel.PLATFORM,
        )


@pytest.fixture
def only_three():
    """Nothing known but the three provinces' own figures, so every printed number is theirs."""
    Revision.objects.update(superseded_at=make.instant("2022-10-01 08:00"))
    three = asked_on(TODAY)[:3]
    state(three, TODAY)
    return three


def asked_on(day):
    members = Indicator.objects.get(code="TRAIN_PRO_OT").asked_of.memberships.in_force_on(day)
    return [m.agency for m in members.select_related("agency").order_by("agency__position")]


def across(participations, platform, completions, people):
    """Every sum of measures that must not be printed, for one agency and for three."""
    measures = (participations, platform, completions, people)
    wrong = set()
    for size in (2, 3, 4):
        for some in itertools.combinations(range(4), size):
            total = sum(measures[i] for i in some)
            wrong |= {total, 3 * total}
    return wrong - {participations, 3 * participations}


def numbers_of(text):
    found = set()
    for word in text.replace("/", " ").replace("(", " ").replace(";", " ").split():
        plain = word.strip(".,:%").replace(".", "")
        if plain.isdigit():
            found.add(int(plain))
    return found


def test_no_page_or_workbook_adds_across_measures(reader, only_three):
    whole = 1009 + 20011
    forbidden = across(whole, 20011, 300007, 5000003) | across(1009, 20011, 300007, 5000003)
    forbidden -= {whole, 3 * whole}
    seen = set()
    for path in PAGES:
        response = reader.get(path)
        assert response.status_code == 200, path
        printed = numbers_of(Page(response.content.decode()).text)
        assert not printed & forbidden, (path, printed & forbidden)
        seen |= printed
    assert {3 * whole, 3 * 20011, 3 * 300007, 3 * 5000003} <= seen  # each its own sum
    for path in BOOKS:
        book = openpyxl.load_workbook(io.BytesIO(reader.get(path).content))
        cells = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
        assert not cells & forbidden, path
    assert "không cộng với nhau" in reader.get(PAGES[0]).content.decode()


def test_each_measure_says_how_many_are_known(only_three):
    (side,) = [side for side in Measures(TODAY).sides if side.side == "provincial"]
    found = {column.key: (column.amount, column.known, column.unit) for column in side.columns}
    assert found == {
        "participations": (3 * (1009 + 20011), 3, "lượt"),
        "on_platform": (3 * 20011, 3, "lượt"),
        "completions": (3 * 300007, 3, "lượt hoàn thành"),
        "people": (3 * 5000003, 3, "người"),
    }
    assert all(column.definition for column in side.columns)


def test_ratio_only_where_both_are_known_of_one_day(only_three):
    Revision.objects.update(superseded_at=make.instant("2022-10-01 08:00"))
    first, second, third, *_ = asked_on(TODAY)
    state([first], DAY, (None, 200, 150, None))
    state([second], DAY, (None, 300, None, None))
    state([third], DAY, (None, 400, None, None))
    state([third], TODAY, (None, None, 100, None))
    (side,) = [side for side in Measures(TODAY).sides if side.side == "provincial"]
    ratios = {row.member.agency_id: row.ratio for row in side.rows}
    assert [ratios[a.pk] for a in (first, second, third)] == ["75,0%", "", ""]
    assert side.ratio.startswith("75,0% (1/")
    assert "cùng ngày" in side.ratio


def test_published_figures_of_thirty_september(reader):
    text = reader.get(f"{PATH}/?ngay=30/9/2022").content.decode()
    for printed in ("116.348", "810", "41.836", "63/63", "30/30", "0/63"):
        assert printed in text
    assert "Ngày này chưa hỏi" in text  # persons are asked from 15/11/2022 on
    sides = {side.side: side for side in Measures(make.day("2022-09-30")).sides}
    people = [column.amount for column in sides["provincial"].columns if column.key == "people"]
    assert people == [None]


def test_day_without_indicators(reader):
    text = reader.get(f"{PATH}/?ngay=31/12/2021").content.decode()
    assert "Ngày này chưa hỏi số liệu bồi dưỡng" in text
    assert reader.get(f"{PATH}.xlsx?ngay=1/1/2021").status_code == 200
    assert reader.get(f"{PATH}/?ngay=hom-nay").status_code == 302


amounts = st.none() | st.integers(0, 10**6)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(amounts, amounts, st.booleans()), max_size=8))
def test_ratio_never_mixes_agencies(rows):
    made = [
        MeasureRow(None, platform, platform, done, None, is_same and None not in (platform, done))
        for platform, done, is_same in rows
    ]
    side = SideMeasures("provincial", made, [])
    both = [row for row in made if row.is_same_day and row.on_platform]
    assert bool(side.ratio) is bool(both)
    assert f"({len(both)}/{len(made)} cơ quan" in side.ratio or not both


def test_completions_and_persons_are_part_of_no_whole():
    codes = [code for side in MEASURES.values() for code in (side.completions, side.people)]
    assert not Indicator.objects.filter(code__in=codes).exclude(part_of=None).exists()
    assert Indicator.objects.filter(code__in=codes).count() == 4
