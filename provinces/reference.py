"""The tile grid, the map's outlines, and how many people live where."""

import json

from portal.models import Agency
from portal.reference.ledger import Known

from .models import Population, ProvinceProfile, ProvinceShape


def load(ledger):
    for part in (load_tiles, load_shapes, load_population):
        part(ledger)


def provinces_of(slugs) -> Known:
    return Known({agency.slug: agency for agency in Agency.objects.filter(slug__in=slugs)})


def load_tiles(ledger):
    """A successor's tile may lie where a province that is gone had its own."""
    content = ledger.read("tiles")
    tiles = content.get("tiles", {})
    provinces = provinces_of(tiles)
    islands = {
        slug: row for row in content.get("archipelagos", []) for slug in owners_of(row["of"])
    }
    rows = [
        {"agency": provinces[slug], "tile_row": row, "tile_column": column}
        | {"tile_from": provinces[slug].in_force_from}
        | archipelago(islands.get(slug))
        for slug, (row, column) in tiles.items()
    ]
    ledger.reconcile(ProvinceProfile, rows, ["agency"])


def owners_of(named: str | list[str]) -> list[str]:
    return [named] if isinstance(named, str) else named


def archipelago(row: dict | None) -> dict:
    """The columns of a province's archipelago; empty for a province without one."""
    if row is None:
        return {"archipelago": "", "archipelago_of": ""}
    return {
        "archipelago": row["name"],
        "archipelago_of": row["belongs_to"],
        "archipelago_left": row["left"],
        "archipelago_top": row["top"],
    }


def load_shapes(ledger):
    """Outlines of the provinces that others were made of; a successor's follows from them."""
    content = ledger.read("map")
    shapes = content.get("shapes", {})
    provinces = provinces_of(shapes)
    frames = {row["of"]: row for row in content.get("archipelagos", [])}
    rows = [
        {
            "agency": provinces[slug],
            "rings": compact(rings),
            "archipelago": frame_text(frames.get(slug)),
        }
        for slug, rings in shapes.items()
    ]
    ledger.reconcile(ProvinceShape, rows, ["agency"])


def frame_text(row: dict | None) -> str:
    return compact({"frame": row["frame"], "islands": row["islands"]}) if row else ""


def compact(value) -> str:
    return json.dumps(value, separators=(",", ":"))


def load_population(ledger):
    """A later count is a further row, with its own day."""
    content = ledger.read("population")
    people = content.get("people", {})
    provinces = provinces_of(people)
    rows = [
        {
            "agency": provinces[slug],
            "as_of": content["as_of"],
            "amount": amount,
            "source": content["source"],
        }
        for slug, amount in people.items()
    ]
    ledger.reconcile(Population, rows, ["agency", "as_of"])
