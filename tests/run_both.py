"""Runs what needs no database once, the rest on SQLite and on PostgreSQL, and compares the counts.

    python -m tests.run_both [pytest's own arguments]

Prints pytest's output as it comes and ends with a line for each, e.g.

    Without a database: 640 passed
    SQLite 3.40.1: 812 passed
    PostgreSQL 18.1: 812 passed

Exit 1 when a test fails or when the two databases did not pass the same number of tests.
PYTEST_WORKERS (default 2) is the number of parallel workers, 0 for none.
"""

import contextlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from tests.postgres import running_server, version_of

ROOT = Path(__file__).resolve().parent.parent
NO_DATABASE = "Without a database"
NOTHING_COLLECTED = 5  # pytest's exit code; no fault where the arguments choose tests of one kind


@dataclass(frozen=True)
class Outcome:
    database: str
    exit_code: int
    passed: int
    failed: int
    skipped: int

    def __str__(self) -> str:
        line = f"{self.database}: {self.passed} passed"
        if self.failed:
            line += f", {self.failed} failed"
        if self.skipped:
            line += f", {self.skipped} skipped"
        return line


def run_suite(database: str, settings: str, arguments: list[str], **environment: str) -> Outcome:
    print(f"\n=== {database}", flush=True)
    folder = Path(tempfile.mkdtemp(prefix="da146-"))
    report = folder / "report.xml"
    command = [sys.executable, "-m", "pytest", f"--ds={settings}", f"--junitxml={report}", "-q"]
    workers = os.environ.get("PYTEST_WORKERS", "2")
    if workers != "0":
        # In the order of tests/conftest.py, the longest files first.
        command += ["-n", workers, "--dist", "loadfile", "--no-loadscope-reorder"]
    try:
        finished = subprocess.run(
            [*command, *arguments],
            cwd=ROOT,
            env={**os.environ, **environment, "TEST_DIR": str(folder)},
            check=False,
        )
        return outcome_of(database, finished.returncode, report)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def outcome_of(database: str, exit_code: int, report: Path) -> Outcome:
    if not report.exists():
        return Outcome(database, exit_code or 1, passed=0, failed=0, skipped=0)
    counts = {"tests": 0, "failures": 0, "errors": 0, "skipped": 0}
    for suite in ElementTree.parse(report).getroot().iter("testsuite"):  # noqa: S314 our own file
        for name in counts:
            counts[name] += int(suite.get(name, 0))
    failed = counts["failures"] + counts["errors"]
    return Outcome(
        database,
        exit_code,
        passed=counts["tests"] - failed - counts["skipped"],
        failed=failed,
        skipped=counts["skipped"],
    )


def faults_of(outcomes: list[Outcome]) -> list[str]:
    """Why the run does not count as passed; empty when it does."""
    faults = [
        f"{outcome.database}: pytest ended with {outcome.exit_code}"
        for outcome in outcomes
        if outcome.exit_code not in (0, NOTHING_COLLECTED)
    ]
    if len({outcome.passed for outcome in outcomes if outcome.database != NO_DATABASE}) > 1:
        faults.append("the two databases did not pass the same number of tests")
    if not any(outcome.passed for outcome in outcomes):
        faults.append("no test passed at all")
    return faults


def main(arguments: list[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    without = [*arguments, "-m", "without_database"]
    arguments = [*arguments, "-m", "not without_database"]
    outcomes = [
        run_suite(NO_DATABASE, "tests.settings_sqlite", without),
        run_suite(f"SQLite {sqlite3.sqlite_version}", "tests.settings_sqlite", arguments),
    ]
    with contextlib.ExitStack() as stack:
        url = os.environ.get("DATABASE_URL", "")
        if not url.startswith(("postgres://", "postgresql://")):
            url = stack.enter_context(running_server())
        outcomes.append(
            run_suite(
                f"PostgreSQL {version_of(url)}",
                "tests.settings_postgres",
                arguments,
                DATABASE_URL=url,
            )
        )
    print()
    for outcome in outcomes:
        print(outcome)
    faults = faults_of(outcomes)
    for fault in faults:
        print(f"FAILED: {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
