"""What the dashboard's charts are drawn from: loaded once, whichever of them are asked for."""

import datetime
from dataclasses import dataclass
from functools import cached_property

from portal.submissions.aggregation import Figures
from training.figures import PROVINCIAL, TrainingRow, training_rows


@dataclass
class Board:
    """`figures`: of the chosen agencies; `query`: "?ngay=…", for the files’ addresses."""

    figures: Figures
    query: str = ""

    @property
    def day(self) -> datetime.date:
        return self.figures.moment.day

    @cached_property
    def provinces(self) -> list[TrainingRow]:
        """Largest total first."""
        return training_rows(self.figures, PROVINCIAL)

    @cached_property
    def by_region(self) -> list[tuple[str, list[TrainingRow]]]:
        """(region's name, its rows) of each region that has any."""
        rows = {row.agency_id: row for row in self.provinces}
        groups = [
            (region.name, [rows[m.agency_id] for m in region.members if m.agency_id in rows])
            for region in self.figures.regions
        ]
        return [(name, found) for name, found in groups if found]


def province_page(row: TrainingRow) -> str:
    return f"/dia-phuong/{row.member.slug}/"
