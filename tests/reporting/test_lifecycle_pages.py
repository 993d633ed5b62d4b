"""From the checks to print through the pages, by three people; who may not, is told why."""

import datetime

import pytest
from django.urls import reverse

from portal.models import FigureUse
from reporting.editions import writing
from reporting.editions.files import NoFile
from reporting.editions.freezing import make_files
from reporting.editions.models import Stage
from reporting.editions.progress import steps_taken
from reporting.editions.report import Report
from reporting.models import EditionStory, WeeklyEdition
from tests import factories as make
from tests import loaded

pytestmark = pytest.mark.django_db

AT = make.instant("2022-10-01 09:00")
HEADS = {"issuer": "Bộ Thông tin và Truyền thông", "purpose": "Tài liệu tham khảo"}
OPENING = "Thực hiện Đề án, {PLAN_PRO} địa phương đã ban hành kế hoạch."


@pytest.fixture(scope="module", autouse=True)
def reference(django_db_setup, django_db_blocker):
    with loaded.for_module(django_db_blocker, loaded.load_reference):
        yield


@pytest.fixture(autouse=True)
def _on_the_next_day(settings, monkeypatch):
    settings.DEMO_TODAY = datetime.date(2022, 10, 1)
    monkeypatch.setattr(steps_taken, "run_command", made_here)


def made_here(_command, pk):
    """The files in this process: another one does not see the test's transaction."""
    edition = WeeklyEdition.objects.get(pk=int(pk.partition("=")[2]))
    make_files(edition.snapshot, AT)
    return b""


@pytest.fixture
def edition():
    """Tuần 39 with nothing that blocks."""
    WeeklyEdition.objects.filter(week=39).update(**HEADS)
    EditionStory.objects.update(confirmed_at=AT)
    edition = WeeklyEdition.objects.get(week=39)
    write(edition, "opening", OPENING)
    return edition


def write(edition, slot, text):
    row = edition.texts.filter(slot=slot).first()
    access = make.access_of(make.make_member("editor"), AT.date())
    return writing.save_text(
        edition, slot, text, base=row.version if row else 0, access=access, at=AT
    )


@pytest.fixture
def people(client):
    users = {role: make.make_member(role) for role in ("editor", "data_manager", "publisher")}

    def act(role, name, *args, data=None, method="post"):
        make.sign_in(client, users[role])
        path = reverse(f"reporting:{name}", args=args)
        return getattr(client, method)(path, data or {}, follow=True)

    act.users = users
    return act


def step(people, role, edition, name, **data):
    return people(role, "edition_step", edition.pk, name, data=data)


def to_frozen(people, edition):
    people("editor", "edition_confirm", edition.pk)
    step(people, "data_manager", edition, "cap-so", issued_on="30/9/2022")
    step(people, "data_manager", edition, "chot")
    edition.refresh_from_db()
    assert edition.stage == Stage.FROZEN


def said(page) -> str:
    return " ".join(page.content.decode().split())


def test_the_whole_way_by_three_people(people, edition):
    page = people("editor", "edition_confirm", edition.pk)
    assert "Đã xác nhận kiểm tra" in said(page)
    page = step(people, "data_manager", edition, "cap-so", issued_on="30/9/2022")
    assert "Đã cấp số 17/BC-UBQGCĐS" in said(page)
    page = step(people, "data_manager", edition, "chot")
    assert "Từ giờ không ai sửa được nữa" in said(page)
    assert edition.snapshot.sha256 in said(page)
    page = step(people, "publisher", edition, "phat-hanh")
    assert "Đã phát hành báo cáo số 17/BC-UBQGCĐS" in said(page)
    page = step(people, "publisher", edition, "cong-khai")
    assert "Đã mở trang giới thiệu công khai" in said(page)
    page = step(people, "publisher", edition, "thu-hoi", reason="In nhầm bảng.")
    assert "In nhầm bảng." in said(page)
    edition.refresh_from_db()
    assert (edition.stage, edition.is_public) == (Stage.WITHDRAWN, False)
    assert not FigureUse.objects.filter(report_key="2022/17").exists()


def test_confirming_waits_for_what_blocks(people, edition):
    write(edition, "lead", "Cả nước có 61.067 Tổ công nghệ số cộng đồng.")
    page = people("editor", "edition_confirm", edition.pk)
    assert page.status_code == 409
    assert "Còn 1 điều phải sửa" in said(page)
    edition.refresh_from_db()
    assert edition.stage == Stage.DRAFT


