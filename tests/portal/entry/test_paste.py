"""The officer's paste: nothing is guessed, nothing is stored before it was seen."""

import pytest

from portal.accounts.models import KeptInput, Role
from portal.submissions import actions
from portal.submissions.draft_entries import DraftEntry
from portal.submissions.drafting import load_draft
from portal.submissions.models import State, Submission
from tests import factories as make

pytestmark = pytest.mark.django_db

CLEAR = "Số Tổ công nghệ số cộng đồng\t1.480\nSố thành viên\t11.300"


@pytest.fixture
def path(reports):
    return f"{reports.path}dan/"


@pytest.fixture
def officer(client, reports):
    return make.sign_in(client, reports.reporter)


def preview(client, path, block, **fields):
    return client.post(path, {"block": block, "then": "preview", "base_version": "0", **fields})


def confirm(client, path, shown, block, **fields):
    """Presses the button under the preview `shown`."""
    plan = shown.context["plan"]
    seen = {"seen": plan.digest, "base_version": str(shown.context["base_version"])}
    return client.post(path, {"block": block, "then": "write", **seen, **fields})


def texts_of(reports):
    report = actions.report_of(reports.agency, reports.period)
    return load_draft(report).texts() if report else {}


def row_named(response, name):
    return next(row for row in response.context["plan"].rows if row.placed.row.name == name)


def test_clear_block_is_previewed_and_then_written(officer, path, reports):
    shown = preview(officer, path, CLEAR)
    assert shown.status_code == 200
    assert not Submission.objects.filter(agency=reports.agency, channel="agency").exists()
    page = shown.content.decode()
    assert "Chưa ghi gì vào phiếu" in page
    assert "để trống; kỳ trước: 1.473" in page
    answer = confirm(officer, path, shown, CLEAR)
    assert answer.url == reports.path
    texts = texts_of(reports)
    assert texts[reports.field("TEAMS")] == "1.480"
    assert texts[reports.field("PEOPLE")] == "11.300"


def test_double_confirmation_has_one_effect(officer, path, reports):
    shown = preview(officer, path, CLEAR)
    confirm(officer, path, shown, CLEAR)
    entries = DraftEntry.objects.count()
    again = confirm(officer, path, shown, CLEAR)
    assert again.url == reports.path
    assert DraftEntry.objects.count() == entries
    assert actions.report_of(reports.agency, reports.period).version == 1


def test_confirmation_without_its_preview_only_previews(officer, path, reports):
    answer = officer.post(path, {"block": CLEAR, "then": "write", "base_version": "0"})
    assert answer.status_code == 200
    assert texts_of(reports) == {}


def test_ambiguous_number_is_asked_with_a_suggestion(officer, path, reports):
    block = "Số thành viên\t11,300"
    shown = preview(officer, path, block)
    page = shown.content.decode()
    assert "mười một nghìn ba trăm" in page
    assert 'value="r1-v1=11.300"' in page
    refused = confirm(officer, path, shown, block)
    assert refused.status_code == 422
    assert texts_of(reports) == {}
    used = officer.post(path, {"block": block, "use": "r1-v1=11.300", "then": "write"})
    assert texts_of(reports) == {}
    answer = confirm(officer, path, used, block, **{"r1-v1": "11.300"})
    assert answer.status_code == 302
    assert texts_of(reports)[reports.field("PEOPLE")] == "11.300"


def test_uncertain_name_is_asked_and_nothing_is_chosen(officer, path, reports):
    block = "So thanh vien\t11.300"
    shown = preview(officer, path, block)
    (row,) = shown.context["plan"].uncertain
    assert row.likely == [(reports.indicators["PEOPLE"].code, "Số thành viên")]
    assert " selected" not in shown.content.decode()
    assert confirm(officer, path, shown, block).status_code == 422
    chosen = {"r1-to": reports.indicators["PEOPLE"].code}
    seen_late = confirm(officer, path, shown, block, **chosen)
    assert seen_late.status_code == 200
    assert texts_of(reports) == {}
    assert confirm(officer, path, seen_late, block, **chosen).status_code == 302
    assert texts_of(reports)[reports.field("PEOPLE")] == "11.300"


