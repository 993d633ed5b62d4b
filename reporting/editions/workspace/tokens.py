"""The figures that a text may name in braces, with what they are now."""

from dataclasses import dataclass
from itertools import groupby

from portal.submissions.aggregation import Figures
from reporting.editions.body import shown_figure
from reporting.editions.content import TRAINED


@dataclass(frozen=True)
class Token:
    """`shown` empty: nothing is known of the figure now, so its name would stay as typed."""

    code: str
    label: str
    shown: str

    @property
    def typed(self) -> str:
        return f"{{{self.code}}}"


def tokens_by_section(figures: Figures) -> list[tuple[str, list[Token]]]:
    """(section's title, its figures), in the catalogue's order, the sum of both tables last."""
    indicators = figures.indicators.values()
    found = [
        (section.title, [token_of(figures, one.code, one.label) for one in within])
        for section, within in groupby(indicators, key=lambda one: one.section)
    ]
    total = token_of(figures, TRAINED, "Lượt bồi dưỡng, tập huấn của cả hai bảng")
    return [*found, ("Cộng chung", [total])] if total.shown else found


def token_of(figures: Figures, code: str, label: str) -> Token:
    shown = shown_figure(figures, code)
    return Token(code, label, shown.text if shown else "")
