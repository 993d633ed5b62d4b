"""The tile grid: each province's place on it."""

from portal.models import Agency
from portal.reference.ledger import Known

from .models import ProvinceProfile


def load(ledger):
    tiles = ledger.read("tiles").get("tiles", {})
    provinces = Known({agency.slug: agency for agency in Agency.objects.filter(slug__in=tiles)})
    islands = {row["of"]: row for row in ledger.read("tiles").get("archipelagos", [])}
    rows = [
        {"agency": provinces[slug], "tile_row": row, "tile_column": column}
        | archipelago(islands.get(slug))
        for slug, (row, column) in tiles.items()
    ]
    ledger.reconcile(ProvinceProfile, rows, ["agency"])


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