def test_a_typed_number_is_let_pass_by_name_until_it_changes(people, edition):
    write(edition, "lead", "Cả nước có 61.067 Tổ công nghệ số cộng đồng.")
    page = people("editor", "edition_checks", edition.pk, method="get")
    (key,) = keys_of(page)
    page = people("editor", "edition_waive", edition.pk, data={"finding": key, "reason": " "})
    assert page.status_code == 422
    people("editor", "edition_waive", edition.pk, data={"finding": key, "reason": "Sở báo."})
    people("editor", "edition_waive", edition.pk, data={"finding": key, "reason": "Lần nữa."})
    assert [row.reason for row in edition.waivers.all()] == ["Sở báo."]
    page = people("editor", "edition_checks", edition.pk, method="get")
    assert keys_of(page) == []
    assert "“Sở báo.”" in said(page)
    write(edition, "lead", "Cả nước có 61.068 Tổ công nghệ số cộng đồng.")
    page = people("editor", "edition_checks", edition.pk, method="get")
    assert keys_of(page) != [key]
    page = people("editor", "edition_waive", edition.pk, data={"finding": key, "reason": "Giữ lại"})
    assert page.status_code == 409
    assert "“Giữ lại”" in said(page)


def keys_of(page) -> list[str]:
    """The keys of the blocking findings."""
    rows = [row for _, group in page.context["groups"] for row in group]
    return [row.finding.key for row in rows if row.is_blocking]


def test_what_must_be_mended_is_not_waived(people, edition):
    WeeklyEdition.objects.filter(pk=edition.pk).update(issuer="")
    page = people(
        "editor", "edition_waive", edition.pk, data={"finding": "thieu:issuer", "reason": "Kệ"}
    )
    assert page.status_code == 409
    assert "không cho qua được" in said(page)
    assert not edition.waivers.exists()


def test_figures_that_changed_after_the_check_stop_the_freezing(people, edition):
    people("editor", "edition_confirm", edition.pk)
    step(people, "data_manager", edition, "cap-so", issued_on="30/9/2022")
    edition.texts.filter(slot="opening").update(text="Có 61.067 tổ và {KHONG_CO}.")
    page = step(people, "data_manager", edition, "chot")
    assert page.status_code == 409
    assert "Còn 2 điều phải sửa" in said(page)
    edition.refresh_from_db()
    assert edition.stage == Stage.RESERVED


def test_pressed_twice_it_is_done_once(people, edition):
    to_frozen(people, edition)
    page = step(people, "data_manager", edition, "chot")
    assert "Việc này đã xong: chốt lúc" in said(page)
    assert edition.events.filter(kind="frozen").count() == 1


def test_files_that_fail_are_made_later(people, edition, monkeypatch):
    def fails(*_):
        raise NoFile("Máy chủ chưa có bộ phông.")

    monkeypatch.setattr(steps_taken, "run_command", fails)
    people("editor", "edition_confirm", edition.pk)
    step(people, "data_manager", edition, "cap-so", issued_on="30/9/2022")
    page = step(people, "data_manager", edition, "chot")
    assert "Máy chủ chưa có bộ phông. Bản chốt vẫn nguyên" in said(page)
    page = step(people, "publisher", edition, "phat-hanh")
    assert page.status_code == 409
    assert "Tệp của bản chốt chưa làm xong" in said(page)
    monkeypatch.setattr(steps_taken, "run_command", made_here)
    page = step(people, "data_manager", edition, "lam-tep")
    assert "Đã làm đủ tệp" in said(page)
    page = step(people, "publisher", edition, "phat-hanh")
    assert "Đã phát hành" in said(page)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"issued_on": "29/9/2022"}, "không thể trước ngày tính số liệu"),
        ({"issued_on": "32/9/2022"}, "32/9/2022"),
        ({"issued_on": ""}, "Bạn điền ô này"),
    ],
)
def test_a_wrong_date_stays_in_its_box(people, edition, data, words):
    people("editor", "edition_confirm", edition.pk)
    page = step(people, "data_manager", edition, "cap-so", **data)
    assert page.status_code == 422
    assert words in said(page)
    edition.refresh_from_db()
    assert edition.stage == Stage.CHECKED


