from django.urls import path

from . import views

app_name = "provinces"
urlpatterns = [
    path("", views.province_list, name="province_list"),
    path("<slug:slug>/", views.province_view, name="province"),
]
