from django.urls import path

from . import views

urlpatterns = [
    path("", views.edition_list, name="edition_list"),
    path("so/<int:year>/<slug:number>/", views.numbered_view, name="edition_numbered"),
    path("so/<int:year>/<slug:number>.<slug:format>", views.numbered_file, name="numbered_file"),
    path("<week:week>/", views.edition_view, name="edition"),
    path("<week:week>.<slug:format>", views.edition_file, name="edition_file"),
]
