"""Opening an edition, its page, its identity, the order of ties, and whose these pages are."""

import pytest
from django.test import Client

from portal.accounts import kept_input
from portal.accounts.permissions import Access
from portal.models import Agency, Indicator, Submission
from portal.names import nfc
from reporting.editions import lifecycle
from reporting.editions.freezing import freeze
from reporting.editions.models import Stage
from reporting.editions.report import ReportFigure
from reporting.editions.snapshot import living_report
from reporting.editions.workspace.crosscheck import checks_of
from reporting.models import WeeklyEdition
from tests import factories as make

from .conftest import AT, ROLES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

LIST = "/bao-cao-tuan/soan/"
NEW = {"week_number": "46", "week_year": "2022", "as_of": "18/11/2022", "topic": "Kỹ năng số"}


@pytest.fixture
def pages(home):
    within = ("", "phan-dau/", "loi-van/lead/", "loi-van/lead/cac-ban/", "dong/PLAN_MIN/")
    return [LIST, *(f"{home}{path}" for path in within), f"{home}thu-tu/TRAIN_MIN/"]


# Whose


def test_a_stranger_is_sent_to_sign_in(pages):
    for path in pages:
        assert "/dang-nhap/" in Client().get(path).url


def test_who_only_reads_or_reports_has_no_workspace(signed_in, pages):
    officer = signed_in("reporter", Agency.objects.get(slug="quang-ninh"))
    for client in (signed_in("reader"), officer):
        assert {client.get(path).status_code for path in pages} == {403}


@pytest.mark.parametrize("role", ["data_manager", "publisher"])
def test_who_works_on_reports_reads_the_workspace_and_writes_nothing(signed_in, pages, home, role):
    client = signed_in(role)
    seen = {path: client.get(path).status_code for path in pages}
    assert [path for path, status in seen.items() if status == 200] == [LIST, home]
    page = client.get(home).content.decode()
    assert "Vai trò của bạn không làm được việc này" in page
    assert "Chọn tên, sửa câu" not in page
    assert "Mở bản soạn mới" not in client.get(LIST).content.decode()
    before = WeeklyEdition.objects.count()
    assert client.post(LIST, NEW).status_code == 422
    assert WeeklyEdition.objects.count() == before


def test_the_list_of_reports_leads_to_the_workspace_who_works_there(editor, signed_in, edition):
    link = f'href="{LIST}"'
    assert link in editor.get("/bao-cao-tuan/").content.decode()
    assert link not in signed_in("reader").get("/bao-cao-tuan/").content.decode()


def test_an_editor_reads_every_page(editor, pages):
    assert {editor.get(path).status_code for path in pages} == {200}


def test_what_is_not_there(editor, home):
    for path in (f"{LIST}9{'9' * 30}/", f"{home}loi-van/x/", f"{home}thu-tu/bang-9/"):
        assert editor.get(path).status_code == 404


# Opening


def test_the_next_week_is_proposed_with_its_friday(editor):
    page = editor.get(LIST).content.decode()
    assert 'value="40"' in page
    assert 'value="07/10/2022"' in page


def test_opening_twice_with_one_form_opens_one(editor):
    opened = editor.post(LIST, NEW).url
    assert editor.post(LIST, NEW).url == opened
    assert WeeklyEdition.objects.filter(week=46).count() == 1
    event = WeeklyEdition.objects.get(week=46).events.get()
    assert (event.kind, event.by) == ("created", editor.user)


def test_a_second_topic_in_a_week_is_asked_about_first(editor):
    editor.post(LIST, NEW)
    other = NEW | {"topic": "Truyền thông"}
    response = editor.post(LIST, other)
    assert response.status_code == 409
    assert "Tuần này đã có báo cáo" in response.content.decode()
    assert "Truyền thông" in response.content.decode()
    assert editor.post(LIST, other | {"is_meant": "on"}).status_code == 302
    assert WeeklyEdition.objects.filter(week=46).count() == 2


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"week_number": "53"}, "tuần 1 đến tuần 52"),
        ({"week_number": "0"}, "tuần 1 đến tuần 52"),
        ({"week_number": "x"}, "x"),
        ({"week_year": "99999999"}, "2.100"),
        ({"as_of": "31/2/2022"}, "31/2/2022"),
        ({"as_of": "25/11/2022"}, "hết ngày 20/11/2022"),
        ({"topic": ""}, "Bạn điền ô này."),
        ({"topic": "x" * 301}, "300"),
    ],
)
def test_a_week_that_cannot_be_is_refused(editor, change, said):
    response = editor.post(LIST, NEW | change)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not WeeklyEdition.objects.filter(week=46).exists()


