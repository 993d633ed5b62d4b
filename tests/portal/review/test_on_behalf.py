"""Figures that came by letter or message: entered by the centre, confirmed or corrected."""

import hashlib
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.accounts.models import KeptInput, Role
from portal.documents.models import Document, StoredFile
from portal.submissions import actions, behalf, deciding
from portal.submissions.aggregation import Figures
from portal.submissions.drafting import load_draft
from portal.submissions.gates import Closed
from portal.submissions.models import EventKind, Revision, State, Submission, ValueState
from portal.submissions.readings import Moment
from portal.submissions.register import rate, register
from reporting.editions.basis import reporting_agencies
from tests import factories as make
from tests.markup import Page
from tests.november import NOW

pytestmark = pytest.mark.django_db

PATH = "/theo-doi/2022-11/quang-ninh/nhap-thay/"
CONFIRM = "/phieu/quang-ninh/2022-11/xac-nhan/"
LETTER = "Công văn 123/STTTT-CĐS ngày 14/11/2022"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40 + b"IEND\xaeB`\x82"


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def clerk(client, reports):
    return make.sign_in(client, reports.reviewer)


def typed(reports, counts="yes", **fields):
    """What the clerk's page posts for a letter that tells only of training and teams."""
    return {
        "brought_by": LETTER,
        "counts": counts,
        "seen": "0",
        reports.field("TRAINED", "total"): "500",
        reports.field("TEAMS"): "1.480",
        reports.field("PAGE"): "",
        **fields,
    }


def entered(reports, *, counts=True, texts=None, by=None, seen=0, at=NOW, letter=LETTER):
    by = by or reports.reviewer
    default = {reports.field("TRAINED", "total"): "500", reports.field("TEAMS"): "1480"}
    begun = report_now(reports) or actions.new_report(reports.agency, reports.period)
    return behalf.enter(
        begun,
        texts=default if texts is None else texts,
        source=behalf.Source(letter, counts),
        seen=seen,
        access=make.access_of(by),
        at=at,
    )


def report_now(reports) -> Submission:
    return actions.report_of(reports.agency, reports.period)


def value(revision, indicator):
    return revision.values.get(indicator=indicator)


def page_of(response):
    return response.content.decode()


# --- Who may -------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.READER, Role.EDITOR, Role.ADMINISTRATOR])
def test_only_those_who_manage_figures_enter(client, reports, role):
    make.sign_in(client, make.make_member(role))
    assert client.get(PATH).status_code == 403
    assert client.post(PATH, typed(reports)).status_code == 403
    assert not Submission.objects.filter(channel="agency").exists()


def test_the_agency_does_not_enter_on_its_own_behalf(client, reports):
    make.sign_in(client, reports.reporter)
    assert client.post(PATH, typed(reports)).status_code == 403
    with pytest.raises(Closed):
        entered(reports, by=reports.reporter)
    assert not Submission.objects.filter(channel="agency").exists()


def test_agency_or_month_that_is_not_there(clerk, reports):
    assert clerk.get("/theo-doi/2022-11/khong-co/nhap-thay/").status_code == 404
    assert clerk.get("/theo-doi/2031-11/quang-ninh/nhap-thay/").status_code == 404
    make.make_agency("Không hỏi", "khong-hoi")
    assert clerk.get("/theo-doi/2022-11/khong-hoi/nhap-thay/").status_code == 404


def test_not_before_the_month_is_over(clerk, reports, settings):
    settings.DEMO_TODAY = make.day("2022-11-13")
    assert "hết ngày 14/11/2022" in page_of(clerk.get(PATH))
    response = clerk.post(PATH, typed(reports))
    assert response.status_code == 409
    assert 'value="1.480"' in page_of(response)
    assert not Revision.objects.filter(on_behalf=True).exists()


# --- What is entered -----------------------------------------------------------------------------


