"""`manage.py load_demo [--anyway] [--no-files]`: a demonstration's made-up accounts and months."""

from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.db import transaction

from portal.management.commands.load_reference import account, run_loaders
from portal.reference.ledger import Ledger


class Command(BaseCommand):
    help = "Nạp tài khoản và số liệu trình diễn; nạp lại thì chỉ thêm chỗ thiếu."

    def add_arguments(self, parser):
        parser.add_argument(
            "--anyway", action="store_true", help="nạp cả khi DEBUG tắt, tức là trên hệ thống thật"
        )

        parser.add_argument(
            "--no-files", action="store_false", dest="files", help="không làm tệp của báo cáo tuần"
        )

    @transaction.atomic
    def handle(self, *, anyway, files, **options):
        if not (settings.DEBUG or anyway):
            raise CommandError(
                "DEBUG đang tắt: đây có thể là hệ thống thật, mà số liệu trình diễn là số giả định "
                "và mật khẩu dùng thử ai cũng biết. Nếu vẫn muốn nạp, bạn thêm --anyway."
            )
        folder = Path(settings.BASE_DIR) / "fixtures" / "demo"
        ledger = Ledger(folder=folder, makes_files=files, say=self.stdout.write)
        run_loaders(ledger, "demo")
        self.stdout.write(account(ledger))
