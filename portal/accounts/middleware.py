"""Every page is closed until its view says who it is for."""

from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.views.csrf import csrf_failure as django_csrf_failure

from portal import clock

from .kept_input import drop, keep
from .permissions import Access, Capability, Need

# Whole trees of addresses that are not ours: each view in them, whatever module it comes from.
DECLARED_FOR_NAMESPACES = {
    "admin": Need(capabilities=frozenset({Capability.ADMINISTER})),
}
DECLARED_FOR_OTHERS = {
    "django.views.static": Need(signed_in=False),
    "django.contrib.staticfiles": Need(signed_in=False),
}


def need_of(view, namespaces=()) -> Need | None:
    """What `view` declares, or what is declared here for a library's; None: undeclared."""
    for namespace in namespaces:
        if namespace in DECLARED_FOR_NAMESPACES:
            return DECLARED_FOR_NAMESPACES[namespace]
    declared = getattr(view, "need", None)
    if declared is not None:
        return declared
    module = getattr(view, "__module__", "")
    for prefix, need in DECLARED_FOR_OTHERS.items():
        if module == prefix or module.startswith(prefix + "."):
            return need
    return None


class ClosedByDefault:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.access = Access(request.user, clock.today())
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if any("\x00" in value for value in kwargs.values() if isinstance(value, str)):
            raise Http404("no address holds a NUL, which PostgreSQL does not take")
        need = need_of(view, request.resolver_match.namespaces)
        if need is None:
            raise ImproperlyConfigured(f"{view.__module__}.{view.__name__} declares no permission")
        if not need.signed_in:
            return None
        if not request.user.is_authenticated:
            return send_to_sign_in(request, need)
        agency_slug = kwargs.get(need.agency_kwarg) if need.agency_kwarg else None
        if need.is_met_by(request.access, agency_slug):
            return None
        if agency_slug is not None and need.is_met_by(request.access, None):
            raise Http404("another agency's page")
        raise PermissionDenied


def send_to_sign_in(request, need: Need):
    """To the sign-in page and back; what was being posted is kept for its author."""
    query, kept = {"next": request.get_full_path()}, None
    if request.method == "POST" and need.keeps_input:
        query["next"] = request.path
        kept = keep(request.POST, request.path, clock.now())
    if request.htmx:
        return tell_script(request, kept)
    if kept:
        query["giu"] = "1"
    return HttpResponseRedirect(f"{resolve_url(settings.LOGIN_URL)}?{urlencode(query)}")


def tell_script(request, kept) -> HttpResponse:
    """To a page that saves by itself: it stays as it is, and names later what was kept of it."""
    response = HttpResponse(status=401)
    if kept:
        drop(kept.user, request.POST.get("kept", ""))
        response["X-Kept"] = kept.token
    return response


def csrf_failure(request, reason=""):
    """A form older than the last sign-in: its typing is kept and offered, nothing is applied."""
    match = request.resolver_match
    need = need_of(match.func, match.namespaces) if match else None
    if request.htmx:
        return HttpResponse(status=403)
    if need and need.keeps_input and keep(request.POST, request.path, clock.now()):
        return HttpResponseRedirect(request.path)
    return django_csrf_failure(request, reason=reason, template_name="403_csrf.html")
