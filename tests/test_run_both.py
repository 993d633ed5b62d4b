"""The runner's own sums: when does a run on two databases count as passed?"""

from tests.postgres import url_of
from tests.run_both import NO_DATABASE, NOTHING_COLLECTED, Outcome, faults_of, outcome_of


def outcome(database="SQLite 3", exit_code=0, passed=3, failed=0, skipped=0):
    return Outcome(database, exit_code, passed, failed, skipped)


def test_equal_counts_pass():
    assert faults_of([outcome(), outcome("PostgreSQL 18")]) == []


def test_unequal_counts_fail():
    assert faults_of([outcome(passed=3), outcome(passed=4)]) == [
        "the two databases did not pass the same number of tests"
    ]


def test_what_needs_no_database_is_counted_apart():
    once = outcome(NO_DATABASE, passed=9)
    assert faults_of([once, outcome(), outcome("PostgreSQL 18")]) == []
    assert faults_of([outcome(NO_DATABASE, exit_code=1), outcome(), outcome()]) == [
        f"{NO_DATABASE}: pytest ended with 1"
    ]


def test_a_choice_of_tests_may_leave_one_kind_empty():
    empty = outcome(NO_DATABASE, exit_code=NOTHING_COLLECTED, passed=0)
    assert faults_of([empty, outcome(), outcome()]) == []


def test_a_run_without_tests_fails():
    assert faults_of([outcome(passed=0), outcome(passed=0)]) == ["no test passed at all"]


def test_counts_come_from_the_report(tmp_path):
    report = tmp_path / "report.xml"
    report.write_text(
        '<testsuites><testsuite tests="9" failures="1" errors="1" skipped="2"/></testsuites>'
    )
    counted = outcome_of("SQLite 3.40.1", 1, report)
    assert str(counted) == "SQLite 3.40.1: 5 passed, 2 failed, 2 skipped"


def test_a_crash_without_a_report_is_a_failure(tmp_path):
    assert outcome_of("SQLite", 0, tmp_path / "missing.xml").exit_code == 1


def test_socket_address_becomes_a_database_url():
    assert url_of("postgresql://postgres:@/postgres?host=/tmp/pg") == (
        "postgres://postgres@%2Ftmp%2Fpg/postgres"
    )
