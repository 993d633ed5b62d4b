"""From which address a request came, through the proxies that the installation names."""

from django.conf import settings


def client_address(request) -> str:
    """The client's address, for the sign-in lock.

    X-Forwarded-For is believed only as far as PROXY_COUNT proxies of our own wrote it: whatever a
    client put there itself stands further left and is ignored. Without a proxy, or with a shorter
    header than there are proxies, it is the address of the connection.
    """
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    if settings.PROXY_COUNT and len(hops) >= settings.PROXY_COUNT and hops[-settings.PROXY_COUNT]:
        return hops[-settings.PROXY_COUNT]
    return request.META.get("REMOTE_ADDR", "")
