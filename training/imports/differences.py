"""What an import would change at one agency, against the last value known as of its day."""

from dataclasses import dataclass, field

from portal.figures import show
from portal.submissions.aggregation import Figures
from portal.submissions.readings import Member, Reading

from .matching import Asked
from .models import PlatformRow


@dataclass
class Change:
    """One agency with the rows that count for it. `completions` None: not said, or not of all."""

    asked: Asked
    rows: list[PlatformRow] = field(default_factory=list)
    participants: int | None = None
    completions: int | None = None
    last: Reading | None = None
    last_done: Reading | None = None
    leave_field: str = ""

    @property
    def member(self) -> Member:
        return self.asked.member

    @property
    def anchor(self) -> str:
        return f"a{self.member.agency_id}"

    @property
    def known(self) -> int | None:
        return self.last.amount if self.last else None

    @property
    def known_done(self) -> int | None:
        return self.last_done.amount if self.last_done else None

    @property
    def is_new(self) -> bool:
        return self.known is None

    @property
    def falls_in(self) -> list[str]:
        """In words what falls: a cumulative figure under the one known."""
        found = []
        for what, now, before in (
            ("lượt", self.participants, self.known),
            ("hoàn thành", self.completions, self.known_done),
        ):
            if now is not None and before is not None and now < before:
                found.append(f"{what} {show(before)} → {show(now)}, giảm {show(before - now)}")
        return found

    @property
    def is_falling(self) -> bool:
        return bool(self.falls_in)

    @property
    def difference(self) -> int | None:
        return None if self.is_new else self.participants - self.known

    @property
    def in_words(self) -> str:
        if self.is_new:
            return "số mới"
        if not self.difference:
            return "không đổi"
        way = "tăng" if self.difference > 0 else "giảm"
        return f"{way} {show(abs(self.difference))}"

    @property
    def lines(self) -> str:
        return ", ".join(str(row.line) for row in self.rows[:6]) + " …" * (len(self.rows) > 6)


def change_of(asked: Asked, rows: list[PlatformRow], figures: Figures) -> Change:
    """The rows' figures, summed where there are several; a part that is not known makes no sum."""
    pk = asked.member.agency_id
    participants = [row.participants for row in rows]
    completions = [row.completions for row in rows]
    done = asked.completions
    return Change(
        asked,
        rows,
        None if None in participants else sum(participants),
        None if done is None or None in completions else sum(completions),
        figures.reading(asked.participants.code, pk),
        figures.reading(done.code, pk) if done else None,
    )
