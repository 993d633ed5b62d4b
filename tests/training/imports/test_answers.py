"""Answers about a draft: kept, changed, refused, and those of two people at the same time."""

import datetime

import pytest

from portal.accounts.models import Role
from portal.models import AgencyAlias, Indicator, IndicatorValue, Submission
from portal.submissions.aggregation import Figures
from portal.submissions.importing import import_figures
from portal.submissions.readings import Moment
from tests import factories as make
from training.imports.models import PlatformImport, PlatformRow
from training.imports.storing import store, withdraw
from training.imports.taking_in import Closed

from .exports import csv_text
from .pages import DAY, LIST, page_fields, upload

pytestmark = pytest.mark.django_db

HEAD = ("TT", "Đơn vị", "Số lượt", "Hoàn thành")
BY_COURSE = ("Đơn vị", "Tên khóa học", "Lượt tham gia", "Lượt hoàn thành")
NOW = make.instant("2022-11-20 09:00")


@pytest.fixture(autouse=True)
def _in_november(settings):
    settings.DEMO_TODAY = datetime.date(2022, 11, 20)


@pytest.fixture
def country():
    """Three provinces and a ministry, asked for participations and completions; by slug."""
    provinces = [
        make.make_agency(name, slug)
        for name, slug in (("Hà Nội", "ha-noi"), ("Hà Nam", "ha-nam"), ("Hòa Bình", "hoa-binh"))
    ]
    ministry = make.make_agency("Bộ Xây dựng", "bxd", side="central")
    for side, agencies in (("PRO", provinces), ("MIN", [ministry])):
        asked = make.make_set(f"asked-{side.lower()}", *agencies)
        for what in ("OT", "DONE"):
            make.make_flow(f"TRAIN_{side}_{what}", asked, source="platform", unit="lượt")
    return {agency.slug: agency for agency in [*provinces, ministry]}


@pytest.fixture
def centre(client, country):
    return make.sign_in(client, make.make_member(Role.DATA_MANAGER))


def draft(client, rows, head=HEAD, **fields):
    text = csv_text(rows, head=head, title=())
    answer = upload(client, text.encode(), "a.csv", **{"as_of": "18/11/2022", **fields})
    assert answer.status_code == 302, answer.content.decode()
    return answer.url


def save(client, path, page=None, **fields):
    page = page or client.get(path)
    return client.post(path, {**page_fields(page), **fields, "then": "save"})


def press_store(client, path, **fields):
    page = client.get(path)
    return client.post(path, {**page_fields(page), **fields, "then": "store"})


def amounts(code="TRAIN_PRO_OT"):
    values = IndicatorValue.objects.filter(indicator__code=code, revision__superseded_at=None)
    return {value.agency.slug: value.amount for value in values}


def test_comma_is_asked_and_never_guessed(centre):
    path = draft(centre, [[1, "Hà Nội", "14,464", ""], [2, "Hà Nam", "12", ""]])
    page = centre.get(path)
    (row,) = page.context["plan"].unread
    assert row.participants is None
    assert "mười bốn nghìn" in page.content.decode()
    assert press_store(centre, path).status_code == 422
    assert not Submission.objects.exists()
    page = centre.get(path)
    pressed = {**page_fields(page), "use": f"r{row.line}-n=14.464", "then": "store"}
    assert centre.post(path, pressed).status_code == 302  # a suggestion only answers
    assert not Submission.objects.exists()
    press_store(centre, path)
    assert amounts() == {"ha-noi": 14464, "ha-nam": 12}
    row.refresh_from_db()
    assert (row.participants_text, row.participants) == ("14,464", 14464)


@pytest.mark.parametrize("text", ["-5", "=A1", "1,5", "mười", "12%", "1e3", "10²", "3 người"])
def test_what_is_no_count_is_refused_with_its_place(centre, text):
    path = draft(centre, [[1, "Hà Nội", text, ""]])
    page = centre.get(path)
    (box,) = page.context["plan"].boxes[2]
    assert box.message.startswith("Dòng 2, cột lượt: ")
    assert f'id="{box.field}"' in page.content.decode()


def test_typed_nonsense_is_refused_and_stays_in_its_box(centre):
    path = draft(centre, [[1, "Hà Nội", "14,464", ""], [2, "Ha Nam tinh", "12", ""]])
    answer = save(centre, path, **{"r2-n": "mười bốn", "r3-to": "ha-nam"})
    assert answer.status_code == 422
    assert 'value="mười bốn"' in answer.content.decode()
    row = PlatformRow.objects.get(line=3)
    assert row.agency.slug == "ha-nam"  # the other answer is kept


