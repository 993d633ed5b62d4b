"""A correction says what it changed, and nothing else."""

import datetime

import pytest

from portal.models import Agency, FigureUse, Indicator
from reporting.editions import opening
from reporting.editions.report import Report
from reporting.editions.snapshot import living_report
from reporting.models import WeeklyEdition
from tests import factories as make

from .walking import AT, said, step, to_frozen, write

pytestmark = pytest.mark.django_db


def test_a_correction_says_what_it_changes_and_supersedes(people, edition):
    to_frozen(people, edition)
    step(people, "publisher", edition, "phat-hanh")
    page = step(people, "editor", edition, "dinh-chinh", reason="Sai số Tổ công nghệ số.")
    new = WeeklyEdition.objects.get(number=17, correction=1)
    assert "Đã mở bản đính chính số 17b/BC-UBQGCĐS" in said(page)
    page = people("editor", "edition_confirm", new.pk)
    assert page.status_code == 409  # nothing is another yet
    write(new, "opening", "Thực hiện Đề án, {PLAN_MIN} bộ đã ban hành kế hoạch.")
    people("editor", "edition_confirm", new.pk)
    step(people, "data_manager", new, "cap-so", issued_on="3/10/2022")
    step(people, "data_manager", new, "chot")
    page = people("editor", "edition_progress", edition.pk, method="get")
    assert "Đã có bản đính chính" not in said(page)
    step(people, "publisher", new, "phat-hanh")
    page = people("editor", "edition_progress", edition.pk, method="get")
    assert "thay bản này" in said(page)
    new.refresh_from_db()
    report = Report.read(new.snapshot.text)
    printed = [block for block in report.body if block.source == "corrected"]
    assert printed[0].text == "Đính chính Báo cáo số 17/BC-UBQGCĐS"
    assert printed[1].text == "Lý do: Sai số Tổ công nghệ số."
    assert len(printed[2].items) == len(report.corrected) == 1
    assert set(FigureUse.objects.values_list("report_key", flat=True)) == {"2022/17"}


def test_a_correction_of_nothing_has_changed_nothing(people, edition, settings):
    """What is new since the report before is said by both, so it is no correction."""
    to_frozen(people, edition)
    settings.DEMO_TODAY = datetime.date(2022, 10, 10)
    at = make.instant("2022-10-10 09:00")
    access = make.access_of(people.users["editor"], at.date())
    week = opening.open_edition(week=(2022, 40), as_of=AT.date(), access=access, at=at)
    total = Indicator.objects.get(code="TRAIN_MIN")
    ministry = Agency.objects.in_set("central", AT.date()).first()
    make.make_known(ministry, AT.date(), (total, 4321))
    to_frozen(people, week)
    new = opening.open_correction(week, reason="Thử.", access=access, at=at)
    report = living_report(new)
    assert any(block.source == "news" for block in report.body)
    assert report.corrected == ()
    assert report.identity.corrects["reason"] == "Thử."
