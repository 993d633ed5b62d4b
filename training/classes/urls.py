from django.urls import path

from . import entry_views, pasting_views, views

urlpatterns = [
    path("", views.class_agencies, name="class_agencies"),
    path("<slug:agency>/", views.class_list, name="class_list"),
    path("<slug:agency>/them/", views.class_add, name="class_add"),
    path("<slug:agency>/dan/", pasting_views.class_paste, name="class_paste"),
    path("<slug:agency>/<int:pk>/", entry_views.class_change, name="class_change"),
    path("<slug:agency>/<int:pk>/gach-bo/", entry_views.class_strike, name="class_strike"),
    path("<slug:agency>/<int:pk>/danh-sach/", entry_views.class_file, name="class_file"),
]
