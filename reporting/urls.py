from django.urls import include, path

from . import (
    addresses,  # noqa: F401  registers the converter
    views,
)

app_name = "reporting"
urlpatterns = [
    path("tong-quan/", views.overview, name="overview"),
    path("tong-quan/chi-tieu/<str:code>/", views.indicator_names, name="indicator_names"),
    path("bao-cao-tuan/", include("reporting.narrative.urls")),
    path("bao-cao-tuan/", include("reporting.editions.urls")),
]
