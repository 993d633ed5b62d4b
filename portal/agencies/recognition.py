"""Which agency a written name means on a day, among those that are asked."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from portal.days import show_date
from portal.names import NameIndex, fold

from .models import Agency, AgencyAlias, AgencyCode, AgencyName, CodeScheme, Succession


@dataclass(frozen=True)
class Recognised:
    """Ids of the agencies that a name may mean; `is_certain` only for the one it is."""

    agency_ids: tuple[int, ...] = ()
    is_certain: bool = False
    note: str = ""


class AgencyNames:
    """Recognises the `asked` agencies by their names of `day`, acronyms and aliases; five queries.

    A name that belongs to an agency which is not asked on the day (any more, or yet) is never
    taken for another: its successors among the asked are offered, for a person to say.
    """

    def __init__(self, asked: Iterable[int], day: datetime.date):
        self.asked, self.day = list(asked), day
        self.agencies = Agency.objects.in_bulk()
        self.followers = defaultdict(list)
        for before, after in Succession.objects.filter(takes_over_on__lte=day).values_list(
            "predecessor_id", "successor_id"
        ):
            self.followers[before].append(after)
        today, ever = self._names()
        members = set(self.asked)
        self._members = NameIndex({pk: today[pk] for pk in self.asked})
        self._others = NameIndex({pk: names for pk, names in ever.items() if pk not in members})
        self._taken = {fold(name): pk for pk, names in ever.items() for name in names}

    def _names(self) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
        """(each agency's names of the day and aliases, its names of all times and aliases)."""
        today, ever = defaultdict(list), defaultdict(list)
        for name in AgencyName.objects.order_by("pk"):
            texts = [name.name, name.printed_name, name.official_name]
            ever[name.agency_id] += texts
            if name.is_in_force_on(self.day):
                today[name.agency_id] += texts
        aliases = AgencyAlias.objects.order_by("pk").values_list("agency_id", "text")
        acronyms = AgencyCode.objects.in_force_on(self.day).filter(scheme=CodeScheme.ACRONYM)
        for pk, text in [*aliases, *acronyms.order_by("pk").values_list("agency_id", "code")]:
            ever[pk].append(text)
            today[pk].append(text)
        return today, ever

    def find(self, text: str) -> Recognised:
        match = self._members.match(text)
        if match.kind == "exact":
            return Recognised(match.keys, True)
        other = self._others.match(text)
        if other.kind in ("exact", "ambiguous"):
            return self._of_others(other.keys)
        if match.keys or not other.keys:
            return Recognised(match.keys)
        return self._of_others(other.keys)

    def may_become_alias(self, text: str) -> bool:
        """Whether nobody goes by that spelling yet."""
        folded = fold(text)
        return bool(folded) and folded not in self._taken and max(len(folded), len(text)) <= 160

    def _of_others(self, keys: tuple[int, ...]) -> Recognised:
        heirs = [pk for key in keys for pk in self._heirs(key)]
        if not heirs:
            return Recognised(note="Cơ quan này không thuộc phạm vi của chỉ tiêu vào ngày đã chọn.")
        ended = [self.agencies[key].in_force_until for key in keys]
        until = f" sau ngày {show_date(ended[0])}" if len(keys) == 1 and ended[0] else ""
        note = f"Tên của cơ quan không còn{until}. Nếu số là của cơ quan kế thừa, bạn chọn."
        return Recognised(tuple(dict.fromkeys(heirs)), note=note)

    def _heirs(self, key: int) -> list[int]:
        """The asked agencies that took over from `key` by the day, in however many steps."""
        found, waiting, seen = [], [key], {key}
        while waiting:
            for after in self.followers.get(waiting.pop(), ()):
                if after in seen:
                    continue
                seen.add(after)
                waiting.append(after)
                if after in self.asked:
                    found.append(after)
        return found
