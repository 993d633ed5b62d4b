from django.urls import path

from . import map_views, story_views, views

app_name = "provinces"
urlpatterns = [
    path("", views.province_list, name="province_list"),
    path("ban-do/", map_views.province_map, name="province_map"),
    path("ban-do.<str:format>", map_views.map_file, name="map_file"),
    path("<slug:slug>/", views.province_view, name="province"),
    path("<slug:slug>/ho-so.pdf", views.province_sheet, name="province_sheet"),
    path("<slug:agency>/kinh-nghiem/", story_views.story_list, name="story_list"),
    path("<slug:agency>/kinh-nghiem/<int:story>/", story_views.story, name="story"),
]
