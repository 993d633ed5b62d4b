"""Pages of frozen editions, kept by the process until something happens to any edition.

What such a page shows changes only through an action, which writes an event, or when files are
made; one small question tells whether either has happened since. Drafts are never kept.
"""

import datetime
from dataclasses import dataclass
from hashlib import sha256

from django.core.cache import cache
from django.db import connection
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from portal.accounts.permissions import GRANTS, Access
from portal.office.own_markup import own_markup
from reporting.models import WeeklyEdition
from reporting.outputs.page import taken_apart

from .around import Around

LAST_CHANGE = """
    SELECT e.id, e.kind, e.edition_id, f.id, f.sha256
    FROM (SELECT MAX(id) AS id FROM reporting_editionevent) AS newest
    LEFT JOIN reporting_editionevent AS e ON e.id = newest.id
    LEFT JOIN reporting_editionfile AS f ON f.id = (SELECT MAX(id) FROM reporting_editionfile)"""


@dataclass(frozen=True)
class KeptPage:
    """A frozen edition's page but for its frame: `mark` for its ETag, its name for the heads."""

    name: str
    topic: str
    content: str
    mark: str
    modified: int

    def __str__(self):
        return self.name

    @property
    def markup(self) -> SafeString:
        return own_markup(self.content)


def place_of(request) -> str:
    """Where the page is kept: its address, who may do what, the last thing that happened."""
    with connection.cursor() as cursor:
        cursor.execute(LAST_CHANGE)
        last = cursor.fetchone()
    parts = f"{request.get_full_path()} {rights_of(request.access)} {last}"
    return f"edition-page-{sha256(parts.encode()).hexdigest()}"


def rights_of(access: Access) -> list[str]:
    return sorted({str(can) for grant in access.grants for can in GRANTS[grant.role]})


def kept_at(place: str) -> KeptPage | None:
    return cache.get(place)


def keep(place: str, edition: WeeklyEdition, around: Around, page: str) -> KeptPage | None:
    """Keeps the page of a frozen edition whose files are made; None for any other."""
    mark, modified = around.mark, around.changed_at
    if not mark or modified is None:
        return None
    kept = KeptPage(
        name=str(edition),
        topic=edition.topic,
        content=content_of(edition, around, page),
        mark=mark,
        modified=int(modified.timestamp()),
    )
    cache.set(place, kept, timeout=int(datetime.timedelta(days=1).total_seconds()))
    return kept


def content_of(edition: WeeklyEdition, around: Around, page: str) -> str:
    article, contents = taken_apart(page)
    context = {"edition": edition, "article": article, "contents": contents, "around": around}
    return render_to_string("reporting/publication/edition_content.html", context)
