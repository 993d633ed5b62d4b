"""A process of its own that makes every file of a snapshot's text; no database can be reached."""

import json
import os
import sys

import django


def main() -> None:
    os.environ.update(
        DJANGO_SETTINGS_MODULE="portal.settings",
        DATABASE_URL="sqlite:////khong/co/thu-muc/nay.sqlite3",
        SECRET_KEY="chi-dung-cho-kiem-thu-khong-phai-khoa-that-cua-he-thong-nao-ca",
        DEMO_TODAY="2031-02-03",
        DEBUG="1",
    )
    django.setup()
    from reporting.editions.report import Report, digest
    from reporting.outputs import BRIEF_WRITERS, WRITERS

    report = Report.read(sys.stdin.read())
    made = {format: digest(write(report)) for format, write in WRITERS.items()}
    made |= {f"brief.{format}": digest(write(report)) for format, write in BRIEF_WRITERS.items()}
    json.dump({str(name): value for name, value in made.items()}, sys.stdout)


if __name__ == "__main__":
    main()
