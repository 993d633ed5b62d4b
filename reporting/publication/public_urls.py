"""Addresses that need no account; portal.urls puts them before the receipts' verification."""

from django.urls import path

from . import public_views, verification_views

app_name = "public"
urlpatterns = [
    path("cong-bo/", public_views.teaser_list, name="teaser_list"),
    path("cong-bo/nguon-tin.atom", public_views.feed, name="feed"),
    path("cong-bo/<int:year>/<slug:number>/", public_views.teaser_view, name="teaser"),
    path("xac-minh/bao-cao/", verification_views.verify, name="verify"),
]
