from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from portal.days import DateError, parse_week
from reporting.edition import build, load_edition
from reporting.exports import edition_workbook

WRITERS = {"xlsx": edition_workbook}
FORMATS = ("xlsx", "docx", "pdf", "json")


class Command(BaseCommand):
    help = "Xuất một báo cáo tuần ra tệp: export_edition 2022-W39 --format xlsx --output TỆP"

    def add_arguments(self, parser):
        parser.add_argument("week", help="tuần của báo cáo, ví dụ 2022-W39")
        parser.add_argument("--format", default="xlsx", help=", ".join(FORMATS))
        parser.add_argument("--output", required=True, type=Path, help="tệp được ghi")

    def handle(self, *, week, format, output, **options):
        write = writer_of(format)
        try:
            year_and_week = parse_week(week)
        except DateError as error:
            raise CommandError(error.message) from error
        with transaction.atomic():
            edition = load_edition(*year_and_week)
            if edition is None:
                raise CommandError(f"Chưa có báo cáo của tuần {week}.")
            content = write(build(edition))
        try:
            output.write_bytes(content)
        except OSError as error:
            raise CommandError(f"Không ghi được tệp {output}: {error.strerror}.") from error
        self.stdout.write(f"Đã ghi {edition} ra {output}.")


def writer_of(name: str):
    if name in WRITERS:
        return WRITERS[name]
    if name in FORMATS:
        raise CommandError(f"Chưa xuất được dạng {name}; hiện có dạng {', '.join(WRITERS)}.")
    raise CommandError(f"Không có dạng “{name}”. Các dạng: {', '.join(FORMATS)}.")
