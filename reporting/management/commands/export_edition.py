import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from portal.days import DateError, parse_week
from portal.office.pdf import PdfUnavailable
from reporting.editions.content import current_of_week
from reporting.editions.files import BRIEF_FORMATS, OFFERED
from reporting.editions.kept import Format
from reporting.editions.report import Report
from reporting.editions.snapshot import ready_to_report, report_of
from reporting.models import WeeklyEdition


class Command(BaseCommand):
    help = "Xuất một báo cáo tuần ra tệp: export_edition 2022-W39 --format docx --output TỆP"

    def add_arguments(self, parser):
        parser.add_argument("week", nargs="?", help="tuần của báo cáo, ví dụ 2022-W39")
        parser.add_argument("--pk", type=int, help="thay cho tuần: khóa của báo cáo")
        parser.add_argument("--format", default="xlsx", help=", ".join(OFFERED))
        parser.add_argument("--brief", action="store_true", help="bản tóm tắt một trang; docx, pdf")
        parser.add_argument("--output", required=True, help="tệp được ghi; - là đầu ra chuẩn")

    def handle(self, *, week, pk, format, brief, output, **options):
        offered = BRIEF_FORMATS if brief else OFFERED
        if format not in offered:
            raise CommandError(f"Không có dạng “{format}”. Các dạng: {', '.join(offered)}.")
        edition = find(week, pk)
        content = brief_content(edition, format) if brief else content_of(edition, format)
        if output == "-":
            sys.stdout.buffer.write(content)
            return
        try:
            Path(output).write_bytes(content)
        except OSError as error:
            raise CommandError(f"Không ghi được tệp {output}: {error.strerror}.") from error
        self.stdout.write(f"Đã ghi {edition} ra {output}.")


def find(week: str | None, pk: int | None) -> WeeklyEdition:
    editions = ready_to_report(WeeklyEdition.objects.all())
    if pk is not None:
        edition = editions.filter(pk=pk).first()
    elif week:
        try:
            edition = current_of_week(editions, *parse_week(week))
        except DateError as error:
            raise CommandError(error.message) from error
    else:
        raise CommandError("Bạn ghi tuần của báo cáo, ví dụ 2022-W39.")
    if edition is None:
        raise CommandError(f"Chưa có báo cáo của tuần {week}." if week else "Không có báo cáo này.")
    return edition


def content_of(edition: WeeklyEdition, format: str) -> bytes:
    """The issued file of a frozen edition; a draft's file is made here, in this process."""
    from reporting.outputs import WRITERS

    if not edition.is_living:
        kept = edition.snapshot.files.filter(format=format).first()
        if kept:
            return bytes(kept.content)
        raise CommandError("Tệp của bản đã chốt chưa làm; chạy make_edition_files.")
    try:
        return WRITERS[format](report_of(edition, with_provenance=format == Format.JSON))
    except PdfUnavailable as error:
        raise CommandError(error.message) from error


def brief_content(edition: WeeklyEdition, format: str) -> bytes:
    """The one-page brief of what was frozen, or of the draft as of now."""
    from reporting.outputs import BRIEF_WRITERS

    living = edition.is_living
    report = report_of(edition) if living else Report.read(edition.snapshot.text)
    try:
        return BRIEF_WRITERS[format](report)
    except PdfUnavailable as error:
        raise CommandError(error.message) from error
