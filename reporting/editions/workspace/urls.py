from django.urls import path

from . import identity_views, line_views, text_views, tie_views, views

urlpatterns = [
    path("", views.work_list, name="edition_work_list"),
    path("<int:edition>/", views.work, name="edition_work"),
    path("<int:edition>/phan-dau/", identity_views.identity, name="edition_identity"),
    path("<int:edition>/loi-van/<slug:slot>/", text_views.text, name="edition_text"),
    path(
        "<int:edition>/loi-van/<slug:slot>/xem-truoc/",
        text_views.text_preview,
        name="edition_text_preview",
    ),
    path(
        "<int:edition>/loi-van/<slug:slot>/cac-ban/",
        text_views.text_history,
        name="edition_text_history",
    ),
    path("<int:edition>/dong/<str:code>/", line_views.line, name="edition_line"),
    path("<int:edition>/thu-tu/<slug:table>/", tie_views.ties, name="edition_ties"),
]