def test_entering(clerk, reports):
    response = clerk.post(PATH, typed(reports))
    assert response.url == f"{reports.path}bien-nhan/1/"
    report = report_now(reports)
    (revision,) = report.revisions.all()
    assert (report.state, revision.on_behalf, revision.counts_as_received) == (
        State.ACCEPTED,
        True,
        True,
    )
    assert (revision.brought_by, revision.sent_by) == (LETTER, reports.reviewer)
    assert revision.accepted_at == revision.sent_at == report.first_sent_at
    event = report.events.order_by("pk").last()
    assert (event.kind, event.by) == (EventKind.ENTERED_ON_BEHALF, reports.reviewer)
    assert event.note == f"{LETTER}. Tính là đã báo cáo."
    trained = value(revision, reports.indicators["TRAINED"])
    assert (trained.amount, trained.in_month, trained.base_amount) == (500, 72, 428)


def test_blank_is_never_zero(clerk, reports):
    clerk.post(PATH, typed(reports))
    values = Revision.objects.get(on_behalf=True).values.all()
    blank = [v for v in values if v.state == ValueState.NOT_KNOWN]
    assert len(blank) == len(values) - 2 == 6
    assert {v.amount for v in blank} == {None}
    assert {v.note for v in blank} == {f"Không có trong {LETTER}."}
    figures = Figures(None, Moment(reports.period.ends_on))
    film = reports.indicators["FILM"]
    assert figures.reading(film.code, reports.agency.pk).amount == 834  # what was known stands


def test_zero_is_zero(clerk, reports):
    clerk.post(PATH, typed(reports, **{reports.field("FILM", "month"): "0"}))
    film = value(Revision.objects.get(on_behalf=True), reports.indicators["FILM"])
    assert (film.state, film.in_month, film.amount) == (ValueState.REPORTED, 0, 834)


def test_part_that_the_letter_says_has_stayed(clerk, reports):
    clerk.post(PATH, typed(reports, **{reports.choice("PLAN"): "unchanged"}))
    plan = value(Revision.objects.get(on_behalf=True), reports.indicators["PLAN"])
    assert (plan.state, plan.unchanged, plan.amount) == (ValueState.REPORTED, True, 1)


def test_stayed_and_typed_at_once_is_asked_about(clerk, reports):
    known = {reports.indicators["WORDS"]: "Không."}
    make.make_known(reports.agency, make.day("2022-10-14"), *known.items())
    response = clerk.post(PATH, typed(reports, **{reports.choice("TEAMS"): "unchanged"}))
    assert response.status_code == 422
    assert "vừa có số vừa đánh dấu không thay đổi" in page_of(response)
    assert not Revision.objects.filter(on_behalf=True).exists()


@pytest.mark.parametrize("missing", ["brought_by", "counts"])
def test_source_and_the_choice_are_asked_for(clerk, reports, missing):
    response = clerk.post(PATH, typed(reports, **{missing: " "}))
    assert response.status_code == 422
    assert 'value="1.480"' in page_of(response)
    assert not Revision.objects.filter(on_behalf=True).exists()


def test_nothing_is_chosen_beforehand(clerk, reports):
    page = page_of(clerk.get(PATH))
    assert 'name="counts" value="yes"' in page
    assert "checked" not in page.split('name="counts"')[1].split("</fieldset>")[0]


def test_nothing_typed_is_nothing_entered(clerk, reports):
    blank = {"brought_by": LETTER, "counts": "no", "seen": "0"}
    response = clerk.post(PATH, blank)
    assert response.status_code == 409
    assert "Chưa nhập chỉ tiêu nào" in page_of(response)
    assert not Submission.objects.filter(channel="agency").exists()


def test_warning_wants_a_word_of_the_clerk(clerk, reports):
    jump = typed(reports, **{reports.field("TRAINED", "total"): "9000"})
    response = clerk.post(PATH, jump)
    assert response.status_code == 422
    box = reports.field("TRAINED", "explain")
    assert f'id="{box}"' in page_of(response)
    assert clerk.post(PATH, {**jump, box: "Công văn ghi rõ."}).status_code == 302
    trained = value(Revision.objects.get(on_behalf=True), reports.indicators["TRAINED"])
    assert trained.explanation == "Công văn ghi rõ."


