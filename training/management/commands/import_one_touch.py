"""`manage.py import_one_touch FOLDER [--as-of D]`: the platform's exports of a folder, for a timer.

Exit status 0: everything was stored or known; 1: the command could not run; 3: at least one file
waits for a person. docs/one-touch-timer.md says how to set the timer up.
"""

import logging
import sys
from pathlib import Path

from django.core.management import BaseCommand, CommandError

from portal import clock
from portal.days import DateError, read_date, show_date
from training.imports.folder import QUIET, Fate, take_in_folder

WANTS_A_PERSON = 3
WORDS = {
    Fate.STORED: "đã ghi",
    Fate.WAITS: "chờ người đối chiếu",
    Fate.KNOWN: "đã nhận trước đây",
    Fate.WRITING: "đang được ghi",
    Fate.REFUSED: "không nhận",
}
_log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Nhập các tệp One Touch mới trong một thư mục; tệp có điều chưa rõ để người đối chiếu."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, metavar="FOLDER", help="thư mục chứa tệp kết xuất")
        parser.add_argument(
            "--as-of",
            metavar="D",
            default="",
            help="ngày số liệu, ví dụ 18/11/2022; không có thì lấy ngày ghi trong tệp",
        )
        parser.add_argument(
            "--quiet-seconds",
            type=float,
            default=QUIET,
            help=f"tệp phải nằm yên bao nhiêu giây mới đọc (mặc định {QUIET})",
        )

    def handle(self, *, folder, as_of, quiet_seconds, **options):
        if not folder.is_dir():
            raise CommandError(f"Không có thư mục {folder}.")
        now = clock.now()
        try:
            day = read_date(as_of)
        except DateError as error:
            raise CommandError(error.message) from error
        if day and day > now.date():
            raise CommandError(f"Ngày {show_date(day)} chưa tới.")
        told = []
        for one in take_in_folder(folder, as_of=day, at=now, quiet=quiet_seconds):
            told.append(one)
            self.say(one)
        if not told:
            self.stdout.write("Không có tệp .xlsx hoặc .csv nào.")
        if any(one.wants_a_person for one in told):
            sys.exit(WANTS_A_PERSON)

    def say(self, one) -> None:
        number = f", lần nhập {one.batch}" if one.batch else ""
        why = f". {one.why}" if one.why else "."
        self.stdout.write(f"{one.file_name}: {WORDS[one.fate]}{number}{why}")
        # The log is kept long and read by many: the import's number, not the file's name.
        _log.info("one touch import %s: %s", one.batch or "none", one.fate.value)
