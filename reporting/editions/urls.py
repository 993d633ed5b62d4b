from django.urls import include, path

from reporting.outputs import brief_views
from reporting.publication import views as publication

from . import views

urlpatterns = [
    path("", publication.edition_list, name="edition_list"),
    path("soan/", include("reporting.editions.progress.urls")),
    path("soan/", include("reporting.editions.workspace.urls")),
    path("so/", include("reporting.publication.urls")),
    path("so/<int:year>/<slug:number>/", views.numbered_view, name="edition_numbered"),
    path("so/<int:year>/<slug:number>.<slug:format>", views.numbered_file, name="numbered_file"),
    path(
        "so/<int:year>/<slug:number>/tom-tat.<slug:format>",
        brief_views.numbered_brief,
        name="edition_brief",
    ),
    path("<week:week>/tom-tat.<slug:format>", brief_views.week_brief, name="week_brief"),
    path("<week:week>/", views.edition_view, name="edition"),
    path("<week:week>.<slug:format>", views.edition_file, name="edition_file"),
]
