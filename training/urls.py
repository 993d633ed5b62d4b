from django.urls import path

from . import views

app_name = "training"
urlpatterns = [
    path("dia-phuong/", views.province_training, name="province_training"),
    path("bo-nganh/", views.ministry_training, name="ministry_training"),
]
