"""One run of loading: reads the files, compares rows with the database, keeps the account."""

import json
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.core.management import CommandError
from django.db.models import Model, QuerySet
from simple_history.utils import bulk_create_with_history

from portal import clock

from .rows import identity, identity_of, name_of, plain, show, typed
from .spans import FIRST_DAY, follow_moved_days, overlaps


class Known(dict):
    """Objects by their code; a code that the files mention and nothing has is an error."""

    def __missing__(self, code):
        raise CommandError(f"Tài liệu tham chiếu nhắc đến “{code}” nhưng không có mục nào như thế.")


@dataclass
class Ledger:
    """`say` takes one Vietnamese line; `created` counts new rows, `differing` lines told.

    `makes_files`: whether files that take seconds to make are made as well.
    """

    folder: Path
    overwrite: bool = False
    makes_files: bool = True
    say: Callable[[str], None] = print
    created: Counter = field(default_factory=Counter)
    differing: int = 0

    def read(self, name: str) -> dict:
        """The content of `<name>.json`; empty when the folder has no such file."""
        path = self.folder / f"{name}.json"
        return parse(path) if path.is_file() else {}

    def read_all(self, pattern: str) -> list[dict]:
        return [parse(path) for path in sorted(self.folder.glob(f"{pattern}.json"))]

    def differs(self, what: str, present: str, wanted: str) -> None:
        self.differing += 1
        verdict = "Đã ghi đè." if self.overwrite else "Giữ nguyên."
        self.say(f"Khác: {what}: đang là {present}, tài liệu ghi {wanted}. {verdict}")

    def reconcile(
        self,
        model: type[Model],
        rows: Iterable[Mapping],
        key: Sequence[str],
        among: QuerySet | None = None,
        removable: bool = False,
        **on_creation,
    ) -> Known:
        """Makes the table hold `rows`; returns its objects by `key` (a tuple if of several fields).

        Only the fields that a row names are compared; rows of the table that no row names stay.
        With `in_force_from` last in `key`, a row whose days someone moved is still the same row,
        and none is created over the days of another. `among`: the part of the table to look at;
        `on_creation`: values of new rows that are not compared later. `removable`: a row that
        someone took away stays away, and is told.
        """
        rows = list(rows)
        wanted = {identity(model, row, key): row for row in rows}
        if len(wanted) < len(rows):
            raise CommandError(f"Tài liệu tham chiếu ghi trùng: {model._meta.verbose_name}.")
        table = model._default_manager.all() if among is None else among
        kept = {identity_of(present, key): present for present in table}
        dated = key[-1] == FIRST_DAY
        added = follow_moved_days(wanted, kept) if dated else {}
        for at in (at for at in wanted if at in kept):
            self._compare(kept[at], wanted[at], key)
        missing = [at for at in wanted if at not in kept]
        if dated and self.overwrite:
            self._clear(added, wanted, key)
        elif dated:
            missing = [at for at in missing if self._has_room(model, at, wanted, kept, added, key)]
        if removable:
            missing = self._without_removed(model, missing, wanted, key)
        new = {at: model(**typed(model, wanted[at]), **on_creation) for at in missing}
        self._create(model, list(new.values()))
        found = kept | new
        return Known({at[0]: found[at] for at in found} if len(key) == 1 else found)

    def _compare(self, present: Model, row: Mapping, key: Sequence[str]) -> None:
        model, changed = type(present), False
        for name, wanted in typed(model, row).items():
            column = model._meta.get_field(name)
            if getattr(present, column.attname) == plain(column, wanted):
                continue
            what = f"{name_of(model, row, key)}, {column.verbose_name}"
            self.differs(what, show(column, getattr(present, name)), show(column, wanted))
            if self.overwrite:
                setattr(present, name, wanted)
                changed = True
        if changed:
            present.save()

    def _clear(self, added: Mapping, wanted: Mapping, key: Sequence[str]) -> None:
        """Takes away the rows that someone added on the days of the files' rows."""
        for owner, rows in added.items():
            for present in rows:
                if any(at[:-1] == owner and overlaps(present, wanted[at]) for at in wanted):
                    row = {name: getattr(present, name) for name in key}
                    self.differs(name_of(type(present), row, key), "dòng thêm", "không có")
                    present.delete()

    def _has_room(self, model, at, wanted, kept, added, key) -> bool:
        """Whether the days of a missing row are free of its owner's other rows; tells if not."""
        siblings = [row for other, row in kept.items() if other[:-1] == at[:-1]]
        if not any(overlaps(row, wanted[at]) for row in [*siblings, *added.get(at[:-1], ())]):
            return True
        self.differs(name_of(model, wanted[at], key), "dòng khác cùng ngày", "dòng này")
        return False

    def _without_removed(self, model, missing, wanted, key) -> list[tuple]:
        """`missing` less the rows that the history still knows: someone took those away."""
        columns = [model._meta.get_field(name).attname for name in key]
        known = set(model.history.values_list(*columns)) if missing else set()
        for at in (at for at in missing if at in known):
            self.differs(name_of(model, wanted[at], key), "đã bỏ", "có")
        return missing if self.overwrite else [at for at in missing if at not in known]

    def _create(self, model: type[Model], new: list[Model]) -> None:
        if not new:
            return
        self.created[str(model._meta.verbose_name)] += len(new)
        if model.save is not Model.save:
            for row in new:
                row.save()
        elif hasattr(model, "history"):
            # One instant for all; the default asks the clock for each row.
            bulk_create_with_history(new, model, default_date=clock.now())
        else:
            model._default_manager.bulk_create(new)


def parse(path: Path) -> dict:
    return json.loads(unicodedata.normalize("NFC", path.read_text(encoding="utf-8")))
