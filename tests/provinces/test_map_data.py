"""The outlines of the reference data, and each day's map out of them."""

import datetime
import json

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from portal.agencies.models import Agency, Succession
from portal.models import AgencyCode
from portal.submissions.aggregation import Figures
from portal.submissions.readings import Moment
from provinces import shapes
from provinces.models import Population, ProvinceProfile, ProvinceShape
from provinces.outlines import outlines_on
from provinces.tiles import tiles
from tests import factories as make
from tests import loaded

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("map")]

THEN, LAST, FIRST, AFTER = (
    make.day(text) for text in ("2022-09-30", "2025-06-30", "2025-07-01", "2025-08-01")
)
DAYS = [THEN, make.day("2025-01-01"), LAST, FIRST, AFTER, make.day("2031-12-31")]
CODE = "PLAN_PRO"


@pytest.fixture(scope="module", autouse=True)
def _real_data(django_db_setup, django_db_blocker):
    with loaded.for_module(django_db_blocker, loaded.load_reference):
        yield


def outlines_of_2022():
    return {
        shape.agency.slug: [tuple(map(tuple, ring)) for ring in json.loads(shape.rings)]
        for shape in ProvinceShape.objects.select_related("agency")
    }


def on(day):
    figures = Figures([CODE], Moment(day))
    return figures, outlines_on(day, figures.members_of(CODE))


def slugs(figures):
    return {member.agency_id: member.slug for member in figures.members_of(CODE)}


# --- The outlines themselves ---------------------------------------------------------------------


def test_every_province_with_an_iso_code_has_an_outline():
    with_code = AgencyCode.objects.filter(scheme="iso").values_list("agency__slug", flat=True)
    assert set(with_code) == set(outlines_of_2022())
    assert len(with_code) == 63


def test_rings_are_simple_and_run_with_the_land_on_the_right():
    for slug, rings in outlines_of_2022().items():
        for ring in rings:
            assert len(ring) == len(set(ring)) >= 3, slug
            assert shapes.area(ring) > 0, slug
            assert all(type(step) is int for point in ring for step in point), slug


def test_neighbours_share_their_borders_and_nobody_lies_on_another():
    outlines = outlines_of_2022()
    run = [edge for rings in outlines.values() for ring in rings for edge in shapes.edges_of(ring)]
    assert len(run) == len(set(run))
    whole = shapes.joined(outlines.values())
    assert shapes.land(whole) == sum(map(shapes.land, outlines.values()))
    assert all(shapes.area(ring) > 0 for ring in whole)  # no gap between neighbours
    assert shapes.area(whole[0]) > 0.97 * shapes.land(whole)  # one mainland


# Towns on the map's grid, by longitude and latitude: what lies where in the real country.
TOWNS = {
    "ha-noi": (105.85, 21.02),
    "quang-ninh": (107.36, 21.1),
    "hai-phong": (106.6, 20.85),
    "lai-chau": (103.47, 22.39),
    "lao-cai": (104.1, 22.4),
    "dien-bien": (103.02, 21.4),
    "thanh-hoa": (105.6, 19.9),
    "quang-ngai": (108.7, 15.0),
    "kon-tum": (108.0, 14.4),
    "da-nang": (108.05, 16.05),
    "ho-chi-minh": (106.66, 10.8),
    "can-tho": (105.6, 10.2),
    "ca-mau": (105.1, 9.1),
}
ISLANDS = {  # taken to their own province where the source had another
    "hai-phong": (107.0, 20.79),  # Cát Bà
    "ba-ria-vung-tau": (106.61, 8.72),  # Côn Đảo
    "kien-giang": (104.0, 10.25),  # Phú Quốc
    "lai-chau": (103.89, 21.96),  # Than Uyên
}


def grid(longitude, latitude):
    return ((longitude - 102) * 0.961262 * 100, (23.5 - latitude) * 100)


def holds(rings, point):
    x, y = point
    crossed = 0
    for ring in rings:
        for (ax, ay), (bx, by) in shapes.edges_of(ring):
            if (ay > y) != (by > y) and ax + (y - ay) * (bx - ax) / (by - ay) > x:
                crossed += 1
    return crossed % 2 == 1