@pytest.mark.parametrize(
    "text",
    ["11,300", "-5", "NaN", "<script>alert(1)</script>", "9" * 40, "0x1F", "１２3 4", "\x00"],
)
def test_hostile_figures_are_refused_in_words_and_kept_on_the_page(clerk, reports, text):
    fields = {reports.field("TEAMS"): text, reports.field("TRAINED", "total"): "500"}
    response = clerk.post(PATH, typed(reports, **fields))
    page = page_of(response)
    assert "<script>alert" not in page
    if response.status_code == 302:  # a control character alone is a blank
        assert text == "\x00"
        teams = value(Revision.objects.get(on_behalf=True), reports.indicators["TEAMS"])
        assert teams.state == ValueState.NOT_KNOWN
    else:
        assert response.status_code == 422
        assert not Revision.objects.filter(on_behalf=True).exists()


def test_hostile_fields(clerk, reports):
    hostile = typed(
        reports,
        brought_by="<b>Zalo</b>\x00 của\u202e chị Hà",
        seen="-1; drop",
        source_file="999999999999999999999",
        **{
            reports.field("FILM", "other"): "not_applicable",
            reports.choice("PLAN"): "<x>",
            reports.field("PLAN", "doc_file"): "1 OR 1=1",
            "la-field": "x",
        },
    )
    response = clerk.post(PATH, hostile, follow=True)
    page = page_of(response)
    assert "<b>Zalo</b>" not in page
    revision = Revision.objects.get(on_behalf=True)
    assert value(revision, reports.indicators["FILM"]).state == ValueState.NOT_KNOWN
    assert value(revision, reports.indicators["PLAN"]).state == ValueState.NOT_KNOWN
    assert "\x00" not in revision.brought_by
    assert "\u202e" not in revision.brought_by


def test_suggestion_is_taken_over_without_writing(clerk, reports):
    box = reports.field("TEAMS")
    response = clerk.post(PATH, typed(reports, **{box: "11,300", "use": f"{box}=11300"}))
    assert response.status_code == 200
    assert f'name="{box}" value="11300"' in page_of(response)
    assert not Revision.objects.filter(on_behalf=True).exists()


# --- The source's file ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("cong-van.pdf", make.PDF, "application/pdf"),
        ("zalo.png", PNG, "image/png"),
        ("zalo.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 40 + b"\xff\xd9", "image/jpeg"),
    ],
)
def test_file_of_the_source(clerk, reports, name, content, kind):
    upload = SimpleUploadedFile(name, content, content_type="text/html")
    clerk.post(PATH, typed(reports, source_upload=upload))
    stored = Revision.objects.get(on_behalf=True).source_file
    assert (stored.name, stored.content_type, stored.agency) == (name, kind, reports.agency)
    assert stored.sha256 == hashlib.sha256(content).hexdigest()
    assert stored.file.name.endswith(name[-4:])
    answer = clerk.get(f"/tep/quang-ninh/{stored.pk}/")
    assert answer.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"<svg onload=alert(1)>", PNG[:-12], b"MZ"])
def test_other_files_are_refused_and_the_typing_stays(clerk, reports, content):
    upload = SimpleUploadedFile("zalo.png", content, content_type="image/png")
    response = clerk.post(PATH, typed(reports, source_upload=upload))
    assert response.status_code == 422
    assert "không phải PDF, ảnh PNG" in page_of(response) or not content
    assert 'value="1.480"' in page_of(response)
    assert not StoredFile.objects.exists()


def test_file_is_not_chosen_twice(clerk, reports):
    upload = SimpleUploadedFile("zalo.png", PNG)
    response = clerk.post(PATH, typed(reports, counts="", source_upload=upload))
    stored = StoredFile.objects.get()
    assert f'name="source_file" value="{stored.pk}"' in page_of(response)
    clerk.post(PATH, typed(reports, source_file=stored.pk))
    assert Revision.objects.get(on_behalf=True).source_file == stored


