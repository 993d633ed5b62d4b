"""What a made-up officer types: plausible texts for one agency's sheet, boxes as on the page.

A question with a last value is left alone unless there is news; one without must be answered. The
numbers come from `figures.json`; a code that the file does not name is a new indicator.
"""

import datetime
from dataclasses import dataclass, field
from random import Random

from portal.agencies.models import CodeScheme
from portal.catalogue.models import Evidence, ValueType
from portal.days import show_date_padded
from portal.figures import show
from portal.models import AgencyCode
from portal.submissions.aggregation import Figures
from portal.submissions.answers import NO, NOT_KNOWN, UNCHANGED, UPDATE, YES, Severity
from portal.submissions.readings import Moment
from portal.submissions.sheet import Part, Question, Sheet
from portal.submissions.validation import judge

from .draws import dice, shuffled

NEW_FILE = "0"  # a number, as the stored file's will be; the file is stored when the draft is saved


@dataclass
class Country:
    """What is true in the demonstration: who has done what by which month, and whose initials.

    `order`: for each yes-or-no indicator the agencies in the order in which they get there.
    """

    content: dict
    order: dict[str, dict[str, int]] = field(default_factory=dict)
    acronyms: dict[int, str] = field(default_factory=dict)

    def says_yes(self, code: str, slug: str, month: str) -> bool:
        condition = self.content["only_if"].get(code)
        if condition and not self.says_yes(condition, slug, month):
            return False
        return self.order[code].get(slug, len(self.order[code])) < self.content["yes"][code][month]


def load_country(content) -> Country:
    known = Figures(content["yes"], Moment(datetime.date.fromisoformat(content["known_on"])))
    country = Country(content)
    for code in content["yes"]:
        figure = known.figure(code)
        done = [member.slug for member in figure.done]
        rest = [m.slug for m in known.members_of(code) if m.slug not in set(done)]
        ranked = [*done, *shuffled(rest, "order", code)]
        country.order[code] = {slug: rank for rank, slug in enumerate(ranked)}
    codes = AgencyCode.objects.in_force_on(known.moment.day).filter(scheme=CodeScheme.ACRONYM)
    country.acronyms = dict(codes.values_list("agency_id", "code"))
    return country


