"""The weekly thematic report as a numbered thing: which week, which day, in which row order."""

from django.db import models
from django.db.models import Q

from portal.days import show_week
from portal.models import Agency


class WeeklyEditionQuerySet(models.QuerySet):
    def current_corrections(self):
        """Of each numbered report only its newest correction."""
        newer = WeeklyEdition.objects.filter(
            year=models.OuterRef("year"),
            number=models.OuterRef("number"),
            correction__gt=models.OuterRef("correction"),
        )
        return self.filter(~models.Exists(newer))


class WeeklyEdition(models.Model):
    """Identity is (year, number, correction): the number runs through the year, unlike the week.

    `as_of`: the day its figures cover to; `known_at`: the instant they were known (empty while a
    draft: everything known now).
    """

    year = models.PositiveSmallIntegerField("năm của số báo cáo")
    number = models.PositiveSmallIntegerField("số")
    correction = models.PositiveSmallIntegerField("lần đính chính", default=0)
    week_year = models.PositiveSmallIntegerField("năm của tuần")
    week = models.PositiveSmallIntegerField("tuần")
    as_of = models.DateField("tính đến ngày")
    known_at = models.DateTimeField("biết đến lúc", null=True, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    symbol = models.CharField("ký hiệu", max_length=60)
    topic = models.CharField("chuyên đề", max_length=300)
    circulation = models.CharField("phạm vi lưu hành", max_length=60, blank=True)

    objects = WeeklyEditionQuerySet.as_manager()

    class Meta:
        verbose_name = "báo cáo tuần"
        verbose_name_plural = "báo cáo tuần"
        ordering = ["-week_year", "-week", "-number", "-correction"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "number", "correction"], name="one_edition_a_number"
            ),
            models.CheckConstraint(
                condition=Q(week__gte=1, week__lte=53), name="edition_week_is_a_week"
            ),
        ]

    def __str__(self):
        return show_week(self.week_year, self.week)

    @property
    def key(self):
        """The edition in an address: 2022-W39."""
        return f"{self.week_year}-W{self.week:02d}"

    @property
    def document_number(self):
        """Số 17/BC-UBQGCĐS."""
        return f"{self.number:02d}/{self.symbol}"


class PinnedRow(models.Model):
    """The place of an agency among equals in one table of one edition.

    Tables are ordered by total; the printed report shows no rule for ties, so its order is kept.
    """

    edition = models.ForeignKey(WeeklyEdition, models.CASCADE, related_name="pinned_rows")
    table = models.SlugField("bảng", max_length=40)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField("thứ tự")

    class Meta:
        verbose_name = "thứ tự dòng"
        verbose_name_plural = "thứ tự dòng"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "table", "agency"], name="agency_is_pinned_once_a_table"
            )
        ]

    def __str__(self):
        return f"{self.table} {self.position}"
