"""`manage.py load_reference [--overwrite] [--from DIR]`: the reference data of every floor."""

from importlib import import_module
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils.module_loading import module_has_submodule

from portal.reference.ledger import Ledger


class Command(BaseCommand):
    help = "Nạp dữ liệu tham chiếu: thêm chỗ thiếu, in chỗ khác; chỉ ghi đè khi có --overwrite."

    def add_arguments(self, parser):
        parser.add_argument(
            "--overwrite", action="store_true", help="lấy theo tài liệu ở những chỗ khác nhau"
        )
        parser.add_argument(
            "--from",
            dest="folder",
            type=Path,
            default=Path(settings.BASE_DIR) / "fixtures" / "reference",
            metavar="DIR",
            help="thư mục chứa các tệp JSON",
        )

    @transaction.atomic
    def handle(self, *, folder, overwrite, **options):
        if not Path(folder).is_dir():
            raise CommandError(f"Không có thư mục {folder}.")
        ledger = Ledger(folder=Path(folder), overwrite=overwrite, say=self.stdout.write)
        run_loaders(ledger)
        self.stdout.write(account(ledger))


def run_loaders(ledger, module="reference"):
    """Loads floor by floor; the database counts its rows anew after each that added some.

    Statistics of empty tables make PostgreSQL plan the search for readings badly for minutes.
    """
    for load in loaders(module):
        before = sum(ledger.created.values())
        load(ledger)
        if sum(ledger.created.values()) > before:
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")


def loaders(module="reference"):
    """`load` of each floor that has a module of that name, from the ground up."""
    for app in apps.get_app_configs():
        ours = Path(app.path).parent == Path(settings.BASE_DIR)
        if ours and module_has_submodule(app.module, module):
            yield import_module(f"{app.name}.{module}").load


def account(ledger):
    added = ", ".join(f"{count} {what}" for what, count in ledger.created.items())
    lines = [f"Đã thêm: {added}." if added else "Không có gì để thêm."]
    if ledger.differing and not ledger.overwrite:
        lines.append(f"{ledger.differing} chỗ khác tài liệu, giữ nguyên; ghi đè bằng --overwrite.")
    return " ".join(lines)
