"""Sections, indicators with their dated wording, and the checks across indicators."""

from django.core.management import CommandError

from portal.models import AgencySet, Indicator, IndicatorVersion, Rule, Section

from .ledger import Known
from .rows import dated, picked


def load(ledger):
    content = ledger.read("catalogue")
    sections = ledger.reconcile(Section, content.get("sections", []), ["code"])
    facts = [fact | dated(fact, content) for fact in content.get("indicators", [])]
    indicators = load_indicators(ledger, facts, sections)
    wordings = [
        {"indicator": indicators[fact["code"]], **wording(stated), **dated(stated, fact)}
        for fact in facts
        for stated in fact.get("versions", [fact])
    ]
    ledger.reconcile(IndicatorVersion, wordings, ["indicator", "in_force_from"])
    rules = [rule_row(fact, content, indicators) for fact in content.get("rules", [])]
    ledger.reconcile(Rule, rules, ["code"])


def load_indicators(ledger, facts, sections):
    """In rounds: an indicator comes after the one that it is part of or replaces."""
    sets = Known({agency_set.code: agency_set for agency_set in AgencySet.objects.all()})
    indicators, waiting = Known(), facts
    while waiting:
        ready = [fact for fact in waiting if references(fact) <= indicators.keys()]
        if not ready:
            codes = ", ".join(fact["code"] for fact in waiting)
            raise CommandError(f"Chỉ tiêu nhắc đến chỉ tiêu không có trong tài liệu: {codes}.")
        rows = [indicator_row(fact, sections, sets, indicators) for fact in ready]
        found = ledger.reconcile(Indicator, rows, ["code"])
        indicators.update({fact["code"]: found[fact["code"]] for fact in ready})
        waiting = [fact for fact in waiting if fact not in ready]
    return indicators


def references(fact):
    return {fact[name] for name in ("part_of", "replaces") if fact.get(name)}


def indicator_row(fact, sections, sets, indicators):
    return {
        "code": fact["code"],
        "section": sections[fact["section"]],
        "value_type": fact["value_type"],
        "asked_of": sets[fact["asked_of"]] if fact.get("asked_of") else None,
        "part_of": indicators[fact["part_of"]] if fact.get("part_of") else None,
        "replaces": indicators[fact["replaces"]] if fact.get("replaces") else None,
        **picked(fact, position=0, source="agency", decimals=0, accumulation="stock"),
        **picked(fact, accumulates_from=None, combine="sum", evidence="none"),
        **dated(fact, fact),
    }


def wording(stated):
    label = stated["label"]
    return {
        "label": label,
        **picked(stated, short_label=label, unit="", definition="", worked_example=""),
    }


def rule_row(fact, content, indicators):
    return {
        **{name: fact[name] for name in ("code", "operator", "severity", "message")},
        "left": indicators[fact["left"]],
        "right": indicators[fact["right"]] if fact.get("right") else None,
        **picked(fact, limit=None),
        **dated(fact, content),
    }
