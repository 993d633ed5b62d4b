from django.urls import path

from portal.documents import event_views as events
from portal.documents import register_views as documents

from . import (
    approval_views,
    confirm_views,
    months,  # noqa: F401  registers the converters
    note_views,
    paste_views,
    receipt_views,
    scan_views,
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
    path(
        "<slug:agency>/<month:period>/xac-nhan/",
        confirm_views.entry_confirm,
        name="entry_confirm",
    ),
    path("<slug:agency>/<month:period>/<step:step>/", views.sheet_step, name="sheet_step"),
    path(
        "<slug:agency>/<month:period>/bien-nhan/<int:number>/",
        receipt_views.receipt_view,
        name="receipt",
    ),
    path(
        "<slug:agency>/<month:period>/bien-nhan/<int:number>.pdf",
        receipt_views.receipt_pdf,
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
    path(
        "<slug:agency>/<month:period>/duyet-phieu/",
        approval_views.report_approve,
        name="report_approve",
    ),
    path("<slug:agency>/<month:period>/ban-in.pdf", scan_views.paper_pdf, name="paper_pdf"),
    path("<slug:agency>/<month:period>/ban-ky/", scan_views.scan_attach, name="scan_attach"),
    path("<slug:agency>/cach-dem/<slug:code>/", note_views.counting_note, name="counting_note"),
    path("<slug:agency>/van-ban/", documents.document_list, name="document_list"),
    path("<slug:agency>/van-ban/<int:pk>/", documents.document_change, name="document_change"),
    path("<slug:agency>/su-kien/", events.event_list, name="event_list"),
    path("<slug:agency>/su-kien/<int:pk>/", events.event_change, name="event_change"),
]
