"""Vietnamese names: one spelling to store, one order, one way to recognise and to list them.

Four keys of a name, from the loosest to the strictest use:
`search_key` finds (no accents), `fold` recognises (accents count, spelling habits do not),
`sort_key` orders, `nfc` is what is stored. Source of the recognition rules: domain.md, "Name
matching"; accents are only ever dropped to suggest, never to accept.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

SORT_KEY_LENGTH = 400  # no sort key is longer

_TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng: the order of dictionaries
_SHAPES = "\u0302\u0306\u031b"  # the marks of â, ă and ơ
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_OTHER_D = str.maketrans("ðɖÐƉ", "đđĐĐ")  # look-alikes of đ that old fonts and OCR leave behind
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_DASHES = re.compile(" *[-\u2010-\u2015\u2212] *")
_PREFIX = re.compile(r"^(?:tỉnh |thành phố |tp\. ?|tp )(?=.)")
_PREFIX_UNACCENTED = re.compile("^(?:tinh |thanh pho |tp )(?=.)")
_LATE_TONE = re.compile(rf"(?<!q)(o[ae]|uy)([{_TONES}])(?![^\W_]|[\u0300-\u036f])")


def nfc(text: str) -> str:
    """The spelling to store: composed, trimmed, single spaces, nothing invisible. Idempotent."""
    visible = _INVISIBLE.sub("", _CONTROL.sub(" ", text))
    return " ".join(unicodedata.normalize("NFC", visible).split())


def fold(text: str) -> str:
    """What two spellings of one name have in common; accents count.

    Levelled: case, Unicode form, tone placement (Hoà and Hòa), every kind of dash and the
    spaces around it, a leading Tỉnh, Thành phố, TP. or TP, look-alikes of đ.
    """
    lower = nfc(text.translate(_OTHER_D)).lower()
    early = _LATE_TONE.sub(lambda m: m[1][0] + m[2] + m[1][1], unicodedata.normalize("NFD", lower))
    dashed = _DASHES.sub(" - ", unicodedata.normalize("NFC", early)).strip()
    return _PREFIX.sub("", dashed)


def search_key(text: str) -> str:
    """Lower-case words without accents or punctuation: "Bà Rịa - Vũng Tàu" is "ba ria vung tau".

    For finding and suggesting only. Apply it to the stored name and to what is searched.
    """
    letters = _decomposed(_INVISIBLE.sub("", text)).replace("đ", "d")
    bare = "".join(char for char in letters if not unicodedata.combining(char))
    return " ".join(re.sub(r"[\W_]+", " ", bare).split())


def _decomposed(text: str) -> str:
    return unicodedata.normalize("NFKD", text).casefold().translate(_OTHER_D)


# Order


def sort_key(text: str) -> str:
    """A key of digits only, at most SORT_KEY_LENGTH of them, that sorts as a dictionary does.

    First the letters in the order a ă â b c d đ e ê …, word by word (Hà Nam before Hàn); then the
    tones of the words: ngang, huyền, hỏi, ngã, sắc, nặng. Numbers sort by value, before letters.
    Case, punctuation and tone placement do not matter; names that differ only in them share a
    key. Digits sort alike in SQLite and PostgreSQL under every collation.
    """
    words = re.findall(r"[0-9]+|(?:[^\W0-9_][\u0300-\u036f]*)+", _decomposed(text))
    letters = "10".join("".join(_weights(word)) for word in words)
    tones = "".join(str(_tone(word)) for word in words)
    return f"{letters[: SORT_KEY_LENGTH - 60]}00{tones[:58]}"


def _weights(word: str) -> Iterator[str]:
    """Two digits a letter: 10 parts words, 20 begins a number, 30 to 62 is the alphabet."""
    if word.isascii() and word.isdecimal():
        number = word.lstrip("0")
        yield f"20{min(len(number), 99):02d}{number}"
        return
    for letter, marks in re.findall("([^\u0300-\u036f])([\u0300-\u036f]*)", word):
        shapes = [unicodedata.normalize("NFC", letter + mark) for mark in marks if mark in _SHAPES]
        known = [shape for shape in [*shapes, letter] if shape in _ALPHABET]
        yield str(30 + _ALPHABET.index(known[0])) if known else f"99{ord(letter):07d}"


def _tone(word: str) -> int:
    return next((1 + _TONES.index(mark) for mark in word if mark in _TONES), 0)


# Recognition

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Match(Generic[Key]):
    """What a written name may stand for.

    `exact`: `keys` holds the one it is. `ambiguous`: it is a name of each of `keys`. `uncertain`:
    it resembles names of `keys` (accents missing, or one slip); a person must say. `unknown`:
    `keys` is empty.
    """

    kind: Literal["exact", "uncertain", "ambiguous", "unknown"]
    keys: tuple[Key, ...] = ()

    @property
    def key(self) -> Key | None:
        """The key of an exact match; None for every other kind, however likely."""
        return self.keys[0] if self.kind == "exact" else None


class NameIndex(Generic[Key]):
    """Recognises names of `known`, a mapping from each key to its names and aliases."""

    def __init__(self, known: Mapping[Key, Sequence[str]]):
        self._folded: dict[str, dict[Key, None]] = defaultdict(dict)
        self._bare: dict[str, dict[Key, None]] = defaultdict(dict)
        self._shortened: dict[str, dict[str, None]] = defaultdict(dict)
        for key, names in known.items():
            for name in names:
                self._folded[fold(name)][key] = None
                self._bare[_bare(name)][key] = None
        for bare in self._bare:
            for short in _shortened(bare):
                self._shortened[short][bare] = None

    def match(self, text: str) -> Match[Key]:
        """The Match of `text`; a blank is unknown. Keys come in the order of `known`."""
        folded = fold(text)
        if not folded:
            return Match("unknown")
        if keys := tuple(self._folded.get(folded, ())):
            return Match("exact" if len(keys) == 1 else "ambiguous", keys)
        bare = _bare(text)
        keys = tuple(self._bare.get(bare, ())) or self._one_slip_away(bare)
        return Match("uncertain", keys) if keys else Match("unknown")

    def _one_slip_away(self, bare: str) -> tuple[Key, ...]:
        shared = (name for short in _shortened(bare) for name in self._shortened.get(short, ()))
        near = (name for name in dict.fromkeys(shared) if _is_one_slip(bare, name))
        return tuple(dict.fromkeys(key for name in near for key in self._bare[name]))


def match(text: str, known: Mapping[Key, Sequence[str]]) -> Match[Key]:
    """One look-up; for many, build a NameIndex once."""
    return NameIndex(known).match(text)


def _bare(name: str) -> str:
    return _PREFIX_UNACCENTED.sub("", search_key(fold(name)))


def _shortened(bare: str) -> set[str]:
    """`bare` and every text with one letter less; nothing for short names: too alike."""
    if not 5 <= len(bare) <= 160:
        return set()
    return {bare, *(bare[:at] + bare[at + 1 :] for at in range(len(bare)))}


def _is_one_slip(one: str, other: str) -> bool:
    """Whether one letter added, left out, changed or swapped with the next turns one into other."""
    if len(one) > len(other):
        one, other = other, one
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) < len(other):
        return one[at:] == other[at + 1 :]
    swapped = one[at + 1 : at + 2] + one[at : at + 1] + one[at + 2 :]
    return one[at + 1 :] == other[at + 1 :] or swapped == other[at:]


# Listing


def join_names(names: Iterable[str]) -> str:
    """The names in one line, without a full stop; parted by ";" where a name holds a comma.

    Source: footnote 3 of Tuần 39, where "Văn hóa, Thể thao và Du lịch" stands among others.
    """
    listed = list(names)
    return ("; " if any("," in name for name in listed) else ", ").join(listed)


# Text typed in the fonts used before Unicode, read as if it were Latin: "Hµ Néi", "Haø Noäi"
_LEGACY = re.compile(
    "[A-Za-z][¡-©«-¹»-¿×÷ª]+[A-Za-zÀ-ÿ]"  # TCVN3: B¾c, Cao B»ng, Yªn
    "|[A-Za-z]µ|[§®][A-Za-zÀ-ÿ]"  # TCVN3: Hµ, §ång
    "|[a-z][ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝ]"  # TCVN3: HuÕ, BÕn
    "|[A-Za-z][ÄÅÆÇËÎÏÐÖØÛÜÞßäåæçëîïðñöøûüþÿ]|[ÑñÖö][aeiouôA-Zà-ÿ]"  # both: Noäi, Ñoàng, Phßng
    "|[aA][àáâãèéêùúÀÁÂ]|[eE][àáâãèéùúÀÁÂ]|[ôoO][âÂ]"  # VNI: Taây, Beán, Coâng
)


def looks_legacy(text: str) -> bool:
    """Whether `text` seems to be TCVN3 or VNI instead of Unicode. Best effort: ask, never convert.

    Look at the text as it came: `nfc` drops the soft hyphen that is the ư of TCVN3.
    """
    return bool(_LEGACY.search(unicodedata.normalize("NFC", text)))
