"""People and what they may do: users, their dated roles, and typing kept for them."""

import secrets

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from portal.dated import Dated
from portal.days import show_date

UNRECORDED = ["password", "last_login"]


class PersonHistory(HistoricalRecords):
    """Signing in or setting a password changes nothing that the history holds: no row for it."""

    def post_save(self, instance, created, using=None, update_fields=None, **kwargs):
        if update_fields is None or not set(update_fields) <= set(UNRECORDED):
            super().post_save(instance, created, using=using, update_fields=update_fields, **kwargs)


class User(AbstractUser):
    first_name = None
    last_name = None
    full_name = models.CharField("họ và tên", max_length=120)
    position = models.CharField("chức vụ", max_length=120, blank=True)
    phone = models.CharField("điện thoại", max_length=30, blank=True)

    history = PersonHistory(excluded_fields=UNRECORDED)

    REQUIRED_FIELDS = ["email", "full_name"]

    class Meta:
        verbose_name = "người dùng"
        verbose_name_plural = "người dùng"

    def __str__(self):
        return self.full_name or self.username

    def get_full_name(self):
        return self.full_name

    def get_short_name(self):
        return self.full_name


class Role(models.TextChoices):
    REPORTER = "reporter", "Người lập báo cáo"
    APPROVER = "approver", "Người duyệt"
    DATA_MANAGER = "data_manager", "Quản trị số liệu"
    EDITOR = "editor", "Người soạn báo cáo"
    PUBLISHER = "publisher", "Người phát hành báo cáo"
    READER = "reader", "Người đọc"
    ADMINISTRATOR = "administrator", "Quản trị hệ thống"


AGENCY_ROLES = (Role.REPORTER, Role.APPROVER)


class Membership(Dated):
    """One role of one person, for an agency or (central roles) for none, between two days."""

    user = models.ForeignKey(
        User, models.CASCADE, related_name="memberships", verbose_name="người dùng"
    )
    role = models.CharField("vai trò", max_length=20, choices=Role)
    agency = models.ForeignKey(
        "portal.Agency",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name="cơ quan",
    )
    unit = models.CharField("đơn vị", max_length=120, blank=True)
    delegated_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="delegations",
        verbose_name="được ủy quyền bởi",
    )

    history = HistoricalRecords()

    class Meta(Dated.Meta):
        verbose_name = "vai trò của người dùng"
        verbose_name_plural = "vai trò của người dùng"
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(role__in=AGENCY_ROLES, agency__isnull=False)
                | (~Q(role__in=AGENCY_ROLES) & Q(agency__isnull=True)),
                name="membership_agency_goes_with_agency_role",
                violation_error_message="Vai trò của cơ quan cần chọn cơ quan; vai trò trung ương "
                "thì để trống cơ quan.",
            ),
            models.CheckConstraint(
                condition=Q(delegated_by__isnull=True)
                | Q(role=Role.APPROVER, in_force_until__isnull=False),
                name="delegation_is_of_approving_and_ends",
                violation_error_message="Chỉ ủy quyền vai trò duyệt, và phải có ngày kết thúc.",
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.get_role_display()}"

    @property
    def stands_in_words(self) -> str:
        """For whom and when a delegate approves, as a receipt says it; empty for an own role."""
        if self.delegated_by_id is None:
            return ""
        return (
            f"Duyệt thay {self.delegated_by} (ủy quyền từ {show_date(self.in_force_from)} đến "
            f"{show_date(self.in_force_until)})"
        )


class InCharge(Dated):
    """Who at the centre looks after an agency: reviews its reports and chases it."""

    user = models.ForeignKey(
        User, models.PROTECT, related_name="in_charge_of", verbose_name="người phụ trách"
    )
    agency = models.ForeignKey(
        "portal.Agency", models.CASCADE, related_name="in_charge", verbose_name="cơ quan"
    )

    history = HistoricalRecords()

    class Meta(Dated.Meta):
        verbose_name = "phân công phụ trách"
        verbose_name_plural = "phân công phụ trách"
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["agency", "in_force_from"], name="one_in_charge_of_an_agency_from_a_day"
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.agency}"


def new_token():
    return secrets.token_urlsafe(24)


class KeptInput(models.Model):
    """What a person had typed when the session ended: offered to that person only, then deleted."""

    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="kept_inputs")
    path = models.CharField(max_length=300)
    body = models.TextField()
    kept_at = models.DateTimeField()

    class Meta:
        verbose_name = "phần nhập được giữ"
        verbose_name_plural = "phần nhập được giữ"
        indexes = [models.Index(fields=["user", "path"], name="kept_input_of_user")]

    def __str__(self):
        return self.path
