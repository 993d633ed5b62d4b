"""Django's admin for the administrator: people, agencies, catalogue, calendar, all with history.

Reports and values are not here: they change through their own pages and actions only.
"""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from simple_history.admin import SimpleHistoryAdmin

from . import models

admin.site.site_header = "Quản trị Theo dõi Đề án 146"
admin.site.site_title = "Quản trị Đề án 146"
admin.site.index_title = "Danh mục"
admin.site.unregister(Group)


class MembershipInline(admin.TabularInline):
    model = models.Membership
    fk_name = "user"
    extra = 0
    autocomplete_fields = ("agency",)
    raw_id_fields = ("delegated_by",)


@admin.register(models.User)
class PersonAdmin(UserAdmin):
    list_display = ("username", "full_name", "email", "is_active", "last_login")
    list_filter = ("is_active", "memberships__role")
    search_fields = ("username", "full_name", "email")
    ordering = ("username",)
    filter_horizontal = ()
    inlines = (MembershipInline,)
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Thông tin", {"fields": ("full_name", "position", "email", "phone")}),
        ("Quyền", {"fields": ("is_active", "is_staff", "is_superuser")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": (
                    "username",
                    "full_name",
                    "email",
                    "usable_password",
                    "password1",
                    "password2",
                ),
            },
        ),
    )


class AgencyNameInline(admin.StackedInline):
    model = models.AgencyName
    extra = 0


class AgencyCodeInline(admin.TabularInline):
    model = models.AgencyCode
    extra = 0


class AgencyAliasInline(admin.TabularInline):
    model = models.AgencyAlias
    extra = 0


@admin.register(models.Agency)
class AgencyAdmin(SimpleHistoryAdmin):
    list_display = ("slug", "side", "position", "in_force_from", "in_force_until")
    list_filter = ("side", "needs_approval")
    search_fields = ("slug", "names__name", "names__search_key")
    inlines = (AgencyNameInline, AgencyCodeInline, AgencyAliasInline)


class AgencySetMemberInline(admin.TabularInline):
    model = models.AgencySetMember
    extra = 0
    autocomplete_fields = ("agency",)


@admin.register(models.AgencySet)
class AgencySetAdmin(admin.ModelAdmin):
    list_display = ("code", "name", "purpose", "side")
    inlines = (AgencySetMemberInline,)


@admin.register(models.Succession)
class SuccessionAdmin(admin.ModelAdmin):
    list_display = ("predecessor", "successor", "takes_over_on", "basis")
    autocomplete_fields = ("predecessor", "successor")


@admin.register(models.Section)
class SectionAdmin(admin.ModelAdmin):
    list_display = ("title", "code", "position")


class IndicatorVersionInline(admin.StackedInline):
    model = models.IndicatorVersion
    extra = 0
    min_num = 1


@admin.register(models.Indicator)
class IndicatorAdmin(SimpleHistoryAdmin):
    list_display = ("code", "section", "asked_of", "value_type", "source", "in_force_from")
    list_filter = ("section", "asked_of", "source", "value_type")
    search_fields = ("code", "versions__label")
    inlines = (IndicatorVersionInline,)


@admin.register(models.Rule)
class RuleAdmin(SimpleHistoryAdmin):
    list_display = ("code", "left", "operator", "right", "severity")
    list_filter = ("severity",)


@admin.register(models.PublicationRule)
class PublicationRuleAdmin(admin.ModelAdmin):
    list_display = ("indicator", "channel", "in_force_from", "in_force_until")


@admin.register(models.ReportingPeriod)
class ReportingPeriodAdmin(SimpleHistoryAdmin):
    list_display = ("__str__", "starts_on", "ends_on", "due_at", "closes_at")


@admin.register(models.Holiday)
class HolidayAdmin(SimpleHistoryAdmin):
    list_display = ("day", "name", "is_working")


@admin.register(models.Document)
class DocumentAdmin(admin.ModelAdmin):
    list_display = ("number", "kind", "agency", "issued_on", "effective_until", "ruling")
    list_filter = ("kind", "ruling")
    search_fields = ("number", "title")
    autocomplete_fields = ("agency",)
    raw_id_fields = ("replaced_by", "stored_file", "recorded_by")
