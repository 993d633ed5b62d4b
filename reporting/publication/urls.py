"""Pages beside a numbered report's own; under /bao-cao-tuan/so/."""

from django.urls import path

from . import views

urlpatterns = [
    path("<int:year>/<slug:number>/nguon/", views.edition_sources, name="edition_sources"),
    path("<int:year>/<slug:number>/nguon/<slug:code>/", views.figure_source, name="figure_source"),
    path("<int:year>/<slug:number>/doan-ngan/", views.edition_short, name="edition_short"),
]
