"""What prose says beside its numbers: figures' names, documents, days, and names of agencies."""

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from portal.days import DateError, read_date, show_date
from portal.names import fold, nfc, search_key
from reporting.editions.report import Report

from .finding import BLOCK, WARN, Finding, found
from .prose import HIDDEN, MARK, Prose, around

TOKENS = "Tên chỉ tiêu trong lời văn"
DOCUMENTS = "Văn bản được dẫn"
NAMES = "Tên cơ quan, địa phương"
DAYS = "Kỳ số liệu"
OLD_AFTER = datetime.timedelta(days=45)
DOCUMENT = re.compile(
    r"(?<![\w./])(?P<number>\d{1,5}(?:/\d{4})?[/-][A-ZĐƯ][\wĐđƯư&]*(?:[-/][A-ZĐƯ][\wĐđƯư&]*)*)"
)
UNTIL = re.compile(
    r"tính đến(?: hết)?(?: ngày)? (?P<day>\d{1,2}/\d{1,2}/\d{4})", flags=re.IGNORECASE
)
WEEK = re.compile(r"tuần (?P<week>\d{1,2})/(?P<year>20\d\d)", re.IGNORECASE)
TOKEN_LEFT = re.compile(r"\{[A-Z][A-Z0-9_]*\}")
WORD = re.compile(r"[^\W_]+")
WITHIN_A_NAME = re.compile(r"(?:TP\.|[\w &,\-–—])+")
INITIALS = re.compile(r"[A-ZĐ&]{2,}")


