from django.urls import include, path

from . import agency_views, front, in_charge_views, notice_views, people_views, succession_views

app_name = "programme"
urlpatterns = [
    path("", front.programme, name="front"),
    path("co-quan/", agency_views.agency_list, name="agency_list"),
    path("co-quan/moi/", agency_views.agency_add, name="agency_add"),
    path("co-quan/<int:pk>/", agency_views.agency_change, name="agency_change"),
    path("co-quan/<int:pk>/ke-thua/", succession_views.succession_add, name="succession_add"),
    path("nguoi-dung/", people_views.person_list, name="person_list"),
    path("nguoi-dung/moi/", people_views.person_add, name="person_add"),
    path("nguoi-dung/<int:pk>/", people_views.person_change, name="person_change"),
    path("phu-trach/", in_charge_views.in_charge, name="in_charge"),
    path("thong-bao/", notice_views.notice_list, name="notice_list"),
    path("thong-bao/moi/", notice_views.notice_add, name="notice_add"),
    path("thong-bao/<int:pk>/", notice_views.notice_change, name="notice_change"),
    path("", include("portal.programme.catalogue_urls")),
]
