"""One report: figures beside their neighbours, questions typed and kept, their outcomes."""

import pytest

from portal.accounts.models import InCharge, KeptInput
from portal.agencies.models import AgencySet
from portal.submissions import actions, deciding
from portal.submissions.models import IndicatorValue, State
from portal.submissions.questions import LONGEST_QUESTION, ValueQuestion
from tests import factories as make
from tests.november import NOW

pytestmark = pytest.mark.django_db

REVIEW = "/theo-doi/2022-11/quang-ninh/"
DECIDE = f"{REVIEW}ket-luan/"
WHY = "Đã gồm hội nghị chưa?"


@pytest.fixture
def centre(client, reports):
    return make.sign_in(client, reports.reviewer)


def page_of(response):
    return response.content.decode()


def row_of(response, reports, code):
    rows = [*response.context["changed"], *response.context["unchanged"]]
    return next(row for row in rows if row.value.indicator == reports.indicators[code])


def box(reports, code):
    return f"hoi-{reports.indicators[code].code}"


def neighbours(reports, code, *amounts, purpose=AgencySet.Purpose.REGION):
    region = make.make_set("dong-bac", reports.agency, purpose=purpose)
    AgencySet.objects.filter(pk=region.pk).update(name="vùng Đông Bắc")
    for number, amount in enumerate(amounts):
        other = make.make_agency(f"Tỉnh {number}", f"tinh-{number}", sets=[region])
        make.make_known(other, make.day("2022-10-14"), (reports.indicators[code], amount))


# --- Reading -------------------------------------------------------------------------------------


def test_figure_stands_among_the_region(centre, reports):
    neighbours(reports, "TEAMS", 2000, 1500, 900, 1473)
    reports.sent()
    response = centre.get(REVIEW)
    place = row_of(response, reports, "TEAMS").place
    assert (place.group, place.place, place.size) == ("vùng Đông Bắc", 3, 5)
    assert "Thứ 3/5 trong vùng Đông Bắc; trung vị các cơ quan khác: 1.486." in page_of(response)


def test_yes_is_counted_among_the_region(centre, reports):
    neighbours(reports, "PLAN", 1, 0, 1)
    reports.sent()
    assert "Vùng Đông Bắc: 2/3 cơ quan khác có." in page_of(centre.get(REVIEW))


def test_too_few_neighbours_are_no_comparison(centre, reports):
    neighbours(reports, "TEAMS", 2000, 1500)
    reports.sent()
    assert row_of(centre.get(REVIEW), reports, "TEAMS").place is None


def test_agency_without_region_is_compared_with_all_that_are_asked(centre, reports):
    asked = reports.indicators["TEAMS"].asked_of
    for number in range(3):
        other = make.make_agency(f"Tỉnh {number}", f"tinh-{number}", sets=[asked])
        make.make_known(other, make.day("2022-10-14"), (reports.indicators["TEAMS"], 10 + number))
    reports.sent()
    place = row_of(centre.get(REVIEW), reports, "TEAMS").place
    assert (place.group, place.place, place.median_shown) == ("các cơ quan cùng khối", 1, "11")


def test_reader_sees_the_warning_that_the_preparer_saw(centre, reports):
    texts = {
        reports.field("TRAINED", "total"): "1.000",
        reports.field("TRAINED", "explain"): "Mở thêm lớp ở cấp xã.",
    }
    report = reports.save(reports.good_texts | texts).submission
    actions.send(report, version=report.version, access=reports.access(), at=NOW)
    row = row_of(centre.get(REVIEW), reports, "TRAINED")
    assert [p.message for p in row.warnings] == [
        "1.000 tăng 133,6% so với kỳ trước (428). Nếu đúng, bạn ghi lý do để người kiểm tra đọc."
    ]
    assert [p.message[:22] for p in row.notices] == ["1.000 là số tròn trăm."]
    assert row.wants_reading
    assert row_of(centre.get(REVIEW), reports, "FILM").warnings == []


def test_person_in_charge_is_named(centre, reports):
    report = reports.sent()
    assert "Chưa phân công người phụ trách" in page_of(centre.get(REVIEW))
    InCharge.objects.create(
        agency=reports.agency, user=reports.reviewer, in_force_from=make.LONG_AGO
    )
    assert "Phụ trách: Lê Minh Tuấn." in page_of(centre.get(REVIEW))
    deciding.accept(report, access=reports.access(reports.reviewer), at=NOW)
    assert "Phụ trách: Lê Minh Tuấn." in page_of(centre.get(REVIEW))


