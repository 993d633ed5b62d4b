"""Choosing, shortening, asking, confirming; what a later change takes back."""

import datetime

import pytest

from portal.accounts.permissions import Access
from portal.submissions.gates import Closed
from provinces.models import Story
from reporting.editions.models import EditionEvent, Stage
from reporting.editions.snapshot import living_report
from reporting.models import EditionStory
from reporting.narrative import choosing
from reporting.narrative.tracker import track
from tests import factories as make

from .conftest import AT
from .told import TEAMS, confirm_page, hand_in, shortened, stories_page

DAY = datetime.date(2022, 10, 10)


# Choosing


def test_a_chosen_story_is_printed_and_the_original_stays(edition, story, editor):
    editor.post(stories_page(edition), {"do": f"choose:{story.pk}"})
    row = edition.stories.get()
    choosing.shorten(
        row,
        shortened(row, communication="", teams="Có 1.473 Tổ."),
        base=0,
        access=Access(editor.user, DAY),
        at=AT,
    )
    body = [block.text for block in living_report(edition).body]
    assert "Tỉnh Quảng Ninh" in body
    assert "Có 1.473 Tổ." in body
    assert "Tỉnh có 3 kênh Zalo." not in body
    story.refresh_from_db()
    assert (story.communication, story.teams) == ("Tỉnh có 3 kênh Zalo.", TEAMS)


def test_choosing_twice_is_choosing_once(edition, story, editor):
    for _ in range(2):
        editor.post(stories_page(edition), {"do": f"choose:{story.pk}"})
    assert edition.stories.count() == 1


def test_a_draft_of_a_province_cannot_be_chosen(edition, story, access):
    Story.objects.filter(pk=story.pk).update(handed_in_at=None)
    Story.history.all().delete()
    with pytest.raises(Closed, match="chưa gửi bài này"):
        choosing.choose(edition, Story.objects.get(), access=access, at=AT)


def test_what_was_handed_in_is_chosen_not_the_newer_draft(edition, story, access):
    story.teams, story.handed_in_at, story.version = "Bản nháp mới.", None, 1
    story.save()
    row = choosing.choose(edition, story, access=access, at=AT)
    assert row.teams == TEAMS


def test_no_more_than_three(edition, quang_ninh, access, editor):
    for number in range(3):
        told = hand_in(quang_ninh, title=f"Bài {number}")
        choosing.choose(edition, told, access=access, at=AT)
    fourth = hand_in(quang_ninh, title="Bài nữa")
    with pytest.raises(Closed, match="nhiều nhất 3 bài"):
        choosing.choose(edition, fourth, access=access, at=AT)
    assert "choose:" not in editor.get(stories_page(edition)).content.decode()


def test_order_and_leaving_out(edition, quang_ninh, hai_phong, access, editor):
    rows = [
        choosing.choose(edition, hand_in(agency), access=access, at=AT)
        for agency in (quang_ninh, hai_phong)
    ]
    editor.post(stories_page(edition), {"do": f"up:{rows[1].pk}"})
    assert [row.pk for row in edition.stories.all()] == [rows[1].pk, rows[0].pk]
    editor.post(stories_page(edition), {"do": f"up:{rows[1].pk}"})  # it stands first already
    editor.post(stories_page(edition), {"do": f"out:{rows[1].pk}"})
    assert [(row.pk, row.position) for row in edition.stories.all()] == [(rows[0].pk, 1)]
    assert Story.objects.count() == 2


@pytest.mark.parametrize(
    "do", ["", "choose:", "choose:x", "up:99999", "out:-1", "drop:1", "choose:²"]
)
def test_other_deeds_do_nothing(edition, row, editor, do):
    assert editor.post(stories_page(edition), {"do": do}).status_code == 404
    assert edition.stories.count() == 1


def test_a_frozen_edition_stays_as_it_is(edition, story, access):
    edition.stage = Stage.FROZEN
    edition.save()
    with pytest.raises(Closed, match="đã chốt"):
        choosing.choose(edition, story, access=access, at=AT)


def test_a_checked_edition_is_a_draft_again(edition, story, access):
    edition.stage = Stage.CHECKED
    edition.save()
    choosing.choose(edition, story, access=access, at=AT)
    edition.refresh_from_db()
    assert edition.stage == Stage.DRAFT
    assert edition.events.filter(kind=EditionEvent.Kind.REOPENED).exists()


