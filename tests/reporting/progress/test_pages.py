"""From the checks to print through the pages, by three people; who may not, is told why."""

import pytest
from django.urls import reverse

from portal.models import FigureUse
from reporting.editions.files import NoFile
from reporting.editions.models import Stage
from reporting.editions.progress import steps_taken
from reporting.models import WeeklyEdition
from tests import factories as make

from .conftest import made_here
from .walking import said, step, to_frozen, write

pytestmark = pytest.mark.django_db


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
