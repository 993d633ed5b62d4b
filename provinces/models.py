"""What only provinces have: their place on the tile grid, and an archipelago of their own."""

from django.db import models

from portal.models import Agency


class ProvinceProfile(models.Model):
    agency = models.OneToOneField(
        Agency, models.CASCADE, related_name="province_profile", verbose_name="địa phương"
    )
    tile_row = models.PositiveSmallIntegerField("hàng trên sơ đồ ô")
    tile_column = models.PositiveSmallIntegerField("cột trên sơ đồ ô")

    archipelago = models.CharField("quần đảo", max_length=60, blank=True)
    archipelago_of = models.CharField("quần đảo thuộc", max_length=60, blank=True)
    archipelago_left = models.PositiveSmallIntegerField("cách lề trái", default=0)
    archipelago_top = models.PositiveSmallIntegerField("cách lề trên", default=0)

    class Meta:
        verbose_name = "hồ sơ địa phương"
        verbose_name_plural = "hồ sơ địa phương"
        constraints = [
            models.UniqueConstraint(fields=["tile_row", "tile_column"], name="one_province_a_tile")
        ]

    def __str__(self):
        return str(self.agency)
