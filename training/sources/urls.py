from django.urls import path

from . import dispute_views, domain_views, measure_views, views

urlpatterns = [
    path("doi-chieu/", views.source_list, name="source_list"),
    path("doi-chieu.xlsx", views.source_list_xlsx, name="source_list_xlsx"),
    path("doi-chieu/<slug:agency>/", views.source_agency, name="source_agency"),
    path("doi-chieu/<slug:agency>/y-kien/", dispute_views.dispute_new, name="dispute_new"),
    path(
        "doi-chieu/<slug:agency>/y-kien/<int:pk>/rut/",
        dispute_views.dispute_withdraw,
        name="dispute_withdraw",
    ),
    path("y-kien/", dispute_views.dispute_list, name="dispute_list"),
    path("y-kien/<int:pk>/", dispute_views.dispute_answer, name="dispute_answer"),
    path("ten-mien/", domain_views.domain_list, name="domain_list"),
    path("ten-mien/<int:pk>/", domain_views.domain_change, name="domain_change"),
    path("luot-nguoi-hoan-thanh/", measure_views.measures, name="measures"),
    path("luot-nguoi-hoan-thanh.xlsx", measure_views.measures_xlsx, name="measures_xlsx"),
]
