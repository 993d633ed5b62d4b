"""Writing for a place of the report: saving, merging, looking, taking back."""

import pytest

from portal.accounts import kept_input
from portal.accounts.models import KeptInput
from portal.accounts.permissions import Access
from portal.submissions.gates import Closed
from reporting.editions import lifecycle, writing
from reporting.editions.freezing import freeze
from reporting.editions.models import Stage
from reporting.editions.snapshot import living_report
from reporting.models import EditionText
from tests import factories as make

from .conftest import AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

LEAD = "Đã có {PLAN_PRO} tỉnh ban hành kế hoạch.\n\n- Mở lớp\n- Phát tài liệu"


@pytest.fixture
def lead(home):
    return f"{home}loi-van/lead/"


@pytest.fixture
def access():
    return Access(make.make_member("editor"), AT.date())


def post(client, path, text, base=0, then="save"):
    return client.post(path, {"text": text, "base_version": base, "then": then})


def stored(edition) -> EditionText:
    return edition.texts.get(slot="lead")


def test_what_is_typed_is_printed(editor, edition, home, lead):
    response = post(editor, lead, LEAD)
    assert response.url == home
    assert stored(edition).text == LEAD
    assert stored(edition).updated_by == editor.user
    page = editor.get(home).content.decode()
    assert "<li>Mở lớp" in page
    blocks = [block for block in living_report(edition).body if block.source == "lead"]
    assert [block.kind for block in blocks] == ["paragraph", "points"]
    assert blocks[0].text == "Đã có 41/63 tỉnh ban hành kế hoạch."


def test_the_page_offers_every_figure_with_its_value(editor, lead):
    page = editor.get(lead).content.decode()
    assert "<code>{PLAN_PRO}</code> → <strong>41/63</strong>" in page
    assert "<code>{TRAIN_ALL}</code> → <strong>117.158</strong>" in page


def test_looking_saves_nothing_and_names_what_no_figure_answers(editor, edition, lead):
    typed = "Có {PLAN_PRO} và {KHONG_CO}.[^Tính đến **cuối tháng**.]"
    response = post(editor, lead, typed, then="preview")
    page = response.content.decode()
    assert response.status_code == 200
    assert not edition.texts.filter(slot="lead").exists()
    assert '<mark class="stale">{KHONG_CO}</mark>' in page
    assert "Tên số không có trong số liệu" in page
    assert "<strong>41/63</strong>" in page
    assert 'id="chu-thich-1"' in page
    assert typed in page.replace("&#x27;", "'")
    live = editor.post(f"{lead}xem-truoc/", {"text": typed}).content.decode()
    assert '<mark class="stale">{KHONG_CO}</mark>' in live
    assert "<html" not in live


def test_recipients_are_looked_at_as_a_list(editor, home):
    typed = {"text": "- Thủ tướng Chính phủ;\n- Lưu: VT."}
    page = editor.post(f"{home}loi-van/recipients/xem-truoc/", typed).content.decode()
    assert "<li>Thủ tướng Chính phủ\n</li><li>Lưu: VT\n</li>" in page


def test_two_clicks_are_one_version(editor, edition, lead):
    post(editor, lead, "Một lần")
    assert post(editor, lead, "Một lần").status_code == 302
    assert stored(edition).version == 1
    assert stored(edition).history.count() == 1


def test_the_second_of_two_writers_sees_both_and_loses_nothing(signed_in, edition, lead):
    first, second = signed_in("editor"), signed_in("editor")
    post(first, lead, "Bản của người thứ nhất")
    response = post(second, lead, "Bản của người thứ hai")
    page = response.content.decode()
    assert response.status_code == 409
    assert "Bản của người thứ nhất" in page
    assert "Bản của người thứ hai" in page
    assert first.user.full_name in page
    assert 'name="base_version" value="1"' in page
    assert stored(edition).text == "Bản của người thứ nhất"
    assert post(second, lead, "Bản gộp", base=1).status_code == 302
    assert stored(edition).text == "Bản gộp"
    texts = [one.text for one in stored(edition).history.order_by("version")]
    assert texts == ["Bản của người thứ nhất", "Bản gộp"]


