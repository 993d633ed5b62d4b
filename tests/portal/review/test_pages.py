"""The centre's pages: the board's counts and filters, and one report to decide on."""

import pytest

from portal.accounts.models import Role
from portal.agencies.models import Side
from portal.documents.models import Document, StoredFile
from portal.review.board import FILTERS, board_counts, filtered
from portal.submissions import actions
from portal.submissions.models import State
from portal.submissions.register import register
from tests import factories as make
from tests.november import NOW

pytestmark = pytest.mark.django_db

BOARD = "/theo-doi/2022-11/"
REVIEW = f"{BOARD}quang-ninh/"


@pytest.fixture
def centre(client, reports):
    return make.sign_in(client, reports.reviewer)


def page_of(response):
    return response.content.decode()


def in_state(reports, name, slug, state):
    agency = make.make_agency(name, slug, sets=[reports.indicators["TEAMS"].asked_of])
    if state:
        report = actions.open_report(agency, reports.period, by=reports.reporter, at=NOW)
        report.state = state
        report.first_sent_at = NOW if state != State.DRAFT else None
        report.save()
    return agency


@pytest.mark.parametrize("role", [Role.READER, Role.EDITOR, Role.ADMINISTRATOR])
def test_other_central_people_have_no_board(client, reports, role):
    make.sign_in(client, make.make_member(role))
    for path in ("/theo-doi/", BOARD, REVIEW):
        assert client.get(path).status_code == 403


def test_officers_have_no_board(client, reports):
    make.sign_in(client, reports.reporter)
    reports.sent()
    assert client.get(BOARD).status_code == 403
    assert client.post(f"{REVIEW}ket-luan/", {"decision": "accept"}).status_code == 403


def test_first_board_is_the_month_being_reported(centre, reports):
    make.make_period(2022, 10)
    make.make_period(2022, 12)
    assert centre.get("/theo-doi/").url == BOARD


def test_board_without_months(client):
    make.sign_in(client, make.make_member(Role.DATA_MANAGER))
    assert client.get("/theo-doi/").status_code == 404


def test_every_expected_agency_is_on_the_board_once_counted(centre, reports):
    for number, state in enumerate([*State, None]):
        in_state(reports, f"Tỉnh {number}", f"tinh-{number}", state)
    make.make_agency("Không hỏi", "khong-hoi")
    response = centre.get(BOARD)
    standings = response.context["standings"]
    assert len(standings) == 7
    assert "Không hỏi" not in page_of(response)
    counts = {key: count for key, _, count in board_counts(standings)}
    assert counts == {
        **{"chua-gui": 2, "nhap": 1, "cho-duyet": 1, "da-gui": 1},
        **{"tra-lai": 1, "tiep-nhan": 1, "qua-han": 0},
    }
    assert sum(n for key, n in counts.items() if key != "qua-han") == len(standings)


@pytest.mark.parametrize("key", FILTERS)
def test_filter_lists_what_its_tab_counts(centre, reports, key):
    for number, state in enumerate([*State, None]):
        in_state(reports, f"Tỉnh {number}", f"tinh-{number}", state)
    response = centre.get(BOARD, {"trang-thai": key})
    counted = next(tab["count"] for tab in response.context["tabs"] if tab["key"] == key)
    assert len(response.context["standings"]) == counted


def test_unknown_filters_filter_nothing(centre, reports):
    response = centre.get(BOARD, {"trang-thai": "<x>", "khoi": "y"})
    assert len(response.context["standings"]) == 1
    assert "<x>" not in page_of(response)


def test_board_of_one_side_keeps_the_other_filter(centre, reports):
    make.make_agency(
        "Bộ Xây dựng",
        "bo-xay-dung",
        side=Side.CENTRAL,
        sets=[reports.indicators["TEAMS"].asked_of],
    )
    response = centre.get(BOARD, {"khoi": "central", "trang-thai": "chua-gui"})
    assert [s.agency.slug for s in response.context["standings"]] == ["bo-xay-dung"]
    assert "?khoi=central&amp;trang-thai=nhap" in page_of(response)


def test_overdue_is_said_beside_the_state(centre, reports, settings):
    settings.DEMO_TODAY = make.day("2022-11-21")
    page = page_of(centre.get(BOARD))
    assert "Chưa gửi" in page
    assert "Quá hạn 3 ngày" in page


