"""Invented imports: one withdrawn, one stored after it, and a clumsy draft for a person."""

import csv
import datetime
import io

from portal.accounts.models import Membership, Role
from portal.dated import in_force
from portal.days import show_date
from portal.demo.draws import dice, instant
from portal.submissions.aggregation import Figures
from portal.submissions.readings import Moment

from .matching import CODES, asked_agencies
from .models import PlatformImport
from .storing import store, withdraw
from .taking_in import take_in

DONE_PERCENT = (52, 81)  # how many of the participations are completed, in a hundred


def load(ledger) -> None:
    """Takes the demonstration's imports in, once; nothing when some are there."""
    content = ledger.read("imports")
    if not content or PlatformImport.objects.filter(is_demo=True).exists():
        return
    Play(content).run()
    ledger.created["lần nhập số One Touch"] += 3


class Play:
    def __init__(self, content: dict):
        self.content = content
        at = instant(content["stored"]["at"])
        held = Membership.objects.filter(in_force(at.date()), role=Role.DATA_MANAGER, agency=None)
        self.by = held.earliest("pk").user

    def run(self) -> None:
        wrong, good, draft = (self.content[name] for name in ("withdrawn", "stored", "draft"))
        known = self.known(good)
        more = [[name, n + n * wrong["more_percent"] // 100, done] for _, name, n, done in known]
        batch = self.stored(wrong, more)
        at = instant(wrong["withdrawn_at"])
        withdraw(batch, reason=wrong["reason"], by=self.by, at=at)
        self.stored(good, [row[1:] for row in known])
        self.taken_in(draft, clumsy(self.known(draft), draft))

    def known(self, told) -> list[list]:
        """[slug, printed name, participations, completions] as of the day, of each agency asked."""
        day = datetime.date.fromisoformat(told["as_of"])
        figures = Figures(CODES, Moment(day))
        rows = []
        for pk, one in asked_agencies(figures).items():
            amount = figures.amount(one.participants.code, pk)
            if amount is not None:
                member = one.member
                share = dice("one-touch", member.slug, "done").randint(*DONE_PERCENT)
                rows.append([member.slug, member.printed_name, amount, amount * share // 100])
        return rows

    def stored(self, told, rows) -> PlatformImport:
        batch = self.taken_in(told, rows)
        return store(batch, seen=None, by=self.by, at=instant(told["at"])).batch

    def taken_in(self, told, rows) -> PlatformImport:
        at, day = instant(told["at"]), datetime.date.fromisoformat(told["as_of"])
        file = self.file_of(rows, day)
        return take_in(
            file,
            told["file_name"],
            as_of=day,
            today=at.date(),
            by=self.by,
            at=at,
            is_demo=True,
        ).batch

    def file_of(self, rows, day) -> bytes:
        into = io.StringIO()
        writer = csv.writer(into, delimiter=";", lineterminator="\r\n")
        writer.writerow([self.content["title"]])
        writer.writerow([f"Tính đến ngày {show_date(day)}"])
        writer.writerow(self.content["head"])
        writer.writerows([number, *row] for number, row in enumerate(rows, 1))
        if all(isinstance(row[1], int) for row in rows):
            sums = [sum(row[1] for row in rows), sum(row[2] for row in rows)]
            writer.writerow(["", self.content["total"], *sums])
        return into.getvalue().encode("utf-8-sig")


def clumsy(known: list[list], told: dict) -> list[list]:
    """The rows of a file put together by hand, with what goes wrong in one."""
    rows, again = [], None
    for slug, name, amount, done in known:
        rng = dice("one-touch", slug, told["as_of"])
        now = amount + rng.randint(*told["more"])
        if slug == told["falling"]["slug"]:
            now = amount - told["falling"]["less"]
        row = [told["spellings"].get(slug, name), now, min(now, done + rng.randint(0, 20))]
        if slug == told["unclear"]:
            row[1] = f"{now // 1000},{now % 1000:03d}" if now >= 1000 else f"{now}."
        if slug == told["double"]:
            again = [name, now + 12, row[2]]
        rows.append(row)
    stranger = told["stranger"]
    rows.append([stranger["name"], stranger["participants"], stranger["completions"]])
    return [*rows, again] if again else rows
