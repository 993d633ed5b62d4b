from django.urls import path

from . import (
    months,  # noqa: F401  registers the converters
    paste_views,
    proof,
    template_views,
    views,
)

app_name = "entry"
urlpatterns = [
    path("", views.sheet_list, name="sheet_list"),
    path("<slug:agency>/<month:period>/", views.sheet_edit, name="sheet_edit"),
    path("<slug:agency>/<month:period>/xem-lai/", views.sheet_check, name="sheet_check"),
    path(
        "<slug:agency>/<month:period>/khong-thay-doi/",
        views.sheet_unchanged,
        name="sheet_unchanged",
    ),
    path("<slug:agency>/<month:period>/dan/", paste_views.sheet_paste, name="sheet_paste"),
    path("<slug:agency>/<month:period>/<step:step>/", views.sheet_step, name="sheet_step"),
    path(
        "<slug:agency>/<month:period>/bien-nhan/<int:number>/", views.receipt_view, name="receipt"
    ),
    path(
        "<slug:agency>/<month:period>/bien-nhan/<int:number>.pdf",
        proof.receipt_pdf,
        name="receipt_pdf",
    ),
    path(
        "<slug:agency>/<month:period>/mau-excel/",
        template_views.template_download,
        name="template_download",
    ),
    path(
        "<slug:agency>/<month:period>/tai-len/",
        template_views.template_upload,
        name="template_upload",
    ),
]