# Shortening


def test_two_editors_on_different_parts_lose_nothing(row, access):
    other = Access(make.make_member("editor"), DAY)
    choosing.shorten(row, shortened(row, teams="Có Tổ."), base=0, access=other, at=AT)
    done = choosing.shorten(row, shortened(row, communication=""), base=0, access=access, at=AT)
    assert done.clashes == ()
    row.refresh_from_db()
    assert (row.teams, row.communication, row.version) == ("Có Tổ.", "", 2)


def test_two_editors_on_one_part_see_both(edition, row, access, editor):
    other = Access(make.make_member("editor"), DAY)
    choosing.shorten(row, shortened(row, teams="Bản kia."), base=0, access=other, at=AT)
    posted = shortened(row, teams="Bản này.") | {"base_version": 0}
    response = editor.post(f"{stories_page(edition)}{row.pk}/", posted)
    page = response.content.decode()
    assert response.status_code == 409
    assert "<p>Bản kia.</p>" in page
    assert "Bản này.</textarea>" in page
    row.refresh_from_db()
    assert row.teams == "Bản kia."
    editor.post(f"{stories_page(edition)}{row.pk}/", posted | {"base_version": 1})
    row.refresh_from_db()
    assert row.teams == "Bản này."


def test_nothing_left_is_refused(edition, row, editor):
    posted = dict.fromkeys(("communication", "training", "teams", "results"), " \n ")
    response = editor.post(f"{stories_page(edition)}{row.pk}/", posted | {"base_version": 0})
    assert response.status_code == 409
    assert "ít nhất một phần" in response.content.decode()


def test_the_page_shows_what_was_cut_and_how_much(edition, row, editor):
    page = editor.post(
        f"{stories_page(edition)}{row.pk}/",
        shortened(row, teams="Tỉnh có 1.473 Tổ.", communication="") | {"base_version": 0},
        follow=True,
    ).content.decode()
    assert "<del>Mỗi Tổ nhận chỉ tiêu đo đếm được.</del>" in page.replace("\n", "")
    assert "12 chữ → 4 chữ" in page


# The tracker


def test_who_was_told_of_and_who_never(edition, later, story, row, access, hai_phong):
    hand_in(hai_phong)
    choosing.choose(later, story, access=access, at=AT)
    tracker = track(DAY)
    by_slug = {one.member.slug: one for one in tracker.rows}
    assert by_slug["quang-ninh"].editions == [later, edition]
    assert by_slug["hai-phong"].editions == []
    assert tracker.never == len(tracker.rows) - 1
    assert {one.story.agency.slug for _, one in tracker.told} == {"quang-ninh", "hai-phong"}


def test_a_correction_is_the_same_report_and_a_withdrawn_one_is_none(edition, row, quang_ninh):
    new = type(edition).objects.get(pk=edition.pk)
    new.pk, new.correction = None, 1
    new.save(force_insert=True)
    EditionStory.objects.create(edition=new, story=row.story, teams="Có Tổ.")
    (own,) = [one for one in track(DAY).rows if one.member.slug == "quang-ninh"]
    assert own.editions == [new]
    type(edition).objects.update(stage=Stage.WITHDRAWN)
    (own,) = [one for one in track(DAY).rows if one.member.slug == "quang-ninh"]
    assert own.editions == []


def test_by_region(story):
    whole = track(DAY)
    region = whole.rows[0].region
    code = next(group.code for group in whole.regions if group.name == region)
    assert {row.region for row in track(DAY, code).rows} == {region}
    assert len(track(DAY, "khong-co").rows) == len(whole.rows)


def test_the_pages_ask_little(
    edition, asked, editor, quang_ninh, signed_in, django_assert_max_num_queries
):
    for number in range(5):
        hand_in(quang_ninh, title=f"Bài {number}")
    for page in (stories_page(edition), f"{stories_page(edition)}{asked.pk}/"):
        with django_assert_max_num_queries(14):
            assert editor.get(page).status_code == 200
    reporter = signed_in("reporter", quang_ninh)
    with django_assert_max_num_queries(14):
        assert reporter.get(confirm_page(asked)).status_code == 200
