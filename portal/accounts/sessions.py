"""A session ends after eight idle hours, without a write on every page."""

import time

from django.conf import settings

RENEWED_AT = "renewed_at"


class RenewSession:
    """Moves the end of a signed-in session forward, at most once per SESSION_RENEW_SECONDS."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated and self._is_due(request):
            request.session[RENEWED_AT] = int(time.time())
        return self.get_response(request)

    def _is_due(self, request) -> bool:
        since = request.session.get(RENEWED_AT)
        if since is None:
            signed_in_at = request.user.last_login
            if signed_in_at is None:
                return False
            since = signed_in_at.timestamp()
        return time.time() - since > settings.SESSION_RENEW_SECONDS