# The page


def test_every_place_has_what_can_be_done(editor, home):
    page = editor.get(home).content.decode()
    for slot in ("opening", "lead", "figures", "closing", "recipients", "abstract"):
        assert f"{home}loi-van/{slot}/" in page
    for code in ("PLAN_MIN", "EVENT_MIN", "STORIES", "TEAM_PRO", "TEAM_OT"):
        assert f"{home}dong/{code}/" in page
    assert f"{home}thu-tu/TRAIN_MIN/" in page
    assert "= mẫu số 30." in page
    assert "Chưa có báo cáo nào đã chốt để so." in page


def test_a_list_that_is_not_its_count_is_said():
    figure = ReportFigure("X", "X", "", "03/05", 3, 5, 4, True, done=("a", "b"), unknown=("c",))
    checks = list(checks_of(figure))
    assert [check.is_wrong for check in checks] == [True, True]
    assert "≠ số đếm 3" in checks[0].text
    assert "2 đã thực hiện + 1 chưa ghi nhận ≠ mẫu số 5" in checks[1].text


def test_pages_ask_a_pinned_number_of_questions(editor, pages, django_assert_max_num_queries):
    most = {LIST: 6, pages[1]: 14, pages[5]: 13}
    for path in pages:
        editor.get(path)
        with django_assert_max_num_queries(most.get(path, 10)):
            editor.get(path)


def test_what_is_new_and_what_came_late_stand_on_top(editor, signed_in, edition):
    manager = Access(make.make_member("data_manager"), AT.date())
    lifecycle.mark_checked(edition, access=Access(editor.user, AT.date()), at=AT)
    lifecycle.reserve(edition, issued_on=AT.date(), access=manager, at=AT)
    freeze(edition, access=manager, at=AT)
    plan = Indicator.objects.get(code="PLAN_MIN")
    agency = Agency.objects.get(slug="byt")
    period = make.make_period(2022, 9)
    make.make_known(agency, make.day("2022-09-29"), (plan, 1), at=make.instant("2022-10-02 09:00"))
    Submission.objects.filter(agency=agency, as_of="2022-09-29").update(
        channel="agency", period=period, as_of=None
    )
    opened = editor.post(LIST, NEW | {"week_number": "40", "as_of": "7/10/2022"}).url
    page = editor.get(opened).content.decode()
    assert "Điểm mới so với Tuần 39/2022" in page
    assert "So với Tuần 39/2022, thêm 01 cơ quan (Bộ Y tế)" in page
    assert "<p>Bộ Y tế</p>" in page
    assert "tiếp nhận 09:00 ngày 2/10/2022." in page


# Identity


@pytest.fixture
def facts(editor, home):
    page = editor.get(f"{home}phan-dau/")
    form = page.context["form"]
    typed = {field.name: field.value() or "" for field in form}
    return typed | {"began": page.context["began"]}


def test_heads_are_changed_and_the_change_is_written_down(editor, edition, home, facts):
    changed = facts | {
        "topic": "Kỹ năng số ở Ho\u0300a Bi\u0300nh",
        "layout": "national",
        "known_on": "2/10/2022",
        "known_time": "17h",
    }
    assert editor.post(f"{home}phan-dau/", changed).status_code == 302
    edition.refresh_from_db()
    assert edition.topic == nfc("Kỹ năng số ở Hòa Bình")
    assert edition.layout == "national"
    assert edition.known_at.isoformat() == "2022-10-02T10:00:00+00:00"
    event = edition.events.last()
    assert (event.kind, event.by) == ("edited", editor.user)
    assert event.note == "biết đến lúc, chuyên đề, mẫu"


def test_nothing_changed_is_nothing_written(editor, edition, home, facts):
    WeeklyEdition.objects.filter(pk=edition.pk).update(stage=Stage.CHECKED)
    assert editor.post(f"{home}phan-dau/", facts).status_code == 302
    assert not edition.events.exists()
    edition.refresh_from_db()
    assert edition.stage == Stage.CHECKED


