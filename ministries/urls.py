from django.urls import path

from . import views

app_name = "ministries"
urlpatterns = [
    path("", views.ministry_list, name="ministry_list"),
    path("<slug:slug>/", views.ministry_view, name="ministry"),
    path("<slug:slug>/ho-so.pdf", views.ministry_sheet, name="ministry_sheet"),
]