def test_another_agencys_file_is_not_taken(clerk, reports):
    other = make.make_agency("Hải Phòng", "hai-phong")
    foreign = StoredFile.objects.create(agency=other, file="x", name="x.pdf", size=1)
    clerk.post(PATH, typed(reports, source_file=foreign.pk))
    assert Revision.objects.get(on_behalf=True).source_file is None


def test_plan_with_its_document(clerk, reports):
    upload = SimpleUploadedFile("ke-hoach.pdf", make.PDF)
    plan = {
        reports.field("PLAN"): "yes",
        reports.field("PLAN", "doc_kind"): "plan",
        reports.field("PLAN", "doc_number"): "81/KH-UBND",
        reports.field("PLAN", "doc_issued_on"): "30/03/2022",
        reports.field("PLAN", "doc_upload"): upload,
    }
    assert clerk.post(PATH, typed(reports, **plan)).status_code == 302
    document = Document.objects.get(agency=reports.agency)
    stated = value(Revision.objects.get(on_behalf=True), reports.indicators["PLAN"])
    assert (stated.amount, stated.evidence) == (1, document)


# --- When it may be entered ----------------------------------------------------------------------


def test_draft_of_the_officer_stays_as_it_is(clerk, reports):
    reports.save({reports.field("TRAINED", "total"): "600", reports.field("WORDS"): "Thiếu máy."})
    before = load_draft(report_now(reports)).texts()
    page = page_of(clerk.get(PATH))
    assert "Cơ quan đang có bản nháp" in page
    assert "Thiếu máy." not in page
    assert clerk.post(PATH, typed(reports)).status_code == 302
    report = report_now(reports)
    assert report.state == State.ACCEPTED
    assert load_draft(report).texts() == before
    assert value(report.revisions.get(), reports.indicators["TRAINED"]).amount == 500


def test_question_that_still_waits_stands_on_the_clerks_page(clerk, reports):
    """Returned with a question, sent again and taken back: a draft that the centre may enter."""
    report = reports.sent()
    asked = {i.pk: f"Vì sao {code}?" for code, i in reports.indicators.items()}
    held = set(report.revisions.get().values.values_list("indicator", flat=True))
    asked = {pk: text for pk, text in asked.items() if pk in held}
    access = make.access_of(reports.reviewer)
    deciding.return_report(report, questions=asked, access=access, at=NOW)
    answers = {reports.field(code, "explain"): "Đã kiểm tra." for code in reports.indicators}
    again = reports.save(reports.good_texts | answers).submission
    actions.send(again, version=again.version, access=reports.access(), at=NOW)
    actions.recall(again, access=reports.access(), at=NOW)
    page = page_of(clerk.get(PATH))
    assert page.count("Cục hỏi:") == len(asked) > 5
    ids = set(re.findall(r'\bid="([^"]+)"', page))
    named = " ".join(re.findall(r'aria-describedby="([^"]*)"', page)).split()
    assert len(named) > len(asked)
    assert set(named) <= ids


def test_what_the_agency_sent_is_not_entered_over(clerk, reports):
    report = reports.sent()
    assert "Cơ quan đã tự gửi phiếu" in page_of(clerk.get(PATH))
    assert clerk.post(PATH, typed(reports, seen="1")).status_code == 409
    access = make.access_of(reports.reviewer)
    deciding.accept(report, access=access, at=NOW)
    assert clerk.post(PATH, typed(reports, seen="1")).status_code == 409
    actions.open_correction(report, reason="Sai.", access=reports.access(), at=NOW)
    assert "đang tự đính chính" in page_of(clerk.post(PATH, typed(reports, seen="1")))
    assert report.revisions.count() == 1