@dataclass
class Officer:
    """One agency's answers for one month. `amounts`: what the stocks answered so far came to."""

    country: Country
    sheet: Sheet
    month: str
    amounts: dict[str, int] = field(default_factory=dict)

    @property
    def slug(self) -> str:
        return self.sheet.agency.slug

    def dice(self, about: str) -> Random:
        return dice(self.slug, self.month, about)

    def texts(self) -> dict[str, str]:
        """Answers to the whole sheet, each warning explained."""
        texts: dict[str, str] = {}
        for part in self.sheet.parts:
            texts |= self.part_texts(part)
        return self.explained(texts)

    def part_texts(self, part: Part) -> dict[str, str]:
        answers: dict[str, str] = {}
        for question in part.asked:
            answers |= self.question_texts(question)
        if not answers:
            return {part.field("choice"): UNCHANGED}
        only = part.asked[0]
        if len(part.asked) == 1 and answers.get(only.field("other")) == NOT_KNOWN:
            return {
                part.field("choice"): NOT_KNOWN,
                part.field("why"): answers[only.field("why")],
            }
        return {part.field("choice"): UPDATE, **answers}

    def question_texts(self, question: Question) -> dict[str, str]:
        code, indicator = question.code, question.indicator
        content = self.country.content
        if code in content["yes"]:
            return self.yes_or_no(question)
        if code not in content["amounts"] or indicator.value_type != ValueType.COUNT:
            return {} if question.last else not_known(question, content["new_indicator_reason"])
        plan = content["amounts"][code]
        return self.flow(question, plan) if indicator.is_flow else self.stock(question, plan)

    def yes_or_no(self, question: Question) -> dict[str, str]:
        rng, content = self.dice(question.code), self.country.content
        yes = self.country.says_yes(question.code, self.slug, self.month)
        last = question.last
        if last is None and not yes and rng.random() < content["unknown_problems"]:
            return not_known(question, rng.choice(content["unknown_reasons"]))
        evidence = question.indicator.evidence
        found_later = (
            evidence == Evidence.PLAN
            and yes
            and question.last_document is None
            and rng.random() < content["plan_found_later"]
        )
        if last and bool(last.amount) == yes and not found_later:
            return {}
        texts = {question.field("value"): YES if yes else NO}
        if yes and evidence == Evidence.PLAN:
            texts |= self.plan(question, rng, "earlier" if last and last.amount else self.month)
        elif yes and evidence == Evidence.LINK:
            texts[question.field("link")] = f"https://{self.slug}.example/chuyen-doi-so"
        return texts

    def plan(self, question: Question, rng: Random, when: str) -> dict[str, str]:
        plans = self.country.content["plans"]
        first, last = map(datetime.date.fromisoformat, plans["issued_between"][when])
        issued_on = on_a_weekday(
            first + datetime.timedelta(days=rng.randint(0, (last - first).days))
        )
        acronym = self.country.acronyms.get(self.sheet.agency.pk, "")
        symbol = plans[self.sheet.agency.side].format(acronym=acronym)
        return {
            question.field("doc_kind"): plans["kind"],
            question.field("doc_number"): f"{rng.randint(21, 390)}/{symbol}",
            question.field("doc_issued_on"): show_date_padded(issued_on),
            question.field("doc_file"): NEW_FILE,
        }

    def stock(self, question: Question, plan) -> dict[str, str]:
        """A number of what there is now: none, steady, grown a little, or said the first time."""
        rng, code = self.dice(question.code), question.code
        last = question.last.amount if question.last else None
        condition = self.country.content["only_if"].get(code)
        if condition and not self.country.says_yes(condition, self.slug, self.month):
            amount = 0
        elif last:
            steady = rng.random() < plan["steady"]
            amount = last if steady else last + last * rng.randint(*plan["growth"]) // 100
        elif "per" in plan and plan["per"] in self.amounts:
            amount = round(self.amounts[plan["per"]] * rng.uniform(*plan["ratio"]))
        elif "first" not in plan or rng.random() < plan["unknown"]:
            return not_known(question, rng.choice(self.country.content["unknown_reasons"]))
        else:
            amount = rng.randint(*plan["first"])
        self.amounts[code] = amount
        return {} if amount == last else {question.field("value"): show(amount)}

    def flow(self, question: Question, plan) -> dict[str, str]:
        """A cumulative: this month's classes typed as the month or as the sum, or a first sum."""
        rng, code = self.dice(question.code), question.code
        last = question.last.amount if question.last else None
        month = 0
        if rng.random() >= plan["none"]:
            classes = rng.randint(*plan["classes"])
            month = sum(rng.randint(*plan["people"]) for _ in range(classes))
        if last is not None:
            as_month = rng.random() < 0.7
            typed = ("month", month) if as_month else ("total", last + month)
            return {question.field(typed[0]): show(typed[1])}
        before = self.country.content["first_known"].get(code, {}).get(self.slug)
        if before is None and rng.random() < plan["unknown"]:
            return not_known(question, rng.choice(self.country.content["unknown_reasons"]))
        total = before or (rng.randint(*plan["first"]) if month else 0)
        return {question.field("total"): show(total)}

    def explained(self, texts: dict[str, str]) -> dict[str, str]:
        """The texts with a sentence for each warning that has none yet."""
        reasons = self.country.content["explanations"]
        texts = dict(texts)
        for answer in judge(self.sheet, texts).answers:
            warned = any(problem.severity == Severity.WARNING for problem in answer.problems)
            if warned and not answer.explanation:
                code = answer.question.code
                choice = self.dice(f"why {code}").choice(reasons.get(code, reasons[""]))
                texts[answer.question.field("explain")] = choice
        return texts

    def corrected(self, texts: dict[str, str], rng: Random) -> dict[str, str]:
        """What changes when one forgotten class of 30 to 45 is added to the cumulative."""
        for answer in judge(self.sheet, texts).answers:
            question = answer.question
            if question.indicator.is_flow and answer.is_reported:
                total = answer.amount + rng.randint(30, 45)
                changes = {question.field("month"): "", question.field("total"): show(total)}
                after = self.explained({**texts, **changes})
                return {name: text for name, text in after.items() if texts.get(name) != text}
        return {}


def on_a_weekday(day: datetime.date) -> datetime.date:
    return day + datetime.timedelta(days=7 - day.weekday() if day.weekday() > 4 else 0)


def not_known(question: Question, why: str) -> dict[str, str]:
    return {question.field("other"): NOT_KNOWN, question.field("why"): why}
