"""What the centre changed on its screens stays when the reference data is loaded again."""

import io
import shutil

import pytest
from django.core.management import call_command

from portal.accounts.models import Role
from portal.catalogue import holidays, indicators, months, rules
from portal.catalogue.calendar import Holiday, ReportingPeriod
from portal.catalogue.indicators import NewIndicator, Wording
from portal.catalogue.models import Indicator, IndicatorVersion, PublicationRule, Rule, Section
from tests import factories as make
from tests.loaded import REAL

pytestmark = pytest.mark.django_db
TABLES = (Holiday, ReportingPeriod, Section, Indicator, IndicatorVersion, Rule, PublicationRule)
LATER = make.day("2023-03-15")


def load(folder=REAL, **options):
    out = io.StringIO()
    call_command("load_reference", folder=folder, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def catalogue(tmp_path):
    """The real agencies, catalogue and calendar, without the published figures."""
    for name in ("agencies", "sets", "successions", "catalogue", "calendar"):
        shutil.copy(REAL / f"{name}.json", tmp_path)
    load(tmp_path)
    return tmp_path


def contents():
    return {table: sorted(table.objects.values_list()) for table in TABLES}


def change_everything(by):
    teams, members = (Indicator.objects.get(code=code) for code in ("TEAMS", "TEAM_MEMBERS"))
    holidays.remove_holiday(
        Holiday.objects.get(day="2022-09-01"), by=by, reason="Năm nay nghỉ 2 và 5/9"
    )
    holidays.change_holiday(Holiday.objects.get(day="2022-09-02"), name="Lễ Quốc khánh", by=by)
    holidays.add_holiday(day=make.day("2022-09-05"), name="Quốc khánh", is_working=False, by=by)
    month = ReportingPeriod.objects.get(year=2022, month=11)
    due_at, closes_at = make.instant("2022-11-21 17:00"), make.instant("2022-11-28 17:00")
    months.change_month(month, due_at=due_at, closes_at=closes_at, reason="Bão", by=by)
    months.open_year(2023, months.MonthRule(), by=by)
    wording = Wording(label="Số Tổ công nghệ số", unit=teams.versions.get().unit)
    indicators.reword_indicator(teams, wording, since=LATER, by=by)
    indicators.end_indicator(members, until=LATER, reason="Không theo dõi nữa", by=by)
    indicators.move_in_order(teams, up=True, by=by)
    indicators.rename_section(teams.section, "Tổ công nghệ số", by=by)
    indicators.add_section("Kinh tế số", by=by)
    new = NewIndicator(
        wording=Wording(label="Lượt người được Tổ hướng dẫn", unit="lượt"),
        section=teams.section,
        value_type="count",
        since=LATER,
        columns={"asked_of": teams.asked_of, "replaces": teams},
    )
    indicators.add_indicator(new, by=by)
    rule = Rule.objects.get(code="members-at-least-teams")
    rules.change_rule(rule, message="Bạn xem lại.", severity="warning", limit=None, by=by)
    rules.end_rule(rule, until=LATER, by=by)
    rules.print_source(teams, channel="agency", since=LATER, basis="Kết luận", by=by)


def test_nothing_is_undone_by_loading_again(catalogue):
    change_everything(make.make_member(Role.DATA_MANAGER))
    before = contents()
    told = load(catalogue)
    assert contents() == before
    assert "ngày nghỉ, ngày làm bù (01/09/2022): đang là đã bỏ, tài liệu ghi có." in told
    assert "Không có gì để thêm." in told
    assert not Holiday.objects.filter(day="2022-09-01").exists()


def test_told_to_overwrite_the_removed_day_comes_back(catalogue):
    holidays.remove_holiday(Holiday.objects.get(day="2022-09-01"), by=None, reason="Nhầm")
    load(catalogue, overwrite=True)
    assert Holiday.objects.filter(day="2022-09-01").exists()
    assert "Không có gì để thêm." in load(catalogue)
