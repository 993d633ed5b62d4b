"""The queue: what waits, why, in which order, and accepting at once what says nothing new."""

import pytest

from portal.accounts.models import InCharge
from portal.agencies.models import Side
from portal.submissions import actions, deciding
from portal.submissions.models import State, Submission
from tests import factories as make
from tests.november import NOW

pytestmark = pytest.mark.django_db
QUEUE = "/theo-doi/hang-doi/"
QUIET = f"{QUEUE}?khong-doi=1"


@pytest.fixture
def centre(client, reports):
    return make.sign_in(client, reports.reviewer)


def page_of(response):
    return response.content.decode()


def names(response):
    return [row.name for row in response.context["rows"]]


STAYS = ("PLAN", "PAGE", "TRAINED", "TEAMS")


def send(reports, name, slug, texts=None, *, side=Side.PROVINCIAL, period=None, at=NOW):
    """Another agency's sent report; unchanged in everything unless `texts` say otherwise."""
    asked = reports.indicators["TEAMS"].asked_of
    agency = make.make_agency(name, slug, side=side, sets=[asked])
    figures = [(i, 1) for i in (reports.indicators["PLAN"], reports.indicators["PAGE"])]
    figures += [(reports.indicators[code], 1000) for code in ("FILM", "TRAINED", "TEAMS")]
    figures += [(reports.indicators["PEOPLE"], 9000), (reports.indicators["SHARE"], 761)]
    figures += [(reports.indicators["WORDS"], "Thiếu máy tính.")]
    make.make_known(agency, make.day("2022-09-14"), *figures)
    reporter = make.make_member(agency=agency)
    period, access = period or reports.period, make.access_of(reporter)
    report = actions.open_report(agency, period, by=reporter, at=at)
    texts = {reports.choice(code): "unchanged" for code in STAYS} | (texts or {})
    actions.save_draft(report, base_version=0, texts=texts, access=access, at=at)
    report.refresh_from_db()
    actions.send(report, version=report.version, access=access, at=at)
    return report


def grown(reports, month="700"):
    return {
        reports.choice("TRAINED"): "update",
        reports.field("TRAINED", "month"): month,
        reports.field("TRAINED", "explain"): "Mở thêm lớp.",
    }


def test_other_people_have_no_queue(client, reports):
    for user in (reports.reporter, make.make_member("reader")):
        make.sign_in(client, user)
        assert client.get(QUEUE).status_code == 403
        assert client.post(f"{QUEUE}tiep-nhan/").status_code == 403


def test_empty_queue(centre):
    assert "Không còn phiếu nào chờ kết luận" in page_of(centre.get(QUEUE))


def test_drafts_and_decided_reports_do_not_wait(centre, reports):
    report = reports.sent()
    assert names(centre.get(QUEUE)) == ["Quảng Ninh"]
    deciding.accept(report, access=reports.access(reports.reviewer), at=NOW)
    assert names(centre.get(QUEUE)) == []


def test_each_row_says_why_it_wants_reading(centre, reports):
    send(reports, "Hải Phòng", "hai-phong", grown(reports))
    row = centre.get(QUEUE).context["rows"][0]
    assert row.reasons == [
        "1 cảnh báo có giải trình",
        "1 số giảm, hoặc tăng quá 50%",
        "1 số tròn trăm",
    ]
    assert (row.counted.size, row.counted.changed, row.is_quiet) == (8, 1, False)


@pytest.mark.parametrize(("in_month", "jumps"), [("500", 0), ("501", 1)])
def test_a_jump_is_more_than_half_as_in_the_warning(centre, reports, in_month, jumps):
    texts = grown(reports, in_month)
    report = send(reports, "Hải Phòng", "hai-phong", texts)
    row = centre.get(QUEUE).context["rows"][0]
    assert row.counted.jumps == jumps
    page = page_of(centre.get(f"/theo-doi/2022-11/{report.agency.slug}/"))
    assert ("tăng 50,1% so với kỳ trước" in page) == bool(jumps)


def test_late_unknown_and_answered_reports_say_so(centre, reports):
    late = make.instant("2022-11-20 09:00")
    texts = {reports.choice("TEAMS"): "not_known", reports.choice("TEAMS", "why"): "Xã chưa gửi."}
    report = send(reports, "Hải Phòng", "hai-phong", texts, at=late)
    questions = {reports.indicators["TEAMS"].pk: "Khi nào có?"}
    access = reports.access(reports.reviewer)
    deciding.return_report(report, questions=questions, access=access, at=late)
    own = make.access_of(report.agency.memberships.get().user)
    why = {reports.choice("TEAMS", "why"): "Xã gửi ngày 25/11."}
    actions.save_draft(report, base_version=1, texts=why, access=own, at=late)
    report.refresh_from_db()
    actions.send(report, version=report.version, access=own, at=late)
    (row,) = centre.get(QUEUE).context["rows"]
    assert row.reasons == [
        "Trả lời 1 câu hỏi của Cục",
        "4 chỉ tiêu chưa có số liệu",
        "Gửi muộn",
    ]


def test_order_is_the_deadline_then_the_trouble(centre, reports):
    december = make.make_period(2022, 12)
    send(reports, "Cần Thơ", "can-tho")
    send(reports, "Hải Phòng", "hai-phong", grown(reports))
    send(reports, "An Giang", "an-giang", grown(reports), period=december, at=NOW.replace(month=12))
    assert names(centre.get(QUEUE)) == ["Hải Phòng", "Cần Thơ", "An Giang"]
    by_trouble = centre.get(f"{QUEUE}?xep=van-de")
    assert names(by_trouble) == ["Hải Phòng", "An Giang", "Cần Thơ"]
    assert names(centre.get(f"{QUEUE}?ky=2022-12")) == ["An Giang"]


