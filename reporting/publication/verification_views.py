"""The public page that says whether a file is an issued report."""

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from portal.accounts.permissions import public

from .public_views import public_page
from .verification import LARGEST_FILE, HashingHandler, issued_file, read_hash

LONGEST_PASTE = 200
NOT_A_HASH = (
    "Mã SHA-256 gồm 64 ký tự từ 0 đến 9 và từ a đến f. Bạn chép lại cả mã, hoặc chọn tệp bên dưới."
)
TOO_LARGE = (
    f"Tệp lớn hơn {LARGEST_FILE // 1024 // 1024} MB nên không phải tệp báo cáo đã phát hành."
)
NO_FILE = "Bạn chưa chọn tệp. Chọn một tệp rồi bấm “Xác minh tệp”."
NOT_READ = "Chưa đọc được tệp. Bạn chọn lại tệp rồi gửi."
AROUND_A_FILE = 64 * 1024  # what a form adds to the file that it sends


# Nothing is changed and nobody is signed in here, so there is nothing to forge; the token's cookie
# is spared, and the form is not read before its file is taken by our own handler.
@csrf_exempt
@public
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request):
    """Takes a pasted hash (?ma=…) or a file, and answers whether it was issued."""
    if request.method == "POST":
        file_hash, fault, place = from_file(request)
    else:
        file_hash, fault, place = from_paste(request.GET.get("ma", ""))
    issued = issued_file(file_hash) if file_hash else None
    context = {
        "file_hash": file_hash,
        "issued": issued,
        "fault": fault,
        "place": place,
        "pasted": request.GET.get("ma", "")[:LONGEST_PASTE],
    }
    status = 422 if fault else 404 if file_hash and not issued else 200
    response = public_page(request, "reporting/public/verify.html", context, status=status)
    patch_cache_control(response, no_cache=True)
    return response


def from_paste(text: str) -> tuple[str | None, str, str]:
    """(hash, fault, field at fault) of what was pasted; all empty for nothing."""
    if not text.strip():
        return None, "", ""
    file_hash = read_hash(text[:LONGEST_PASTE])
    return (file_hash, "", "") if file_hash else (None, NOT_A_HASH, "ma")


def from_file(request) -> tuple[str | None, str, str]:
    """(hash, fault, field) of the posted file, read once and not kept."""
    if length_of(request) > LARGEST_FILE + AROUND_A_FILE:
        return None, TOO_LARGE, "tep"
    handler = HashingHandler(request)
    request.upload_handlers = [handler]
    try:
        hashed = request.FILES.get("tep")
    except (MultiPartParserError, SuspiciousOperation, BadRequest, UnreadablePostError):
        return None, NOT_READ, "tep"
    if hashed is None:
        return None, TOO_LARGE if handler.is_too_large else NO_FILE, "tep"
    return hashed.sha256, "", ""


def length_of(request) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