def test_entering_again_starts_from_the_earlier_entry(clerk, reports):
    entered(reports, counts=False)
    page = page_of(clerk.get(PATH))
    assert 'value="1.480"' in page
    assert f'value="{LETTER}"' in page
    clerk.post(PATH, typed(reports, seen="1", **{reports.field("TEAMS"): "1.490"}))
    first, second = report_now(reports).revisions.order_by("number")
    assert first.superseded_at == second.accepted_at
    assert value(second, reports.indicators["TEAMS"]).amount == 1490


def test_double_click_makes_one_entry(clerk, reports):
    upload = lambda: SimpleUploadedFile("zalo.png", PNG)  # noqa: E731
    first = clerk.post(PATH, typed(reports, source_upload=upload()))
    second = clerk.post(PATH, typed(reports, source_upload=upload()))
    assert first.url == second.url
    assert Revision.objects.filter(on_behalf=True).count() == 1
    assert report_now(reports).events.filter(kind=EventKind.ENTERED_ON_BEHALF).count() == 1


def test_two_clerks_at_once(clerk, reports):
    """The second is told, keeps the typing, and decides."""
    colleague = make.make_member(Role.DATA_MANAGER, full_name="Trần Thị Mai")
    entered(reports, by=colleague)
    second = typed(reports, **{reports.field("TEAMS"): "1.500"})
    response = clerk.post(PATH, second)
    assert response.status_code == 409
    page = page_of(response)
    assert "Vừa có bản khác" in page
    assert "Trần Thị Mai" in page
    assert 'value="1.500"' in page
    assert 'name="seen" value="1"' in page
    assert Revision.objects.filter(on_behalf=True).count() == 1
    assert clerk.post(PATH, {**second, "seen": "1"}).status_code == 302


def test_expired_session_keeps_the_typing(client, reports):
    make.sign_in(client, reports.reviewer)
    mark = client.get(PATH).context["who_mark"]
    client.logout()
    response = client.post(PATH, typed(reports, _who=mark))
    assert response.url.startswith("/dang-nhap/")
    make.sign_in(client, reports.reviewer)
    page = page_of(client.get(PATH))
    assert "chưa được ghi" in page
    assert 'value="1.480"' in page
    assert f'value="{LETTER}"' in page
    kept = KeptInput.objects.get()
    client.post(PATH, typed(reports, kept=kept.token))
    assert not KeptInput.objects.exists()


def test_dropping_what_was_kept(client, reports):
    make.sign_in(client, reports.reviewer)
    mark = client.get(PATH).context["who_mark"]
    client.logout()
    client.post(PATH, typed(reports, _who=mark))
    make.sign_in(client, reports.reviewer)
    client.post(PATH, {"drop": KeptInput.objects.get().token})
    assert 'value="1.480"' not in page_of(client.get(PATH))


# --- What it counts for --------------------------------------------------------------------------


@pytest.mark.parametrize("counts", [True, False])
def test_register_follows_the_choice(reports, counts):
    entered(reports, counts=counts)
    (standing,) = register(reports.period, NOW)
    assert (standing.is_received, standing.is_on_time) == (counts, counts)
    assert rate([standing]).received == int(counts)


@pytest.mark.parametrize("counts", [True, False])
def test_completeness_of_an_edition_follows_the_choice(reports, counts):
    entered(reports, counts=counts)
    figures = Figures(None, Moment(reports.period.ends_on))
    assert reporting_agencies(figures) == (0, int(counts))
    trained = reports.indicators["TRAINED"]
    assert figures.reading(trained.code, reports.agency.pk).amount == 500


def test_confirming_makes_it_count(reports):
    revision = entered(reports, counts=False)
    behalf.confirm(revision.submission, seen=1, access=reports.access(), at=NOW)
    (standing,) = register(reports.period, NOW)
    assert standing.is_received
    assert reporting_agencies(Figures(None, Moment(reports.period.ends_on))) == (0, 1)


def test_late_confirmation_is_late(reports):
    revision = entered(reports, counts=False)
    late = make.instant("2022-11-20 08:00")
    behalf.confirm(revision.submission, seen=1, access=reports.access(), at=late)
    assert register(reports.period, late)[0].is_late


