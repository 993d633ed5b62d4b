"""HTML to PDF in a process of its own: the worker stays small, a bad page kills nobody.

Needs Debian's Pango libraries; where they are missing the error names them.
"""

import subprocess
import sys
from pathlib import Path

LONGEST_SECONDS = 60
STYLE = Path(__file__).parents[2] / "static" / "css" / "paper.css"
LIBRARIES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-croscore"
MISSING_LIBRARY = 3


class PdfUnavailable(Exception):
    """No PDF can be made here; `message` says what to install or to do."""

    def __init__(self, message: str):
        super().__init__(message)
        self.message = message


def pdf_of(html: str) -> bytes:
    """The page in the style of paper.css as a tagged PDF; it may load nothing, pictures are SVG.

    The same page gives the same bytes: dates come from its dcterms.created and dcterms.modified.
    Raises PdfUnavailable when a system library is missing or the page cannot be set.
    """
    try:
        made = subprocess.run(
            [sys.executable, "-m", "portal.office.pdf"],
            input=html.encode(),
            capture_output=True,
            timeout=LONGEST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise PdfUnavailable("Làm PDF quá lâu nên đã dừng. Bạn in trang này thay thế.") from error
    if made.returncode == MISSING_LIBRARY:
        raise PdfUnavailable(
            f"Máy chủ thiếu thư viện làm PDF. Quản trị hệ thống cài các gói Debian: {LIBRARIES}."
        )
    if made.returncode != 0 or not made.stdout.startswith(b"%PDF-"):
        raise PdfUnavailable("Chưa làm được PDF. Bạn in trang này thay thế.")
    return made.stdout


def refuse(url, *args, **kwargs):
    raise ValueError(f"nothing is loaded from outside: {url}")


def main() -> int:
    try:
        from weasyprint import CSS, HTML
    except OSError:
        return MISSING_LIBRARY
    html = sys.stdin.buffer.read().decode()
    page = HTML(string=html, url_fetcher=refuse)
    options = {
        "pdf_variant": "pdf/ua-1",
        "pdf_identifier": True,  # made from the content
        "presentational_hints": True,  # a table's columns carry their widths as attributes
    }
    sys.stdout.buffer.write(page.write_pdf(stylesheets=[CSS(STYLE)], **options))
    return 0


if __name__ == "__main__":
    sys.exit(main())
