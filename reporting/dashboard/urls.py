from django.urls import path

from . import saved_views, views
from .pictures.views import dashboard_chart_file

urlpatterns = [
    path("", views.overview, name="overview"),
    path("trinh-chieu/", views.presentation, name="presentation"),
    path("bieu-do/", views.charts, {"shelf": views.PLACES}, name=views.PLACES),
    path("bieu-do/xep-hang/", views.charts, {"shelf": views.RANKS}, name=views.RANKS),
    path("bieu-do/thoi-gian/", views.charts, {"shelf": views.TIMES}, name=views.TIMES),
    path("bieu-do/<slug:chart>.<str:kind>", dashboard_chart_file, name="chart_file"),
    path("cach-xem/", saved_views.saved_view_list, name="saved_view_list"),
    path("cach-xem/<int:pk>/", saved_views.saved_view_change, name="saved_view_change"),
    path("cach-xem/<int:pk>/xoa/", saved_views.saved_view_delete, name="saved_view_delete"),
]
