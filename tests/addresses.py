"""Every address of the portal, from the resolver: a new view is walked without being named.

A pattern's parameters are filled from samples by parameter name; one without a sample fails, so
that whoever adds it says what to try.
"""

import itertools
import re
from dataclasses import dataclass, field

from django.urls import URLPattern, get_resolver
from django.urls.resolvers import RegexPattern, RoutePattern

from portal.accounts.middleware import need_of
from portal.accounts.permissions import Need

PARAMETER = re.compile(r"<(?:(?P<converter>\w+):)?(?P<name>\w+)>")
ADMIN = "admin"


@dataclass(frozen=True)
class Place:
    """One pattern of the resolver: its name with namespaces, its parts, its view."""

    name: str
    patterns: tuple
    view: object
    namespaces: tuple[str, ...]

    @property
    def need(self) -> Need | None:
        return need_of(self.view, self.namespaces)

    @property
    def is_admin(self) -> bool:
        return ADMIN in self.namespaces

    @property
    def parameters(self) -> list[str]:
        return [
            match["name"]
            for pattern in self.patterns
            if isinstance(pattern, RoutePattern)
            for match in PARAMETER.finditer(str(pattern))
        ]


@dataclass(frozen=True)
class Address:
    place: Place
    path: str
    values: dict = field(hash=False)

    def __str__(self):
        return self.path


def places(resolver=None, patterns=(), namespaces=()) -> list[Place]:
    found = []
    for entry in (resolver or get_resolver()).url_patterns:
        along = (*patterns, entry.pattern)
        if isinstance(entry, URLPattern):
            name = ":".join([*namespaces, entry.name or str(entry.pattern)])
            found.append(Place(name, along, entry.callback, namespaces))
        else:
            inner = (*namespaces, entry.namespace) if entry.namespace else namespaces
            found += places(entry, along, inner)
    return found


# What does as well for one set of data as for another.
DEFAULTS = {
    "*": {
        "step": "gui",
        "number": 1,
        "pk": 1,
        "week": "2022-W39",
        "format": "xlsx",
        "year": 2022,
        "object_id": 1,
        "id": 1,
        "code": "KHONG-CO",
        "uidb64": "MQ",
        "token": "khong-co",
        "edition": 1,
        "story": 1,
        "slot": "lead",
        "table": "TRAIN_PRO",
        "chart": "dung-dau",
        "kind": "csv",
    },
    "admin:view_on_site": {"content_type_id": 1},
    "regex": {
        "^([^/]+)/history/([^/]+)/$": "1/history/1/",
        "^(?P<app_label>axes|portal)/$": "portal/",
        "(?P<url>.*)$": "khong-co-trang-nay",
    },
}


def addresses(samples: dict, among=None) -> list[Address]:
    """Each place with each combination of its parameters' samples.

    `samples`: by "name of the place" a dict of parameter → values; by "*" the ones for all; by
    "regex" the values of whole regular expressions; DEFAULTS does for the rest. A value may
    be a list of values to try.
    """
    given = {**DEFAULTS, **samples, "*": {**DEFAULTS["*"], **samples["*"]}}
    return [address for place in (among or places()) for address in filled(place, given)]


def filled(place: Place, samples: dict) -> list[Address]:
    own = {**samples["*"], **samples.get(place.name, {})}
    choices = {}
    for parameter in place.parameters:
        if parameter not in own:
            raise LookupError(
                f"{place.name}: parameter “{parameter}” has no sample; add one to the samples"
            )
        values = own[parameter]
        choices[parameter] = values if isinstance(values, list) else [values]
    found = []
    for combination in itertools.product(*choices.values()):
        values = dict(zip(choices, map(str, combination), strict=True))
        path = "/" + "".join(part(pattern, values, place, samples) for pattern in place.patterns)
        found.append(Address(place, path, values))
    return found


def part(pattern, values, place, samples) -> str:
    if isinstance(pattern, RoutePattern):
        return PARAMETER.sub(lambda match: values[match["name"]], str(pattern))
    assert isinstance(pattern, RegexPattern)
    text = str(pattern)
    if "(" not in text:
        return text.strip("^$/") and text.strip("^$").replace("\\", "")
    own = samples.get(place.name, {})
    known = {**samples.get("regex", {}), **own.get("regex", {})}
    if text not in known:
        raise LookupError(f"{place.name}: the expression {text} has no sample; add one")
    return known[text]
