"""Things that are in force for a time: the mixin and the read that go with it.

Both ends are inclusive days; an open end means "until further notice".
"""

from django.db import models
from django.db.models import F, Q


def in_force(day, prefix=""):
    """The condition "in force on `day`", to be used behind a relation's `prefix__`."""
    started = Q(**{f"{prefix}in_force_from__lte": day})
    open_ended = Q(**{f"{prefix}in_force_until__isnull": True})
    not_over = Q(**{f"{prefix}in_force_until__gte": day})
    return started & (open_ended | not_over)


class DatedQuerySet(models.QuerySet):
    def in_force_on(self, day):
        return self.filter(in_force(day))


class Dated(models.Model):
    in_force_from = models.DateField("hiệu lực từ ngày")
    in_force_until = models.DateField("hiệu lực đến hết ngày", null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(in_force_until__isnull=True)
                | Q(in_force_until__gte=F("in_force_from")),
                name="%(class)s_ends_after_it_begins",
                violation_error_message="Ngày kết thúc phải bằng hoặc sau ngày bắt đầu.",
            )
        ]

    def is_in_force_on(self, day):
        return self.in_force_from <= day and (
            self.in_force_until is None or day <= self.in_force_until
        )
