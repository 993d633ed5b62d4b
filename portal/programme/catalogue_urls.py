"""Addresses of the catalogue's screens: indicators, months, rules, national figures."""

from django.urls import path

from portal.entry import months  # noqa: F401  registers the converters

from . import (
    holiday_views,
    indicator_views,
    period_views,
    rule_views,
    section_views,
    target_views,
)

urlpatterns = [
    path("chi-tieu/", indicator_views.indicator_list, name="indicator_list"),
    path("chi-tieu/them/", indicator_views.indicator_new, name="indicator_new"),
    path("chi-tieu/phieu-mau/", indicator_views.form_preview, name="form_preview"),
    path("chi-tieu/phan/", section_views.section_list, name="section_list"),
    path("chi-tieu/phan/<slug:code>/", section_views.section_change, name="section_change"),
    path("chi-tieu/phan/<slug:code>/thu-tu/", section_views.section_move, name="section_move"),
    path("chi-tieu/<slug:code>/", indicator_views.indicator_view, name="indicator_view"),
    path("chi-tieu/<slug:code>/sua/", indicator_views.indicator_change, name="indicator_change"),
    path("chi-tieu/<slug:code>/thu-tu/", indicator_views.indicator_move, name="indicator_move"),
    path(
        "chi-tieu/<slug:code>/lich-su/",
        indicator_views.indicator_history,
        name="indicator_history",
    ),
    path("quy-tac/", rule_views.rule_list, name="rule_list"),
    path("quy-tac/<int:pk>/", rule_views.rule_change, name="rule_change"),
    path("nguon-in/", rule_views.publication_list, name="publication_list"),
    path("nguon-in/<int:pk>/", rule_views.publication_change, name="publication_change"),
    path("muc-tieu/", target_views.target_list, name="target_list"),
    path("muc-tieu/<int:pk>/", target_views.target_change, name="target_change"),
    path("ngay-nghi/", holiday_views.holiday_list, name="holiday_list"),
    path("ngay-nghi/de-xuat/", holiday_views.holiday_propose, name="holiday_propose"),
    path("ngay-nghi/<int:pk>/", holiday_views.holiday_change, name="holiday_change"),
    path("ky-bao-cao/", period_views.period_list, name="period_list"),
    path("ky-bao-cao/mo/", period_views.period_open, name="period_open"),
    path("ky-bao-cao/<month:period>/", period_views.period_change, name="period_change"),
]
