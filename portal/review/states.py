"""A state in words, and in one letter for a narrow cell."""

from portal.templatetags.portal_ui import STATES

WORDS = {name: word for name, (_, word, _) in STATES.items()}
LETTERS = {
    "none": "C",
    "draft": "N",
    "awaiting_approval": "D",
    "submitted": "G",
    "returned": "L",
    "accepted": "T",
}
LATE, OVERDUE = "m", "!"
KEY = tuple((letter, WORDS[state], state) for state, letter in LETTERS.items())


def standing_words(standing) -> str:
    return WORDS[standing.state or "none"]


def mark(cell) -> str:
    """What a cell of the year says: the state's letter, then m for late or ! for overdue."""
    suffix = LATE if cell.is_late else OVERDUE if cell.overdue_days else ""
    return LETTERS[cell.state or "none"] + suffix
