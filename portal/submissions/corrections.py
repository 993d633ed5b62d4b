"""What a new revision changes: against the one before it, and in the months that stood on it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from portal.catalogue.calendar import ReportingPeriod

from .models import Channel, IndicatorValue, Revision, Submission, TypedAs
from .register import revision_values


@dataclass(frozen=True)
class Difference:
    """One indicator before and after, in words; an empty text: nothing was said."""

    label: str
    unit: str
    before: str
    after: str


@dataclass(frozen=True)
class MovedBase:
    """A figure of a later month that was built on an amount which a correction changed.

    `is_sum`: only the month was typed, so the cumulative would move; otherwise the cumulative was
    typed and stands, and its part of the month would change.
    """

    period: ReportingPeriod
    label: str
    stood_on: str
    now: str
    is_sum: bool


def told(value: IndicatorValue) -> str:
    """All that a value says, in words: amount, address, document."""
    parts = [value.shown]
    if value.amount is not None and value.text:
        parts.append(value.text)
    if value.evidence_id:
        parts.append(str(value.evidence))
    return ", ".join(parts)


def previous_revision(revision: Revision) -> Revision | None:
    return revision.submission.revisions.filter(number=revision.number - 1).first()


def differences(before: Iterable[IndicatorValue], after: Iterable[IndicatorValue]):
    """What differs between two revisions' values (`register.revision_values`), in sheet order."""
    old = {value.indicator_id: value for value in before}
    found = []
    for value in after:
        stood = old.pop(value.indicator_id, None)
        was, now = told(stood) if stood else "", told(value)
        if was != now:
            found.append(Difference(value.label, value.unit or "", was, now))
    return found + [Difference(v.label, v.unit or "", told(v), "") for v in old.values()]


def revision_differences(revision: Revision, day) -> list[Difference]:
    """Against the revision before; nothing for a first one."""
    before = previous_revision(revision)
    if before is None:
        return []
    return differences(revision_values(before, day), revision_values(revision, day))


def moved_bases(revision: Revision) -> list[MovedBase]:
    """The later months' figures whose base this revision moves, the nearest month first.

    Nothing is changed: the agency confirms or corrects each month itself.
    """
    if revision.number == 1:
        return []
    new = {value.indicator_id: value.amount for value in revision.values.all()}
    return moved_by(revision.submission, new, before=revision.number)


def moved_by(
    report: Submission, new: Mapping[int, int | None], before: int | None = None
) -> list[MovedBase]:
    """Later figures that stand on a value of `report` other than the `new` one (by indicator).

    `before`: only values of revisions with a lower number count as old; all when None. Followed
    from month to month as long as the cumulative would move with its base.
    """
    bases = IndicatorValue.objects.filter(revision__submission=report, indicator__in=new)
    if before is not None:
        bases = bases.filter(revision__number__lt=before)
    moved = {value.pk: new[value.indicator_id] for value in bases}
    found = []
    while moved:
        later = [v for v in standing_on(moved, report) if v.base_amount != moved[v.base_id]]
        found += [moved_base(value, moved[value.base_id]) for value in later]
        moved = {v.pk: moved_sum(v, moved[v.base_id]) for v in later if is_sum(v)}
    return found


def standing_on(keys: Iterable[int], report: Submission) -> list[IndicatorValue]:
    """The newest revisions' values of the agency's other months that were built on `keys`."""
    newest = (
        Revision.objects.filter(submission=OuterRef("revision__submission"))
        .order_by("-number")
        .values("pk")[:1]
    )
    return list(
        IndicatorValue.objects.filter(
            base__in=list(keys),
            revision__submission__channel=Channel.AGENCY,
            revision=Subquery(newest),
        )
        .exclude(revision__submission=report)
        .select_related("indicator", "revision__submission__period")
        .order_by("covers_to", "indicator__section__position", "indicator__position")
    )


def is_sum(value: IndicatorValue) -> bool:
    return value.unchanged or value.typed_as == TypedAs.IN_MONTH


def moved_sum(value: IndicatorValue, base: int | None) -> int | None:
    return None if base is None else base + (value.in_month or 0)


def moved_base(value: IndicatorValue, base: int | None) -> MovedBase:
    period = value.revision.submission.period
    show = value.indicator.show_amount
    label = value.indicator.versions.in_force_on(period.ends_on).first()
    return MovedBase(
        period=period,
        label=label.short_label if label else value.indicator.code,
        stood_on=show(value.base_amount),
        now=show(base) or "chưa có số liệu",
        is_sum=is_sum(value),
    )


def correction_of(report: Submission) -> Revision | None:
    """The accepted revision that a correction now being written starts from; None for none."""
    if not report.pk:
        return None
    return report.revisions.filter(accepted_at__isnull=False, superseded_at=None).first()