def test_next_and_previous_keep_the_filter(centre, reports):
    from .test_queue import grown, send

    reports.sent()
    send(reports, "Cần Thơ", "can-tho")
    send(reports, "Hải Phòng", "hai-phong", grown(reports))
    response = centre.get(f"{REVIEW}?xep=van-de")
    around = response.context["around"]
    assert (around.number, around.size) == (2, 3)
    assert (around.before.name, around.after.name) == ("Hải Phòng", "Cần Thơ")
    assert 'rel="next" href="/theo-doi/2022-11/can-tho/?xep=van-de"' in page_of(response)
    posted = centre.post(f"{DECIDE}?xep=van-de", {"decision": "accept", "seen": "1"})
    assert posted.url == "/theo-doi/hang-doi/?xep=van-de"
    assert centre.get(REVIEW).context["around"].number is None


# --- Asking --------------------------------------------------------------------------------------


def test_question_about_one_figure(centre, reports):
    report = reports.sent()
    posted = {"decision": "return", "seen": "1", box(reports, "TRAINED"): WHY, "hoi-LA": "?"}
    response = centre.post(DECIDE, posted, follow=True)
    assert "Đã trả lại phiếu tháng 11/2022 của Quảng Ninh." in page_of(response)
    report.refresh_from_db()
    question = ValueQuestion.objects.get()
    assert (report.state, question.text) == (State.RETURNED, WHY)
    assert question.indicator == reports.indicators["TRAINED"]


def test_reviewing_changes_no_value(centre, reports):
    reports.sent()
    before = list(IndicatorValue.objects.order_by("pk").values())
    figures = {reports.field("TRAINED", "total"): "9", "amount": "9", "TRAINED": "9"}
    centre.post(DECIDE, {"decision": "return", "seen": "1", "note": WHY, **figures})
    reports.sent()
    centre.post(DECIDE, {"decision": "accept", "seen": "2", **figures})
    after = IndicatorValue.objects.filter(pk__in=[row["id"] for row in before])
    assert list(after.order_by("pk").values()) == before


@pytest.mark.parametrize("decision", ["", "x", "Accept"])
def test_unknown_decision_decides_nothing(centre, reports, decision):
    report = reports.sent()
    assert centre.post(DECIDE, {"decision": decision, "seen": "1"}).url == REVIEW
    report.refresh_from_db()
    assert report.state == State.SUBMITTED


def test_too_long_question_is_said_beside_its_box_and_kept(centre, reports):
    reports.sent()
    long = "Vì sao? " * 70
    posted = {"decision": "return", "seen": "1", box(reports, "TEAMS"): long, "note": "Xem lại."}
    response = centre.post(DECIDE, posted)
    page = page_of(response)
    assert response.status_code == 422
    assert f"Câu hỏi dài quá {LONGEST_QUESTION} ký tự" in page
    assert f'href="#{box(reports, "TEAMS")}"' in page
    assert f'aria-describedby="{box(reports, "TEAMS")}-error"' in page
    assert f"{long}</textarea>" in page
    assert ">Xem lại.</textarea>" in page


def test_accepting_with_a_typed_question_asks_which(centre, reports):
    report = reports.sent()
    response = centre.post(DECIDE, {"decision": "accept", "seen": "1", box(reports, "FILM"): WHY})
    assert response.status_code == 422
    assert "xóa phần đã viết" in page_of(response)
    assert f">{WHY}</textarea>" in page_of(response)
    report.refresh_from_db()
    assert report.state == State.SUBMITTED


def test_newer_revision_is_shown_with_the_questions_kept(centre, reports):
    report = reports.sent()
    actions.recall(report, access=reports.access(), at=NOW)
    again = reports.save({reports.field("TRAINED", "total"): "510"}).submission
    actions.send(again, version=again.version, access=reports.access(), at=NOW)
    posted = {"decision": "return", "seen": "1", box(reports, "TRAINED"): WHY}
    response = centre.post(DECIDE, posted)
    page = page_of(response)
    assert response.status_code == 409
    assert "Cơ quan vừa gửi bản mới" in page
    assert f">{WHY}</textarea>" in page
    assert 'name="seen" value="2"' in page
    assert row_of(response, reports, "TRAINED").shown == "510"


@pytest.mark.parametrize("seen", [{"seen": "1"}, {}])
def test_question_about_a_figure_that_the_new_revision_lacks_goes_into_the_note(
    centre, reports, seen
):
    report = reports.sent()
    actions.recall(report, access=reports.access(), at=NOW)
    again = reports.save({reports.field("TEAMS"): "1.480"}).submission
    actions.send(again, version=again.version, access=reports.access(), at=NOW)
    trained = reports.indicators["TRAINED"]
    IndicatorValue.objects.filter(revision__number=2, indicator=trained).delete()
    posted = {"decision": "return", "note": "Xem lại.", box(reports, "TRAINED"): WHY, **seen}
    response = centre.post(DECIDE, posted)
    assert response.status_code == 409
    label = trained.versions.get().short_label
    assert f">Xem lại.\n{label}: {WHY}</textarea>" in page_of(response)
    report.refresh_from_db()
    assert report.state == State.SUBMITTED
    assert not ValueQuestion.objects.exists()


