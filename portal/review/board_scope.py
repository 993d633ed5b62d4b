"""Which agencies the board and the year at a glance are about: side, region, person in charge.

An agency here is anything with `side`, `region_code`, `region`, `in_charge_id`, `in_charge_name`.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from portal.agencies.models import Side
from portal.names import sort_key

NOBODY = "chua-phan-cong"
SIDE, REGION, PERSON, STATE = "khoi", "vung", "phu-trach", "trang-thai"


@dataclass(frozen=True)
class Choice:
    """One filter: its name in the address, its label, what can be chosen with counts."""

    name: str
    label: str
    chosen: str
    options: tuple[tuple[str, str, int], ...]

    @property
    def chosen_label(self) -> str:
        return next((label for code, label, _ in self.options if code == self.chosen), "")


@dataclass(frozen=True)
class Scope:
    """What was chosen of each filter; an unknown value chooses nothing."""

    choices: tuple[Choice, ...]

    def holds(self, agency) -> bool:
        return all(
            not choice.chosen or READERS[choice.name](agency)[0] == choice.chosen
            for choice in self.choices
        )

    @property
    def is_narrow(self) -> bool:
        return any(choice.chosen for choice in self.choices)

    @property
    def query(self) -> dict[str, str]:
        return {choice.name: choice.chosen for choice in self.choices if choice.chosen}

    @property
    def words(self) -> str:
        """ "Địa phương; Đông Nam Bộ" for headings; empty when nothing was chosen."""
        return "; ".join(choice.chosen_label for choice in self.choices if choice.chosen)


def side_of(agency) -> tuple[str, str]:
    return agency.side, Side(agency.side).label


def region_of(agency) -> tuple[str, str]:
    return agency.region_code or "", agency.region or ""


def person_of(agency) -> tuple[str, str]:
    if agency.in_charge_id is None:
        return NOBODY, "Chưa phân công"
    return str(agency.in_charge_id), agency.in_charge_name


READERS: dict[str, Callable] = {SIDE: side_of, REGION: region_of, PERSON: person_of}
LABELS = {SIDE: "Khối", REGION: "Vùng", PERSON: "Người phụ trách"}


def scope_of(query: Mapping[str, str], agencies) -> Scope:
    """The filters of an address, with the options that these agencies give."""
    agencies = list(agencies)
    return Scope(tuple(choice_of(name, query.get(name, ""), agencies) for name in READERS))


def choice_of(name: str, wanted: str, agencies: list) -> Choice:
    counts = Counter(READERS[name](agency) for agency in agencies)
    options = [(code, label, n) for (code, label), n in counts.items() if code]
    if name == PERSON:
        options.sort(key=lambda option: (option[0] == NOBODY, sort_key(option[1])))
    codes = {code for code, _, _ in options}
    return Choice(name, LABELS[name], wanted if wanted in codes else "", tuple(options))