def test_unknown_names_are_chosen_or_left_out(officer, path, reports):
    block = f"{CLEAR}\nSố xe máy\t5\nSố ô tô\t6"
    shown = preview(officer, path, block)
    assert len(shown.context["plan"].unknown) == 2
    assert confirm(officer, path, shown, block).status_code == 422
    answer = confirm(officer, path, shown, block, leave_out_rest="1")
    assert answer.status_code == 302
    assert set(texts_of(reports)) == {reports.field("TEAMS"), reports.field("PEOPLE")}


def test_lone_figure_of_a_flow_is_asked_month_or_cumulative(officer, path, reports):
    block = "Số tin, bài thời sự: 12 bài"
    shown = preview(officer, path, block)
    assert shown.context["plan"].asks_meaning
    assert confirm(officer, path, shown, block).status_code == 422
    shown = preview(officer, path, block, meaning="month")
    assert "834 + 12 = 846" in shown.content.decode()
    confirm(officer, path, shown, block, meaning="month")
    texts = texts_of(reports)
    assert texts[reports.field("FILM", "month")] == "12"
    assert reports.field("FILM", "total") not in texts


def test_two_columns_must_agree_with_what_is_known(officer, path, reports):
    good = preview(officer, path, "Số tin, bài thời sự\t12\t846")
    assert not good.context["plan"].faults
    assert "834 + 12 = 846" in good.content.decode()
    swapped = preview(officer, path, "Số tin, bài thời sự\t846\t12")
    assert swapped.context["plan"].faults
    assert not swapped.context["plan"].texts


def test_head_says_which_column_is_which(officer, path, reports):
    block = "TT\tChỉ tiêu\tĐVT\tLũy kế\tPhát sinh trong kỳ\n1\tSố tin, bài thời sự\tbài\t846\t12"
    shown = preview(officer, path, block)
    confirm(officer, path, shown, block)
    assert texts_of(reports)[reports.field("FILM", "total")] == "846"
    assert texts_of(reports)[reports.field("FILM", "month")] == "12"


def test_other_unit_is_refused(officer, path, reports):
    shown = preview(officer, path, "Số thành viên: 11.300 lượt")
    assert row_named(shown, "Số thành viên").problems
    assert not preview(officer, path, "Số thành viên: 11.300 người").context["plan"].faults


def test_same_indicator_twice_is_asked(officer, path, reports):
    block = "Số thành viên\t11.300\nSố thành viên\t11.301"
    shown = preview(officer, path, block)
    assert "đứng ở các dòng 1, 2" in shown.content.decode()
    assert confirm(officer, path, shown, block).status_code == 422
    shown = preview(officer, path, block, **{"r2-to": "-"})
    assert confirm(officer, path, shown, block, **{"r2-to": "-"}).status_code == 302
    assert texts_of(reports)[reports.field("PEOPLE")] == "11.300"


def test_platforms_figure_is_not_taken(officer, path, reports):
    shown = preview(officer, path, "Lượt bồi dưỡng trên One Touch\t5.000")
    assert "Nền tảng cung cấp số này" in shown.content.decode()
    assert not shown.context["plan"].texts


def test_yes_no_decimal_and_words_are_read(officer, path, reports):
    block = (
        "Có chuyên trang, chuyên mục\tCó\nTỷ lệ thôn, bản có Tổ\t77,5%\n"
        "Khó khăn, kiến nghị\tThiếu máy tính."
    )
    shown = preview(officer, path, block)
    assert not shown.context["plan"].faults
    confirm(officer, path, shown, block)
    texts = texts_of(reports)
    assert texts[reports.field("PAGE")] == "yes"
    assert texts[reports.field("SHARE")] == "77,5"
    assert texts[reports.field("WORDS")] == "Thiếu máy tính."


def test_part_said_to_be_unchanged_is_opened_and_said_so(officer, path, reports):
    reports.save({reports.choice("TEAMS"): "unchanged", reports.field("TEAMS", "other"): ""})
    shown = preview(officer, path, CLEAR)
    assert "Sẽ chuyển sang “Cập nhật”: D. Tổ công nghệ số cộng đồng" in shown.content.decode()
    confirm(officer, path, shown, CLEAR)
    assert texts_of(reports)[reports.choice("TEAMS")] == "update"


