from django.urls import path

from . import contact_views, views

app_name = "chasing"
urlpatterns = [
    path("don-doc/", views.chase_current, name="chase_current"),
    path("<month:period>/don-doc/", views.chase_view, name="chase_list"),
    path("<month:period>/don-doc.docx", views.letter_file, name="letter_file"),
    path("<month:period>/don-doc/nhac/", views.reminders_send, name="reminders_send"),
    path("<month:period>/don-doc/cong-van/", views.letter_record, name="letter_record"),
    path("<month:period>/<slug:agency>/lien-he/", contact_views.contact_list, name="contact_list"),
]