def day_of(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def tokens(report: Report, lines: list[Prose]) -> Iterator[Finding]:
    """A name in braces that no figure answers; a figure in prose much older than the report."""
    old: dict[str, Prose] = {}
    as_of = day_of(report.identity.as_of)
    for line in lines:
        for piece in line.pieces:
            newest = piece.is_figure and day_of(newest_of(report, piece.code))
            if newest and newest < as_of - OLD_AFTER:
                old.setdefault(piece.code, line)
        for name in TOKEN_LEFT.findall(line.text):
            yield found(
                "ten-khong-co",
                f"{line.source}|{name}",
                BLOCK,
                TOKENS,
                line.place,
                f"Không có số liệu nào tên {name}. Bạn sửa tên trong ngoặc nhọn hoặc bỏ đi.",
                source=line.source,
            )
    for code, line in old.items():
        figure = report.figures[code]
        newest = show_date(day_of(figure.newest))
        yield found(
            "so-cu",
            f"{line.source}|{code}|{newest}",
            WARN,
            TOKENS,
            line.place,
            f"Số “{figure.label}” ({figure.shown}) mới nhất là của ngày {newest}, cũ hơn ngày tính "
            "số liệu quá 45 ngày. Bạn nói rõ số tính đến ngày nào, hoặc bỏ câu này.",
            source=line.source,
        )


def newest_of(report: Report, code: str) -> str | None:
    figure = report.figures.get(code)
    return figure.newest if figure else None


def documents(lines: list[Prose], known: Iterable[str]) -> Iterator[Finding]:
    """Documents that prose cites and the register does not know."""
    known = {number_key(number) for number in known}
    seen = set()
    for line in lines:
        for match in DOCUMENT.finditer(line.typed):
            number = match["number"]
            if number_key(number) in known or number in seen:
                continue
            seen.add(number)
            yield found(
                "van-ban",
                number,
                WARN,
                DOCUMENTS,
                line.place,
                f"Sổ văn bản không có văn bản số {number}. Bạn đọc lại số, ký hiệu; đúng rồi thì "
                "cho qua.",
                source=line.source,
            )


def number_key(number: str) -> str:
    return nfc(number).upper().replace(" ", "")


def days(report: Report, lines: list[Prose]) -> Iterator[Finding]:
    """Days and weeks that prose states and the report does not have."""
    identity = report.identity
    as_of = day_of(identity.as_of)
    known = {as_of, *(day_of(f.newest) for f in report.figures.values() if f.newest)}
    for line in lines:
        if line.slot == "story":
            continue
        for match in UNTIL.finditer(line.typed):
            day = read_day(match["day"])
            if day not in known:
                yield about_days(
                    line, match[0], f"Báo cáo tính đến {show_date(as_of)}, không phải ngày này."
                )
        for match in WEEK.finditer(line.typed) if line.slot == "opening" else ():
            if (int(match["year"]), int(match["week"])) != (identity.week_year, identity.week):
                yield about_days(line, match[0], f"Đây là báo cáo {identity.label}.")
    if as_of.isocalendar()[:2] != (identity.week_year, identity.week):
        yield found(
            "tuan-va-ngay",
            f"{identity.key}|{as_of}",
            WARN,
            DAYS,
            "Phần đầu văn bản",
            f"Ngày tính số liệu {show_date(as_of)} không nằm trong {identity.label}. Bạn xem lại "
            "tuần và ngày.",
            source="identity",
        )


def read_day(text: str) -> datetime.date | None:
    try:
        return read_date(text)
    except DateError:
        return None


def about_days(line: Prose, what: str, text: str) -> Finding:
    return found(
        "ngay",
        f"{line.source}|{what}",
        WARN,
        DAYS,
        line.place,
        f"Lời văn ghi “{what}”. {text} Bạn sửa lại, hoặc cho qua nếu nói về kỳ khác.",
        source=line.source,
    )


@dataclass(frozen=True)
class Names:
    """`right`: bare words → the right names; `folded`: every right name as recognised; `wrong`:
    a misspelling that was met → the right name."""

    right: Mapping[tuple[str, ...], str]
    folded: frozenset[str]
    exact: frozenset[str]
    wrong: Mapping[tuple[str, ...], str]

    @classmethod
    def of(cls, names: Iterable[str], aliases: Iterable[tuple[str, str]]) -> "Names":
        """`aliases`: (a spelling met in practice, the right name). Initials are no misspelling."""
        names = list(names)
        right = {words_of(name): name for name in names}
        folded = frozenset(fold(name) for name in names)
        wrong = {
            tuple(fold(alias).split()): name
            for alias, name in aliases
            if not INITIALS.search(alias) and fold(alias) not in folded
        }
        return cls(right, folded, frozenset(names), wrong)

    @property
    def longest(self) -> int:
        return max(map(len, (*self.right, *self.wrong)), default=0)


def words_of(name: str) -> tuple[str, ...]:
    return tuple(search_key(name).split())


def names(lines: list[Prose], known: Names) -> Iterator[Finding]:
    """Names without their accents, with other accents, or spelt as they were once misspelt."""
    seen = set()
    for line in lines:
        for written, right in misspelt(line.typed, known):
            if (line.source, written) in seen:
                continue
            seen.add((line.source, written))
            at = line.typed.find(written)
            yield found(
                "ten",
                f"{line.source}|{written}",
                WARN,
                NAMES,
                line.place,
                f"“{written}” trong “{around(line.text, at, at + len(written))}”: tên đúng là "
                f"{right}.",
                source=line.source,
            )


def misspelt(text: str, known: Names) -> Iterator[tuple[str, str]]:
    """(as written, the right name), the longest run of words first, each word once."""
    text = text.replace(HIDDEN, "|").replace(MARK, "|")
    words = list(WORD.finditer(text))
    at = 0
    while at < len(words):
        size, right = run_at(text, words, at, known)
        if right:
            yield text[words[at].start() : words[at + size - 1].end()], right
        at += max(size, 1)


def run_at(text: str, words: list, at: int, known: Names) -> tuple[int, str]:
    """How many words from `at` on are a name, and the right name where it is misspelt."""
    if not words[at][0][0].isupper():
        return 0, ""
    longest = min(known.longest, len(words) - at)
    for size in range(longest, 0, -1):
        run = words[at : at + size]
        written = text[run[0].start() : run[-1].end()]
        if not WITHIN_A_NAME.fullmatch(written):  # not across a stop or a figure
            continue
        right = known.right.get(words_of(written))
        if right and fold(written) in known.folded:
            is_tone_late = is_another_spelling(written, right)
            return size, right if is_tone_late else ""
        if right and is_name(run, right):
            return size, right
        right = known.wrong.get(tuple(fold(written).split()))
        if right and is_name(run, right):
            return size, right
    return 0, ""


def is_name(run: list, right: str) -> bool:
    """Whether the words are written as a name: capital where the name has capitals."""
    capitals = [word[0].isupper() for word in WORD.findall(right)]
    written = [word[0][0].isupper() for word in run]
    return written == capitals or (len(written) != len(capitals) and all(written))


def is_another_spelling(written: str, right: str) -> bool:
    """Whether only the place of a tone differs: "Khánh Hoà" for "Khánh Hòa"."""
    plain, wanted = WORD.findall(nfc(written).lower()), WORD.findall(right.lower())
    return written[:1].isupper() and len(plain) == len(wanted) and plain != wanted
