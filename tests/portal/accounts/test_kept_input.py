"""Typing kept after the session has ended: for its author, for nobody else, within bounds."""

import pytest
from django.core import signing
from django.http import QueryDict

from portal.accounts import kept_input
from portal.accounts.models import KeptInput
from tests import factories as make
from tests.november import NOW

pytestmark = pytest.mark.django_db

PATH = "/phieu/quang-ninh/2022-11/"


@pytest.fixture
def author():
    return make.make_user()


def posted(mark, **fields):
    post = QueryDict(mutable=True)
    post.update({"_who": mark, "csrfmiddlewaretoken": "x", "A-value": "5", **fields})
    return post


def test_typing_is_kept_for_its_author_only(author):
    kept_input.keep(posted(kept_input.mark_of(author)), PATH, NOW)
    kept = kept_input.kept_for(author, PATH)
    assert dict(kept_input.fields_of(kept).items()) == {"A-value": "5"}
    assert kept_input.kept_for(make.make_user(), PATH) is None
    assert kept_input.kept_for(author, "/phieu/hai-duong/2022-11/") is None


@pytest.mark.parametrize("mark", ["", "1", "1:abc", "Phạm", "\x00", "a" * 100_000])
def test_forged_mark_keeps_nothing(author, mark):
    assert kept_input.keep(posted(mark), PATH, NOW) is None
    assert not KeptInput.objects.exists()


def test_mark_signed_for_another_purpose_keeps_nothing(author):
    assert kept_input.keep(posted(signing.dumps(author.pk, salt="khac")), PATH, NOW) is None


def test_old_mark_keeps_nothing(author, monkeypatch):
    mark = kept_input.mark_of(author)
    monkeypatch.setattr(kept_input, "MARK_LIFETIME", -1)
    assert kept_input.keep(posted(mark), PATH, NOW) is None


def test_mark_of_someone_who_left_keeps_nothing(author):
    mark = kept_input.mark_of(author)
    author.is_active = False
    author.save()
    assert kept_input.keep(posted(mark), PATH, NOW) is None


def test_huge_body_is_not_kept(author):
    mark = kept_input.mark_of(author)
    assert kept_input.keep(posted(mark, B="x" * kept_input.LARGEST_BODY), PATH, NOW) is None
    assert kept_input.keep(posted(mark), "/" * 301, NOW) is None


def test_nul_is_kept_as_text(author):
    kept_input.keep(posted(kept_input.mark_of(author), B="a\x00b"), PATH, NOW)
    assert kept_input.fields_of(kept_input.kept_for(author, PATH))["B"] == "a\x00b"


def test_two_pages_posted_after_the_end_are_both_kept(author):
    mark = kept_input.mark_of(author)
    kept_input.keep(posted(mark, B="1"), PATH, NOW)
    kept_input.keep(posted(mark, B="2"), PATH, NOW)
    kept_input.keep(posted(mark, B="2"), PATH, NOW)
    assert KeptInput.objects.count() == 2
    kept = kept_input.kept_for(author, PATH)
    assert kept_input.fields_of(kept)["B"] == "2"
    kept_input.drop(author, kept.token)
    assert kept_input.fields_of(kept_input.kept_for(author, PATH))["B"] == "1"


def test_only_the_newest_are_kept(author):
    for number in range(kept_input.MOST_A_PERSON + 5):
        kept_input.keep_for(author, f"A={number}", PATH, NOW)
    assert KeptInput.objects.count() == kept_input.MOST_A_PERSON
    assert kept_input.kept_for(author, PATH).body == "A=24"


def test_another_person_cannot_drop_it(author):
    kept = kept_input.keep_for(author, "A=1", PATH, NOW)
    kept_input.drop(make.make_user(), kept.token)
    kept_input.drop_once_saved(make.make_user(), kept.token, ["A"], ["A"])
    assert kept_input.kept_for(author, PATH) == kept


def test_it_goes_once_every_field_is_saved(author):
    kept = kept_input.keep_for(author, "A=1&B=2&then=stay", PATH, NOW)
    kept_input.drop_once_saved(author, kept.token, ["A"], ["A", "B"])
    assert kept_input.kept_for(author, PATH) == kept
    kept_input.drop_once_saved(author, kept.token, ["A", "B"], ["A", "B"])
    assert kept_input.kept_for(author, PATH) is None