def test_overdue_counts_days_of_vietnam(reports):
    reports.period.due_at = make.instant("2022-11-18 02:00")
    reports.period.save()
    reports.period.refresh_from_db()
    (standing,) = register(reports.period, make.instant("2022-11-19 01:00"))
    assert standing.overdue_days == 1


def test_on_time_and_late(reports):
    report = reports.sent(at=make.instant("2022-11-18 17:00"))
    after = make.instant("2022-11-20 08:00")
    assert register(reports.period, after)[0].is_on_time
    report.first_sent_at = make.instant("2022-11-18 17:01")
    report.save()
    assert register(reports.period, after)[0].is_late


def test_filtered_without_a_filter(reports):
    standings = register(reports.period, NOW)
    assert filtered(standings, "") is standings


def test_board_asks_the_same_few_questions(centre, reports, django_assert_max_num_queries):
    for number in range(30):
        in_state(reports, f"Tỉnh {number}", f"tinh-{number}", State.SUBMITTED)
    with django_assert_max_num_queries(8):
        centre.get(BOARD)


# --- One report ----------------------------------------------------------------------------------


def test_nothing_sent_is_nothing_to_review(centre, reports):
    reports.open()
    assert centre.get(REVIEW).status_code == 404
    assert centre.get(f"{BOARD}khong-co/").status_code == 404


def test_review_shows_changes_before_what_stayed(centre, reports):
    reports.sent()
    response = centre.get(REVIEW)
    codes = [row.value.indicator.code for row in response.context["changed"]]
    assert reports.indicators["TRAINED"].code in codes
    assert reports.indicators["TEAMS"].code not in codes
    trained = next(r for r in response.context["changed"] if r.value.indicator.is_flow)
    assert (trained.last_shown, trained.shown) == ("834", "844")
    page = page_of(response)
    assert "2 chỉ tiêu giữ nguyên kỳ trước" in page
    assert 'value="accept">Tiếp nhận</button>' in page


def test_evidence_is_linked(centre, reports):
    report = reports.sent()
    stored = StoredFile.objects.create(agency=reports.agency, file="x", name="kế hoạch.pdf", size=1)
    plan = Document.objects.create(
        agency=reports.agency,
        kind="plan",
        number="81/KH-UBND",
        issued_on=make.day("2022-03-30"),
        stored_file=stored,
    )
    report.revisions.get().values.filter(indicator=reports.indicators["PAGE"]).update(evidence=plan)
    page = page_of(centre.get(REVIEW))
    assert f"/tep/quang-ninh/{stored.pk}/" in page
    assert "81/KH-UBND" in page


def test_accepting(centre, reports):
    report = reports.sent()
    response = centre.post(f"{REVIEW}ket-luan/", {"decision": "accept", "seen": "1"}, follow=True)
    assert "Đã tiếp nhận phiếu tháng 11/2022 của Quảng Ninh." in page_of(response)
    report.refresh_from_db()
    assert report.state == State.ACCEPTED
    again = centre.post(f"{REVIEW}ket-luan/", {"decision": "accept"}, follow=True)
    assert "Cục đã tiếp nhận nên" in page_of(again)


def test_returning_wants_a_note(centre, reports):
    report = reports.sent()
    response = centre.post(f"{REVIEW}ket-luan/", {"decision": "return", "note": " "}, follow=True)
    assert response.status_code == 422
    assert "hoặc ghi điều cần cơ quan sửa" in page_of(response)
    centre.post(f"{REVIEW}ket-luan/", {"decision": "return", "note": "Đã gồm\x00 hội nghị chưa?"})
    report.refresh_from_db()
    assert (report.state, report.events.order_by("pk").last().note) == (
        State.RETURNED,
        "Đã gồm hội nghị chưa?",
    )


@pytest.mark.parametrize("seen", ["2", "0"])
def test_revision_that_was_not_seen_is_not_decided(centre, reports, seen):
    reports.sent()
    response = centre.post(f"{REVIEW}ket-luan/", {"decision": "accept", "seen": seen}, follow=True)
    assert "Cơ quan vừa gửi bản mới" in page_of(response)


def test_coming_back_from_sign_in_leads_to_the_report(centre, reports):
    reports.sent()
    assert centre.get(f"{REVIEW}ket-luan/").url == REVIEW


def test_review_asks_few_questions(centre, reports, django_assert_max_num_queries):
    reports.sent()
    with django_assert_max_num_queries(14):
        centre.get(REVIEW)