# --- The agency ----------------------------------------------------------------------------------


@pytest.fixture
def officer(client, reports):
    return make.sign_in(client, reports.reporter)


def test_agency_sees_it_on_its_desk_and_sheet(officer, reports):
    entered(reports)
    for path in ("/", f"{reports.path}xem-lai/"):
        page = Page(page_of(officer.get(path)))
        assert f"Theo {LETTER}" in page.text
        assert "Xác nhận đúng" in page.text
        assert "Đính chính" in page.text
    assert "Bạn chưa phải làm gì" not in page_of(officer.get("/"))
    page = page_of(officer.get(f"{reports.path}xem-lai/"))
    assert "1.480" in page
    assert "Chưa trả lời" not in page


def test_centre_reads_it_as_what_it_is(clerk, reports):
    entered(reports)
    assert f"Cục nhập thay theo {LETTER}" in page_of(clerk.get("/theo-doi/2022-11/quang-ninh/"))


def test_receipt_says_who_entered(officer, reports):
    revision = entered(reports)
    page = page_of(officer.get(f"{reports.path}bien-nhan/1/"))
    assert "Cục nhập thay Quảng Ninh lúc" in page
    assert "Lê Minh Tuấn, Cục" in page
    assert "Quảng Ninh gửi lúc" not in page
    assert "do Cục nhập thay" in page_of(officer.get(f"/xac-minh/{revision.check_code}/"))


@pytest.mark.parametrize("who", ["reporter", "approver"])
def test_confirming(client, reports, who):
    make.sign_in(client, getattr(reports, who))
    entered(reports)
    response = client.post(CONFIRM, {"seen": "1"}, follow=True)
    assert "Xác nhận đúng lúc" in page_of(response)
    revision = Revision.objects.get(on_behalf=True)
    assert revision.confirmed_by == getattr(reports, who)
    client.post(CONFIRM, {"seen": "1"})
    events = revision.submission.events.filter(kind=EventKind.CONFIRMED)
    assert events.count() == 1
    assert "Xác nhận đúng</button>" not in page_of(client.get(f"{reports.path}xem-lai/"))


def test_confirming_what_was_not_seen(officer, reports):
    entered(reports)
    for seen in ("2", "", "x"):
        response = officer.post(CONFIRM, {"seen": seen}, follow=True)
        assert "Phiếu vừa có bản khác" in page_of(response)
    assert not Revision.objects.filter(confirmed_at__isnull=False).exists()
    assert officer.get(CONFIRM).url == f"{reports.path}xem-lai/"


def test_own_report_is_not_confirmed(officer, reports):
    assert officer.post(CONFIRM, {"seen": "1"}).status_code == 404
    report = reports.sent()
    deciding.accept(report, access=make.access_of(reports.reviewer), at=NOW)
    response = officer.post(CONFIRM, {"seen": "1"}, follow=True)
    assert "không có số Cục nhập thay" in page_of(response)


def test_confirmed_entry_is_the_agencys_to_correct(clerk, reports):
    revision = entered(reports)
    behalf.confirm(revision.submission, seen=1, access=reports.access(), at=NOW)
    assert clerk.post(PATH, typed(reports, seen="1", counts="no")).status_code == 409
    assert Revision.objects.filter(on_behalf=True).count() == 1


def test_correction_starts_from_both(officer, reports):
    """What the officer had typed stands; boxes left alone take the centre's figures."""
    reports.save({reports.field("TRAINED", "total"): "600", reports.field("WORDS"): "Thiếu máy."})
    entered(reports)
    officer.post(f"{reports.path}dinh-chinh/", {"note": "Đếm thiếu một lớp."})
    texts = load_draft(report_now(reports)).texts()
    assert texts[reports.field("TRAINED", "total")] == "600"
    assert texts[reports.field("WORDS")] == "Thiếu máy."
    assert texts[reports.field("TEAMS")] == "1.480"
    assert reports.field("PEOPLE", "other") not in texts  # the officer's own blank
    assert reports.choice("PLAN") not in texts  # nothing was known of that part
    page = page_of(officer.get(reports.path))
    assert 'value="1.480"' in page


