from django.urls import path

from . import (
    behalf_views,
    board_views,
    extension_views,
    paste_views,
    queue_views,
    report_views,
    year_views,
)

app_name = "review"
urlpatterns = [
    path("", board_views.board_current, name="board_current"),
    path("dan/", paste_views.figures_paste, name="figures_paste"),
    path("nam/", year_views.year_current, name="year_current"),
    path("nam/<int:year>/", year_views.year_view, name="year"),
    path("nam/<int:year>/ty-le/", year_views.year_rates, name="year_rates"),
    path("nam/<int:year>.xlsx", year_views.year_xlsx, name="year_xlsx"),
    path("<month:period>/", board_views.board_view, name="board"),
    path("<month:period>.xlsx", board_views.board_xlsx, name="board_xlsx"),
    path("hang-doi/", queue_views.queue_view, name="queue"),
    path("hang-doi/tiep-nhan/", queue_views.queue_accept, name="queue_accept"),
    path("<month:period>/<slug:agency>/gia-han/", extension_views.extension, name="extension"),
    path("<month:period>/<slug:agency>/", report_views.report_review, name="report_review"),
    path(
        "<month:period>/<slug:agency>/ket-luan/", report_views.report_decide, name="report_decide"
    ),
    path(
        "<month:period>/<slug:agency>/nhap-thay/",
        behalf_views.report_on_behalf,
        name="report_on_behalf",
    ),
]
