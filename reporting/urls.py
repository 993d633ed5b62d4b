from django.urls import path

from . import (
    addresses,  # noqa: F401  registers the converter
    views,
)

app_name = "reporting"
urlpatterns = [
    path("tong-quan/", views.overview, name="overview"),
    path("tong-quan/chi-tieu/<str:code>/", views.indicator_names, name="indicator_names"),
    path("bao-cao-tuan/", views.edition_list, name="edition_list"),
    path("bao-cao-tuan/<week:week>/", views.edition_view, name="edition"),
    path("bao-cao-tuan/<week:week>.xlsx", views.edition_xlsx, name="edition_xlsx"),
]
