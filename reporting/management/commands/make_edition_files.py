from django.core.management.base import BaseCommand, CommandError

from portal import clock
from portal.office.pdf import PdfUnavailable
from reporting.editions.freezing import FilesDiffer, make_files
from reporting.models import Snapshot


class Command(BaseCommand):
    help = "Làm các tệp của những báo cáo đã chốt từ bản chốt, và so với tệp đã phát hành."

    def add_arguments(self, parser):
        parser.add_argument("--pk", type=int, help="chỉ báo cáo có khóa này")

    def handle(self, *, pk, **options):
        snapshots = Snapshot.objects.select_related("edition").order_by("pk")
        if pk is not None:
            snapshots = snapshots.filter(edition=pk)
        for snapshot in snapshots:
            try:
                files = make_files(snapshot, clock.now())
            except PdfUnavailable as error:
                raise CommandError(error.message) from error
            except FilesDiffer as error:
                raise CommandError(
                    f"{snapshot.edition}: tệp {error} làm lại khác tệp đã phát hành."
                ) from error
            self.stdout.write(f"{snapshot.edition}: {len(files)} tệp.")
