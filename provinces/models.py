"""What only provinces have: their place on the tile grid."""

from django.db import models

from portal.models import Agency


class ProvinceProfile(models.Model):
    agency = models.OneToOneField(
        Agency, models.CASCADE, related_name="province_profile", verbose_name="địa phương"
    )
    tile_row = models.PositiveSmallIntegerField("hàng trên sơ đồ ô")
    tile_column = models.PositiveSmallIntegerField("cột trên sơ đồ ô")

    class Meta:
        verbose_name = "hồ sơ địa phương"
        verbose_name_plural = "hồ sơ địa phương"
        constraints = [
            models.UniqueConstraint(fields=["tile_row", "tile_column"], name="one_province_a_tile")
        ]

    def __str__(self):
        return str(self.agency)
