"""One indicator over the country on one day: the map, the tiles, the list, the regions."""

import datetime
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from portal.catalogue.models import ValueType
from portal.days import show_date
from portal.submissions.aggregation import Figures
from portal.submissions.readings import Member, Moment
from portal.ui.charts import Chart, tile_grid_svg
from portal.ui.charts.outlets import downloads_of
from portal.ui.tables import YearbookTable

from .encodings import Encoding, Group, encode, is_drawable
from .map_drawing import map_figure, map_svg
from .map_words import region_table, sentence, topic, value_table
from .outlines import Outlines, outlines_on
from .tiles import tiles

ADDRESS = "/dia-phuong/ban-do"
SOURCE = "số mới nhất đã tiếp nhận của từng địa phương"
SCHEMATIC = "Sơ đồ để đọc số liệu, không phải bản đồ địa giới"


@dataclass(frozen=True)
class MapPage:
    """`without`: provinces that the map cannot draw; the tiles and the list have them."""

    day: datetime.date
    encoding: Encoding
    map: Chart
    grid: Chart
    regions: YearbookTable | None
    without: tuple[Member, ...]

    @property
    def groups(self) -> tuple[Group, ...]:
        return self.encoding.groups


def figures_on(day: datetime.date) -> Figures:
    return Figures(None, Moment(day), with_regions=True)


def choices(figures: Figures) -> list[tuple[str, list[tuple[str, str]]]]:
    """(section, [(code, label)]) of what can be drawn on the day; the labels are the short ones."""
    found: dict[str, list[tuple[str, str]]] = {}
    for code, indicator in figures.indicators.items():
        if is_drawable(indicator) and figures.members_of(code):
            found.setdefault(indicator.section.title, []).append((code, indicator.short_label))
    return list(found.items())


def first_code(figures: Figures) -> str | None:
    """What is drawn when nothing is asked for: the first yes or no, else the first of all."""
    codes = [code for _, entries in choices(figures) for code, _ in entries]
    yes_no = (c for c in codes if figures.indicators[c].value_type == ValueType.YES_NO)
    return next(yes_no, codes[0] if codes else None)


def is_choice(figures: Figures, code: str) -> bool:
    return any(code == entry for _, entries in choices(figures) for entry, _ in entries)


def build_page(figures: Figures, code: str) -> MapPage:
    """Two queries more than the figures took."""
    day, encoding = figures.moment.day, encode(figures, code)
    outlines = outlines_on(day, figures.members_of(code))
    drawn, islands = tiles(figures, code, encoding.marks)
    suffix = f"?ngay={show_date(day)}"
    grid = Chart(
        id="so-do-o",
        title="Mỗi địa phương một ô bằng nhau",
        caption="Cùng số liệu và cách tô như bản đồ; ô đặt gần đúng vị trí.",
        key=encoding.key,
        svg=tile_grid_svg(
            [tile._replace(href=tile.href + suffix) for tile in drawn],
            sentence(encoding),
            islands,
            beside_list=True,
        ),
    )
    shown = map_chart(encoding, outlines, day)
    query = urlencode({"chi-tieu": code, "ngay": show_date(day)})
    shown = replace(
        shown,
        table=None,
        figure_href=f"{ADDRESS}.json?{query}" if outlines.rings else "",
        downloads=downloads_of(shown, lambda kind: f"{ADDRESS}.{kind}?{query}"),
    )
    regions = region_table(encoding, figures.regions, day)
    return MapPage(day, encoding, shown, grid, regions, outlines.without)


def build_chart(figures: Figures, code: str) -> Chart:
    """The map with its table, for the files; one query more than the figures took."""
    encoding = encode(figures, code)
    outlines = outlines_on(figures.moment.day, figures.members_of(code))
    return map_chart(encoding, outlines, figures.moment.day)


def build_figure(figures: Figures, code: str) -> dict:
    """The map for Plotly, which the page's script asks for; empty where nothing can be drawn."""
    encoding, day = encode(figures, code), figures.moment.day
    outlines = outlines_on(day, figures.members_of(code))
    if not outlines.rings:
        return {}
    return map_figure(encoding, outlines, lambda member: page_of(member, day))


def map_chart(encoding: Encoding, outlines: Outlines, day: datetime.date) -> Chart:
    unit = f"Đơn vị: {encoding.indicator.unit}. " if not encoding.is_yes_no else ""
    return Chart(
        id="ban-do",
        title=sentence(encoding),
        caption=f"{unit}Tính đến {show_date(day)}. {caption_of(outlines)}",
        key=encoding.key,
        svg=map_svg(encoding, outlines, topic(encoding), lambda member: page_of(member, day))
        if outlines.rings
        else "",
        table=value_table(encoding, day, lambda member: page_of(member, day)),
        source=SOURCE,
    )


def page_of(member: Member, day: datetime.date) -> str:
    return f"/dia-phuong/{member.slug}/?ngay={show_date(day)}"


def caption_of(outlines: Outlines) -> str:
    """What the drawing is and is not; the archipelagos by name for those who do not see them."""
    names = " và ".join(f"Quần đảo {f.name} ({f.belongs_to})" for f in outlines.frames)
    return f"{SCHEMATIC}; {names} vẽ trong khung riêng." if names else f"{SCHEMATIC}."
