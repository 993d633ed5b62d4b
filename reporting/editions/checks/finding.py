"""What a check found, and how it is told from every other finding."""

from dataclasses import dataclass
from hashlib import sha256

LONGEST_KEY = 200
BLOCK, WARN = "block", "warn"


@dataclass(frozen=True)
class Finding:
    """One thing to mend or to let pass.

    `key` holds what was found, so that another finding is another key. `place`: where in the
    report; `source`: the text or rule it comes from, as in `Block.source`; `href`: where to mend
    it, empty where the checks do not know. `can_waive`: may be let pass by name with a reason.
    """

    key: str
    level: str
    group: str
    place: str
    text: str
    source: str = ""
    href: str = ""
    can_waive: bool = True

    @property
    def is_block(self) -> bool:
        return self.level == BLOCK


def found(check: str, what: str, level: str, group: str, place: str, text: str, **rest) -> Finding:
    """A finding with its key. What blocks cannot be waived unless `can_waive` says so."""
    rest.setdefault("can_waive", level == WARN)
    return Finding(key_of(check, what), level, group, place, text, **rest)


def key_of(check: str, what: str) -> str:
    """ "so-go-tay:lead|1.437|…"; a long one ends in the hash of its whole."""
    key = f"{check}:{what}"
    if len(key) <= LONGEST_KEY:
        return key
    mark = sha256(key.encode()).hexdigest()[:16]
    return f"{key[: LONGEST_KEY - 17]}~{mark}"
