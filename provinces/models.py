"""What only provinces have: their place on the tile grid, and an archipelago of their own."""

import datetime

from django.db import models
from simple_history.models import HistoricalRecords

from portal.models import Agency, User


class ProvinceProfile(models.Model):
    agency = models.OneToOneField(
        Agency, models.CASCADE, related_name="province_profile", verbose_name="địa phương"
    )
    tile_row = models.PositiveSmallIntegerField("hàng trên sơ đồ ô")
    tile_column = models.PositiveSmallIntegerField("cột trên sơ đồ ô")
    tile_from = models.DateField("ô có từ ngày", default=datetime.date(2022, 1, 1))

    archipelago = models.CharField("quần đảo", max_length=60, blank=True)
    archipelago_of = models.CharField("quần đảo thuộc", max_length=60, blank=True)
    archipelago_left = models.PositiveSmallIntegerField("cách lề trái", default=0)
    archipelago_top = models.PositiveSmallIntegerField("cách lề trên", default=0)

    class Meta:
        verbose_name = "hồ sơ địa phương"
        verbose_name_plural = "hồ sơ địa phương"
        constraints = [
            models.UniqueConstraint(
                fields=["tile_row", "tile_column", "tile_from"],
                name="one_province_a_tile_from_a_day",
            )
        ]

    def __str__(self):
        return str(self.agency)


class ProvinceShape(models.Model):
    """A province's outline on the map: rings of whole numbers on the map's own grid, as JSON text.

    Neighbours share their border's points exactly, so that successors' outlines can be joined.
    `archipelago`: the frame and the islands of its archipelago, as JSON text; empty without one.
    """

    agency = models.OneToOneField(
        Agency, models.CASCADE, related_name="province_shape", verbose_name="địa phương"
    )
    rings = models.TextField("đường biên")
    archipelago = models.TextField("khung quần đảo", blank=True, default="")

    class Meta:
        verbose_name = "đường biên trên bản đồ"
        verbose_name_plural = "đường biên trên bản đồ"

    def __str__(self):
        return str(self.agency)


class Population(models.Model):
    """How many people live in a province, as a source states it for a day; none: not known."""

    agency = models.ForeignKey(
        Agency, models.CASCADE, related_name="populations", verbose_name="địa phương"
    )
    as_of = models.DateField("tính đến ngày")
    amount = models.PositiveBigIntegerField("số dân")
    source = models.CharField("nguồn", max_length=200)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "dân số"
        verbose_name_plural = "dân số"
        ordering = ["-as_of", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "as_of"], name="one_population_a_day"),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="population_is_positive"),
        ]

    def __str__(self):
        return f"{self.agency}: {self.amount}"


class Story(models.Model):
    """What a province tells of its experience, in blocks; shown to the centre once it is handed in.

    The figures in it are as of `as_of`. A story is never changed by others: what an edition prints
    of it is its own shortened copy, which the province confirms.
    """

    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="stories", verbose_name="địa phương"
    )
    title = models.CharField("tên", max_length=200)
    as_of = models.DateField("số liệu tính đến ngày")
    communication = models.TextField("truyền thông, nâng cao nhận thức", blank=True)
    training = models.TextField("bồi dưỡng, tập huấn", blank=True)
    teams = models.TextField("Tổ công nghệ số cộng đồng", blank=True)
    results = models.TextField("kết quả", blank=True)
    handed_in_at = models.DateTimeField("gửi Cục lúc", null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField("tạo lúc")
    updated_at = models.DateTimeField("sửa lúc")
    updated_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    history = HistoricalRecords()

    class Meta:
        verbose_name = "kinh nghiệm triển khai"
        verbose_name_plural = "kinh nghiệm triển khai"
        ordering = ["-updated_at", "-pk"]

    def __str__(self):
        return self.title
