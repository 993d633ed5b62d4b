"""Nothing that was typed is lost, whoever typed at the same time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.accounts.models import Role
from portal.submissions.draft_entries import DraftEntry as Stored
from portal.submissions.drafting import (
    LONGEST_TEXT,
    Draft,
    Held,
    cleaned,
    load_draft,
    merge,
)
from tests import factories as make
from tests.november import NOW

FIELDS = ["A-value", "B-value", "C-value"]
texts = st.dictionaries(st.sampled_from(FIELDS), st.sampled_from(["", "1", "2", "3"]))


def draft_after(*saves):
    """A draft after saves of {field: text}, each under the next version."""
    draft = Draft(len(saves), stood_at=lambda version: texts_after(saves[:version]))
    for version, save in enumerate(saves, 1):
        for field, text in save.items():
            draft.held[field] = Held(text, version, 1, NOW)
    return draft


def texts_after(saves):
    return {field: text for save in saves for field, text in save.items()}


def test_different_fields_go_together():
    draft = draft_after({"A-value": "1"}, {"B-value": "2"})
    merged = merge(draft, 1, {"A-value": "1", "B-value": "", "C-value": "3"})
    assert merged.changes == {"C-value": "3"}
    assert merged.conflicts == ()


def test_same_field_changed_twice_is_asked_about():
    draft = draft_after({"A-value": "1"}, {"A-value": "2"})
    (conflict,) = merge(draft, 1, {"A-value": "3"}).conflicts
    assert (conflict.base, conflict.theirs, conflict.mine) == ("1", "2", "3")


def test_same_field_changed_to_the_same_text_is_no_conflict():
    draft = draft_after({"A-value": "1"}, {"A-value": "2"})
    assert merge(draft, 1, {"A-value": " 2 "}) == merge(draft, 2, {})


@given(saves=st.lists(texts, max_size=4), base=st.integers(0, 4), posted=texts)
def test_every_posted_change_is_written_or_asked_about(saves, base, posted):
    draft = draft_after(*saves)
    began = draft.at_version(base)
    merged = merge(draft, base, posted)
    asked = {conflict.field: conflict for conflict in merged.conflicts}
    assert not asked.keys() & merged.changes.keys()
    for field, text in posted.items():
        if text in (began.get(field, ""), draft[field]):
            assert field not in merged.changes
        else:
            assert merged.changes.get(field) == text or asked[field].mine == text


@given(saves=st.lists(texts, max_size=4), base=st.integers(0, 4), posted=texts)
def test_nothing_that_stands_is_overwritten_unless_its_author_saw_it(saves, base, posted):
    draft = draft_after(*saves)
    merged = merge(draft, base, posted)
    began = draft.at_version(base)
    assert all(draft[field] == began.get(field, "") for field in merged.changes)
    assert all(conflict.theirs == draft[conflict.field] for conflict in merged.conflicts)


@given(st.text())
def test_cleaning_is_done_once(text):
    assert cleaned(cleaned(text)) == cleaned(text)


@given(st.text())
def test_cleaned_text_can_be_stored(text):
    assert "\x00" not in cleaned(text)
    assert len(cleaned(text)) <= LONGEST_TEXT


def test_cleaning_keeps_lines_and_composes_letters():
    assert cleaned("Mở 11 lớp\r\n tại Ha\u0323 Long \x00\r\n") == "Mở 11 lớp\ntại Hạ Long"


def test_overlong_text_is_cut_the_same_way_every_time():
    text = "a" * (LONGEST_TEXT - 1) + " b"
    assert cleaned(text) == "a" * (LONGEST_TEXT - 1)


@pytest.mark.django_db
def test_only_changed_fields_are_written_again(reports):
    reports.save({"A-value": "1", "B-value": "2"})
    reports.save({"A-value": "1", "B-value": "3"})
    report = reports.save({"A-value": "1"}).submission
    assert report.version == 2
    assert Stored.objects.count() == 3
    draft = load_draft(report)
    assert draft.texts() == {"A-value": "1", "B-value": "3"}
    assert draft.at_version(1) == {"A-value": "1", "B-value": "2"}
    assert draft.last.version == 2


@pytest.mark.django_db
def test_two_people_from_one_page_lose_nothing(reports):
    other = make.make_member(Role.REPORTER, reports.agency, full_name="Đỗ Ngọc Mai")
    reports.save({"A-value": "1"}, base=0)
    saved = reports.save({"A-value": "2", "B-value": "5"}, by=other, base=0)
    assert [(c.field, c.theirs, c.mine) for c in saved.conflicts] == [("A-value", "1", "2")]
    assert saved.conflicts[0].by_id == reports.reporter.pk
    assert load_draft(saved.submission).texts() == {"A-value": "1", "B-value": "5"}
