"""How a ratio is measured, and the row of the report that it becomes."""

import gc
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median

HOLDS, FALLS_SHORT, NOT_YET, FOR_INFORMATION = "đạt", "CHƯA ĐẠT", "chưa có", "để biết"


@dataclass(frozen=True)
class Row:
    """One line of the report. `ratio` None: something that is no ratio, told in `measured`."""

    what: str
    measured: str
    bar: str
    verdict: str
    ratio: float | None = None


def ratio_row(what: str, ratio: float, most: float, yardstick: str, note: str = "") -> Row:
    verdict = HOLDS if ratio <= most else FALLS_SHORT
    measured = f"{ratio:.2f} ×".replace(".", ",") + (f" ({note})" if note else "")
    bar = f"≤ {most:g} × {yardstick}".replace(".", ",")
    return Row(what, measured, bar, verdict, round(ratio, 3))


def in_turn(works: Mapping[str, Callable[[], float]], times: int) -> dict[str, float]:
    """The median of what each work returns, done in turn: A B C A B C …

    A slow second of the machine meets all of them alike. One round before counts for nothing.
    """
    results = {name: [] for name in works}
    for round_ in range(times + 1):
        for name, work in works.items():
            result = work()
            if round_:
                results[name].append(result)
    return {name: median(found) for name, found in results.items()}


def timed(work: Callable[[], object]) -> Callable[[], float]:
    """`work` as one that returns the seconds it took, undisturbed by the garbage collector."""

    def run() -> float:
        gc.disable()
        try:
            started = time.perf_counter()
            work()
            return time.perf_counter() - started
        finally:
            gc.enable()

    return run


def ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms".replace(".", ",")
