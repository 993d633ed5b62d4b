"""A rule of publication in the weekly report: printed and said from its day, checked, and nothing
of what was frozen before moves."""

import pytest

from portal.catalogue.models import Indicator, PublicationRule
from reporting.editions.checks.sums import sums
from reporting.editions.snapshot import living_report
from reporting.models import WeeklyEdition
from tests import factories as make
from tests import loaded
from tests.reporting import issuing

# One worker: the module loads its data once.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("tuan39")]

WORDS = "Tổng số theo Nền tảng từ 1/9/2022 (căn cứ Kết luận giao ban)."


@pytest.fixture(scope="module", autouse=True)
def _real_data(django_db_setup, django_db_blocker):
    with loaded.for_module(django_db_blocker, loaded.load_reference):
        yield


@pytest.fixture
def edition():
    return WeeklyEdition.objects.get(week=39)


def platform_wins(code="TRAIN_PRO"):
    PublicationRule.objects.create(
        indicator=Indicator.objects.get(code=code),
        channel="platform",
        in_force_from=make.day("2022-09-01"),
        basis="Kết luận giao ban",
    )


def test_no_rule_no_words(edition):
    report = living_report(edition)
    assert all("Tổng số theo" not in table.unit_line for table in report.tables)
    assert list(sums(report)) == []


def test_draft_follows_the_rule_and_its_sums_are_sound(edition):
    platform_wins()
    report = living_report(edition, with_provenance=True)
    table = report.table("bang-2")
    assert WORDS in table.unit_line
    assert WORDS not in report.table("bang-1").unit_line
    assert table.total[-3:] == (74512, 41836, 41836)
    by_name = {row[1]: row[2:] for row in table.rows}
    assert by_name["Quảng Ninh"] == (428, 4565, 4565)
    figure = report.figures["TRAIN_PRO"]
    assert figure.amount == 41836
    assert sum(amount for _, amount, _, _ in figure.parts) == 41836
    assert list(sums(report)) == []


def test_wrong_sum_is_still_found_without_a_rule(edition):
    """The check is left out only where the table itself says that one source is counted."""
    report = living_report(edition)
    table = report.table("bang-2")
    row = list(table.rows[0])
    row[-1] += 1
    object.__setattr__(table, "rows", (tuple(row), *table.rows[1:]))
    assert any("Các cột cộng lại" in finding.text for finding in sums(report))


def test_ministries_stated_totals_stay_under_a_rule(edition):
    platform_wins("TRAIN_MIN")
    report = living_report(edition)
    assert report.table("bang-1").total[-1] == 810
    assert WORDS in report.table("bang-1").unit_line


def test_frozen_edition_keeps_what_it_printed(edition):
    edition = issuing.frozen(edition)
    before = edition.snapshot.text, edition.snapshot.sha256
    platform_wins()
    edition = WeeklyEdition.objects.get(pk=edition.pk)
    assert (edition.snapshot.text, edition.snapshot.sha256) == before
    assert "116.348" in before[0] or "116348" in before[0]
    assert "Tổng số theo Nền tảng" not in before[0]
