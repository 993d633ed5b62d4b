from django.urls import include, path

from . import front

app_name = "training"
urlpatterns = [
    path("one-touch/", include("training.imports.urls")),
    path("", front.front, name="front"),
    path("lop/", include("training.classes.urls")),
    path("", include("training.sources.urls")),
    path("", include("training.living.urls")),
    path("", include("training.targets.urls")),
]
