"""Was it used? Where each reported value stands in print, or why it does not.

The upper floor writes a use down here when a report is put together
(`record_uses`); an officer's desk reads it without knowing that floor.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models, transaction
from django.db.models import OuterRef, Q, Subquery

from portal.catalogue.models import IndicatorVersion

from .models import IndicatorValue, Revision, State, ValueState


class FigureUse(models.Model):
    """One place where a value is printed: "Báo cáo Tuần 45/2022, Bảng 2, dòng 7"."""

    value = models.ForeignKey(IndicatorValue, models.CASCADE, related_name="uses")
    report_key = models.CharField(max_length=40)
    report_label = models.CharField("báo cáo", max_length=120)
    place = models.CharField("chỗ in", max_length=160)
    href = models.CharField(max_length=200)
    as_of = models.DateField("tính đến ngày")
    recorded_at = models.DateTimeField("ghi lúc")

    class Meta:
        verbose_name = "chỗ dùng số liệu"
        verbose_name_plural = "chỗ dùng số liệu"
        ordering = ["-as_of", "report_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["value", "report_key", "place"], name="value_stands_in_a_place_once"
            )
        ]

    def __str__(self):
        return f"{self.report_label}, {self.place}"


@dataclass(frozen=True)
class Place:
    """Where a report prints one value."""

    value_id: int
    place: str
    href: str


@transaction.atomic
def record_uses(
    *,
    report_key: str,
    report_label: str,
    as_of: datetime.date,
    places: Iterable[Place],
    at: datetime.datetime,
) -> int:
    """Writes down every place of one report, replacing what was written for it before.

    Returns how many places were written.
    """
    FigureUse.objects.filter(report_key=report_key).delete()
    uses = FigureUse.objects.bulk_create(
        FigureUse(
            value_id=place.value_id,
            report_key=report_key,
            report_label=report_label,
            place=place.place,
            href=place.href,
            as_of=as_of,
            recorded_at=at,
        )
        for place in places
    )
    return len(uses)


@dataclass(frozen=True)
class UseRow:
    """One value of a revision: where it stands, or (without uses) why it does not."""

    value: IndicatorValue
    uses: tuple[FigureUse, ...]
    why_not: str


def uses_of(revision: Revision, values: Iterable[IndicatorValue]) -> list[UseRow]:
    """Each of a revision's `values` with its uses or the reason for none; two queries."""
    values = list(values)
    found: dict[int, list[FigureUse]] = {}
    for use in FigureUse.objects.filter(value__in=values):
        found.setdefault(use.value_id, []).append(use)
    newest_report = FigureUse.objects.order_by("-as_of").values("as_of").first()
    return [
        UseRow(
            value,
            tuple(found.get(value.pk, ())),
            "" if value.pk in found else why_not_used(value, revision, newest_report),
        )
        for value in values
    ]


def why_none_is_used(rows: Iterable[UseRow]) -> str:
    """The one reason for which no figure of a revision is printed; empty when they differ."""
    rows = [row for row in rows if row.value.state == ValueState.REPORTED]
    reasons = {row.why_not for row in rows}
    return reasons.pop() if len(reasons) == 1 else ""


def uses_with_labels(revision: Revision):
    """Each place where the revision's figures are printed, with the figure's `label`; one query."""
    wordings = IndicatorVersion.objects.filter(
        Q(in_force_until__isnull=True) | Q(in_force_until__gte=OuterRef("value__covers_to")),
        indicator=OuterRef("value__indicator"),
        in_force_from__lte=OuterRef("value__covers_to"),
    )
    return (
        FigureUse.objects.filter(value__revision=revision)
        .annotate(label=Subquery(wordings.values("short_label")[:1]))
        .select_related("value__indicator", "value__revision__submission__period")
        .order_by("-as_of", "value__indicator__section__position", "value__indicator__position")
    )


def why_not_used(value: IndicatorValue, revision: Revision, newest_report) -> str:
    """The first reason that holds, in words for the officer."""
    if value.state != ValueState.REPORTED:
        return "Không có số để in."
    if revision.accepted_at is None:
        if revision.submission.state == State.RETURNED:
            return "Phiếu bị trả lại, chưa tiếp nhận."
        return "Cục chưa tiếp nhận phiếu."
    if revision.superseded_at is not None:
        return "Đã có bản đính chính thay bản này."
    if newest_report is None or newest_report["as_of"] < value.covers_to:
        return "Chưa có báo cáo tuần nào tính đến ngày này."
    return "Báo cáo in số công bố chung, hoặc số mới hơn, hoặc nguồn khác của chỉ tiêu này."
