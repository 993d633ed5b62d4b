"""The tile grid: each province's place on it."""

from portal.models import Agency
from portal.reference.ledger import Known

from .models import ProvinceProfile


def load(ledger):
    tiles = ledger.read("tiles").get("tiles", {})
    provinces = Known({agency.slug: agency for agency in Agency.objects.filter(slug__in=tiles)})
    rows = [
        {"agency": provinces[slug], "tile_row": row, "tile_column": column}
        for slug, (row, column) in tiles.items()
    ]
    ledger.reconcile(ProvinceProfile, rows, ["agency"])