def test_recalled_report_keeps_what_was_typed_in_sight(centre, reports):
    report = reports.sent()
    actions.recall(report, access=reports.access(), at=NOW)
    posted = {"decision": "return", "seen": "1", box(reports, "TRAINED"): WHY, "note": "Xem <lại>"}
    page = page_of(centre.post(DECIDE, posted))
    assert "Phiếu đang là bản nháp, cơ quan chưa gửi." in page
    assert f": “{WHY}”" in page
    assert "Ý kiến chung: “Xem &lt;lại&gt;”" in page
    assert not ValueQuestion.objects.exists()


def test_two_reviewers_at_once(client, centre, reports):
    report = reports.sent()
    colleague = make.access_of(make.make_member("data_manager"))
    deciding.accept(report, access=colleague, at=NOW)
    posted = {"decision": "return", "seen": "1", box(reports, "TRAINED"): WHY}
    response = centre.post(DECIDE, posted)
    assert response.status_code == 409
    assert "Cục đã tiếp nhận nên" in page_of(response)
    assert f": “{WHY}”" in page_of(response)


def test_double_click_is_no_fault(centre, reports):
    reports.sent()
    for _ in range(2):
        response = centre.post(DECIDE, {"decision": "accept", "seen": "1"}, follow=True)
        assert "Đã tiếp nhận phiếu" in page_of(response)
        assert response.status_code == 200


def test_questions_typed_when_the_session_had_ended_are_offered(centre, reports):
    reports.sent()
    mark = centre.get(REVIEW).context["who_mark"]
    centre.logout()
    posted = {"decision": "return", "seen": "1", box(reports, "TRAINED"): WHY, "_who": mark}
    assert centre.post(DECIDE, posted).status_code != 200
    make.sign_in(centre, reports.reviewer)
    page = page_of(centre.get(REVIEW))
    assert f">{WHY}</textarea>" in page
    kept = KeptInput.objects.get()
    centre.post(DECIDE, posted | {"kept": kept.token})
    assert ValueQuestion.objects.get().text == WHY
    assert not KeptInput.objects.exists()


# --- The outcome ---------------------------------------------------------------------------------


def answered(reports, texts, codes=("TRAINED", "TEAMS")):
    report = reports.sent()
    questions = {reports.indicators[code].pk: WHY for code in codes}
    deciding.return_report(
        report, questions=questions, access=reports.access(reports.reviewer), at=NOW
    )
    again = reports.save(texts).submission
    actions.send(again, version=again.version, access=reports.access(), at=NOW)
    return again


def test_reviewer_reads_question_old_figure_and_answer(centre, reports):
    answered(
        reports,
        {
            reports.field("TRAINED", "total"): "510",
            reports.field("TEAMS", "explain"): "Đã đếm lại, vẫn 1.473 Tổ.",
        },
    )
    response = centre.get(REVIEW)
    told = [
        (o.label, o.before.shown, o.after.shown, o.is_changed, o.explanation)
        for o in response.context["outcomes"]
    ]
    assert told == [
        ("Lượt cán bộ do tỉnh tự tổ chức bồi dưỡng", "500", "510", True, ""),
        ("Số Tổ công nghệ số cộng đồng", "1.473", "1.473", False, "Đã đếm lại, vẫn 1.473 Tổ."),
    ]
    assert [d.after for d in response.context["differences"]] == ["510"]
    teams = row_of(response, reports, "TEAMS")
    assert teams in response.context["changed"]
    assert "Câu hỏi trước và trả lời (2)" in page_of(response)


def test_first_revision_has_no_outcomes(centre, reports):
    reports.sent()
    response = centre.get(REVIEW)
    assert response.context["outcomes"] == []
    assert "Khác bản" not in page_of(response)


def test_review_asks_the_same_few_questions(centre, reports, django_assert_max_num_queries):
    answered(reports, {reports.field("TRAINED", "total"): "510"}, codes=["TRAINED"])
    neighbours(reports, "TRAINED", 1, 2, 3)
    with django_assert_max_num_queries(16) as few:
        centre.get(REVIEW)
    region = AgencySet.objects.get(code="dong-bac")
    for number in range(20):
        other = make.make_agency(f"Huyện {number}", f"huyen-{number}", sets=[region])
        make.make_known(other, make.day("2022-10-14"), (reports.indicators["TRAINED"], number))
    with django_assert_max_num_queries(len(few)):
        assert row_of(centre.get(REVIEW), reports, "TRAINED").place.size == 24
