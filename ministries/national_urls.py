from django.urls import path

from . import national_views

app_name = "national"
urlpatterns = [
    path("", national_views.national_figures, name="national_figures"),
    path("<slug:code>/", national_views.statement_list, name="statement_list"),
    path(
        "<slug:code>/dinh-chinh/<int:pk>/",
        national_views.statement_correct,
        name="statement_correct",
    ),
]
