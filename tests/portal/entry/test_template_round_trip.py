"""Download, fill in, upload, look, take over: what is stored is what was typed into the cells."""

import datetime
import shutil
import subprocess

import pytest
from django.utils.html import escape
from openpyxl import load_workbook

from portal import clock
from portal.entry.template_layout import GUIDE, HIDDEN, KEY, SHEET, lay_out
from portal.entry.template_reading import read_template
from portal.submissions.actions import report_of
from portal.submissions.draft_entries import DraftEntry
from portal.submissions.validation import judge
from tests import factories as make

from .template_files import Form, filled, said, sheet_and_draft, template, upload

pytestmark = pytest.mark.django_db
SOFFICE = shutil.which("soffice")

GOOD = {
    "part-PLAN:other": "Không thay đổi",
    "PAGE": "Có",
    "PAGE-link": "https://quangninh.gov.vn/chuyen-doi-so",
    "FILM:month": 10,
    "TRAINED": 500,
    "part-TEAMS:other": "Cập nhật",
    "PEOPLE": 11300,
    "SHARE": 77.5,
    "WORDS": "Thiếu máy tính ở cấp xã.",
}


@pytest.fixture
def officer(client, reports):
    return make.sign_in(client, reports.reporter)


def token_in(response):
    return response.context["preview"]


def take_over(client, reports, token):
    return client.post(f"{reports.path}tai-len/", {"preview": token}, follow=True)


def test_download_is_a_workbook_of_this_sheet(officer, reports):
    response = officer.get(f"{reports.path}mau-excel/")
    assert response["Content-Disposition"] == (
        'attachment; filename="phieu-quang-ninh-2022-11.xlsx"'
    )
    assert response["Cache-Control"] == "private, no-store"
    form = Form(response.content)
    assert form.book.sheetnames == [SHEET, GUIDE, HIDDEN]
    assert form.book[HIDDEN].sheet_state == "veryHidden"
    assert form.sheet.protection.sheet
    assert form.sheet.column_dimensions["J"].hidden
    assert list(form.rows) == [line.key for line in lay_out(sheet_and_draft(reports)[0])]


def test_only_value_cells_are_open(reports):
    form = Form(template(reports))
    sheet, _ = sheet_and_draft(reports)
    boxes = {(form.rows[line.key], column) for line in lay_out(sheet) for column in line.inputs}
    opened = {
        (cell.row, cell.column)
        for row in form.sheet.iter_rows(max_col=KEY)
        for cell in row
        if not cell.protection.locked
    }
    assert opened == boxes


def test_nothing_in_it_is_a_formula(reports):
    reports.save({reports.field("WORDS"): "=1+1", reports.choice("TEAMS"): "update"})
    form = Form(template(reports))
    assert form.cell("PROV_WORDS").value == "=1+1"
    assert form.cell("PROV_WORDS").data_type == "s"
    assert form.cell("PROV_WORDS").quotePrefix


def test_bytes_depend_on_the_content_alone(reports):
    assert template(reports) == template(reports)


def test_definitions_and_last_values_are_shown(reports):
    form = Form(template(reports))
    guide = " ".join(str(cell.value) for row in form.book[GUIDE].iter_rows() for cell in row)
    assert "Đếm lượt, không đếm người" in guide
    assert "Hai lớp, mỗi lớp 40 người" in guide
    assert form.sheet.cell(form.rows["PROV_TEAMS"], 4).value == 1473
    assert form.sheet.cell(form.rows["PROV_SHARE"], 4).value == "76,1"


def test_round_trip_of_every_type(officer, reports):
    shown = upload(officer, reports, filled(reports, GOOD))
    assert shown.status_code == 200
    assert "9 ô sẽ thay đổi" in said(shown)
    assert not DraftEntry.objects.exists()
    done = take_over(officer, reports, token_in(shown))
    assert "Đã đưa số trong tệp Excel vào phiếu" in said(done)
    sheet, draft = sheet_and_draft(reports)
    assert draft.texts() == {
        reports.choice("PLAN"): "unchanged",
        reports.field("PAGE"): "yes",
        reports.field("PAGE", "link"): "https://quangninh.gov.vn/chuyen-doi-so",
        reports.field("FILM", "month"): "10",
        reports.field("TRAINED", "total"): "500",
        reports.choice("TEAMS"): "update",
        reports.field("PEOPLE"): "11300",
        reports.field("SHARE"): "77,5",
        reports.field("WORDS"): "Thiếu máy tính ở cấp xã.",
    }
    from_file = judge(sheet, draft.texts())
    from_page = judge(sheet, reports.good_texts)
    assert from_file.can_be_sent
    assert from_file == from_page