def test_wrong_total_is_said_and_not_written(officer, path, reports):
    shown = preview(officer, path, f"{CLEAR}\nTổng cộng\t12.781")
    page = shown.content.decode()
    assert "“Tổng cộng” ghi 12.781, các dòng cộng lại là 12.780." in page
    assert "Dòng tổng" not in preview(officer, path, f"{CLEAR}\nCộng\t12.780").content.decode()


def test_colleagues_typing_meanwhile_is_not_overwritten(officer, path, reports):
    shown = preview(officer, path, CLEAR)
    other = make.make_member(Role.REPORTER, reports.agency, full_name="Đỗ Ngọc Mai")
    reports.save({reports.field("TEAMS"): "1.500"}, by=other)
    answer = confirm(officer, path, shown, CLEAR)
    assert answer.status_code in (302, 409)
    texts = texts_of(reports)
    assert texts[reports.field("TEAMS")] == "1.500"
    assert texts[reports.field("PEOPLE")] == "11.300"
    sheet = officer.get(reports.path)
    assert sheet.context["kept"]
    assert 'value="1.480"' in sheet.content.decode()


def test_month_that_is_closed_for_the_officer_takes_no_paste(officer, path, reports):
    report = reports.sent()
    assert report.state == State.SUBMITTED
    answer = preview(officer, path, CLEAR)
    assert answer.url == f"{reports.path}xem-lai/"


@pytest.mark.parametrize("role", [Role.APPROVER, Role.DATA_MANAGER, Role.READER])
def test_others_have_no_paste(client, path, reports, role):
    agency = reports.agency if role == Role.APPROVER else None
    make.sign_in(client, make.make_member(role, agency))
    assert client.get(path).status_code == 403
    assert preview(client, path, CLEAR).status_code == 403


def test_other_agencys_page_is_not_there(officer, reports):
    make.make_agency("Hải Phòng", "hai-phong", sets=[reports.indicators["TEAMS"].asked_of])
    path = f"/phieu/hai-phong/{reports.period.key}/dan/"
    assert officer.get(path).status_code == 404
    assert preview(officer, path, CLEAR).status_code == 404


def test_block_posted_after_the_session_ended_is_kept(client, officer, path, reports):
    mark = officer.get(path).context["who_mark"]
    client.logout()
    client.post(path, {"block": CLEAR, "then": "preview", "_who": mark})
    assert KeptInput.objects.get().path == path
    make.sign_in(client, reports.reporter)
    page = client.get(path)
    assert "1.480" in page.content.decode()
    shown = preview(client, path, CLEAR, kept=page.context["kept_token"])
    confirm(client, path, shown, CLEAR, kept=page.context["kept_token"])
    assert not KeptInput.objects.exists()


@pytest.mark.parametrize(
    "block",
    [
        "",
        "\x00",
        "\t\t\t\n;;;\n|||",
        "a" * 70_000,
        "a\t1\n" * 501,
        "<script>alert(1)</script>\t1",
        "Số thành viên\t" + "9" * 5000,
        '"' * 3000,
        '=HYPERLINK("http://x")\t=1+1',
        "Số thành viên\t١٢٣",
        "\u202eSố thành viên\t1\u202e1",
        "1\t2\t3\n(1)\t(2)",
        ":" * 500,
        "-\n" * 400,
    ],
)
def test_hostile_block_is_refused_or_shown_and_stores_nothing(officer, path, reports, block):
    answer = officer.post(path, {"block": block, "then": "write", "base_version": "x", "seen": "y"})
    assert answer.status_code in (200, 422)
    assert "<script>alert" not in answer.content.decode()
    assert texts_of(reports) == {}


def test_hostile_answers_choose_nothing(officer, path, reports):
    block = "Xyz\t5"
    for key in ("PROV_TOUCH", "' OR 1=1", "NOPE", "\x00"):
        shown = preview(officer, path, block, **{"r1-to": key, "r999-to": "x", "use": "x"})
        assert confirm(officer, path, shown, block, **{"r1-to": key}).status_code == 422
    assert texts_of(reports) == {}
