"""The edition that a page of the workspace is about."""

from django.http import Http404

from portal.accounts.permissions import Access
from reporting.editions.reading import readable_by
from reporting.models import WeeklyEdition

LARGEST_KEY = 2**63 - 1


def edition_at_work(access: Access, key: int) -> WeeklyEdition:
    """One that the holder of `access` may read; Http404 otherwise."""
    found = readable_by(access).filter(pk=min(key, LARGEST_KEY)).first()
    if found is None:
        raise Http404("no report that may be worked on here")
    return found
