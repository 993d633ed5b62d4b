"""What was cut of a story and what was added to it, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

NOTE = re.compile(r"\[\^[^\[\]]+\]")
LEAST_KEPT = 4  # fewer words between two changes are there by chance
MOST_WORDS = 1_500  # beyond them the comparison takes longer than a page may


@dataclass(frozen=True)
class Run:
    """Words that stand together; `kind`: "same", "cut" or "added"."""

    kind: str
    text: str


def count_words(text: str) -> int:
    """Words as they are printed: a footnote is none."""
    return len(NOTE.sub(" ", text).split())


def runs(original: str, shortened: str) -> list[Run]:
    """Both texts as one, in order; paragraphs as line breaks. Empty when they are too long."""
    old, new = words_of(original), words_of(shortened)
    if max(len(old), len(new)) > MOST_WORDS:
        return []
    found: list[Run] = []
    cut: list[str] = []
    added: list[str] = []
    for same, a, b, c, d in stretches(old, new):
        if same:
            found += [Run("cut", joined(cut))] if cut else []
            found += [Run("added", joined(added))] if added else []
            found.append(Run("same", joined(old[a:b])))
            cut, added = [], []
        else:
            cut += old[a:b]
            added += new[c:d]
    found += [Run("cut", joined(cut))] if cut else []
    return [*found, Run("added", joined(added))] if added else found


def stretches(old: list[str], new: list[str]):
    """(whether kept, from, to in the old, from, to in the new), one after the other."""
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for place, (tag, a, b, c, d) in enumerate(codes):
        is_between = 0 < place < len(codes) - 1
        yield tag == "equal" and not (is_between and b - a < LEAST_KEPT), a, b, c, d


def words_of(text: str) -> list[str]:
    """Words, and a line break as a word of its own."""
    return re.findall(r"\n+|[^\s]+", NOTE.sub("", text))


def joined(words: list[str]) -> str:
    text = " ".join("\n" if word.startswith("\n") else word for word in words)
    return re.sub(r" ?\n ?", "\n", text)
