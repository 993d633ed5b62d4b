from django.urls import path

from . import views

urlpatterns = [
    path("", views.compare_view, name="compare"),
    path("bang.xlsx", views.compare_file, {"kind": "xlsx"}, name="compare_xlsx"),
    path("bang.csv", views.compare_file, {"kind": "csv"}, name="compare_csv"),
    *(
        path(f"bieu-do.{kind}", views.compare_chart, {"kind": kind}, name=f"compare_chart_{kind}")
        for kind in ("png", "xlsx", "csv")
    ),
]
