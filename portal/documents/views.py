from django.http import FileResponse
from django.shortcuts import get_object_or_404

from portal.accounts.permissions import Capability, requires

from .models import StoredFile


@requires(Capability.REPORT, Capability.APPROVE, Capability.REVIEW, agency="agency")
def file_download(request, agency, pk):
    """An agency's file, always as a download: to the agency and to the centre.

    What stays in the agency is handed out by the page that it belongs to alone.
    """
    return as_download(get_object_or_404(StoredFile, pk=pk, agency__slug=agency, own_only=False))


def as_download(stored: StoredFile) -> FileResponse:
    return FileResponse(
        stored.file.open(),
        as_attachment=True,
        filename=stored.name,
        content_type=stored.content_type,
    )
