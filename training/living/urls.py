from django.urls import path

from . import views

urlpatterns = [
    path("dia-phuong/", views.province_training, name="province_training"),
    path("dia-phuong.xlsx", views.province_book, name="province_book"),
    path("dia-phuong.csv", views.province_text, name="province_text"),
    path("bo-nganh/", views.ministry_training, name="ministry_training"),
    path("bo-nganh.xlsx", views.ministry_book, name="ministry_book"),
    path("bo-nganh.csv", views.ministry_text, name="ministry_text"),
]
