"""Measures the portal's speed on PostgreSQL and says whether its bars hold.

    python -m benchmarks [--years 10] [--repeat 60] [--agencies 1000] [--out FILE]

Every bar is a ratio to a yardstick measured in the same run, or a count of queries. Exit 1 when a
bar falls short. Everything is started and stopped here: a PostgreSQL server from a wheel and
gunicorn on 127.0.0.1, both on data of their own.
"""

import argparse
import contextlib
import os
import sys
import tempfile
import time
from pathlib import Path

from tests.postgres import running_server, version_of

LATEST = Path(__file__).resolve().parent / "latest.json"


def arguments(given=None):
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Đo tốc độ.")
    parser.add_argument("--years", type=int, default=10, help="số năm số liệu")
    parser.add_argument("--repeat", type=int, default=60, help="số lần đo mỗi việc")
    parser.add_argument("--agencies", type=int, default=1000, help="số cơ quan nhiều nhất")
    parser.add_argument("--out", type=Path, default=LATEST, help="tệp JSON ghi kết quả")
    return parser.parse_args(given)


def main() -> int:
    asked = arguments()
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="da146-do-")))
        url = stack.enter_context(running_server())
        os.environ["DATABASE_URL"] = url
        os.environ["BENCH_DIR"] = str(folder)
        os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
        import django

        django.setup()
        from . import databases, report, run

        stack.callback(databases.close_all)
        started = time.monotonic()
        bench = run.Bench(folder, years=asked.years, times=asked.repeat, most=asked.agencies)
        rows = bench.rows(say=lambda text: print(text, file=sys.stderr, flush=True))
        setting = {"postgresql": version_of(url), **bench.setting}
        report.write(asked.out, setting, rows)
        print(f"\nPostgreSQL {setting['postgresql']}, {bench.size_in_words()}\n")
        print(report.table(rows))
        short = [row for row in rows if row.verdict == run.FALLS_SHORT]
        print(f"\n{len(short)} ngưỡng chưa đạt; đo hết {time.monotonic() - started:.0f} giây.")
        sys.stdout.flush()
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main())
