from django.urls import path

from . import columns_views, draft_views, views

urlpatterns = [
    path("", views.import_list, name="import_list"),
    path("<int:pk>/", draft_views.import_detail, name="import_detail"),
    path("<int:pk>/cot/", columns_views.import_columns, name="import_columns"),
    path("<int:pk>/bo/", views.import_drop, name="import_drop"),
    path("<int:pk>/rut/", views.import_withdraw, name="import_withdraw"),
    path("<int:pk>/tep/", views.import_file, name="import_file"),
]