def test_a_checked_editions_head_opens_it_again(editor, edition, home, facts):
    WeeklyEdition.objects.filter(pk=edition.pk).update(stage=Stage.RESERVED)
    changed = facts | {"place": "Huế"}
    assert editor.post(f"{home}phan-dau/", changed).status_code == 302
    edition.refresh_from_db()
    assert (edition.stage, edition.number) == (Stage.DRAFT, 17)
    assert [event.kind for event in edition.events.all()] == ["reopened", "edited"]


def test_two_who_change_heads(editor, signed_in, edition, home, facts):
    path = f"{home}phan-dau/"
    signed_in("editor").post(path, facts | {"topic": "Của người kia", "place": "Huế"})
    response = editor.post(path, facts | {"topic": "Của tôi"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "đang là “Của người kia”" in page
    assert "Của tôi</textarea>" in page
    began = response.context["began"]
    assert editor.post(path, facts | {"topic": "Của tôi", "began": began}).status_code == 302
    edition.refresh_from_db()
    assert edition.topic == "Của tôi"


def test_what_another_changed_elsewhere_stays(editor, signed_in, edition, home, facts):
    path = f"{home}phan-dau/"
    signed_in("editor").post(path, facts | {"place": "Huế"})
    assert editor.post(path, facts | {"topic": "Của tôi"}).status_code == 302
    edition.refresh_from_db()
    assert (edition.topic, edition.place) == ("Của tôi", "Huế")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"known_on": "2/10/2022"}, "Bạn điền ô này."),
        ({"known_time": "17:00"}, "Bạn điền ô này."),
        ({"known_on": "2/10/2022", "known_time": "25:00"}, "Giờ viết như 17:00."),
        ({"known_on": "2/10/2022", "known_time": "٣:00"}, "Giờ viết như 17:00."),
        ({"known_on": "3/11/2022", "known_time": "1:00"}, "chưa tới"),
        ({"layout": "x"}, "layout"),
        ({"symbol": ""}, "Bạn điền ô này."),
    ],
)
def test_heads_that_cannot_be_are_refused(editor, edition, home, facts, change, said):
    response = editor.post(f"{home}phan-dau/", facts | change)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not edition.events.exists()


# Ties


def order_of(edition):
    report = living_report(WeeklyEdition.objects.get(pk=edition.pk))
    return [row[1] for row in report.table("bang-1").rows]


def test_only_equals_change_places(editor, edition, home):
    path = f"{home}thu-tu/TRAIN_MIN/"
    before = order_of(edition)
    group = editor.get(path).context["groups"][0]["rows"]
    places = {row["id"]: place for place, row in enumerate(reversed(group), 1)}
    every = {
        row["id"]: row["place"] for one in editor.get(path).context["groups"] for row in one["rows"]
    }
    assert editor.post(path, every | places).status_code == 302
    after = order_of(edition)
    first = before.index(group[0]["name"])
    last = first + len(group)
    assert after[first:last] == before[first:last][::-1]
    assert (after[:first], after[last:]) == (before[:first], before[last:])
    assert editor.post(path, every | places).status_code == 302
    assert edition.events.filter(kind="edited").count() == 1


@pytest.mark.parametrize("place", ["", "0", "99", "x", "-1", "٣"])
def test_a_place_that_is_none_is_refused(editor, edition, home, place):
    path = f"{home}thu-tu/TRAIN_MIN/"
    group = editor.get(path).context["groups"][0]["rows"]
    response = editor.post(path, {group[0]["id"]: place})
    assert response.status_code == 422
    assert f"{group[0]['name']}: thứ tự từ 1 đến" in response.content.decode()


def test_two_on_one_place_are_refused(editor, edition, home):
    path = f"{home}thu-tu/TRAIN_MIN/"
    groups = editor.get(path).context["groups"]
    every = {row["id"]: 1 for group in groups for row in group["rows"]}
    response = editor.post(path, every)
    assert response.status_code == 422
    assert "thứ tự 1 đã có" in response.content.decode()


# Typing after the session has ended


@pytest.mark.parametrize(
    ("path", "box", "typed"),
    [("phan-dau/", "purpose", "Trình Thủ tướng"), ("dong/PLAN_MIN/", "wording", "Câu dở dang")],
)
def test_what_was_typed_after_the_session_ended_is_there_again(editor, home, path, box, typed):
    user, mark = editor.user, kept_input.mark_of(editor.user)
    editor.logout()
    sent = editor.post(f"{home}{path}", {box: typed, "_who": mark})
    assert "/dang-nhap/" in sent.url
    editor.force_login(user, backend=ROLES)
    assert typed in editor.get(f"{home}{path}").content.decode()
