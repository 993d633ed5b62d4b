from django.urls import include, path

from . import (
    addresses,  # noqa: F401  registers the converter
    views,
)

app_name = "reporting"
urlpatterns = [
    path("tong-quan/", include("reporting.dashboard.urls")),
    path("tong-quan/chi-tieu/<str:code>/", views.indicator_names, name="indicator_names"),
    path("so-sanh/", include("reporting.comparing.urls")),
    path("bao-cao-tuan/", include("reporting.narrative.urls")),
    path("bao-cao-tuan/", include("reporting.editions.urls")),
]
