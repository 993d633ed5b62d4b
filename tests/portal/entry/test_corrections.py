"""A correction: its reason, its visible difference, and the later months that stood on it."""

import pytest

from portal.accounts.models import Role
from portal.submissions import actions, deciding
from portal.submissions.corrections import moved_bases, revision_differences
from tests import factories as make
from tests.markup import Page
from tests.november import NOW

pytestmark = pytest.mark.django_db

DECEMBER = make.instant("2022-12-15 09:00")
JANUARY = make.instant("2023-01-16 09:00")


def accepted(reports, period, texts, at):
    """A month of the same agency, filled in, sent and accepted."""
    access = make.access_of(reports.reporter, at.date())
    report = actions.open_report(reports.agency, period, by=reports.reporter, at=at)
    saved = actions.save_draft(
        report, base_version=report.version, texts=texts, access=access, at=at
    )
    report = saved.submission
    actions.send(report, version=report.version, access=access, at=at)
    centre = make.access_of(reports.reviewer, at.date())
    return deciding.accept(report, access=centre, at=at).submission


@pytest.fixture
def november(reports):
    return accepted(reports, reports.period, reports.good_texts, NOW)


def month_texts(reports, trained="10", part="month"):
    return {
        **{reports.choice(code): "unchanged" for code in ("PLAN", "TEAMS")},
        reports.field("FILM", "month"): "0",
        reports.field("PAGE"): "",
        reports.field("TRAINED", part): trained,
    }


def correct(reports, report, changes, at=JANUARY, send=True):
    access = make.access_of(reports.reporter, at.date())
    actions.open_correction(report, reason="Đếm thiếu một lớp.", access=access, at=at)
    report.refresh_from_db()
    saved = actions.save_draft(
        report, base_version=report.version, texts=changes, access=access, at=at
    )
    if send:
        return actions.send(
            saved.submission, version=saved.submission.version, access=access, at=at
        )
    return saved.submission


@pytest.fixture
def officer(client, reports):
    return make.sign_in(client, reports.reporter)


def test_difference_against_the_revision_before(officer, reports, november):
    revision = correct(reports, november, {reports.field("TRAINED", "total"): "540"})
    (difference,) = revision_differences(revision, reports.period.ends_on)
    assert (difference.before, difference.after) == ("500", "540")
    assert revision.reason == "Đếm thiếu một lớp."
    page = Page(officer.get(f"{reports.path}bien-nhan/2/").content.decode())
    (table,) = [t for t in page.tables if t.caption.startswith("Khác bản 1")]
    assert [row[1:] for row in table.rows] == [["500", "540"]]
    assert "đính chính: Đếm thiếu một lớp." in page.text


def test_first_revision_differs_from_nothing(november, reports):
    assert revision_differences(november.revisions.get(), reports.period.ends_on) == []
    assert moved_bases(november.revisions.get()) == []


def test_difference_is_shown_before_sending(officer, reports, november):
    correct(reports, november, {reports.field("TRAINED", "total"): "540"}, send=False)
    page = Page(officer.get(f"{reports.path}xem-lai/").content.decode())
    (table,) = [t for t in page.tables if t.caption.startswith("Khác bản 1")]
    assert [row[1:] for row in table.rows] == [["500", "540"]]


def test_unchanged_correction_says_so(officer, reports, november):
    actions.open_correction(november, reason="Thử.", access=reports.access(), at=NOW)
    page = officer.get(f"{reports.path}xem-lai/").content.decode()
    assert "Chưa có số nào khác bản 1." in page


def test_month_not_opened_again_shows_no_difference(officer, reports):
    reports.sent()
    assert "Khác bản" not in officer.get(f"{reports.path}xem-lai/").content.decode()


def test_later_months_that_stood_on_it(officer, reports, november):
    december = accepted(reports, make.make_period(2022, 12), month_texts(reports), DECEMBER)
    accepted(reports, make.make_period(2023, 1), month_texts(reports), JANUARY)
    revision = correct(reports, november, {reports.field("TRAINED", "total"): "540"})
    moved = moved_bases(revision)
    assert [(m.period.key, m.stood_on, m.now, m.is_sum) for m in moved] == [
        ("2022-12", "500", "540", True),
        ("2023-01", "510", "550", True),
    ]
    page = officer.get(f"{reports.path}bien-nhan/2/").content.decode()
    assert f'href="/phieu/{reports.agency.slug}/2022-12/xem-lai/"' in page
    assert "Hệ thống không tự đổi số của kỳ sau" in page
    trained = december.revisions.get().values.get(indicator=reports.indicators["TRAINED"])
    assert trained.amount == 510


def test_a_typed_cumulative_stops_the_chain(reports, november):
    texts = month_texts(reports, "560", "total")
    accepted(reports, make.make_period(2022, 12), texts, DECEMBER)
    accepted(reports, make.make_period(2023, 1), month_texts(reports), JANUARY)
    revision = correct(reports, november, {reports.field("TRAINED", "total"): "540"})
    assert [(m.period.key, m.is_sum) for m in moved_bases(revision)] == [("2022-12", False)]


def test_what_did_not_change_moves_nothing(reports, november):
    accepted(reports, make.make_period(2022, 12), month_texts(reports), DECEMBER)
    revision = correct(reports, november, {reports.field("PEOPLE"): "11.310"})
    assert moved_bases(revision) == []


def test_a_month_corrected_since_is_not_listed(reports, november):
    december = accepted(reports, make.make_period(2022, 12), month_texts(reports), DECEMBER)
    revision = correct(reports, november, {reports.field("TRAINED", "total"): "540"})
    centre = make.access_of(reports.reviewer, JANUARY.date())
    deciding.accept(november, access=centre, at=JANUARY)
    again = correct(reports, december, {reports.field("TRAINED", "month"): "11"})
    assert again.values.get(indicator=reports.indicators["TRAINED"]).amount == 551
    assert moved_bases(revision) == []


@pytest.mark.parametrize("note", ["", "   "])
def test_opening_one_asks_the_reason(officer, reports, november, note):
    response = officer.post(f"{reports.path}dinh-chinh/", {"note": note}, follow=True)
    assert "Bạn ghi lý do" in response.content.decode()
    november.refresh_from_db()
    assert november.state == "accepted"


def test_the_approver_sees_the_difference(client, reports, november):
    reports.agency.needs_approval = True
    reports.agency.save()
    report = correct(reports, november, {reports.field("TRAINED", "total"): "540"}, send=False)
    access = make.access_of(reports.reporter, JANUARY.date())
    actions.ask_approval(report, version=report.version, access=access, at=JANUARY)
    make.sign_in(client, make.make_member(Role.APPROVER, reports.agency))
    page = Page(client.get(f"{reports.path}duyet-phieu/").content.decode())
    (table,) = [t for t in page.tables if t.caption.startswith("Khác bản 1")]
    assert [row[1:] for row in table.rows] == [["500", "540"]]