@pytest.mark.parametrize(("slug", "place"), [*TOWNS.items(), *ISLANDS.items()])
def test_outline_is_the_named_provinces(slug, place):
    found = [one for one, rings in outlines_of_2022().items() if holds(rings, grid(*place))]
    assert found == [slug]


# --- A day's outlines ----------------------------------------------------------------------------


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_every_province_of_the_day_is_drawn_and_the_country_stays_as_large(day):
    figures, outlines = on(day)
    assert outlines.without == ()
    assert set(outlines.rings) == set(slugs(figures))
    assert len(outlines.rings) == (63 if day <= LAST else 34)
    land = sum(map(shapes.land, outlines.rings.values()))
    assert land == sum(map(shapes.land, outlines_of_2022().values()))


def test_successors_are_their_predecessors_without_the_borders_between():
    figures, outlines = on(AFTER)
    before = outlines_of_2022()
    by_slug = {slug: outlines.rings[pk] for pk, slug in slugs(figures).items()}
    for row in Succession.objects.filter(takes_over_on=FIRST).select_related("successor"):
        whole = by_slug[row.successor.slug]
        named = Succession.objects.filter(successor=row.successor)
        parts = [before[one] for one in named.values_list("predecessor__slug", flat=True)]
        assert shapes.land(whole) == sum(map(shapes.land, parts))
        edges = {edge for ring in whole for edge in shapes.edges_of(ring)}
        assert not edges & {(b, a) for a, b in edges}
        assert len(edges) < sum(len(ring) for part in parts for ring in part)
    assert by_slug["son-la"] == before["son-la"]


def test_a_later_succession_follows_the_chain():
    figures, outlines = on(AFTER)
    members = figures.members_of(CODE)
    first = next(m for m in members if m.slug == "lao-cai-2025")
    second = Agency.objects.create(slug="moi", side="provincial", in_force_from="2030-01-01")
    Succession.objects.create(
        predecessor_id=first.agency_id, successor=second, takes_over_on="2030-01-01"
    )
    later = [m._replace(agency_id=second.pk) if m is first else m for m in members]
    drawn = outlines_on(make.day("2030-01-01"), later)
    assert drawn.rings[second.pk] == outlines.rings[first.agency_id]
    assert drawn.without == ()


def test_a_province_without_outline_is_told():
    figures, _ = on(AFTER)
    member = figures.members_of(CODE)[0]._replace(agency_id=10**6, name="Mới", slug="moi")
    outlines = outlines_on(AFTER, [*figures.members_of(CODE), member])
    assert outlines.without == (member,)
    assert len(outlines.rings) == 34


def test_a_province_that_was_divided_gives_its_outline_to_nobody():
    figures, _ = on(AFTER)
    old = next(m for m in figures.members_of(CODE) if m.slug == "nghe-an")
    halves = [
        Agency.objects.create(slug=f"nua-{n}", side="provincial", in_force_from="2030-01-01")
        for n in (1, 2)
    ]
    for half in halves:
        Succession.objects.create(
            predecessor_id=old.agency_id, successor=half, takes_over_on="2030-01-01"
        )
    members = [old._replace(agency_id=half.pk) for half in halves]
    outlines = outlines_on(make.day("2030-01-01"), members)
    assert outlines.without == tuple(members)


def test_a_circle_of_successions_is_no_endless_walk():
    one, other = (
        Agency.objects.create(slug=slug, side="provincial", in_force_from=THEN)
        for slug in ("mot", "hai")
    )
    for a, b in ((one, other), (other, one)):
        Succession.objects.create(predecessor=a, successor=b, takes_over_on=THEN)
    member = on(AFTER)[0].members_of(CODE)[0]._replace(agency_id=one.pk)
    assert outlines_on(AFTER, [member]).without == (member,)


def test_outlines_of_a_day_take_one_query():
    members = on(AFTER)[0].members_of(CODE)
    with CaptureQueriesContext(connection) as queries:
        outlines_on(AFTER, members)
    assert len(queries) == 1


