"""The cells of a platform's export as text, whatever kind of file they came in."""

from dataclasses import dataclass

MOST_ROWS = 20_000
MOST_COLUMNS = 40


class GridError(ValueError):
    """A file that is not taken. `message`: Vietnamese, what it is and what to do."""

    def __init__(self, message: str):
        super().__init__(message)
        self.message = message

    @classmethod
    def too_many_rows(cls) -> "GridError":
        limit = f"{MOST_ROWS // 1000}.000"
        return cls(f"Tệp có hơn {limit} dòng. Bạn kết xuất theo cơ quan, hoặc chia theo khóa học.")


@dataclass(frozen=True, slots=True)
class GridLine:
    """One line that holds something; columns count from 1."""

    number: int
    texts: tuple[str, ...]

    def text(self, column: int | None) -> str:
        return self.texts[column - 1] if column and column <= len(self.texts) else ""

    @property
    def width(self) -> int:
        """Up to the last cell that holds something."""
        return max((at for at, text in enumerate(self.texts, 1) if text), default=0)


@dataclass(frozen=True)
class Grid:
    """`lines` in the file's order. `doubts`: what a person should look at. `separator`: of text."""

    lines: tuple[GridLine, ...]
    doubts: tuple[str, ...] = ()
    separator: str = ""

    @property
    def width(self) -> int:
        return max((line.width for line in self.lines), default=0)


def letter_of(column: int) -> str:
    """1 is A, 27 is AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
