"""Stories and proposals; under bao-cao-tuan/."""

from django.urls import path

from . import confirm_views, proposal_views, story_views

urlpatterns = [
    path("soan/<int:edition>/kinh-nghiem/", story_views.edition_stories, name="edition_stories"),
    path(
        "soan/<int:edition>/kinh-nghiem/<int:pk>/", story_views.shorten_story, name="shorten_story"
    ),
    path(
        "soan/<int:edition>/kinh-nghiem/<int:pk>/xin-xac-nhan/",
        story_views.ask_province,
        name="ask_province",
    ),
    path("soan/<int:edition>/de-xuat/", proposal_views.edition_proposals, name="edition_proposals"),
    path(
        "soan/<int:edition>/de-xuat/<int:pk>/",
        proposal_views.reword_proposal,
        name="reword_proposal",
    ),
    path("de-xuat/", proposal_views.proposal_ledger, name="proposal_ledger"),
    path("de-xuat/<int:pk>/", proposal_views.proposal, name="proposal"),
    path("xac-nhan/<slug:agency>/", confirm_views.confirm_list, name="confirm_list"),
    path("xac-nhan/<slug:agency>/<int:story>/", confirm_views.confirm_story, name="confirm_story"),
]