def test_name_inside_a_longer_text_is_only_suggested(centre):
    path = draft(centre, [[1, "UBND tỉnh Hà Nam (cũ)", 5, ""], [2, "Trường Hà", 6, ""]])
    plan = centre.get(path).context["plan"]
    assert [group.likely for group in plan.uncertain] == [[("ha-nam", "Hà Nam")]]
    assert all(group.is_open for group in plan.groups)


def test_double_rows_are_never_chosen_by_themselves(centre):
    path = draft(centre, [[1, "Hà Nội", 5, ""], [2, "TP. Hà Nội", 7, ""]])
    page = press_store(centre, path)
    assert page.status_code == 422
    assert "đứng ở các dòng 2, 3" in page.content.decode()
    save(centre, path, **{"r2-to": "-"})
    press_store(centre, path)
    assert amounts() == {"ha-noi": 7}


def test_left_out_row_can_be_taken_back(centre):
    path = draft(centre, [[1, "Hà Nội", 5, ""], [2, "Hà Nam", 7, ""]])
    save(centre, path, **{"r2-to": "-"})
    page = centre.get(path)
    assert [c.member.slug for c in page.context["plan"].changes] == ["ha-nam"]
    assert 'name="r2-to" value="-" checked' in page.content.decode()
    fields = page_fields(page)
    del fields["r2-to"]  # the box is unticked
    centre.post(path, {**fields, "then": "save"})
    press_store(centre, path)
    assert amounts() == {"ha-noi": 5, "ha-nam": 7}


def test_falling_wants_a_reason_which_is_kept(centre, country):
    known(country["ha-noi"], 100)
    path = draft(centre, [[1, "Hà Nội", 90, 3]])
    assert press_store(centre, path).status_code == 422
    press_store(centre, path, reason="Gộp tài khoản trùng.")
    assert amounts()["ha-noi"] == 90
    batch = PlatformImport.objects.get()
    assert batch.fall_reason == "Gộp tài khoản trùng."
    assert batch.submissions.get().revisions.get().reason == "Gộp tài khoản trùng."


def known(agency, amount, day="2022-11-01"):
    make.make_known(
        agency, make.day(day), (Indicator.objects.get(code="TRAIN_PRO_OT"), amount),
        channel="platform",
    )  # fmt: skip


def test_falling_completions_want_a_reason_too(centre):
    first = draft(centre, [[1, "Hà Nội", 90, 50]], as_of="10/11/2022")
    press_store(centre, first)
    second = draft(centre, [[1, "Hà Nội", 95, 40]])
    page = press_store(centre, second)
    assert page.status_code == 422
    assert "hoàn thành 50 → 40, giảm 10" in page.content.decode()


def test_absent_agency_keeps_its_figure(centre, country):
    known(country["ha-nam"], 44)
    path = draft(centre, [[1, "Hà Nội", 5, ""]])
    assert "không có trong tệp: số trước giữ nguyên" in centre.get(path).content.decode()
    press_store(centre, path)
    assert amounts() == {"ha-noi": 5, "ha-nam": 44}


def test_blank_is_no_zero(centre):
    path = draft(centre, [[1, "Hà Nội", "", ""], [2, "Hà Nam", 3, ""]])
    page = centre.get(path)
    assert [row.name for row in page.context["plan"].without_value] == ["Hà Nội"]
    press_store(centre, path)
    assert amounts() == {"ha-nam": 3}
    assert amounts("TRAIN_PRO_DONE") == {}


def test_completions_without_participations_are_asked(centre):
    path = draft(centre, [[1, "Hà Nội", "", 4]])
    assert press_store(centre, path).status_code == 422


def test_both_sides_come_in_one_file(centre):
    path = draft(centre, [[1, "Hà Nội", 5, 2], [2, "Bộ Xây dựng", 6, 3]])
    press_store(centre, path)
    assert amounts() == {"ha-noi": 5}
    assert amounts("TRAIN_MIN_OT") == {"bxd": 6}
    assert amounts("TRAIN_MIN_DONE") == {"bxd": 3}


