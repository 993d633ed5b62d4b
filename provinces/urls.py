from django.urls import path

from . import story_views, views

app_name = "provinces"
urlpatterns = [
    path("", views.province_list, name="province_list"),
    path("<slug:slug>/", views.province_view, name="province"),
    path("<slug:agency>/kinh-nghiem/", story_views.story_list, name="story_list"),
    path("<slug:agency>/kinh-nghiem/<int:story>/", story_views.story, name="story"),
]
