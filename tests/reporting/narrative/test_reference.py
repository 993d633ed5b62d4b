"""The words of week 39 from the reference files: loaded once, an editor's change is kept."""

import io

import pytest
from django.core.management import call_command

from provinces.models import Story
from reporting.editions.models import Stage
from reporting.editions.snapshot import living_report
from reporting.models import EditionProposal, EditionStory, EditionText, Proposal, WeeklyEdition

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
ROWS = (EditionText, Story, EditionStory, Proposal, EditionProposal)


def load(**options):
    out = io.StringIO()
    call_command("load_reference", stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def week_39(reference):
    return WeeklyEdition.objects.get(week=39)


def test_the_report_is_whole(week_39):
    report = living_report(week_39)
    headings = [b.text for b in report.body if b.kind == "heading" and b.level == 1]
    assert headings == ["Số liệu thống kê", "Kinh nghiệm triển khai", "Đề xuất, kiến nghị"]
    points = [block for block in report.body if block.source == "proposals"]
    assert len(points[-1].items) == 8
    pieces = [piece for block in report.body for piece in block.pieces]
    assert not [piece.text for piece in pieces if piece.stale]
    assert {"41/63", "gần 6 triệu"} <= {piece.text for piece in pieces if piece.code}
    notes = " ".join(note.text for note in report.notes)
    assert "21/9/2022" in notes
    assert report.abstract


def test_first_figures_are_those_of_the_week():
    assert dict(Proposal.objects.values_list("indicator", "first_amount")) == {
        **{"PLAN_MIN": 5, "WEBPAGE_PRO": 40, "TRAIN_PRO": 116348, "TEAM_PRO": 61},
        "": None,
    }


def test_loading_again_adds_nothing():
    before = [model.objects.count() for model in ROWS]
    assert "Không có gì để thêm" in load()
    assert [model.objects.count() for model in ROWS] == before


def test_an_editors_changes_are_kept_and_told(week_39):
    text = week_39.texts.get(slot="closing")
    text.text = "Hết."
    text.save()
    proposal = week_39.proposals.first().proposal
    proposal.text = "Lời khác."
    proposal.save()
    told = load()
    assert "Hết." in told
    assert "Lời khác." in told
    assert week_39.texts.get(slot="closing").text == "Hết."
    assert Proposal.objects.count() == 8
    assert week_39.proposals.count() == 8
    load(overwrite=True)
    assert week_39.texts.get(slot="closing").text != "Hết."
    proposal.refresh_from_db()
    assert proposal.text != "Lời khác."


def test_what_an_editor_took_out_stays_out(week_39):
    week_39.proposals.first().delete()
    week_39.stories.first().delete()
    load()
    assert (week_39.proposals.count(), week_39.stories.count()) == (7, 1)


def test_a_frozen_edition_is_left_alone(week_39):
    week_39.texts.all().delete()
    WeeklyEdition.objects.filter(pk=week_39.pk).update(stage=Stage.FROZEN)
    load(overwrite=True)
    assert not week_39.texts.exists()