def test_document_row_by_row(officer, reports):
    values = {
        "PLAN": "Có",
        "PLAN-doc_kind": "Quyết định",
        "PLAN-doc_number": "618/QĐ-UBND",
        "PLAN-doc_issued_on": datetime.date(2022, 3, 30),
    }
    shown = upload(officer, reports, filled(reports, values))
    take_over(officer, reports, token_in(shown))
    _, draft = sheet_and_draft(reports)
    assert draft.texts() == {
        reports.field("PLAN"): "yes",
        reports.field("PLAN", "doc_kind"): "decision",
        reports.field("PLAN", "doc_number"): "618/QĐ-UBND",
        reports.field("PLAN", "doc_issued_on"): "30/03/2022",
    }


def test_states_and_reasons(officer, reports):
    values = {
        "part-PLAN:other": "chưa có số liệu",
        "part-PLAN:why": "Chờ văn bản.",
        "FILM:other": "Giữ nguyên",
        "TEAMS:other": "Chưa có số liệu",
        "TEAMS:why": "Đang rà soát, có trước 20/11.",
        "SHARE:other": "Không áp dụng",
        "TRAINED": 1200,
        "TRAINED:explain": "Mở thêm 20 lớp.",
    }
    shown = upload(officer, reports, filled(reports, values))
    take_over(officer, reports, token_in(shown))
    _, draft = sheet_and_draft(reports)
    assert draft.texts() == {
        reports.choice("PLAN"): "not_known",
        reports.choice("PLAN", "why"): "Chờ văn bản.",
        reports.choice("FILM"): "update",
        reports.field("TEAMS", "other"): "not_known",
        reports.field("TEAMS", "why"): "Đang rà soát, có trước 20/11.",
        reports.field("SHARE", "other"): "not_applicable",
        reports.field("TRAINED", "total"): "1200",
        reports.field("TRAINED", "explain"): "Mở thêm 20 lớp.",
    }


def test_template_of_a_draft_changes_nothing(officer, reports):
    texts = reports.good_texts | {
        reports.field("TEAMS"): "1,5",
        reports.field("WORDS"): "Dòng một\nDòng hai: 1.234",
        reports.field("FILM", "why"): "để dành",
    }
    reports.save(texts)
    sheet, draft = sheet_and_draft(reports)
    read = read_template(template(reports), sheet, draft)
    base = draft.at_version(read.base_version)
    assert {n: t for n, t in read.texts.items() if t != base.get(n, "")} == {}
    assert read.problems == [
        "Ô F21 (Số Tổ công nghệ số cộng đồng): “1,5” có phần thập phân, còn số đếm thì không. Bạn "
        "nhập số nguyên, ví dụ 11300 hoặc 11.300."
    ]


def test_same_file_again_has_nothing_to_change(officer, reports):
    content = filled(reports, GOOD)
    take_over(officer, reports, token_in(upload(officer, reports, content)))
    version = report_of(reports.agency, reports.period).version
    again = upload(officer, reports, content)
    assert "Tệp không có gì khác phiếu" in said(again)
    take_over(officer, reports, token_in(again))
    assert report_of(reports.agency, reports.period).version == version


def test_confirming_twice_has_one_effect(officer, reports):
    token = token_in(upload(officer, reports, filled(reports, GOOD)))
    take_over(officer, reports, token)
    take_over(officer, reports, token)
    assert report_of(reports.agency, reports.period).version == 1


def test_cell_made_empty_empties_the_field(officer, reports):
    reports.save({reports.field("PEOPLE"): "11300"})
    shown = upload(officer, reports, filled(reports, {"PEOPLE": None}))
    assert "Số thành viên, giá trị 11.300 để trống" in said(shown)
    take_over(officer, reports, token_in(shown))
    assert sheet_and_draft(reports)[1][reports.field("PEOPLE")] == ""


def test_what_another_typed_meanwhile_stays(officer, reports):
    content = filled(reports, {"PEOPLE": 11300})
    colleague = make.make_member("reporter", reports.agency, full_name="Đỗ Minh")
    reports.save({reports.field("TEAMS"): "1480"}, by=colleague)
    take_over(officer, reports, token_in(upload(officer, reports, content)))
    texts = sheet_and_draft(reports)[1].texts()
    assert texts[reports.field("TEAMS")] == "1480"
    assert texts[reports.field("PEOPLE")] == "11300"


