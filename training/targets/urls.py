from django.urls import path

from . import views

urlpatterns = [
    path("muc-tieu/", views.target_list, name="target_list"),
    path("muc-tieu.xlsx", views.target_book, name="target_book"),
]