def test_courses_are_summed_and_one_answer_does_for_a_spelling(centre):
    rows = [
        ["Hà Nội", "Khóa 1", 10, 4],
        ["Hà Nội", "Khóa 2", 5, 1],
        ["Ha Nam", "Khóa 1", 7, ""],
        ["Ha Nam", "Khóa 2", 8, 2],
    ]
    path = draft(centre, rows, BY_COURSE)
    page = centre.get(path)
    (group,) = page.context["plan"].uncertain
    assert len(group.rows) == 2
    save(centre, path, **{group.field: "ha-nam"})
    press_store(centre, path)
    assert amounts() == {"ha-noi": 15, "ha-nam": 15}
    assert amounts("TRAIN_PRO_DONE") == {"ha-noi": 5}  # a part of the other is not known


def test_unread_course_row_can_be_left_out_alone(centre):
    rows = [["Hà Nội", "Khóa 1", 10, 4], ["Hà Nội", "Khóa 2", "?", 1]]
    path = draft(centre, rows, BY_COURSE)
    assert press_store(centre, path).status_code == 422
    save(centre, path, **{"r3-out": "-"})
    save(centre, path)  # saved again as the page stands, it stays left out
    press_store(centre, path)
    assert amounts() == {"ha-noi": 10}


def test_alias_is_remembered_only_when_asked(centre):
    path = draft(centre, [[1, "Thủ đô", 5, ""]])
    save(centre, path, **{"r2-to": "ha-noi", "r2-alias": "1"})
    assert not AgencyAlias.objects.exists()  # a draft changes nothing outside it
    press_store(centre, path)
    alias = AgencyAlias.objects.get()
    assert (alias.text, alias.agency.slug) == ("Thủ đô", "ha-noi")
    assert list(PlatformImport.objects.get().aliases.all()) == [alias]


def test_alias_that_another_import_rests_on_stays(centre):
    first = draft(centre, [[1, "Thủ đô", 5, ""]], as_of="10/11/2022")
    save(centre, first, **{"r2-to": "ha-noi", "r2-alias": "1"})
    press_store(centre, first)
    second = draft(centre, [[1, "Thủ đô", 8, ""]])
    press_store(centre, second)
    done = centre.post(f"{first}rut/", {"reason": "Nhầm."}, follow=True)
    assert "Thủ đô" in done.content.decode()
    assert AgencyAlias.objects.get().text == "Thủ đô"
    assert amounts() == {"ha-noi": 8}


def test_alias_put_down_for_another_since_stays(centre, country):
    path = draft(centre, [[1, "Thủ đô", 5, ""]])
    save(centre, path, **{"r2-to": "ha-noi", "r2-alias": "1"})
    press_store(centre, path)
    AgencyAlias.objects.update(agency=country["ha-nam"])
    withdraw(PlatformImport.objects.get(), reason="Nhầm.", by=None, at=NOW)
    assert AgencyAlias.objects.exists()


def test_day_is_proposed_and_must_be_confirmed(centre):
    text = csv_text([[1, "Hà Nội", 5, 1]], head=HEAD, title=("Tính đến ngày 9/11/2022",))
    path = upload(centre, text.encode(), "a.csv").url
    batch = PlatformImport.objects.get()
    assert (str(batch.as_of), batch.as_of_is_said) == ("2022-11-09", False)
    page = centre.get(path)
    assert "#as_of" in dict(page.context["plan"].faults)
    fields = {**page_fields(page), "as_of": "10/11/2022", "then": "save"}
    centre.post(path, fields)
    press_store(centre, path)
    batch.refresh_from_db()
    assert (str(batch.as_of), batch.as_of_is_said, batch.stage) == ("2022-11-10", True, "stored")


@pytest.mark.parametrize("day", ["21/11/2022", "31/2/2022", "hôm qua", ""])
def test_impossible_days_are_refused_beside_the_field(centre, day):
    path = draft(centre, [[1, "Hà Nội", 5, 1]])
    page = centre.get(path)
    answer = centre.post(path, {**page_fields(page), "as_of": day, "then": "store"})
    assert answer.status_code == 422
    assert answer.context["as_of_error"] or "#as_of" in dict(answer.context["faults"])
    assert not Submission.objects.exists()


def test_earlier_day_than_the_last_import_is_told(centre):
    press_store(centre, draft(centre, [[1, "Hà Nội", 5, 1]]))
    second = draft(centre, [[1, "Hà Nội", 4, 1]], as_of="10/11/2022")
    assert "muộn hơn ngày này" in centre.get(second).content.decode()


