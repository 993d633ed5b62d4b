"""Pictures of who has and who has not: one square an agency, one tile a province."""

from collections.abc import Iterable
from typing import NamedTuple

from django.template.loader import render_to_string

from .frame import role

SQUARE, PITCH, SQUARES_A_ROW = 14, 18, 21


def waffle_svg(states: Iterable[str], label: str) -> str:
    """One square an agency, in the order given; `states` are DONE, NOT_DONE or UNKNOWN."""
    squares = []
    for i, state in enumerate(states):
        row, column = divmod(i, SQUARES_A_ROW)
        squares.append({"x": column * PITCH, "y": row * PITCH, "state": state})
    rows = -(-len(squares) // SQUARES_A_ROW)
    width = PITCH * SQUARES_A_ROW - (PITCH - SQUARE)
    context = {"squares": squares, "width": width, "height": rows * PITCH, "label": label}
    return render_to_string("components/waffle.svg.html", context)


class Tile(NamedTuple):
    """A province at its place in the grid; `label_lines` is its name on one or two lines."""

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


def tile_grid_svg(tiles: Iterable[Tile], label: str, islands: Iterable[Island] = ()) -> str:
    """The grid with its archipelagos; always beside a list of the same."""
    drawn = [
        {
            "x": tile.column * TILE_STEP_X + 1,
            "y": tile.row * TILE_STEP_Y + 1,
            "lines": tile.label_lines,
            "state": tile.state,
            "href": tile.href,
        }
        for tile in tiles
    ]
    context = {
        "tiles": drawn,
        "islands": list(islands),
        "label": label,
        "role": role(tile["href"] for tile in drawn),
    }
    return render_to_string("components/tilegrid.html", context)
