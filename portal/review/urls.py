from django.urls import path

from . import paste_views, views

app_name = "review"
urlpatterns = [
    path("", views.board_current, name="board_current"),
    path("dan/", paste_views.figures_paste, name="figures_paste"),
    path("<month:period>/", views.board_view, name="board"),
    path("<month:period>/<slug:agency>/", views.report_review, name="report_review"),
    path("<month:period>/<slug:agency>/ket-luan/", views.report_decide, name="report_decide"),
]