def test_what_was_not_seen_is_not_stored(centre, country):
    path = draft(centre, [[1, "Hà Nội", 50, ""]])
    page = centre.get(path)
    known(country["ha-noi"], 40)  # meanwhile
    answer = centre.post(path, {**page_fields(page), "then": "store"})
    assert answer.status_code == 200
    assert "Có dòng vừa thay đổi" in answer.content.decode()
    assert amounts() == {"ha-noi": 40}


# Two people


def test_two_people_answer_different_rows_and_lose_nothing(centre, client):
    path = draft(centre, [[1, "Ha Noi tp", 5, ""], [2, "Ha Nam tinh", 6, ""]])
    mine = centre.get(path)
    theirs = centre.get(path)
    centre.post(path, {**page_fields(theirs), "r2-to": "ha-noi", "then": "save"})
    answer = centre.post(
        path, {**page_fields(mine), "r3-to": "ha-nam", "then": "save"}, follow=True
    )
    assert "Người khác cũng vừa trả lời" in answer.content.decode()
    assert [g.answer for g in answer.context["plan"].groups] == ["ha-noi", "ha-nam"]


def test_two_answers_to_one_row_come_back_as_a_conflict(centre):
    path = draft(centre, [[1, "Ha Nam tinh", 5, ""]])
    mine = centre.get(path)
    centre.post(path, {**page_fields(mine), "r2-to": "ha-nam", "then": "save"})
    answer = centre.post(path, {**page_fields(mine), "r2-to": "-", "then": "store"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Đang ghi dòng 2: Hà Nam" in page
    assert '<option value="-" selected>' in page  # mine is still in its box
    assert PlatformRow.objects.get().agency.slug == "ha-nam"
    again = {**page_fields(answer), "r2-to": "-", "then": "save"}
    assert centre.post(path, again).status_code == 302  # knowingly
    assert PlatformRow.objects.get().answer == "left_out"


def test_double_click_stores_once(centre):
    path = draft(centre, [[1, "Hà Nội", 5, ""]])
    page = centre.get(path)
    fields = {**page_fields(page), "then": "store"}
    centre.post(path, fields)
    answer = centre.post(path, fields, follow=True)
    assert answer.status_code == 200
    assert Submission.objects.count() == 1


def test_answers_to_a_stored_import_are_told_off(centre):
    path = draft(centre, [[1, "Hà Nội", 5, ""]])
    page = centre.get(path)
    store(PlatformImport.objects.get(), seen=None, by=None, at=NOW)
    answer = centre.post(path, {**page_fields(page), "r2-to": "-", "then": "save"})
    assert answer.status_code == 200
    assert "Biên bản" in answer.content.decode()
    assert PlatformRow.objects.get().answer == ""


def test_same_file_by_another_draft_is_stored_once(centre):
    rows = [[1, "Hà Nội", 5, ""]]
    first = draft(centre, rows, as_of="10/11/2022")
    second = draft(centre, rows)
    assert first != second
    press_store(centre, first)
    page = centre.get(second)
    answer = centre.post(second, {**page_fields(page), "as_of": "10/11/2022", "then": "store"})
    if answer.status_code == 200:  # looked at again, the day having changed
        page = centre.get(second)
        centre.post(second, {**page_fields(page), "then": "store"})
    assert PlatformImport.objects.filter(stage="stored").count() == 1
    assert Submission.objects.count() == 1


def test_dropped_draft_stays_as_a_record(centre):
    path = draft(centre, [[1, "Hà Nội", 5, ""]])
    assert centre.post(f"{path}bo/").status_code == 302
    assert "chưa từng ghi số nào" in centre.get(path).content.decode()
    with pytest.raises(Closed):
        store(PlatformImport.objects.get(), seen=None, by=None, at=NOW)
    again = draft(centre, [[1, "Hà Nội", 5, ""]])
    assert again != path  # given up once, it may be taken in anew


def test_withdrawn_twice_has_one_effect(centre):
    path = draft(centre, [[1, "Hà Nội", 5, ""]])
    press_store(centre, path)
    batch = PlatformImport.objects.get()
    assert withdraw(batch, reason="Nhầm.", by=None, at=NOW).is_new
    assert not withdraw(batch, reason="Khác.", by=None, at=NOW).is_new
    batch.refresh_from_db()
    assert batch.withdrawn_reason == "Nhầm."
    with pytest.raises(Closed):
        store(batch, seen=None, by=None, at=NOW)


def test_what_stood_before_reads_again_also_of_the_same_day(centre):
    first = draft(centre, [[1, "Hà Nội", 5, ""]])
    press_store(centre, first)
    second = draft(centre, [[1, "Hà Nội", 9, ""]])
    press_store(centre, second)
    assert Figures(["TRAIN_PRO_OT"], Moment(DAY)).figure("TRAIN_PRO_OT").amount == 9
    centre.post(f"{second}rut/", {"reason": "Nhầm."})
    assert Figures(["TRAIN_PRO_OT"], Moment(DAY)).figure("TRAIN_PRO_OT").amount == 5


def test_pasted_import_beside_it_is_untouched(centre, country):
    indicator = Indicator.objects.get(code="TRAIN_PRO_OT")
    import_figures(
        indicator=indicator, as_of=DAY, amounts={country["ha-nam"].pk: 3}, source_text="Thư",
        at=NOW, by=None,
    )  # fmt: skip
    path = draft(centre, [[1, "Hà Nội", 9, ""]])
    press_store(centre, path)
    centre.post(f"{path}rut/", {"reason": "Nhầm."})
    assert amounts() == {"ha-nam": 3}


# Which column is what


def test_unknown_head_is_asked_and_the_answer_is_kept(centre):
    text = "Mã;Ai;Bao nhiêu;Xong\r\n1;Hà Nội;5;2\r\n2;Hà Nam;6;3\r\n"
    answer = upload(centre, text.encode(), "la.csv", as_of="18/11/2022")
    path = PlatformImport.objects.get()
    assert centre.get(answer.url).url.endswith("/cot/")
    columns = f"{answer.url}cot/"
    page = centre.get(columns)
    assert page.status_code == 200
    chosen = {"base_version": 0, "head_line": 1, "name": 2, "participants": 3, "completions": 3}
    assert centre.post(columns, chosen).status_code == 422  # one column cannot be two things
    assert centre.post(columns, {**chosen, "completions": 4}).url == answer.url
    path.refresh_from_db()
    assert (path.name_column, path.completions_column, path.version) == (2, 4, 1)
    assert centre.post(columns, {**chosen, "completions": ""}).url == columns  # of an old page
    press_store(centre, answer.url)
    assert amounts("TRAIN_PRO_DONE") == {"ha-noi": 2, "ha-nam": 3}


def test_head_that_counts_persons_is_not_taken_for_participations(centre):
    text = "TT;Cơ quan;Số người\r\n1;Hà Nội;5\r\n"
    answer = upload(centre, text.encode(), "nguoi.csv", as_of="18/11/2022")
    assert centre.get(answer.url).url.endswith("/cot/")


def test_infected_or_broken_file_leaves_nothing_behind(centre, settings):
    answer = upload(centre, b"PK\x03\x04", "a.xlsx")
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]
    settings.VIRUS_SCAN_COMMAND = "false"
    answer = upload(centre, csv_text([[1, "Hà Nội", 5, 1]]).encode(), "a.csv")
    assert "có mã độc" in answer.content.decode()
    assert not PlatformImport.objects.exists()


def test_typing_after_the_session_ended_is_offered_again(centre, client):
    path = draft(centre, [[1, "Ha Nam", 5, ""]])
    page = centre.get(path)
    typed = {**page_fields(page), "_who": page.context["who_mark"], "r2-to": "ha-nam"}
    user = page.wsgi_request.user
    client.logout()
    client.post(path, {**typed, "then": "save"})
    assert PlatformRow.objects.get().answer == ""
    page = make.sign_in(client, user).get(path)
    assert '<option value="ha-nam" selected>' in page.content.decode()
    assert "phiên làm việc hết hạn" in page.content.decode()
    save(client, path, page, **{"r2-to": "ha-nam"})
    assert PlatformRow.objects.get().agency.slug == "ha-nam"
    assert "phiên làm việc hết hạn" not in client.get(path).content.decode()


def test_readers_and_agencies_have_no_business_here(client, country):
    for role, agency in ((Role.READER, None), (Role.REPORTER, country["ha-noi"])):
        make.sign_in(client, make.make_member(role, agency))
        assert client.get(LIST).status_code == 403
