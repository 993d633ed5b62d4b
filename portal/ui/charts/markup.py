"""A light drawing's elements written out, every text and value in them escaped.

Written here rather than by a template: a drawing of 63 bars came ten times faster, and drawings
are most of what a page with charts costs. Presentation attributes only, by LOOK's rules.
"""

from functools import cache
from html import escape

from portal.office.own_markup import own_markup

from .frame import INK, PAPER

LETTERS = 14  # px, on every screen


def tag(name: str, *inside: str, **attributes) -> str:
    """An element; `inside` is markup from here. `font_size=14` is font-size="14"; None is left out.

    Numbers stand for pixels.
    """
    said = "".join(
        [
            f' {_name(key)}="{value if type(value) is int else escape(str(value))}"'
            for key, value in attributes.items()
            if value is not None
        ]
    )
    return f"<{name}{said}>{''.join(inside)}</{name}>" if inside else f"<{name}{said}/>"


@cache
def _name(key: str) -> str:
    return key.replace("_", "-")


def text(words: str, **attributes) -> str:
    attributes.setdefault("font_size", LETTERS)
    attributes.setdefault("fill", INK)
    return tag("text", escape(words), **attributes)


def over(words: str, **attributes) -> str:
    """A text that stays legible where it crosses a line."""
    around = {"stroke": PAPER, "stroke_width": 4, "stroke_linejoin": "round"}
    return text(words, **around, paint_order="stroke", **attributes)


def link(href: str, *inside: str, quiet: bool = False) -> str:
    """`inside` as a link; as it is where there is no address. `quiet`: no stop of the keyboard."""
    stop = "-1" if quiet else None
    return tag("a", *inside, href=href, tabindex=stop) if href else "".join(inside)


def drawing(
    *inside: str,
    label: str,
    role: str = "img",
    height: int | None = None,
    box: tuple[int, int] | None = None,
    width: int | str = "100%",
    css: str | None = None,
    hidden: bool = False,
) -> str:
    """The whole; `label` is for those who do not see it, `hidden` where they are told otherwise.

    With a `height` it is as wide as the page and letters keep their size on every screen; with a
    `box` it is drawn in its own measure and grows or shrinks as a whole.
    """
    look = {"class": css, "viewBox": f"0 0 {box[0]} {box[1]}" if box else None}
    said = {"aria_hidden": "true"} if hidden else {"role": role, "aria_label": label}
    return own_markup(tag("svg", *inside, **look, width=width, height=height, **said))
