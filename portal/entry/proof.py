"""Proof of sending: the receipt's check code, its QR code, and the public page that says whether a
receipt is genuine, and nothing else about it."""

from dataclasses import dataclass

import segno
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from portal.accounts.permissions import public
from portal.submissions.models import Revision


@dataclass(frozen=True)
class QrDrawing:
    """A QR code as one SVG path on a square of `size` modules."""

    size: int
    path: str


def qr_of(text: str) -> QrDrawing:
    rows = list(segno.make(text, error="m").matrix)
    runs = [f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark]
    return QrDrawing(len(rows), "".join(runs))


def normal_code(text: str) -> str:
    """A code as people type it ("7kq2 m9xa 4tde") as it is stored."""
    letters = "".join(c for c in text.upper() if c.isalnum())
    return "-".join(letters[i : i + 4] for i in range(0, len(letters), 4))


def verification_url(request, revision: Revision) -> str:
    return request.build_absolute_uri(reverse("receipt_verified", args=[revision.check_code]))


@public
@require_GET
def verify(request):
    """Asks for a receipt's check code."""
    code = request.GET.get("ma", "").strip()
    if code:
        return redirect("receipt_verified", normal_code(code)[:40] or "-")
    return render(request, "entry/verify.html", {"code": ""})


@public
@require_GET
def verified(request, code):
    """Whether the code is of a genuine receipt, and when it was issued; no figure, no name."""
    revision = (
        Revision.objects.filter(check_code=code, submission__channel="agency")
        .only("sent_at", "check_code", "on_behalf")
        .first()
    )
    context = {"code": code, "revision": revision, "asked": True}
    return render(request, "entry/verify.html", context, status=200 if revision else 404)