def test_correction_of_an_entry_alone_says_what_is_not_known(officer, reports):
    entered(reports)
    officer.post(f"{reports.path}dinh-chinh/", {"note": "Bổ sung."})
    texts = load_draft(report_now(reports)).texts()
    assert texts == {
        reports.choice("TRAINED"): "update",
        reports.field("TRAINED", "total"): "500",
        reports.choice("TEAMS"): "update",
        reports.field("TEAMS"): "1.480",
        **{reports.field(code, "other"): "not_known" for code in ("PEOPLE", "SHARE", "WORDS")},
        **{
            reports.field(code, "why"): f"Không có trong {LETTER}."
            for code in ("PEOPLE", "SHARE", "WORDS")
        },
    }


def test_retyped_entry_says_the_same_again(clerk, reports):
    """What the clerk's page is filled with makes the same figures."""
    texts = {
        reports.choice("PLAN"): "unchanged",
        reports.field("PAGE"): "yes",
        reports.field("PAGE", "link"): "https://quangninh.gov.vn/chuyen-doi-so",
        reports.field("FILM", "month"): "0",
        reports.field("TRAINED", "total"): "9000",
        reports.field("TRAINED", "explain"): "Công văn ghi rõ.",
        reports.field("SHARE"): "77,5",
        reports.field("WORDS"): "Thiếu máy.",
    }
    first = entered(reports, texts=texts)
    again = dict(clerk.get(PATH).context["typed"].texts)
    second = entered(reports, texts=again, seen=1, letter="Công văn 124")
    names = ("indicator", "state", "amount", "in_month", "text", "unchanged", "explanation")
    assert list(first.values.order_by("indicator").values_list(*names)) == list(
        second.values.order_by("indicator").values_list(*names)
    )


def test_correction_supersedes_only_once_accepted(officer, reports):
    entered(reports, counts=False)
    officer.post(f"{reports.path}dinh-chinh/", {"note": "Bổ sung."})
    report = reports.save(
        {**reports.good_texts, reports.field("PEOPLE", "other"): "", "x": ""}
        | {reports.field("SHARE", "other"): "", reports.field("WORDS", "other"): ""}
    ).submission
    actions.send(report, version=report.version, access=reports.access(), at=NOW)
    first, second = report.revisions.order_by("number")
    assert (first.superseded_at, second.on_behalf, second.reason) == (None, False, "Bổ sung.")
    assert register(reports.period, NOW)[0].is_received
    report.refresh_from_db()
    deciding.accept(report, access=make.access_of(reports.reviewer), at=NOW)
    first.refresh_from_db()
    assert first.superseded_at is not None
    assert "Cục nhập thay" in page_of(officer.get(f"{reports.path}bien-nhan/1/"))


def test_typing_that_arrives_after_the_entry_is_kept(officer, reports):
    """An officer at the sheet while the centre enters: the typing waits for the correction."""
    reports.save({reports.field("WORDS"): "Thiếu máy."})
    version = officer.get(reports.path).context["base_version"]
    entered(reports)
    late = {reports.field("WORDS"): "Thiếu máy và mạng.", "base_version": version}
    response = officer.post(reports.path, late, follow=True)
    assert "được giữ lại" in page_of(response)
    officer.post(f"{reports.path}dinh-chinh/", {"note": "Bổ sung."})
    assert "Thiếu máy và mạng." in page_of(officer.get(reports.path))


# --- Costs ---------------------------------------------------------------------------------------


def test_saving_asks_few_questions(clerk, reports, django_assert_max_num_queries):
    reports.open()
    with django_assert_max_num_queries(14):  # 12, and a savepoint set and released
        assert clerk.post(PATH, typed(reports)).status_code == 302


def test_page_asks_few_questions(clerk, reports, django_assert_max_num_queries):
    entered(reports)
    with django_assert_max_num_queries(8):
        clerk.get(PATH)