def test_conflict_is_asked_and_answered(officer, reports):
    content = filled(reports, {"PEOPLE": 11300, "TEAMS": 1490})
    colleague = make.make_member("reporter", reports.agency, full_name="Đỗ Minh")
    reports.save({reports.field("PEOPLE"): "11400"}, by=colleague)
    shown = upload(officer, reports, content)
    assert "Người khác vừa sửa ô này" in said(shown)
    asked = take_over(officer, reports, token_in(shown))
    assert asked.status_code == 409
    assert "Đỗ Minh" in said(asked)
    assert "11300" in said(asked)
    draft = sheet_and_draft(reports)[1]
    assert draft[reports.field("TEAMS")] == "1490"
    assert draft[reports.field("PEOPLE")] == "11400"
    later = said(officer.get(reports.path))
    assert "chưa được lưu" in later  # closed without an answer, it is asked again
    officer.post(
        asked.request["PATH_INFO"],
        {
            "base_version": str(draft.version),
            "kept": asked.context["kept"].token,
            reports.field("PEOPLE"): "11300",
        },
    )
    assert sheet_and_draft(reports)[1][reports.field("PEOPLE")] == "11300"
    assert "chưa được lưu" not in said(officer.get(reports.path))


def test_preview_of_someone_else_or_forged_is_not_taken(officer, reports):
    token = token_in(upload(officer, reports, filled(reports, GOOD)))
    for forged in ("", "x" * 40, token[:-3] + "abc"):
        assert take_over(officer, reports, forged).status_code == 422
    colleague = make.make_member("reporter", reports.agency, full_name="Đỗ Minh")
    officer.logout()
    make.sign_in(officer, colleague)
    refused = take_over(officer, reports, token)
    assert refused.status_code == 422
    assert "không phải của phiếu này" in said(refused)
    assert not DraftEntry.objects.exists()


def test_preview_tells_what_is_still_open(officer, reports):
    values = {"TRAINED": 1200, "PLAN": "Có", "PLAN-doc_number": "81/KH-UBND"}
    shown = said(upload(officer, reports, filled(reports, values)))
    assert "Sau khi đưa vào, phiếu còn" in shown
    assert "Bạn đính kèm tệp PDF của văn bản." in shown
    assert "1.200 tăng 180,4% so với kỳ trước" in shown


def test_last_value_that_changed_since_is_told(officer, reports):
    content = filled(reports, {"TEAMS": 1490})
    teams = reports.indicators["TEAMS"]
    make.make_known(reports.agency, make.day("2022-10-14"), (teams, 1475))
    page = said(upload(officer, reports, content))
    assert "kỳ trước nay là “1475”, trong tệp ghi “1473”" in page


def test_markup_in_a_cell_is_text(officer, reports):
    words = "<script>alert(1)</script>"
    shown = upload(officer, reports, filled(reports, {"WORDS": words}))
    assert escape(words) in shown.content.decode()
    assert words not in shown.content.decode()


@pytest.mark.parametrize("way", ["mau-excel/", "tai-len/"])
def test_closed_report_says_why(officer, reports, way):
    reports.sent()
    page = officer.get(f"{reports.path}{way}", follow=True)
    assert "Phiếu đã gửi, Cục đang kiểm tra" in said(page)


@pytest.mark.parametrize("way", ["mau-excel/", "tai-len/"])
def test_only_the_agency_s_reporter(client, reports, way):
    path = f"{reports.path}{way}"
    assert client.get(path).status_code == 302
    other = make.make_agency("Hải Phòng", "hai-phong")
    for user, status in (
        (make.make_member("reporter", other), 404),
        (reports.approver, 403),
        (reports.reviewer, 403),
    ):
        assert make.sign_in(client, user).get(path).status_code == status
    assert client.post(path).status_code in (403, 405)


def test_filled_by_nobody_opens_nothing(officer, reports):
    officer.get(f"{reports.path}mau-excel/")
    upload(officer, reports, filled(reports, GOOD))
    assert report_of(reports.agency, reports.period) is None


@pytest.mark.slow
@pytest.mark.skipif(not SOFFICE, reason="LibreOffice is not here")
def test_saved_again_by_libreoffice(officer, reports, tmp_path):
    """An officer without Excel: LibreOffice writes the whole file anew."""
    values = GOOD | {"PLAN-doc_issued_on": "30/03/2022", "part-PLAN:other": None, "PLAN": "Có"}
    source = tmp_path / "phieu.xlsx"
    source.write_bytes(filled(reports, values))
    subprocess.run(
        [SOFFICE, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
         "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", tmp_path / "out", source],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    content = (tmp_path / "out" / "phieu.xlsx").read_bytes()
    assert load_workbook(tmp_path / "out" / "phieu.xlsx").properties.creator
    sheet, draft = sheet_and_draft(reports)
    read = read_template(content, sheet, draft)
    assert (read.problems, read.notices) == ([], [])
    same = read_template(source.read_bytes(), sheet, draft)
    assert read.texts == same.texts
    assert "10 ô sẽ thay đổi" in said(upload(officer, reports, content))


def test_clock_is_the_portal_s(officer, reports):
    content = officer.get(f"{reports.path}mau-excel/").content
    created = Form(content).book.properties.created
    assert created.date() == clock.now().astimezone(datetime.UTC).date()
