"""Pictures of who has and who has not: one square an agency, one tile a province."""

from collections.abc import Iterable
from typing import NamedTuple

from .frame import ACCENT, CONTROL, DONE, INK, INK_2, LINE, MUTED, NOT_DONE, PAPER, UNKNOWN, role
from .markup import drawing, link, tag, text

SQUARE, PITCH, SQUARES_A_ROW = 14, 18, 21
WASH = "#f6f4ee"
_WAFFLE = {
    DONE: {"fill": ACCENT},
    NOT_DONE: {"fill": PAPER, "stroke": ACCENT, "stroke_width": "1.5"},
    UNKNOWN: {
        "fill": "none",
        "stroke": CONTROL,
        "stroke_width": "1.2",
        "stroke_dasharray": "1.5 2",
    },
}


def waffle_svg(states: Iterable[str], label: str) -> str:
    """One square an agency, in the order given; `states` are DONE, NOT_DONE or UNKNOWN.

    All squares of a state are one path: dashes begin anew at each of them.
    """
    paths, count = dict.fromkeys(_WAFFLE, ""), 0
    for state in states:
        row, column = divmod(count, SQUARES_A_ROW)
        x, y = column * PITCH, row * PITCH
        if state == DONE:
            paths[state] += f"M{x} {y}h14v14h-14z"
        else:  # the stroke stays inside
            paths[state] += f"M{x}.75 {y}.75h12.5v12.5h-12.5z"
        count += 1
    parts = [tag("path", d=d, **_WAFFLE[state]) for state, d in paths.items() if d]
    width, height = PITCH * SQUARES_A_ROW - (PITCH - SQUARE), -(-count // SQUARES_A_ROW) * PITCH
    return drawing(*parts, box=(width, height), width=width, label=label)


class Tile(NamedTuple):
    """A province at its place in the grid; `label_lines` is its name on one or two lines.

    `state`: DONE, NOT_DONE, UNKNOWN, or the colour of a class.
    """

    label_lines: tuple[str, ...]
    row: int
    column: int
    state: str
    href: str = ""


class Island(NamedTuple):
    """An archipelago, which no tile stands for: its name, whose it is, its place in pixels."""

    name: str
    belongs_to: str
    left: int
    top: int


TILE_STEP_X, TILE_STEP_Y = 46, 38
GRID, GRID_WIDTH = (368, 722), 420  # its own measure, and how wide it is shown
_WIDE, _HIGH = 43, 35
_TILES = {
    DONE: {"fill": ACCENT},
    NOT_DONE: {"fill": PAPER, "stroke": ACCENT, "stroke_width": "1.5"},
    UNKNOWN: {"fill": PAPER, "stroke": CONTROL, "stroke_dasharray": "1.5 2.5"},
}
_LETTERS = {
    DONE: {"fill": PAPER},
    NOT_DONE: {"fill": INK, "font_weight": 600},
    UNKNOWN: {"fill": MUTED},
}


def tile_grid_svg(
    tiles: Iterable[Tile], label: str, islands: Iterable[Island] = (), *, beside_list: bool = False
) -> str:
    """The grid with its archipelagos; always beside a list of the same.

    `beside_list`: the list has the same links, so that the grid's are for the mouse alone.
    """
    tiles = list(tiles)
    parts = [_tile(tile, beside_list) for tile in tiles] + [_island(island) for island in islands]
    held = role(tile.href for tile in tiles)
    look = {"box": GRID, "width": GRID_WIDTH, "css": "tilegrid", "hidden": beside_list}
    return drawing(*parts, label=label, role=held, **look)


def _tile(tile: Tile, is_quiet: bool) -> str:
    x, y = tile.column * TILE_STEP_X + 1, tile.row * TILE_STEP_Y + 1
    if tile.state not in (NOT_DONE, UNKNOWN):
        place = {"x": x, "y": y, "width": _WIDE, "height": _HIGH}
    else:  # the stroke stays inside
        place = {"x": f"{x}.75", "y": f"{y}.75", "width": "41.5", "height": "33.5"}
    downs = ("15", "27.5") if len(tile.label_lines) > 1 else ("21",)
    names = [
        text(
            line,
            x=x + 21.5,
            y=y + float(at),
            font_size=9 if len(line) > 6 else 10,
            text_anchor="middle",
            **_LETTERS.get(tile.state, {"fill": ink_on(tile.state)}),
        )
        for line, at in zip(tile.label_lines, downs, strict=False)
    ]
    square = tag("rect", **place, **_TILES.get(tile.state, {"fill": tile.state}))
    return link(tile.href, square, *names, quiet=is_quiet)


def ink_on(colour: str) -> str:
    """What letters on a colour "#rrggbb" are written in."""
    if not colour.startswith("#"):
        return INK
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return PAPER if red * 3 + green * 6 + blue < 1400 else INK


def _island(island: Island) -> str:
    x, y = island.left, island.top
    frame = {"x": f"{x}.5", "y": f"{y}.5", "width": 88, "height": 53, "fill": WASH, "stroke": LINE}
    middle = {"x": x + 44.5, "font_size": 10, "text_anchor": "middle"}
    return "".join(
        (
            tag("rect", **frame),
            text("Quần đảo", **middle, y=y + 16),
            text(island.name, **middle, y=y + 30, font_weight=600),
            text(f"({island.belongs_to})", **middle, y=y + 44, fill=INK_2),
        )
    )