# --- Both archipelagos, on every day --------------------------------------------------------------


@pytest.mark.parametrize("day", [make.day("2021-12-31"), *DAYS], ids=str)
def test_both_archipelagos_are_on_every_map_and_every_grid(day):
    figures, outlines = Figures(None, Moment(day)), None
    members = figures.members_of(CODE) if CODE in figures.indicators else []
    outlines = outlines_on(day, members)
    owners = [("Hoàng Sa", "TP. Đà Nẵng"), ("Trường Sa", "tỉnh Khánh Hòa")]
    assert [(frame.name, frame.belongs_to) for frame in outlines.frames] == owners
    assert all(len(frame.islands) >= 8 for frame in outlines.frames)
    if members:
        _, islands = tiles(figures, CODE)
        assert [(island.name, island.belongs_to) for island in islands] == owners


def test_an_archipelago_goes_to_the_successor_with_its_name_of_the_day():
    figures, outlines = on(AFTER)
    owner = next(m for m in figures.members_of(CODE) if m.slug == "khanh-hoa-2025")
    assert outlines.frames[1].agency_id == owner.agency_id
    renamed = owner._replace(printed_name="TP. Nha Trang")
    later = [renamed if m is owner else m for m in figures.members_of(CODE)]
    assert outlines_on(AFTER, later).frames[1].belongs_to == "TP. Nha Trang"


def test_islands_lie_inside_their_frames():
    for frame in on(THEN)[1].frames:
        for x, y in frame.islands:
            assert frame.left < x < frame.left + frame.width
            assert frame.top < y < frame.top + frame.height


# --- Tiles ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_each_province_of_the_day_has_a_tile_of_its_own(day):
    figures, _ = on(day)
    drawn, islands = tiles(figures, CODE)
    places = [(tile.row, tile.column) for tile in drawn]
    assert len(places) == len(set(places)) == len(slugs(figures))
    for island in islands:
        for row, column in places:  # a tile is 46 × 38, an archipelago's box 89 × 54
            apart_across = column * 46 + 44 < island.left or column * 46 > island.left + 89
            apart_down = row * 38 + 36 < island.top or row * 38 > island.top + 54
            assert apart_across or apart_down


def test_the_unchanged_keep_their_tile():
    then = {tile.href: (tile.row, tile.column) for tile in tiles(on(THEN)[0], CODE)[0]}
    after = {tile.href: (tile.row, tile.column) for tile in tiles(on(AFTER)[0], CODE)[0]}
    assert len(then.keys() & after.keys()) == 11
    assert all(then[href] == after[href] for href in then.keys() & after.keys())


def test_a_tile_belongs_to_one_province_from_a_day_on():
    taken = ProvinceProfile.objects.get(agency__slug="ha-noi")
    agency = Agency.objects.create(slug="moi", side="provincial", in_force_from=THEN)
    place = {"tile_row": taken.tile_row, "tile_column": taken.tile_column}
    with pytest.raises(IntegrityError), transaction.atomic():
        ProvinceProfile.objects.create(agency=agency, tile_from=taken.tile_from, **place)
    ProvinceProfile.objects.create(agency=agency, tile_from=AFTER, **place)


# --- Population ----------------------------------------------------------------------------------


def test_people_add_up_to_what_the_census_published():
    rows = Population.objects.select_related("agency")
    assert {row.as_of for row in rows} == {datetime.date(2019, 4, 1)}
    people = {row.agency.slug: row.amount for row in rows}
    assert set(people) == set(outlines_of_2022())
    assert sum(people.values()) == 96_208_984
    regions = {
        "dong-bang-song-hong": 22_543_607,
        "bac-trung-bo-duyen-hai-mien-trung": 20_187_293,
        "tay-nguyen": 5_842_681,
        "dong-nam-bo": 17_828_907,
    }
    for code, total in regions.items():
        members = Agency.objects.in_set(code, THEN).values_list("slug", flat=True)
        assert sum(people[slug] for slug in members) == total, code
