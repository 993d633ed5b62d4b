"""What is being typed: kept field by field, merged when two people type at once.

Each save writes only the fields that changed, under the report's next version. So the text that
a person started from is known for every field, and a later save can tell what each of two people
changed: different fields go together, the same field changed twice is asked about.
"""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from portal.accounts.models import User
from portal.names import nfc

from .draft_entries import DraftEntry
from .models import Submission

LONGEST_TEXT = 5000


@dataclass(frozen=True)
class Held:
    """One field's text with who put it there, when, and in which version."""

    text: str
    version: int
    by_id: int
    at: datetime.datetime


@dataclass(frozen=True)
class Conflict:
    """One field that two people changed from the same beginning."""

    field: str
    base: str
    theirs: str
    mine: str
    by_id: int
    at: datetime.datetime


@dataclass
class Draft:
    """The current text of each field; a field never typed in is absent and reads as empty.

    `stood_at`: asks for the texts that stood at an earlier version of the fields changed since.
    """

    version: int
    held: dict[str, Held] = field(default_factory=dict)
    stood_at: Callable[[int], dict[str, str]] = lambda version: {}

    def __getitem__(self, name: str) -> str:
        return self.held[name].text if name in self.held else ""

    def texts(self) -> dict[str, str]:
        return {name: held.text for name, held in self.held.items()}

    def at_version(self, version: int) -> dict[str, str]:
        """Each field's text as it stood at an earlier version; a query when any changed since."""
        same = {name: held.text for name, held in self.held.items() if held.version <= version}
        return same if len(same) == len(self.held) else same | self.stood_at(version)

    @property
    def last(self) -> Held | None:
        return max(self.held.values(), key=lambda held: held.version, default=None)


def load_draft(submission: Submission) -> Draft:
    """The texts that stand now, in one query whatever the number of earlier saves."""
    entries = submission.draft_entries.order_by()
    standing = entries.filter(until_version=None).values_list(
        "field", "text", "version", "by_id", "at"
    )

    def stood_at(version: int) -> dict[str, str]:
        over = entries.filter(version__lte=version, until_version__gt=version)
        return dict(over.values_list("field", "text"))

    held = {name: Held(*found) for name, *found in standing}
    return Draft(submission.version, held, stood_at)


@dataclass(frozen=True)
class Merge:
    """`changes` to write, the fields that must be asked about, and `theirs`: what others put
    since where the author left the beginning; see `merge`."""

    changes: dict[str, str]
    conflicts: tuple[Conflict, ...]
    theirs: dict[str, str]


def merge(draft: Draft, base_version: int, posted: Mapping[str, str]) -> Merge:
    """Compares what was posted with what its author started from and with what stands now.

    A field that the author left alone keeps the present text; a field that only the author changed
    takes the posted one; a field that both changed differently is a conflict.
    """
    base = draft.at_version(base_version)
    changes, conflicts = {}, []
    for name, text in posted.items():
        mine, began, stands = cleaned(text), base.get(name, ""), draft[name]
        if mine in (began, stands):
            continue
        if stands == began:
            changes[name] = mine
        else:
            held = draft.held[name]
            conflicts.append(Conflict(name, began, stands, mine, held.by_id, held.at))
    asked = {conflict.field for conflict in conflicts}
    theirs = {
        name: held.text
        for name, held in draft.held.items()
        if held.version > base_version
        and held.text != base.get(name, "")
        and name not in asked
        and (name not in posted or cleaned(posted[name]) != held.text)
    }
    return Merge(changes, tuple(conflicts), theirs)


def write_changes(
    submission: Submission, changes: Mapping[str, str], *, by: User, at: datetime.datetime
) -> None:
    """Writes changed fields under the next version; nothing changed, nothing written.

    The caller holds the submission's row locked.
    """
    if not changes:
        return
    submission.version += 1
    submission.updated_by, submission.updated_at = by, at
    Submission.objects.filter(pk=submission.pk).update(
        version=submission.version, updated_by=by, updated_at=at
    )
    standing = submission.draft_entries.filter(field__in=list(changes), until_version=None)
    standing.update(until_version=submission.version)
    DraftEntry.objects.bulk_create(
        DraftEntry(
            submission=submission,
            field=name,
            text=text,
            version=submission.version,
            by=by,
            at=at,
        )
        for name, text in changes.items()
    )


def cleaned(text: str) -> str:
    """Typed text as stored: each line NFC without control characters, at most LONGEST_TEXT."""
    lines = "\n".join(nfc(line) for line in text.splitlines())
    return lines.strip("\n")[:LONGEST_TEXT].rstrip()
