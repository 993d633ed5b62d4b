"""The officer's pages through Django's client: who sees what, and what hostile input does."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.accounts import kept_input
from portal.accounts.models import KeptInput, Role
from portal.documents.models import StoredFile
from portal.submissions import actions, deciding
from portal.submissions.drafting import load_draft
from portal.submissions.models import Channel, State, Submission
from tests import factories as make
from tests.november import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client, reports):
    return make.sign_in(client, reports.reporter)


def texts_of(reports):
    return load_draft(actions.report_of(reports.agency, reports.period)).texts()


def page_of(response):
    return response.content.decode()


# --- Who ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["", "xem-lai/", "gui/", "bien-nhan/1/"])
def test_another_agencys_pages_do_not_exist(client, reports, path):
    other = make.make_agency("Hải Dương", "hai-duong")
    make.sign_in(client, make.make_member(Role.REPORTER, other))
    reports.sent()
    method = client.post if path == "gui/" else client.get
    assert method(reports.path + path).status_code == 404


@pytest.mark.parametrize("role", [Role.READER, Role.EDITOR, Role.ADMINISTRATOR])
def test_central_readers_have_no_sheets(client, reports, role):
    make.sign_in(client, make.make_member(role))
    assert client.get(reports.path).status_code == 403
    assert client.get("/phieu/").status_code == 403


def test_reviewer_looks_but_does_not_type(client, reports):
    make.sign_in(client, reports.reviewer)
    reports.sent()
    assert client.get(reports.path).status_code == 403
    assert client.get(f"{reports.path}xem-lai/").status_code == 200
    assert client.post(f"{reports.path}gui/").status_code == 403


def test_approver_is_led_to_the_check_page(client, reports):
    make.sign_in(client, reports.approver)
    assert client.get(reports.path).url == f"{reports.path}xem-lai/"


@pytest.mark.parametrize("path", ["/phieu/quang-ninh/2022-12/", "/phieu/khong-co/2022-11/"])
def test_unknown_month_or_agency(officer, path):
    assert officer.get(path).status_code == 404


def test_get_writes_nothing(officer, reports):
    officer.get(reports.path)
    officer.get(f"{reports.path}xem-lai/")
    assert not Submission.objects.filter(channel=Channel.AGENCY).exists()


# --- The list ------------------------------------------------------------------------------------


def test_list_of_months(officer, reports):
    make.make_period(2022, 10)
    make.make_period(2023, 2)
    reports.sent()
    page = page_of(officer.get("/phieu/"))
    assert page.index("Tháng 11/2022") < page.index("Tháng 10/2022")
    assert "Tháng 2/2023" not in page
    assert "Đã gửi" in page
    assert "Quá hạn 28 ngày" in page


# --- Filling in ----------------------------------------------------------------------------------


def test_every_type_of_value_has_its_box(officer, reports):
    page = page_of(officer.get(reports.path))
    assert "Phát sinh từ 15/10/2022 đến 14/11/2022" in page
    assert "Tính đến 30/9/2022" in page
    assert "Để trống là giữ nguyên 1.473." in page
    assert "Giữ nguyên: Có" in page
    assert "“Có chuyên trang, chuyên mục” chưa có số kỳ trước" in page
    assert page.count('type="file"') == 1
    assert "style=" not in page
    assert reports.field("TOUCH") not in page


def test_every_box_has_its_label(officer, reports):
    import re

    reports.save({reports.field("PEOPLE"): "11,300", reports.field("TRAINED", "total"): "9999"})
    page = page_of(officer.get(f"{reports.path}?kiem-tra=1"))
    boxes = re.findall(r"<(?:input|select|textarea)\b[^>]*>", page)
    visible = [b for b in boxes if 'type="hidden"' not in b and 'type="radio"' not in b]
    for box in visible:
        assert f'for="{re.search("id=.(.*?)[^A-Za-z0-9_-]", box)[1]}"' in page, box
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    for described in re.findall(r'aria-describedby="([^"]*)"', page):
        assert set(described.split()) <= set(ids), described


def test_saving(officer, reports):
    response = officer.post(reports.path, {**reports.good_texts, "base_version": "0"}, follow=True)
    assert "Đã lưu nháp lúc" in page_of(response)
    assert texts_of(reports)[reports.field("PEOPLE")] == "11.300"
    assert response.context["form"].answered == 8


def test_saving_to_check(officer, reports):
    response = officer.post(
        reports.path, {**reports.good_texts, "base_version": "0", "then": "check"}
    )
    assert response.url == f"{reports.path}xem-lai/"


def test_suggestion_is_taken_over_and_saved(officer, reports):
    field = reports.field("PEOPLE")
    posted = {field: "11,300", "base_version": "0", "use": f"{field}=11.300"}
    response = officer.post(f"{reports.path}?kiem-tra=1", posted)
    assert response.url == f"{reports.path}?kiem-tra=1#{field}"
    assert texts_of(reports)[field] == "11.300"


@pytest.mark.parametrize("use", ["=", "X-value=5", "no-separator", "base_version=9", "\x00=1"])
def test_suggestion_for_no_field_of_the_sheet_does_nothing(officer, reports, use):
    officer.post(reports.path, {"base_version": "0", "use": use})
    assert texts_of(reports) == {}


@pytest.mark.parametrize("text", ["²", "9" * 5000, "-1", "\x00", "<script>", "NaN"])
@pytest.mark.parametrize("name", ["base_version", "PROV_PLAN-doc_file", "kept", "_who", "drop"])
def test_hostile_numbers_do_no_harm(officer, reports, name, text):
    assert officer.post(reports.path, {name: text}).status_code == 302
    assert officer.get(reports.path).status_code == 200


def test_hostile_texts_are_stored_clean_and_shown_escaped(officer, reports):
    typed = {
        reports.field("WORDS"): "a\x00b <script>alert(1)</script>",
        reports.field("PEOPLE"): "9" * 100_000,
        reports.field("TRAINED", "why"): "\u202edrawkcab",
        "unknown-field": "x",
        "DraftEntry": "x",
        "base_version": "0",
    }
    assert officer.post(reports.path, typed).status_code == 302
    texts = texts_of(reports)
    assert texts[reports.field("WORDS")] == "a b <script>alert(1)</script>"
    assert len(texts[reports.field("PEOPLE")]) == 5000
    assert "unknown-field" not in texts
    for path in (reports.path, f"{reports.path}xem-lai/"):
        page = page_of(officer.get(path))
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page


def test_readonly_figure_cannot_be_typed(officer, reports):
    officer.post(reports.path, {reports.field("TOUCH"): "9", "base_version": "0"})
    assert texts_of(reports) == {}


def test_closed_month_is_not_saved(officer, reports, settings):
    settings.DEMO_TODAY = make.day("2022-11-26")
    response = officer.post(reports.path, reports.good_texts, follow=True)
    assert "đã khóa lúc 17:00 ngày 25/11/2022" in page_of(response)
    assert not Submission.objects.filter(channel=Channel.AGENCY).exists()


# --- A month without news ------------------------------------------------------------------------


@pytest.fixture
def complete(reports):
    """Every question has a value of the month before."""
    figures = ((reports.indicators["PAGE"], 1), (reports.indicators["WORDS"], "Thiếu máy tính."))
    make.make_known(reports.agency, make.day("2022-10-13"), *figures)
    return reports


def test_month_without_news_is_said_from_the_desk(officer, complete):
    assert "Không có gì thay đổi trong tháng" in page_of(officer.get("/"))
    response = officer.post(f"{complete.path}khong-thay-doi/", follow=True)
    assert response.redirect_chain == [(f"{complete.path}xem-lai/", 302)]
    assert "Gửi về Cục</button>" in page_of(response)
    assert set(texts_of(complete).values()) == {"unchanged"}
    assert officer.get(f"{complete.path}khong-thay-doi/").url == complete.path


def test_month_without_news_is_refused_where_something_is_typed(officer, complete):
    complete.save({complete.field("PEOPLE"): "11.300"})
    assert "Không có gì thay đổi trong tháng" not in page_of(officer.get("/"))
    response = officer.post(f"{complete.path}khong-thay-doi/", follow=True)
    assert "D. Tổ công nghệ số cộng đồng" in page_of(response)
    assert "nên không giữ nguyên cả tháng" in page_of(response)
    assert texts_of(complete) == {complete.field("PEOPLE"): "11.300"}


def test_month_without_news_is_refused_where_a_value_is_unknown(officer, reports):
    response = officer.post(f"{reports.path}khong-thay-doi/", follow=True)
    assert "Phần chưa có số kỳ trước nên cần nhập: B. Truyền thông" in page_of(response)
    assert not Submission.objects.filter(channel=Channel.AGENCY).exists()


def test_month_without_news_said_on_the_sheet_keeps_what_was_typed(officer, complete):
    typed = {complete.field("PEOPLE"): "11.300", "base_version": "0", "then": "no_news"}
    response = officer.post(complete.path, typed, follow=True)
    assert "Số đã nhập vẫn còn" in page_of(response)
    assert texts_of(complete) == {complete.field("PEOPLE"): "11.300"}
    officer.post(complete.path, {**typed, "base_version": "1", "then": "rest"})
    assert texts_of(complete)[complete.choice("PLAN")] == "unchanged"
    assert texts_of(complete).get(complete.choice("PEOPLE"), "") == ""
    assert officer.get(f"{complete.path}xem-lai/").context["judged"].can_be_sent


# --- Saving by itself ----------------------------------------------------------------------------


def save_by_itself(client, reports, user, **typed):
    fields = {"_who": kept_input.mark_of(user), "base_version": "0", **typed}
    return client.post(reports.path, fields, headers={"HX-Request": "true"})


def test_saved_by_itself(officer, reports):
    field = reports.field("TRAINED", "month")
    response = save_by_itself(officer, reports, reports.reporter, **{field: "5"})
    assert "Đã tự lưu lúc" in page_of(response)
    assert 'name="base_version" value="1" hx-swap-oob="true"' in page_of(response)
    assert texts_of(reports) == {field: "5"}


def test_conflict_by_itself_touches_nothing_and_keeps_the_typing_once(officer, reports):
    field, film = reports.field("TRAINED", "month"), reports.field("FILM", "month")
    colleague = make.make_member(Role.REPORTER, reports.agency)
    reports.save({field: "5"}, by=colleague, base=0)
    save_by_itself(officer, reports, reports.reporter, **{field: "7", film: "1"})
    token = KeptInput.objects.get().token
    typed = {field: "7", film: "12", "kept": token}
    page = page_of(save_by_itself(officer, reports, reports.reporter, **typed))
    assert "base_version" not in page
    assert texts_of(reports) == {field: "5"}
    assert f"{film}=12" in KeptInput.objects.get().body


def test_nobody_saves_what_another_person_typed(officer, reports):
    colleague = make.make_member(Role.REPORTER, reports.agency)
    response = save_by_itself(officer, reports, colleague, **{reports.field("PEOPLE"): "5"})
    assert "tài khoản khác mở" in page_of(response)
    assert not Submission.objects.filter(channel=Channel.AGENCY).exists()


def test_saving_by_itself_after_the_session_is_kept_and_said(client, reports):
    field = reports.field("PEOPLE")
    first = save_by_itself(client, reports, reports.reporter, **{field: "5"})
    second = save_by_itself(
        client, reports, reports.reporter, **{field: "6", "kept": first["X-Kept"]}
    )
    assert (first.status_code, second.status_code) == (401, 401)
    assert KeptInput.objects.get().token == second["X-Kept"]


# --- Files ---------------------------------------------------------------------------------------


def pdf(name="ke-hoach.pdf", content=make.PDF):
    return SimpleUploadedFile(name, content, "application/pdf")


def test_file_is_kept_with_the_draft(officer, reports):
    typed = {reports.field("PLAN"): "yes", "base_version": "0"}
    officer.post(
        reports.path, {**typed, reports.field("PLAN", "doc_upload"): pdf("Kế hoạch 81.pdf")}
    )
    stored = StoredFile.objects.get()
    assert (stored.agency, stored.name) == (reports.agency, "Kế hoạch 81.pdf")
    assert texts_of(reports)[reports.field("PLAN", "doc_file")] == str(stored.pk)
    assert "Kế hoạch 81.pdf" in page_of(officer.get(reports.path))
    file = officer.get(f"/tep/quang-ninh/{stored.pk}/")
    assert file["Content-Disposition"].startswith("attachment")


def test_refused_file_is_said_and_the_rest_is_saved(officer, reports):
    typed = {reports.field("PLAN"): "yes", "base_version": "0"}
    response = officer.post(
        reports.path, {**typed, reports.field("PLAN", "doc_upload"): pdf(content=b"MZ")}
    )
    assert response.status_code == 422
    assert "không phải PDF đầy đủ" in page_of(response)
    assert texts_of(reports) == {reports.field("PLAN"): "yes"}


def test_someone_elses_file_cannot_be_named(officer, reports):
    other = make.make_agency("Hải Dương", "hai-duong")
    foreign = StoredFile.objects.create(agency=other, file="x", name="mat.pdf", size=1)
    field = reports.field("PLAN", "doc_file")
    officer.post(reports.path, {field: str(foreign.pk), "base_version": "0"})
    assert texts_of(reports).get(field, "") == ""
    officer.post(reports.path, {"use": f"{field}={foreign.pk}", "base_version": "0"})
    assert texts_of(reports).get(field, "") == ""
    assert officer.get(f"/tep/quang-ninh/{foreign.pk}/").status_code == 404
    assert officer.get(f"/tep/hai-duong/{foreign.pk}/").status_code == 404


def test_file_is_taken_away(officer, reports):
    field = reports.field("PLAN", "doc_file")
    officer.post(reports.path, {reports.field("PLAN", "doc_upload"): pdf(), "base_version": "0"})
    officer.post(reports.path, {"use": f"{field}=", "base_version": "1"})
    assert texts_of(reports)[field] == ""


# --- Typing that could not be saved --------------------------------------------------------------


def kept_by(reports, user, body):
    return KeptInput.objects.create(user=user, path=reports.path, body=body, kept_at=NOW)


def test_kept_typing_is_shown_to_its_author_and_saved(officer, reports):
    field = reports.field("TRAINED", "month")
    kept = kept_by(reports, reports.reporter, f"{field}=77&base_version=0&then=stay")
    response = officer.get(reports.path)
    assert "chưa được lưu" in page_of(response)
    assert response.context["form"].page.texts[field] == "77"
    officer.post(reports.path, {field: "77", "base_version": "0", "kept": kept.token})
    assert texts_of(reports)[field] == "77"
    assert not KeptInput.objects.exists()


def test_kept_typing_is_not_shown_to_a_colleague(client, reports):
    field = reports.field("TRAINED", "month")
    kept_by(reports, reports.reporter, f"{field}=77&base_version=0")
    make.sign_in(client, make.make_member(Role.REPORTER, reports.agency))
    response = client.get(reports.path)
    assert response.context["kept"] is None
    assert field not in response.context["form"].page.texts


def test_kept_typing_is_dropped(officer, reports):
    kept = kept_by(reports, reports.reporter, "X=77")
    officer.post(reports.path, {"drop": kept.token})
    assert not KeptInput.objects.exists()


def test_kept_typing_with_someone_elses_file(officer, reports):
    other = make.make_agency("Hải Dương", "hai-duong")
    foreign = StoredFile.objects.create(agency=other, file="x", name="mat.pdf", size=1)
    field = reports.field("PLAN", "doc_file")
    kept_by(reports, reports.reporter, f"{reports.field('PLAN')}=yes&{field}={foreign.pk}")
    response = officer.get(reports.path)
    assert response.context["form"].page.texts[field] == ""
    assert "mat.pdf" not in page_of(response)


# --- Two people ----------------------------------------------------------------------------------


@pytest.fixture
def conflict(client, reports):
    """Both began at version 0; the colleague saved first, the officer posts now."""
    field = reports.field("TRAINED", "month")
    colleague = make.make_member(Role.REPORTER, reports.agency, full_name="Đỗ Ngọc Mai")
    reports.save({field: "5"}, by=colleague, base=0)
    make.sign_in(client, reports.reporter)
    typed = {field: "7", reports.field("FILM", "month"): "1", "base_version": "0"}
    return field, client.post(reports.path, typed)


def test_conflict_shows_both_texts_and_saves_the_rest(conflict, reports):
    field, response = conflict
    assert response.status_code == 409
    page = page_of(response)
    assert "Đỗ Ngọc Mai" in page
    assert f'name="{field}" value="7"' in page
    assert f'name="{field}" value="5"' in page
    assert "checked" not in page
    assert texts_of(reports) == {field: "5", reports.field("FILM", "month"): "1"}


@pytest.mark.parametrize("chosen", ["7", "5"])
def test_conflict_is_decided(conflict, client, reports, chosen):
    field, response = conflict
    kept = response.context["kept"].token
    version = response.context["report"].version
    client.post(reports.path, {field: chosen, "base_version": version, "kept": kept})
    assert texts_of(reports)[field] == chosen
    assert not KeptInput.objects.exists()


def test_undecided_conflict_is_asked_about_again(conflict, client, reports):
    field, response = conflict
    version = response.context["report"].version
    client.post(reports.path, {"base_version": version, "kept": response.context["kept"].token})
    again = client.get(reports.path)
    assert again.context["form"].page.texts[field] == "7"
    posted = {
        field: "7",
        "base_version": again.context["base_version"],
        "kept": again.context["kept"].token,
    }
    assert client.post(reports.path, posted).status_code == 409


# --- Checking and sending ------------------------------------------------------------------------


def test_faults_lead_to_their_fields(officer, reports):
    reports.save({reports.field("PEOPLE"): "11,300"})
    page = page_of(officer.get(f"{reports.path}xem-lai/"))
    assert f'href="{reports.path}?kiem-tra=1#{reports.field("PEOPLE")}"' in page
    assert "Gửi về Cục</button>" not in page
    edit = page_of(officer.get(f"{reports.path}?kiem-tra=1"))
    assert f'id="{reports.field("PEOPLE")}"' in edit
    assert f'value="{reports.field("PEOPLE")}=11.300"' in edit


def test_sending_leads_to_the_receipt(officer, reports):
    reports.save(reports.good_texts)
    check = page_of(officer.get(f"{reports.path}xem-lai/"))
    assert "Gửi về Cục</button>" in check
    assert "Giữ nguyên" in check
    assert "trong kỳ +72" in check
    response = officer.post(f"{reports.path}gui/", {"base_version": "1"}, follow=True)
    report = actions.report_of(reports.agency, reports.period)
    page = page_of(response)
    assert f"BN 2022-11/{report.pk}-1" in page
    assert "77,5" in page
    assert "Rút lại để sửa" in page
    again = officer.post(f"{reports.path}gui/", {"base_version": "1"}, follow=True)
    assert page_of(again).count("bản gửi sau") == 0
    assert report.revisions.count() == 1


def test_stale_sending_is_refused_in_words(officer, reports):
    reports.save(reports.good_texts)
    reports.save({reports.field("TRAINED", "total"): "501"})
    response = officer.post(f"{reports.path}gui/", {"base_version": "1"}, follow=True)
    assert "vừa được người khác lưu" in page_of(response)


def test_sending_nothing_is_not_found(officer, reports):
    assert officer.post(f"{reports.path}gui/").status_code == 404


def test_faulty_report_is_not_sent(officer, reports):
    reports.open()
    response = officer.post(f"{reports.path}gui/", {"base_version": "0"}, follow=True)
    assert "chưa gửi" in page_of(response)


def test_approval_through_the_pages(client, reports):
    reports.agency.needs_approval = True
    reports.agency.save()
    reports.save(reports.good_texts)
    make.sign_in(client, reports.reporter)
    assert "Trình lãnh đạo duyệt</button>" in page_of(client.get(f"{reports.path}xem-lai/"))
    client.post(f"{reports.path}trinh-duyet/", {"base_version": "1"})
    make.sign_in(client, reports.approver)
    assert "Duyệt và gửi</button>" in page_of(client.get(f"{reports.path}xem-lai/"))
    empty = client.post(f"{reports.path}tra-nguoi-lap/", {"note": " "}, follow=True)
    assert "Bạn ghi lý do" in page_of(empty)
    client.post(f"{reports.path}tra-nguoi-lap/", {"note": "Xem lại\x00 lớp 3."})
    make.sign_in(client, reports.reporter)
    assert "Xem lại lớp 3." in page_of(client.get(reports.path))
    client.post(f"{reports.path}trinh-duyet/", {"base_version": "1"})
    make.sign_in(client, reports.approver)
    response = client.post(f"{reports.path}duyet/", {"base_version": "1"}, follow=True)
    assert "Biên nhận phiếu tháng 11/2022" in page_of(response)


def test_recall_and_correction_through_the_pages(officer, reports):
    report = reports.sent()
    assert officer.post(f"{reports.path}rut-lai/").url == reports.path
    actions.send(report, version=1, access=reports.access(), at=NOW)
    deciding.accept(report, access=reports.access(reports.reviewer), at=NOW)
    check = page_of(officer.get(f"{reports.path}xem-lai/"))
    assert "Cục đã tiếp nhận nên số đã gửi không đổi nữa" in check
    assert "Lý do đính chính" in check
    officer.post(f"{reports.path}dinh-chinh/", {"note": "Đếm thiếu."})
    report.refresh_from_db()
    assert report.state == State.DRAFT


def test_unknown_receipt(officer, reports):
    reports.sent()
    assert officer.get(f"{reports.path}bien-nhan/2/").status_code == 404


# --- Queries -------------------------------------------------------------------------------------


def count_queries(officer, path, django_assert_max_num_queries):
    with django_assert_max_num_queries(30) as found:
        assert officer.get(path).status_code == 200
    return len(found.captured_queries)


def test_sheet_asks_eight_questions_at_most_however_long_it_is(
    officer, reports, django_assert_max_num_queries
):
    assert count_queries(officer, reports.path, django_assert_max_num_queries) <= 8
    reports.save(reports.good_texts)
    few = count_queries(officer, reports.path, django_assert_max_num_queries)
    asked_of = reports.indicators["TEAMS"].asked_of
    more = [make.make_flow(f"MORE_{number}", asked_of) for number in range(40)]
    make.make_known(reports.agency, make.day("2022-10-14"), *((i, 5) for i in more))
    reports.save({f"{indicator.code}-month": "1" for indicator in more})
    assert count_queries(officer, reports.path, django_assert_max_num_queries) == few
    assert few <= 7  # with the session's and the user's


def test_sheet_asks_eight_questions_at_most_with_a_file_and_a_question(
    officer, reports, django_assert_max_num_queries
):
    report = reports.sent()
    deciding.return_report(report, note="?", access=reports.access(reports.reviewer), at=NOW)
    officer.post(reports.path, {reports.field("PLAN", "doc_upload"): pdf(), "base_version": "1"})
    assert count_queries(officer, reports.path, django_assert_max_num_queries) <= 8
    assert "Cục đã trả lại phiếu" in page_of(officer.get(reports.path))


def test_saving_asks_twelve_questions_at_most(officer, reports, django_assert_max_num_queries):
    """Two of them are the savepoint that stands for the transaction here."""
    officer.post(reports.path, {**reports.good_texts, "base_version": "0"})
    for version in range(1, 4):
        typed = {**reports.good_texts, reports.field("PEOPLE"): f"11.30{version}"}
        with django_assert_max_num_queries(12 + 2):
            officer.post(reports.path, {**typed, "base_version": str(version)})
    assert texts_of(reports)[reports.field("PEOPLE")] == "11.303"


def test_check_page_asks_the_same_few_questions(officer, reports, django_assert_max_num_queries):
    reports.save(reports.good_texts)
    path = f"{reports.path}xem-lai/"
    few = count_queries(officer, path, django_assert_max_num_queries)
    asked_of = reports.indicators["TEAMS"].asked_of
    reports.save({f"{make.make_flow(f'MORE_{n}', asked_of).code}-total": "1" for n in range(40)})
    assert count_queries(officer, path, django_assert_max_num_queries) == few
    assert few <= 8


def test_receipt_asks_the_same_few_questions(officer, reports, django_assert_max_num_queries):
    reports.sent()
    path = f"{reports.path}bien-nhan/1/"
    assert count_queries(officer, path, django_assert_max_num_queries) <= 8
