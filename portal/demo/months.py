"""The made-up months, played: every report goes through the same actions as a real one."""

import datetime
from collections import Counter
from dataclasses import dataclass, field

from portal.models import Agency, Indicator, ReportingPeriod, Submission
from portal.submissions import actions, deciding
from portal.submissions.answers import UNCHANGED
from portal.submissions.models import Channel
from portal.submissions.register import expected_agencies
from portal.submissions.sheet import Sheet, load_sheet

from .answers import NEW_FILE, Country, Officer, load_country
from .draws import dice
from .papers import store_stand_in
from .people import Cast
from .plot import Destiny, Fate, deal, month_key

A_MOMENT = datetime.timedelta(minutes=5)
SENT_ON = (Fate.SUBMITTED, Fate.RETURNED, Fate.ACCEPTED, Fate.CORRECTING, Fate.CORRECTED)
ACCEPTED = (Fate.ACCEPTED, Fate.CORRECTING, Fate.CORRECTED)


def load(ledger, cast: Cast) -> None:
    """Plays the months, once: nothing when the demonstration's reports are there."""
    if Submission.objects.filter(is_demo=True, channel=Channel.AGENCY).exists():
        return
    content = ledger.read("months")
    country = load_country(ledger.read("figures"))
    for month in content["months"]:
        period = ReportingPeriod.objects.get(year=month["year"], month=month["month"])
        agencies = [a for a in expected_agencies(period) if a.pk in cast.reporters]
        destinies = deal(month, [agency.slug for agency in agencies])
        played = Counter()
        for agency in agencies:
            play = Play(content, month, period, agency, destinies[agency.slug], cast, country)
            play.run()
            played[play.destiny.fate] += 1
        begun = len(agencies) - played[Fate.NOTHING]
        ledger.created[f"phiếu {period.label}"] += begun


@dataclass
class Play:
    """One agency's month from the first opening to where its fate leaves it."""

    content: dict
    month: dict
    period: ReportingPeriod
    agency: Agency
    destiny: Destiny
    cast: Cast
    country: Country
    report: Submission | None = None
    officer: Officer | None = None
    texts: dict[str, str] = field(default_factory=dict)

    @property
    def reporter(self):
        return self.cast.reporters[self.agency.pk]

    def run(self) -> None:
        fate = self.destiny.fate
        if fate == Fate.NOTHING:
            return
        self.fill()
        if fate == Fate.AWAITING:
            self.ask_approval(self.destiny.sent_at)
        if fate in SENT_ON:
            self.hand_in(self.destiny.sent_at)
        if fate == Fate.RETURNED:
            self.give_back(self.destiny.reviewed_at)
        if fate in ACCEPTED:
            self.accept(self.destiny.reviewed_at)
        if fate in (Fate.CORRECTING, Fate.CORRECTED):
            self.correct()

    def fill(self) -> None:
        at = self.destiny.opened_at
        self.report = actions.open_report(
            self.agency, self.period, by=self.reporter, at=at, is_demo=True
        )
        sheet = load_sheet(self.agency, self.period, self.report)
        self.officer = Officer(self.country, sheet, month_key(self.month))
        authored = self.month["authored"].get(self.agency.slug)
        if self.agency.slug in self.month["unchanged"]:
            authored = {part.field("choice"): UNCHANGED for part in sheet.parts}
        self.texts = authored or self.officer.texts()
        if self.destiny.fate == Fate.DRAFT and not authored:
            self.texts = begun(sheet, self.texts, dice("draft", self.agency.slug))
        self.save(self.texts, self.destiny.saved_at)

    def save(self, texts, at) -> None:
        saved = actions.save_draft(
            self.report,
            base_version=self.report.version,
            texts=self.with_files(texts, at),
            access=self.cast.access(self.reporter, at),
            at=at,
        )
        self.report = saved.submission

    def with_files(self, texts, at) -> dict[str, str]:
        """The texts with a stored file's number where a new file is attached."""
        attached = {}
        for name, text in texts.items():
            if text == NEW_FILE and name.endswith("-doc_file"):
                code = name.removesuffix("-doc_file")
                number, day = texts[f"{code}-doc_number"], texts[f"{code}-doc_issued_on"]
                attached[name] = str(store_stand_in(number, day, self.agency, at).pk)
        return {**texts, **attached}

    def ask_approval(self, at) -> None:
        access = self.cast.access(self.reporter, at)
        self.report = actions.ask_approval(
            self.report, version=self.report.version, access=access, at=at
        )

    def hand_in(self, at) -> None:
        """To the centre: at once, or by the leader where the agency's leader approves."""
        version = self.report.version
        if self.agency.needs_approval:
            self.ask_approval(at - A_MOMENT)
            access = self.cast.access(self.cast.approvers[self.agency.pk], at)
            revision = actions.approve(self.report, version=version, access=access, at=at)
        else:
            access = self.cast.access(self.reporter, at)
            revision = actions.send(self.report, version=version, access=access, at=at)
        self.report = revision.submission

    def give_back(self, at) -> None:
        general = self.content["general_questions"]
        drawn = dice("question", self.agency.slug).choice(general)
        note = self.month["questions"].get(self.agency.slug, drawn)
        access = self.cast.access(self.cast.data_manager, at)
        asked = self.month["figure_questions"].get(self.agency.slug, {})
        codes = Indicator.objects.filter(code__in=asked).values_list("code", "pk") if asked else ()
        self.report = deciding.return_report(
            self.report,
            note=note,
            questions={pk: asked[code] for code, pk in codes},
            access=access,
            at=at,
        )

    def accept(self, at) -> None:
        access = self.cast.access(self.cast.data_manager, at)
        self.report = deciding.accept(self.report, access=access, at=at).submission

    def correct(self) -> None:
        """Opens the accepted report again; a corrected one is sent and accepted anew."""
        at = self.destiny.reopened_at
        access = self.cast.access(self.reporter, at)
        reason = self.content["correction_reason"]
        self.report = actions.open_correction(self.report, reason=reason, access=access, at=at)
        changes = self.officer.corrected(self.texts, dice("correction", self.agency.slug))
        self.save(changes, at + A_MOMENT)
        if self.destiny.fate == Fate.CORRECTED:
            self.hand_in(at + 3 * A_MOMENT)
            self.accept(self.destiny.settled_at)


def begun(sheet: Sheet, texts, rng) -> dict[str, str]:
    """The answers to the first parts only: how far someone got who began at the top."""
    reached = rng.randint(1, len(sheet.parts))
    return {
        name: text
        for part in sheet.parts[:reached]
        for name, text in texts.items()
        if name.startswith(part.field(""))
        or any(name.startswith(question.field("")) for question in part.asked)
    }
