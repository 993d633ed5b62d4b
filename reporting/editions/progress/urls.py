from django.urls import path

from . import check_views, step_views

urlpatterns = [
    path("<int:edition>/kiem-tra/", check_views.checks, name="edition_checks"),
    path("<int:edition>/kiem-tra/cho-qua/", check_views.waive_one, name="edition_waive"),
    path("<int:edition>/kiem-tra/bo-cho-qua/", check_views.unwaive_one, name="edition_unwaive"),
    path("<int:edition>/kiem-tra/xac-nhan/", check_views.confirm, name="edition_confirm"),
    path("<int:edition>/tien-trinh/", step_views.progress, name="edition_progress"),
    path("<int:edition>/tien-trinh/<slug:step>/", step_views.take, name="edition_step"),
]