def test_typing_after_the_session_has_ended_is_offered_again(editor, edition, lead):
    post(editor, lead, "Bản đầu")
    mark = kept_input.mark_of(editor.user)
    user = editor.user
    editor.logout()
    typed = {"text": "Gõ lúc phiên đã hết\n\nĐoạn hai", "base_version": 1, "_who": mark}
    assert "/dang-nhap/" in editor.post(lead, typed).url
    assert stored(edition).text == "Bản đầu"
    editor.force_login(user, backend="portal.accounts.backends.RolesBackend")
    page = editor.get(lead).content.decode()
    assert "Gõ lúc phiên đã hết" in page
    assert "Phần này chưa ghi" in page
    post(editor, lead, typed["text"], base=1)
    assert stored(edition).text == typed["text"]
    assert not KeptInput.objects.filter(user=user).exists()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("Ho\u0300a Bi\u0300nh", "Hòa Bình"),
        ("a\x00b\x07c\u202ed", "a b cd"),
        ("  một  \r\n\r\n\r\n\r\n  hai ", "một\n\nhai"),
        ("*a" * 9_900, "*a" * 9_900),
        (("- x\n" * 4_900).strip(), ("- x\n" * 4_900).strip()),
        ("**" * 40 + "{" * 40 + "[^" * 40, "**" * 40 + "{" * 40 + "[^" * 40),
    ],
)
def test_hostile_typing_is_only_words(editor, edition, home, lead, typed, kept):
    assert post(editor, lead, typed).status_code == 302
    assert stored(edition).text == kept
    for path in (home, lead, f"{lead}cac-ban/"):
        response = editor.get(path)
        assert response.status_code == 200
        assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize("typed", ["ă" * 200_000, "*a" * 50_000, "- x\n" * 50_000])
def test_too_much_is_refused_and_still_in_the_box(editor, edition, lead, typed):
    response = post(editor, lead, typed)
    assert response.status_code == 422
    page = response.content.decode()
    assert "20.000 chữ cái" in page
    assert typed.strip() in page
    assert not edition.texts.filter(slot="lead").exists()


@pytest.mark.parametrize("base", ["", "x", "-1", "9" * 30, "٣"])
def test_a_mangled_version_never_overwrites(editor, edition, lead, base):
    post(editor, lead, "Bản đầu")
    assert post(editor, lead, "Bản khác", base=base).status_code == 409
    assert stored(edition).text == "Bản đầu"


def test_an_old_text_is_taken_back_as_the_newest(editor, edition, lead):
    post(editor, lead, "Bản một")
    post(editor, lead, "Bản hai", base=1)
    page = editor.get(f"{lead}cac-ban/").content.decode()
    assert page.index("Bản hai") < page.index("Bản một")
    old = stored(edition).history.get(version=1)
    assert editor.post(f"{lead}cac-ban/", {"history": old.history_id}).status_code == 302
    assert (stored(edition).text, stored(edition).version) == ("Bản một", 3)
    for key in ("", "x", "0", "9" * 40):
        assert editor.post(f"{lead}cac-ban/", {"history": key}).status_code == 404


def test_another_texts_version_is_not_taken_back(editor, edition, home, lead):
    post(editor, lead, "Bản một")
    post(editor, f"{home}loi-van/closing/", "Kết thúc")
    other = edition.texts.get(slot="closing").history.get()
    response = editor.post(f"{lead}cac-ban/", {"history": other.history_id})
    assert response.status_code == 404


def test_writing_in_a_checked_edition_opens_it_again_and_keeps_its_number(
    editor, edition, lead, access
):
    lifecycle.mark_checked(edition, access=access, at=AT)
    post(editor, lead, "Sửa sau khi kiểm tra")
    edition.refresh_from_db()
    assert (edition.stage, edition.number) == (Stage.DRAFT, 17)
    event = edition.events.last()
    assert (event.kind, event.note) == ("reopened", "Sửa lời văn: Phần dẫn")


def test_the_same_text_again_leaves_a_checked_edition_checked(editor, edition, lead, access):
    post(editor, lead, "Xong")
    edition.refresh_from_db()
    lifecycle.mark_checked(edition, access=access, at=AT)
    post(editor, lead, "Xong", base=1)
    edition.refresh_from_db()
    assert edition.stage == Stage.CHECKED


def test_a_frozen_edition_says_why_and_changes_no_more(editor, edition, home, lead, access):
    post(editor, lead, "Trước khi chốt")
    edition.refresh_from_db()
    manager = Access(make.make_member("data_manager"), AT.date())
    lifecycle.mark_checked(edition, access=access, at=AT)
    lifecycle.reserve(edition, issued_on=AT.date(), access=manager, at=AT)
    freeze(edition, access=manager, at=AT)
    response = post(editor, lead, "Sau khi chốt", base=1)
    assert response.status_code == 409
    assert "Sau khi chốt" in response.content.decode()
    assert "đã chốt" in response.content.decode()
    assert stored(edition).text == "Trước khi chốt"
    page = editor.get(lead).content.decode()
    assert "Ghi lời văn" not in page
    work = editor.get(home).content.decode()
    assert "Trước khi chốt" in work
    assert "Sửa lời văn" not in work
    with pytest.raises(Closed):
        writing.pin_rows(edition, "TRAIN_PRO", [], access=access, at=AT)
