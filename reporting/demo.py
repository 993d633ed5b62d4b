"""Weekly reports of the demonstration: taken to print by the same actions and people as real ones,
and one under way."""

from dataclasses import dataclass, field

from portal.accounts.models import Membership, Role, User
from portal.accounts.permissions import Access
from portal.dated import in_force
from portal.demo.draws import instant
from portal.office.pdf import PdfUnavailable

from .editions import lifecycle, writing
from .editions.freezing import make_files
from .editions.models import Stage
from .editions.progress.steps_taken import confirm_checked, freeze_checked, issue, lacks_files
from .models import Snapshot, WeeklyEdition
from .narrative import confirming


def load(ledger):
    for told in ledger.read("editions").get("editions", []):
        Play(ledger, told).run()
    if ledger.makes_files:
        complete_files(ledger)


@dataclass
class Play:
    """One edition from its opening to where its fate leaves it; nothing when it is there already.

    `told`: when each step was taken; a step without its time was not.
    """

    ledger: object
    told: dict
    edition: WeeklyEdition | None = None
    known: dict = field(default_factory=dict)

    def run(self) -> None:
        week = {"week_year": self.told["week_year"], "week": self.told["week"]}
        self.edition = WeeklyEdition.objects.filter(**week).order_by("-pk").first()
        if self.edition is None and "opened_at" in self.told:
            self.open(tuple(week.values()))
        elif self.edition is None or "opened_at" in self.told or self.edition.stage != Stage.DRAFT:
            return
        if "confirmations" in self.told:
            self.confirm_stories(self.told["confirmations"])
        if "checked_at" in self.told:
            self.bring_to_print()

    def access(self, role, at, agency=None) -> Access:
        """What the demonstration's first holder of `role` may do on the day."""
        if (role, agency) not in self.known:
            held = Membership.objects.filter(in_force(at.date()), role=role, agency=agency)
            self.known[role, agency] = User.objects.filter(memberships__in=held).earliest("pk")
        return Access(self.known[role, agency], at.date())

    def at(self, name):
        return instant(self.told[name])

    def open(self, week) -> None:
        at = self.at("opened_at")
        access = self.access(Role.EDITOR, at)
        self.edition = writing.open_week(
            week=week, as_of=day(self.told["as_of"]), topic="", is_meant=True, access=access, at=at
        )
        began = {name: getattr(self.edition, name) for name in writing.IDENTITY}
        facts = began | {"circulation": self.told["circulation"]}
        writing.change_identity(self.edition, facts, began=began, access=access, at=at)
        for slot, paragraphs in self.told["texts"].items():
            base = self.edition.texts.filter(slot=slot).values_list("version", flat=True).first()
            text = "\n\n".join(paragraphs)
            writing.save_text(self.edition, slot, text, base=base or 0, access=access, at=at)
        self.ledger.created["báo cáo tuần"] += 1

    def confirm_stories(self, told) -> None:
        """Each province gives its word on its story."""
        asked, answered = instant(told["asked_at"]), instant(told["answered_at"])
        for row in self.edition.stories.filter(confirmed_at=None).select_related("story"):
            row = confirming.ask(row, access=self.access(Role.EDITOR, asked), at=asked)
            access = self.access(Role.REPORTER, answered, row.story.agency_id)
            confirming.answer(
                row, agrees=True, words="", version=row.version, access=access, at=answered
            )

    def bring_to_print(self) -> None:
        """Checked, numbered, frozen and published, by three people."""
        at = {name: self.at(name) for name in self.told if name.endswith("_at")}
        manager = self.access(Role.DATA_MANAGER, at["reserved_at"])
        confirm_checked(
            self.edition, access=self.access(Role.EDITOR, at["checked_at"]), at=at["checked_at"]
        )
        lifecycle.reserve(
            self.edition,
            issued_on=day(self.told["issued_on"]),
            number=self.told.get("number"),
            access=manager,
            at=at["reserved_at"],
        )
        freeze_checked(self.edition, access=manager, at=at["frozen_at"])
        publisher = self.access(Role.PUBLISHER, at["published_at"])
        times = {"access": publisher, "at": at["published_at"]}
        issue(self.edition, needs_files=False, **times)
        if self.told["is_public"]:
            lifecycle.set_public(self.edition, is_public=True, **times)
        self.ledger.created["báo cáo tuần đã phát hành"] += 1


def day(text: str):
    return instant(f"{text}T00:00").date()


def complete_files(ledger) -> None:
    """The files of what is frozen without them; where none can be made, says what to do."""
    for snapshot in Snapshot.objects.select_related("edition"):
        if not lacks_files(snapshot.edition):
            continue
        try:
            ledger.created["tệp báo cáo"] += len(make_files(snapshot, snapshot.frozen_at))
        except PdfUnavailable as error:
            ledger.say(f"Chưa làm được tệp của {snapshot.edition}: {error.message}")
