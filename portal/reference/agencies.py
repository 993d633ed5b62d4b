"""Agencies with their dated names, codes and spellings; successions; the dated sets."""

from portal.models import (
    Agency,
    AgencyAlias,
    AgencyCode,
    AgencyName,
    AgencySet,
    AgencySetMember,
    Succession,
)
from portal.names import fold

from .ledger import Known
from .rows import dated, picked


def load(ledger):
    content = ledger.read("agencies")
    facts = [fact | dated(fact, content) for fact in content.get("agencies", [])]
    agencies = ledger.reconcile(Agency, (agency_row(fact) for fact in facts), ["slug"])
    ledger.reconcile(AgencyName, rows_of(facts, agencies, names), ["agency", "in_force_from"])
    ledger.reconcile(
        AgencyCode, rows_of(facts, agencies, codes), ["agency", "scheme", "in_force_from"]
    )
    ledger.reconcile(AgencyAlias, rows_of(facts, agencies, aliases), ["folded"])
    load_successions(ledger, agencies)
    load_sets(ledger, facts, agencies)


def load_successions(ledger, agencies):
    rows = [
        {
            "predecessor": agencies[before],
            "successor": agencies[after],
            **picked(act, takes_over_on=None, carries_figures=True, basis=""),
        }
        for act in ledger.read("successions").get("successions", [])
        for after, predecessors in act["into"].items()
        for before in predecessors
    ]
    ledger.reconcile(Succession, rows, ["predecessor", "successor", "takes_over_on"])


def load_sets(ledger, facts, agencies):
    listed = ledger.read("sets").get("sets", [])
    sets = ledger.reconcile(AgencySet, (set_row(fact) for fact in listed), ["code"])
    facts = Known({fact["slug"]: fact for fact in facts})
    members = [
        {"agency_set": sets[fact["code"]], "agency": agencies[member["slug"]], **span(member)}
        for fact in listed
        for member in members_of(fact["members"], facts)
    ]
    ledger.reconcile(AgencySetMember, members, ["agency_set", "agency", "in_force_from"])


def agency_row(fact):
    return {
        "slug": fact["slug"],
        "side": fact["side"],
        **picked(fact, position=0, letterhead="", one_person=False),
        **span(fact),
    }


def rows_of(facts, agencies, of):
    return [{"agency": agencies[fact["slug"]], **row} for fact in facts for row in of(fact)]


def names(fact):
    for name in fact["names"]:
        short = name["name"]
        yield {
            "kind": name["kind"],
            "name": short,
            **picked(name, printed_name=short, official_name=short),
            **dated(name, fact),
        }


def codes(fact):
    """A code is a text for the agency's whole life, or a list of dated ones."""
    for scheme, stated in fact.get("codes", {}).items():
        for code in [{"code": stated}] if isinstance(stated, str) else stated:
            yield {"scheme": scheme, "code": code["code"], **dated(code, fact)}


def aliases(fact):
    for text in fact.get("aliases", []):
        yield {"text": text, "folded": fold(text)}


def set_row(fact):
    return {
        **{name: fact[name] for name in ("code", "purpose", "side", "name", "short_name")},
        **picked(fact, position=0, size_known=True),
    }


def members_of(rule, facts):
    """Members are listed, or are all agencies of a side or of some kinds."""
    if isinstance(rule, list):
        return [facts[slug] for slug in rule]
    if "kinds" in rule:
        return [fact for fact in facts.values() if fact["names"][0]["kind"] in rule["kinds"]]
    return [fact for fact in facts.values() if fact["side"] == rule["side"]]


def span(fact):
    return {name: fact[name] for name in ("in_force_from", "in_force_until")}
