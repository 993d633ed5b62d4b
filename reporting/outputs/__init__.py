"""Files and pages made of a report alone: page, HTML, Word, PDF, workbook, data, short text."""

from collections.abc import Callable

from portal.office.docx import docx_of
from portal.office.page_alone import page_alone
from portal.office.paper_html import html_of
from portal.office.pdf import pdf_of
from reporting.editions.kept import Format
from reporting.editions.report import Report

from .book import workbook_of
from .brief import brief_of
from .page import page_of
from .printed import paper_of

WRITERS: dict[str, Callable[[Report], bytes]] = {
    Format.DOCX: lambda report: docx_of(paper_of(report)),
    Format.PDF: lambda report: pdf_of(html_of(paper_of(report))),
    Format.XLSX: workbook_of,
    Format.HTML: lambda report: page_alone(paper_of(report)).encode(),
    Format.JSON: lambda report: report.canonical.encode(),
    Format.PAGE: lambda report: page_of(report).encode(),
}

BRIEF_WRITERS: dict[str, Callable[[Report], bytes]] = {
    Format.DOCX: lambda report: docx_of(brief_of(report)),
    Format.PDF: lambda report: pdf_of(html_of(brief_of(report))),
}
