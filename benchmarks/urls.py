"""The portal's addresses and, beside them, the bare page."""

from django.shortcuts import render
from django.urls import path

from portal.accounts.permissions import signed_in
from portal.models import Agency
from portal.urls import urlpatterns as portal_urlpatterns

BARE = "/do-toc-do/trang-tran/"


@signed_in
def bare(request):
    """One query and a template of 20 KB that extends nothing."""
    return render(request, "bare.html", {"agencies": Agency.objects.count()})


urlpatterns = [path(BARE.lstrip("/"), bare), *portal_urlpatterns]
