"""A reader's own shelf of views: a name for an address with its filters."""

from django.db import models

from portal.models import User


class SavedView(models.Model):
    """`address`: path and query within the portal, as the reader saw it; never of another host."""

    user = models.ForeignKey(User, models.CASCADE, related_name="saved_views")
    name = models.CharField("tên", max_length=80)
    address = models.CharField("địa chỉ", max_length=1000)
    saved_at = models.DateTimeField("lưu lúc")

    class Meta:
        verbose_name = "cách xem đã lưu"
        verbose_name_plural = "cách xem đã lưu"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "name"], name="one_saved_view_a_name"),
            models.CheckConstraint(condition=~models.Q(name=""), name="saved_view_has_a_name"),
            models.CheckConstraint(
                condition=models.Q(address__startswith="/"), name="saved_view_is_of_the_portal"
            ),
        ]

    def __str__(self):
        return self.name
