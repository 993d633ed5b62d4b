"""Addresses of the whole portal; the other apps are named as strings only."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from portal.accounts import delegation, passwords
from portal.accounts import views as accounts
from portal.desk import views as desk
from portal.documents import views as documents
from portal.entry import proof
from portal.ui import views as ui

urlpatterns = [
    path("", desk.desk, name="desk"),
    path("dang-nhap/", accounts.sign_in, name="sign_in"),
    path("dang-xuat/", accounts.sign_out, name="sign_out"),
    path("quen-mat-khau/", passwords.password_forgotten, name="password_forgotten"),
    path("dat-lai-mat-khau/<uidb64>/<token>/", passwords.password_reset, name="password_reset"),
    path("loi-moi/<uidb64>/<token>/", passwords.invitation, name="invitation"),
    path("uy-quyen/", delegation.delegation_list, name="delegation_list"),
    path("tep/<slug:agency>/<int:pk>/", documents.file_download, name="file_download"),
    path("", include("reporting.publication.public_urls")),
    path("xac-minh/", proof.verify, name="receipt_verify"),
    path("xac-minh/<str:code>/", proof.verified, name="receipt_verified"),
    path("phieu/", include("portal.entry.urls")),
    path("theo-doi/", include("portal.chasing.urls")),
    path("theo-doi/", include("portal.review.urls")),
    path("dia-phuong/", include("provinces.urls")),
    path("bo-nganh/", include("ministries.urls")),
    path("so-lieu-quoc-gia/", include("ministries.national_urls")),
    path("boi-duong/", include("training.urls")),
    path("chuong-trinh/", include("portal.programme.urls")),
    path("kham-pha/", include("reporting.explorer.urls")),
    path("", include("reporting.urls")),
    path("quan-tri/", admin.site.urls),
    path("healthz", desk.healthz, name="healthz"),
]

if settings.DEBUG:
    urlpatterns.append(path("thu-vien-giao-dien/", ui.gallery, name="gallery"))
