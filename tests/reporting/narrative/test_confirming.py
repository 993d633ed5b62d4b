"""Asking the province's word, giving it, refusing it; what a later change takes back."""

import pytest
from django.core import mail

from reporting.models import EditionStory
from reporting.narrative import choosing, confirming

from .conftest import AT
from .told import confirm_page, shortened, stories_page


def test_asking_writes_to_the_province(edition, row, editor, quang_ninh, signed_in):
    reporter = signed_in("reporter", quang_ninh).user
    reporter.email = "ha@tinh.example"
    reporter.save()
    editor.post(f"{stories_page(edition)}{row.pk}/xin-xac-nhan/")
    row.refresh_from_db()
    assert row.asked_at is not None
    (letter,) = mail.outbox
    assert letter.to == ["ha@tinh.example"]
    assert confirm_page(row) in letter.body
    assert edition.events.filter(note__startswith="xin xác nhận").count() == 1


def test_asking_without_any_address_says_to_call(edition, row, editor):
    response = editor.post(f"{stories_page(edition)}{row.pk}/xin-xac-nhan/", follow=True)
    assert "không thư nào gửi được" in response.content.decode()


def test_the_province_reads_both_and_confirms(asked, quang_ninh, signed_in):
    reporter = signed_in("reporter", quang_ninh)
    page = reporter.get(confirm_page(asked)).content.decode()
    assert "Bài địa phương gửi" in page
    reporter.post(confirm_page(asked), {"verdict": "agree", "version": 0})
    asked.refresh_from_db()
    assert confirming.standing_of(asked) == "confirmed"
    assert asked.confirmed_by == reporter.user


def test_a_later_change_takes_the_confirmation_back(asked, quang_ninh, signed_in, access):
    signed_in("approver", quang_ninh).post(confirm_page(asked), {"verdict": "agree", "version": 0})
    asked.refresh_from_db()
    assert asked.confirmed_at
    choosing.shorten(asked, shortened(asked), base=0, access=access, at=AT)  # nothing changed
    asked.refresh_from_db()
    assert asked.confirmed_at
    choosing.shorten(asked, shortened(asked, teams="Có Tổ."), base=0, access=access, at=AT)
    asked.refresh_from_db()
    assert (confirming.standing_of(asked), asked.confirmed_by) == ("", None)


def test_what_changed_under_the_reader_is_not_confirmed(asked, quang_ninh, signed_in, access):
    reporter = signed_in("reporter", quang_ninh)
    choosing.shorten(asked, shortened(asked, teams="Có Tổ."), base=0, access=access, at=AT)
    confirming.ask(asked, access=access, at=AT)
    response = reporter.post(confirm_page(asked), {"verdict": "agree", "version": 0})
    assert response.status_code == 409
    assert "Cục vừa sửa bài" in response.content.decode()
    asked.refresh_from_db()
    assert asked.confirmed_at is None


def test_objecting_needs_words_and_reaches_the_editor(
    edition, asked, quang_ninh, signed_in, editor
):
    reporter = signed_in("reporter", quang_ninh)
    response = reporter.post(confirm_page(asked), {"verdict": "object", "version": 0})
    assert response.status_code == 422
    assert "ghi chỗ cần sửa" in response.content.decode()
    said = {"verdict": "object", "words": "Số lớp là 17 <b>", "version": 0}
    reporter.post(confirm_page(asked), said)
    asked.refresh_from_db()
    assert confirming.standing_of(asked) == "objected"
    page = editor.get(stories_page(edition)).content.decode()
    assert "Số lớp là 17 &lt;b&gt;" in page


@pytest.mark.parametrize("said", [{}, {"verdict": "both", "version": "x"}, {"verdict": "agree"}])
def test_a_clumsy_answer_is_none(asked, quang_ninh, signed_in, said):
    response = signed_in("reporter", quang_ninh).post(confirm_page(asked), said)
    assert response.status_code == 422
    asked.refresh_from_db()
    assert confirming.standing_of(asked) == "asked"


def test_nothing_is_shown_before_it_is_asked(row, quang_ninh, signed_in):
    reporter = signed_in("reporter", quang_ninh)
    page = reporter.get(confirm_page(row)).content.decode()
    assert "Cục đang sửa bài" in page
    assert "1.473" not in page
    reporter.post(confirm_page(row), {"verdict": "agree", "version": 0})
    row.refresh_from_db()
    assert row.confirmed_at is None


def test_another_province_and_a_reader_stay_outside(asked, hai_phong, signed_in):
    other = signed_in("reporter", hai_phong)
    for client in (other, signed_in("reader"), signed_in("editor")):
        assert client.get(confirm_page(asked)).status_code in (403, 404)
        client.post(confirm_page(asked), {"verdict": "agree", "version": 0})
    assert other.get(confirm_page(asked, "hai-phong")).status_code == 404
    asked.refresh_from_db()
    assert asked.confirmed_at is None


def test_only_an_editor_chooses(edition, story, quang_ninh, signed_in):
    for client in (signed_in("reporter", quang_ninh), signed_in("reader"), signed_in("publisher")):
        client.post(stories_page(edition), {"do": f"choose:{story.pk}"})
    assert not EditionStory.objects.exists()
