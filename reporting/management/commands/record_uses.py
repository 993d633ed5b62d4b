from django.core.management.base import BaseCommand, CommandError

from portal import clock
from portal.days import DateError, parse_week
from reporting.editions.content import load_edition
from reporting.uses import record_edition_uses


class Command(BaseCommand):
    help = "Ghi lại từng số liệu đứng ở đâu trong một báo cáo tuần, để cơ quan báo cáo xem được."

    def add_arguments(self, parser):
        parser.add_argument("week", metavar="TUẦN", help="ví dụ 2022-W45")

    def handle(self, *args, week, **options):
        try:
            edition = load_edition(*parse_week(week))
        except DateError as error:
            raise CommandError(error.message) from error
        if edition is None:
            raise CommandError(f"Chưa có báo cáo tuần nào của {week}.")
        count = record_edition_uses(edition, clock.now())
        self.stdout.write(f"Báo cáo {edition}: {count} chỗ dùng số liệu.")