def test_each_step_is_for_its_people(people, edition):
    steps = ("cap-so", "chot", "phat-hanh", "thu-hoi", "cong-khai", "dinh-chinh", "mo-lai")
    data = {"issued_on": "30/9/2022", "reason": "Thử"}
    open_to = {"editor": set(), "data_manager": set(), "publisher": set()}
    for role in open_to:
        for name in steps:
            before = WeeklyEdition.objects.count(), edition.events.count()
            step(people, role, edition, name, **data)
            if before != (WeeklyEdition.objects.count(), edition.events.count()):
                open_to[role].add(name)
    assert open_to == {"editor": set(), "data_manager": set(), "publisher": set()}


def test_others_do_not_find_the_pages(client, edition):
    make.sign_in(client, make.make_member("reader"))
    for name in ("edition_checks", "edition_progress"):
        assert client.get(reverse(f"reporting:{name}", args=[edition.pk])).status_code == 403
    for name in ("edition_waive", "edition_unwaive", "edition_confirm"):
        assert client.post(reverse(f"reporting:{name}", args=[edition.pk])).status_code == 403


def test_one_who_checked_is_told_who_else_freezes(people, edition):
    people("editor", "edition_confirm", edition.pk)
    page = people("editor", "edition_progress", edition.pk, method="get")
    assert "Người làm được" in said(page)


def test_nothing_of_a_frozen_edition_is_written(people, edition):
    to_frozen(people, edition)
    text = edition.snapshot.text
    make_text = {"text": "Viết thêm", "base": 1, "version": 1}
    people("editor", "edition_text", edition.pk, "lead", data=make_text)
    people("editor", "edition_identity", edition.pk, data={"topic": "Khác"})
    people("editor", "edition_waive", edition.pk, data={"finding": "x", "reason": "y"})
    people("editor", "edition_unwaive", edition.pk, data={"finding": "x"})
    page = people("editor", "edition_confirm", edition.pk)
    assert "đang soạn mới xác nhận" in said(page)
    page = step(people, "editor", edition, "mo-lai", reason="Sửa")
    assert "không mở lại để sửa được" in said(page)
    assert not edition.texts.filter(text="Viết thêm").exists()
    edition.refresh_from_db()
    assert edition.topic != "Khác"
    assert edition.snapshot.text == text


def test_a_correction_says_what_it_changes_and_supersedes(people, edition):
    to_frozen(people, edition)
    step(people, "publisher", edition, "phat-hanh")
    page = step(people, "editor", edition, "dinh-chinh", reason="Sai số Tổ công nghệ số.")
    new = WeeklyEdition.objects.get(number=17, correction=1)
    assert "Đã mở bản đính chính số 17b/BC-UBQGCĐS" in said(page)
    page = people("editor", "edition_confirm", new.pk)
    assert page.status_code == 409  # nothing is another yet
    write(new, "opening", "Thực hiện Đề án, {PLAN_MIN} bộ đã ban hành kế hoạch.")
    people("editor", "edition_confirm", new.pk)
    step(people, "data_manager", new, "cap-so", issued_on="3/10/2022")
    step(people, "data_manager", new, "chot")
    page = people("editor", "edition_progress", edition.pk, method="get")
    assert "Đã có bản đính chính" not in said(page)
    step(people, "publisher", new, "phat-hanh")
    page = people("editor", "edition_progress", edition.pk, method="get")
    assert "thay bản này" in said(page)
    new.refresh_from_db()
    report = Report.read(new.snapshot.text)
    printed = [block for block in report.body if block.source == "corrected"]
    assert printed[0].text == "Đính chính Báo cáo số 17/BC-UBQGCĐS"
    assert printed[1].text == "Lý do: Sai số Tổ công nghệ số."
    assert len(printed[2].items) == len(report.corrected) == 1
    assert set(FigureUse.objects.values_list("report_key", flat=True)) == {"2022/17"}


def test_every_form_carries_its_token(people, edition):
    write(edition, "lead", "Cả nước có 61.067 Tổ công nghệ số cộng đồng.")
    pages = [people("editor", "edition_checks", edition.pk, method="get")]
    write(edition, "lead", "")
    people("editor", "edition_confirm", edition.pk)
    pages.append(people("data_manager", "edition_progress", edition.pk, method="get"))
    for page in pages:
        markup = said(page)
        assert markup.count('method="post"') == markup.count("csrfmiddlewaretoken") > 1


@pytest.mark.parametrize(("name", "most"), [("edition_checks", 24), ("edition_progress", 8)])
def test_the_pages_ask_little(client, people, edition, name, most, django_assert_max_num_queries):
    make.sign_in(client, people.users["editor"])
    with django_assert_max_num_queries(most):
        client.get(reverse(f"reporting:{name}", args=[edition.pk]))
