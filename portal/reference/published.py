"""What weekly reports printed before the portal existed, stated once through the one door.

Facts with a name are submissions of the channel *reference*, one an agency and day; counts without
names and national figures are the centre's. A cell that the report left blank, or an agency that
its list of plans does not name, is "not known" with the reason: the report does not say "no".
"""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field

from portal.clock import now
from portal.figures import show as show_number
from portal.models import Agency, Document, Indicator, IndicatorValue
from portal.submissions.models import Channel, ValueState
from portal.submissions.stating import Stated, state_figures

from .ledger import Known
from .rows import picked

REASON = "Nạp lại theo tài liệu đã công bố"
COMPARED = ("amount", "text", "qualifier", "covers_from", "note")


def load(ledger):
    agencies = Known({agency.slug: agency for agency in Agency.objects.all()})
    indicators = Known({row.code: row for row in Indicator.objects.select_related("asked_of")})
    asked = {fact["slug"] for fact in ledger.read("agencies").get("agencies", [])}
    for report in ledger.read_all("tuan*"):
        published = Published(report, agencies, indicators, asked)
        published.read(ledger)
        published.state(ledger)


@dataclass
class Published:
    """One printed report.

    `asked`: the slugs that the files know. `stated`: by (channel, agency or None, day), the
    figures to state.
    """

    report: dict
    agencies: dict
    indicators: dict
    asked: set
    stated: dict = field(default_factory=lambda: defaultdict(list))

    def read(self, ledger):
        evidence = self.documents(ledger)
        for listed in self.report.get("lists", []):
            self.read_list(listed, evidence)
        for table in self.report.get("tables", []):
            for slug, *cells in table["rows"]:
                for code, amount in zip(table["columns"], cells, strict=True):
                    self.add(code, slug, amount=amount, note=self.blank(amount))
        for fact in self.report.get("values", []):
            self.add(fact["indicator"], fact["agency"], fact.get("as_of"), **figure(fact))
        for fact in self.report.get("counts", []):
            self.add(fact["indicator"], None, fact.get("as_of"), **figure(fact))

    def documents(self, ledger):
        """Makes the documents that the report names; returns them by what they prove."""
        facts = self.report.get("documents", [])
        rows = [
            {
                "agency": self.agencies[fact["agency"]],
                **{name: fact[name] for name in ("kind", "number", "issued_on", "title")},
            }
            for fact in facts
        ]
        among = Document.objects.filter(number__in=[fact["number"] for fact in facts])
        made = ledger.reconcile(
            Document,
            rows,
            ["agency", "number", "issued_on"],
            among.select_related("agency"),
            recorded_at=self.known_at,
        )
        by_number = {(found.agency.slug, found.number): found for found in made.values()}
        return {
            (fact["proves"], fact["agency"]): by_number[fact["agency"], fact["number"]]
            for fact in facts
        }

    def read_list(self, listed, evidence):
        """The agencies that a list names, and what it means for the others that were asked."""
        code = listed["indicator"]
        scope = self.indicators[code].asked_of.code
        others = Agency.objects.in_set(scope, self.as_of).exclude(slug__in=listed["agencies"])
        # An agency that an administrator adds later was not asked then.
        others = others.filter(slug__in=self.asked)
        for slug in listed["agencies"]:
            proof = evidence.get((code, slug))
            self.add(code, slug, amount=listed["listed"], evidence=proof)
        for slug in others.values_list("slug", flat=True):
            note = listed.get("others_note", "")
            self.add(code, slug, amount=listed.get("others"), note=note)

    def add(self, code, slug, as_of=None, **values):
        indicator = self.indicators[code]
        channel = Channel.REFERENCE if slug else Channel.CENTRE
        agency = self.agencies[slug] if slug else None
        day = datetime.date.fromisoformat(as_of) if as_of else self.as_of
        covers_from = indicator.accumulates_from if indicator.is_flow else None
        values = {"covers_from": covers_from, **values}
        self.stated[channel, agency, day].append(Stated(indicator=indicator, **values))

    def state(self, ledger):
        standing = self.standing()
        for (channel, agency, day), values in self.stated.items():
            found = standing.get((channel, agency and agency.pk, day))
            if found is None:
                ledger.created["phiếu số liệu đã công bố"] += 1
                self.state_one(channel, agency, day, values, at=self.known_at)
            elif self.tell_differences(ledger, agency, values, found) and ledger.overwrite:
                self.state_one(channel, agency, day, values, at=now(), reason=REASON)

    def state_one(self, channel, agency, day, values, **when):
        state_figures(
            channel=channel,
            agency=agency,
            as_of=day,
            values=values,
            source_text=self.report["source_text"],
            **when,
        )

    def standing(self):
        """The values that stand now, by submission and indicator."""
        values = IndicatorValue.objects.filter(
            revision__superseded_at=None,
            revision__submission__source_text=self.report["source_text"],
            revision__submission__channel__in=[Channel.REFERENCE, Channel.CENTRE],
        ).select_related("revision__submission")
        found = defaultdict(dict)
        for value in values:
            submission = value.revision.submission
            at = (submission.channel, submission.agency_id, submission.as_of)
            found[at][value.indicator_id] = value
        return found

    def tell_differences(self, ledger, agency, values, found):
        before = ledger.differing
        for value in values:
            present = found.get(value.indicator.pk)
            if present is None or any(
                getattr(present, name) != getattr(value, name) for name in COMPARED
            ):
                about = f"{agency or 'không kèm tên'}, {value.indicator}"
                what = f"số liệu đã công bố ({about})"
                ledger.differs(what, show(agency, value, present), show(agency, value, value))
        return ledger.differing > before

    def blank(self, amount):
        return "" if amount is not None else self.report["blank_note"]

    @property
    def as_of(self):
        return datetime.date.fromisoformat(self.report["as_of"])

    @property
    def known_at(self):
        return datetime.datetime.fromisoformat(self.report["known_at"])


def figure(fact):
    return picked(fact, amount=None, text="", qualifier="", note="")


def show(agency, stated, value):
    """What is held (None: nothing) as printed; a yes or no without an agency is a count."""
    if value is None:
        return "để trống"
    if value.state != ValueState.REPORTED:
        return f"“{value.note}”"
    amount = stated.indicator.show_amount(value.amount) if agency else show_number(value.amount)
    return f"“{' '.join(filter(None, [value.qualifier, value.text or amount]))}”"
