from django.urls import path

from . import views

app_name = "explorer"
urlpatterns = [
    path("", views.explore, name="explore"),
    path("so-lieu.xlsx", views.explore_file, {"kind": "xlsx"}, name="explore_xlsx"),
    path("so-lieu.csv", views.explore_file, {"kind": "csv"}, name="explore_csv"),
    path("hinh.png", views.explore_picture, name="explore_png"),
    path("<str:code>/<slug:agency>/", views.value_view, name="value"),
]