def test_mine_is_whom_i_am_in_charge_of_today(centre, reports):
    mine = send(reports, "Cần Thơ", "can-tho").agency
    handed_on = send(reports, "Hải Phòng", "hai-phong").agency
    ended = send(reports, "An Giang", "an-giang").agency
    colleague = make.make_member("data_manager", full_name="Đỗ Thị Lan")
    for agency, user, since, until in (
        (mine, reports.reviewer, "2022-10-01", None),
        (handed_on, reports.reviewer, "2022-10-01", None),
        (handed_on, colleague, "2022-11-01", None),
        (ended, reports.reviewer, "2022-10-01", "2022-11-14"),
    ):
        InCharge.objects.create(
            agency=agency,
            user=user,
            in_force_from=make.day(since),
            in_force_until=until and make.day(until),
        )
    assert names(centre.get(f"{QUEUE}?phu-trach=toi")) == ["Cần Thơ"]
    everyone = {row.name: row.revision.in_charge_name for row in centre.get(QUEUE).context["rows"]}
    assert everyone == {"Cần Thơ": "Lê Minh Tuấn", "Hải Phòng": "Đỗ Thị Lan", "An Giang": None}


def test_filters_by_side_and_unknown_ones_filter_nothing(centre, reports):
    send(reports, "Bộ Xây dựng", "bo-xay-dung", side=Side.CENTRAL)
    reports.sent()
    assert names(centre.get(f"{QUEUE}?khoi=central")) == ["Bộ Xây dựng"]
    assert len(names(centre.get(f"{QUEUE}?khoi=<x>&xep=%00&phu-trach=ai&khong-doi=9"))) == 2


# --- Accepting at once ---------------------------------------------------------------------------


def mark(report, number=1):
    return f"{report.pk}-{number}"


def test_quiet_reports_are_listed_to_be_chosen(centre, reports):
    quiet = send(reports, "Cần Thơ", "can-tho")
    reports.sent()
    response = centre.get(QUIET)
    assert names(response) == ["Cần Thơ"]
    assert f'value="{mark(quiet)}"' in page_of(response)
    assert "checked" not in page_of(response)
    assert "checked" in page_of(centre.get(f"{QUIET}&chon=tat-ca"))


def test_each_chosen_report_is_accepted_by_itself_and_named(centre, reports):
    quiet, recalled = (send(reports, *a) for a in (("Cần Thơ", "can-tho"), ("Huế", "hue")))
    loud = reports.sent()
    own = make.access_of(recalled.agency.memberships.get().user)
    actions.recall(recalled, access=own, at=NOW)
    chosen = [mark(quiet), mark(quiet), mark(recalled), mark(loud), "x", "9-9", f"{loud.pk}-"]
    response = centre.post(f"{QUEUE}tiep-nhan/?khong-doi=1", {"chon": chosen})
    found = {result.name: result.reason for result in response.context["results"]}
    assert found["Cần Thơ"] == ""
    assert "bản nháp" in found["Huế"]
    assert "cần đọc riêng" in found["Quảng Ninh"]
    assert "Đã tiếp nhận 1/3 phiếu đã chọn" in page_of(response)
    states = dict(Submission.objects.filter(channel="agency").values_list("agency__slug", "state"))
    assert states == {
        "can-tho": State.ACCEPTED,
        "hue": State.DRAFT,
        "quang-ninh": State.SUBMITTED,
    }


def test_chosen_revision_that_is_not_the_newest_is_not_accepted(centre, reports):
    quiet = send(reports, "Cần Thơ", "can-tho")
    own = make.access_of(quiet.agency.memberships.get().user)
    actions.recall(quiet, access=own, at=NOW)
    actions.send(quiet, version=1, access=own, at=NOW)
    response = centre.post(f"{QUEUE}tiep-nhan/", {"chon": [mark(quiet, 1)]})
    assert "gửi bản mới" in response.context["results"][0].reason
    response = centre.post(f"{QUEUE}tiep-nhan/", {"chon": [mark(quiet, 2)]})
    assert response.context["accepted"] == 1


def test_nothing_chosen_is_said(centre, reports):
    response = centre.post(f"{QUEUE}tiep-nhan/")
    assert response.status_code == 422
    assert "Bạn đánh dấu ít nhất một phiếu" in page_of(response)
    assert centre.get(f"{QUEUE}tiep-nhan/").url == QUEUE


def test_accepting_twice_says_the_same(centre, reports):
    quiet = send(reports, "Cần Thơ", "can-tho")
    for _ in range(2):
        response = centre.post(f"{QUEUE}tiep-nhan/", {"chon": [mark(quiet)]})
        assert response.context["accepted"] == 1
    assert quiet.events.filter(kind="accepted").count() == 1


def test_queue_asks_the_same_few_questions(centre, reports, django_assert_max_num_queries):
    reports.sent()
    with django_assert_max_num_queries(8) as few:
        centre.get(QUEUE)
    for number in range(20):
        send(reports, f"Tỉnh {number}", f"tinh-{number}", grown(reports))
    with django_assert_max_num_queries(len(few)):
        assert len(names(centre.get(QUEUE))) == 21
