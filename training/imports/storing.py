"""A draft becomes figures, all of them or none; a stored import is withdrawn whole."""

from dataclasses import dataclass

from django.db import transaction

from portal.agencies.models import Agency, AgencyAlias
from portal.names import fold, nfc
from portal.submissions.models import Channel
from portal.submissions.pasted_lines import clean_name
from portal.submissions.stating import Stated, state_many, take_back

from .differences import Change
from .models import PlatformImport, PlatformRow
from .plan import Plan
from .taking_in import Closed, Stage, locked, one_at_a_time

DROPPED = "Bản nháp này đã bỏ."
WITHDRAWN = "Lần nhập này đã rút."
ALREADY = "Tệp này, cùng ngày số liệu, đã được ghi ở lần nhập {pk}. Không ghi lần nữa."
NO_REASON = "Bạn ghi lý do rút."


class NotReady(Exception):
    """Something must be settled, or looked at again, before storing; carries the plan."""

    def __init__(self, plan: Plan, *, has_changed: bool = False):
        super().__init__("the import is not ready")
        self.plan, self.has_changed = plan, has_changed


@dataclass(frozen=True)
class Stored:
    """`is_new` False: it was stored before, and nothing happened now."""

    batch: PlatformImport
    agencies: int
    is_new: bool


def source_of(batch: PlatformImport) -> str:
    """What the figures give as their source; no two imports share it."""
    return f"Kết xuất One Touch, lần nhập {batch.pk}"


@transaction.atomic
def store(batch: PlatformImport, *, seen: str | None, by, at) -> Stored:
    """States every agency's figures, in one transaction and a constant number of queries.

    `seen`: the mark of the preview that was confirmed; None stores without one (the command).
    Stored again it has one effect. Raises NotReady, or Closed where it was dropped or withdrawn,
    or where the same file was stored for the day by another import.
    """
    one_at_a_time()
    batch = locked(batch.pk)
    if batch.stage == Stage.STORED:
        return Stored(batch, batch.submissions.count(), False)
    if batch.stage != Stage.DRAFT:
        raise Closed(DROPPED if batch.stage == Stage.DROPPED else WITHDRAWN)
    same = PlatformImport.objects.filter(
        sha256=batch.sha256, as_of=batch.as_of, stage=Stage.STORED
    ).values_list("pk", flat=True)
    if same:
        raise Closed(ALREADY.format(pk=same[0]))
    plan = Plan(batch, list(batch.rows.all()), today=at.date())
    if plan.faults:
        raise NotReady(plan)
    if seen is not None and seen != plan.digest:
        raise NotReady(plan, has_changed=True)
    state_all(batch, plan, by=by, at=at)
    settle_rows(plan)
    batch.stage, batch.stored_at, batch.stored_by = Stage.STORED, at, by
    batch.save(update_fields=["stage", "stored_at", "stored_by"])
    batch.aliases.set(keep_aliases(plan))
    return Stored(batch, len(plan.changes), True)


def state_all(batch: PlatformImport, plan: Plan, *, by, at) -> None:
    agencies = Agency.objects.in_bulk([change.member.agency_id for change in plan.changes])
    submissions = state_many(
        channel=Channel.PLATFORM,
        as_of=batch.as_of,
        values={agencies[c.member.agency_id]: figures_of(c) for c in plan.changes},
        source_text=source_of(batch),
        at=at,
        by=by,
        reason=batch.fall_reason,
        is_demo=batch.is_demo,
    )
    batch.submissions.set(submissions)


def figures_of(change: Change) -> list[Stated]:
    """Participations, and completions where the file says them: two figures, never added."""
    told = ((change.asked.participants, change.participants),)
    if change.completions is not None:
        told += ((change.asked.completions, change.completions),)
    return [
        Stated(indicator=indicator, amount=amount, covers_from=indicator.accumulates_from)
        for indicator, amount in told
    ]


def settle_rows(plan: Plan) -> None:
    """Each row remembers the agency that it counted for."""
    settled = []
    for group in plan.groups:
        for row in group.rows:
            if row.agency_id is None and group.agency_id and row.answer == "":
                row.agency_id = group.agency_id
                settled.append(row)
    PlatformRow.objects.bulk_update(settled, ["agency"], batch_size=500)


def keep_aliases(plan: Plan) -> list[AgencyAlias]:
    """Spellings that a person wants to be known from now on; only those made here."""
    made = []
    for group in plan.groups:
        text = nfc(clean_name(group.name))
        if not (group.wants_alias and group.alias_field and group.agency_id):
            continue
        alias, is_new = AgencyAlias.objects.get_or_create(
            folded=fold(text), defaults={"agency_id": group.agency_id, "text": text}
        )
        made += [alias] if is_new else []
    return made


@dataclass(frozen=True)
class Withdrawn:
    """`kept`: spellings that stay because another import relied on them meanwhile."""

    batch: PlatformImport
    agencies: int
    forgotten: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    is_new: bool = True


@transaction.atomic
def withdraw(batch: PlatformImport, *, reason: str, by, at) -> Withdrawn:
    """Takes every figure of the import back at `at`; the import and its rows stay as the record.

    What stood before reads again. What was known before `at` can still be read, and an edition
    that was frozen keeps its figures. Withdrawn again it has one effect.
    """
    reason = nfc(reason)[:300]
    one_at_a_time()
    batch = locked(batch.pk)
    if batch.stage == Stage.WITHDRAWN:
        return Withdrawn(batch, batch.submissions.count(), is_new=False)
    if batch.stage != Stage.STORED:
        raise Closed("Lần nhập này chưa ghi số nào nên không có gì để rút.")
    if not reason:
        raise Closed(NO_REASON)
    submissions = batch.submissions.values_list("pk", flat=True)
    agencies = take_back(submissions, at=at, by=by, reason=reason)
    forgotten, kept = forget_aliases(batch)
    batch.stage, batch.withdrawn_at, batch.withdrawn_by = Stage.WITHDRAWN, at, by
    batch.withdrawn_reason = reason
    batch.save(update_fields=["stage", "withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    return Withdrawn(batch, agencies, tuple(forgotten), tuple(kept))


def forget_aliases(batch: PlatformImport) -> tuple[list[str], list[str]]:
    """Spellings that the import made known: (forgotten, kept as something else rests on them).

    One that another stored import counted by stays, and one that was put down for another agency
    since.
    """
    aliases = list(batch.aliases.all())
    rows = PlatformRow.objects.filter(
        agency__in={alias.agency_id for alias in aliases}, platform_import__stage=Stage.STORED
    ).values_list("platform_import_id", "name", "agency_id")
    met = [(pk, (fold(clean_name(name)), agency)) for pk, name, agency in rows]
    own = {spelling for pk, spelling in met if pk == batch.pk}
    others = {spelling for pk, spelling in met if pk != batch.pk}
    gone = [a for a in aliases if (a.folded, a.agency_id) in own - others]
    AgencyAlias.objects.filter(pk__in=[alias.pk for alias in gone]).delete()
    kept = [alias.text for alias in aliases if alias not in gone]
    return [alias.text for alias in gone], kept


@transaction.atomic
def drop(batch: PlatformImport) -> PlatformImport:
    """Gives a draft up; its file and rows stay as the record. Dropped again it has one effect."""
    batch = locked(batch.pk)
    if batch.stage not in (Stage.DRAFT, Stage.DROPPED):
        raise Closed("Lần nhập này đã ghi. Muốn bỏ số đã ghi, bạn rút lần nhập.")
    batch.stage = Stage.DROPPED
    batch.save(update_fields=["stage"])
    return batch
