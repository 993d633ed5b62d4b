"""What the overview's address asks for: a day, and which agencies. Faults stand at their field.

An address is typed, cut and joined by strangers: whatever stands in it, the page is drawn.
"""

import datetime
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.http import QueryDict

from portal.agencies.models import Side
from portal.days import DateError, read_date, show_date
from portal.names import nfc
from portal.submissions.aggregation import Figures
from portal.submissions.over_time import Over
from portal.submissions.readings import Moment
from portal.submissions.scoping import within
from portal.submissions.sets import Beside, SetOnDay
from provinces.tiles import BESIDE
from training.figures import CODES
from training.trend import WINDOW

DAY, SIDE, REGION, GROUP = "ngay", "khoi", "vung", "nhom"
LABELS = {DAY: "Tính đến ngày", SIDE: "Khối", REGION: "Vùng", GROUP: "Nhóm"}
SIDES = {Side.CENTRAL.value: "Bộ, ngành", Side.PROVINCIAL.value: "Địa phương"}
LONGEST = 60


@dataclass
class Filters:
    """`typed`: what stands in each box; `day`: the asked day, `today` where none can be read."""

    day: datetime.date
    today: datetime.date
    typed: dict[str, str]
    faults: dict[str, str] = field(default_factory=dict)
    chosen: dict[str, str] = field(default_factory=dict)  # what holds, by parameter
    names: list[str] = field(default_factory=list)  # of the choices that hold

    def refuse(self, where: str, why: str) -> None:
        self.faults.setdefault(where, why)

    @property
    def scope_words(self) -> str:
        """What the figures are of, when not of the country: "Tây Nguyên"."""
        return ", ".join(self.names)

    @property
    def query(self) -> str:
        """The address of the view with its day, so that it says the same tomorrow."""
        return "?" + urlencode({DAY: show_date(self.day), **self.chosen}, safe="/")


def read_filters(params: QueryDict, today: datetime.date) -> Filters:
    found = Filters(today, today, dict.fromkeys(LABELS, ""))
    for name, label in LABELS.items():
        values = list(dict.fromkeys(nfc(value) for value in params.getlist(name)))
        if len(values) > 1:
            found.refuse(name, f"Địa chỉ có {len(values)} giá trị cho “{label}”. Bạn chọn một.")
        found.typed[name] = values[0][:LONGEST] if values else ""
    try:
        found.day = read_date(found.typed[DAY]) or today
    except DateError as error:
        found.refuse(DAY, f"{error.message} Trang đang tính đến {show_date(today)}.")
    return found


@dataclass(frozen=True)
class Ground:
    """Everything known on the day: of the country, and of the chosen agencies."""

    filters: Filters
    whole: Figures
    figures: Figures


def ground(filters: Filters) -> Ground:
    """Three queries, whatever the number of agencies."""
    whole = Figures(
        None,
        Moment(filters.day),
        every_set=True,
        over=Over(frozenset(CODES), WINDOW),
        beside=Beside(BESIDE, {}),
    )
    return Ground(filters, whole, choose(filters, whole))


def choose(filters: Filters, figures: Figures) -> Figures:
    """The figures of the agencies that the filters name; all of them where they name none.

    `figures` holds every set. A choice that is not there, or leaves nobody, is said and left out.
    """
    wanted: frozenset[int] | None = None
    for where, ids_of in ((SIDE, of_side), (REGION, of_region), (GROUP, of_group)):
        text = filters.typed[where]
        if not text or where in filters.faults:
            continue
        found = ids_of(figures, text)
        if found is None:
            filters.refuse(where, f"Không có “{shortened(text)}”. Bạn chọn trong danh sách.")
            continue
        name, ids = found
        left = ids if wanted is None else ids & wanted
        if not left:
            filters.refuse(where, nobody(filters, name))
            continue
        wanted = left
        filters.chosen[where] = text
        filters.names.append(name)
    return figures if wanted is None else within(figures, wanted)


def nobody(filters: Filters, name: str) -> str:
    if not filters.names:
        return f"“{name}” không có cơ quan nào vào ngày này."
    return f"“{name}” không có cơ quan nào thuộc {filters.scope_words}, nên không lọc theo mục này."


def of_side(figures: Figures, text: str) -> tuple[str, frozenset[int]] | None:
    if text not in SIDES:
        return None
    ids = {
        member.agency_id
        for group in figures.sets.values()
        if group.side == text
        for member in group.members
    }
    return SIDES[text], frozenset(ids)


def of_region(figures: Figures, text: str) -> tuple[str, frozenset[int]] | None:
    return of_set(figures, text, is_region=True)


def of_group(figures: Figures, text: str) -> tuple[str, frozenset[int]] | None:
    return of_set(figures, text, is_region=False)


def of_set(figures: Figures, text: str, *, is_region: bool):
    group = figures.sets.get(text)
    if group is None or group.is_region != is_region:
        return None
    name = group.name if is_region else group.short_name
    return name[:1].upper() + name[1:], frozenset(member.agency_id for member in group.members)


def shortened(text: str) -> str:
    return text if len(text) <= 30 else text[:29] + "…"


@dataclass(frozen=True)
class Choice:
    """One select of the form: `options` are (value, label, chosen)."""

    name: str
    label: str
    options: list[tuple[str, str, bool]]
    fault: str


def choices(filters: Filters, figures: Figures) -> list[Choice]:
    """The three selects, of the sets that have members on the day. `figures`: of the country."""
    regions = [group for group in figures.sets.values() if group.is_region]
    groups = [group for group in figures.sets.values() if not group.is_region]
    lists = {
        SIDE: ("Cả hai khối", list(SIDES.items())),
        REGION: ("Mọi vùng", [(group.code, group.name) for group in regions]),
        GROUP: ("Mọi nhóm", [(group.code, labelled(group)) for group in groups]),
    }
    return [
        Choice(
            name,
            LABELS[name],
            [
                (value, label, value == filters.chosen.get(name, ""))
                for value, label in (("", everything), *options)
            ],
            filters.faults.get(name, ""),
        )
        for name, (everything, options) in lists.items()
        if options
    ]


def labelled(group: SetOnDay) -> str:
    return f"{group.short_name[:1].upper()}{group.short_name[1:]} ({len(group.members)})"
