"""What an editor chooses for a statistical line, and what it does to the report."""

import pytest

from portal.models import IndicatorValue
from reporting.editions.models import Stage
from reporting.editions.snapshot import living_report
from reporting.models import WeeklyEdition
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def choose(editor, home):
    """A function: line's code, what is posted → the response."""

    def post(code, then="save", **chosen):
        fields = {name.replace("__", "-"): value for name, value in chosen.items()}
        return editor.post(f"{home}dong/{code}/", {"then": then, **fields})

    return post


def line_of(edition, code):
    report = living_report(WeeklyEdition.objects.get(pk=edition.pk))
    block = next(block for block in report.body if block.source == f"line:{code}")
    notes = [report.notes[piece.note - 1] for piece in block.pieces if piece.note]
    return block.text, notes


def test_the_page_shows_the_line_its_notes_and_its_sums(editor, home):
    page = editor.get(f"{home}dong/PLAN_MIN/").content.decode()
    assert "{PLAN_MIN} bộ, cơ quan ngang bộ" in page
    assert "05/30: danh sách 5 = số đếm 5." in page
    assert "= mẫu số 63." in page
    assert "Ghi dòng này" in page


def test_names_and_order_change_the_note(choose, edition):
    text, notes = line_of(edition, "PLAN_MIN")
    assert [len(note.names) for note in notes] == [5, 41]
    assert choose("PLAN_MIN", names__PLAN_MIN="none", order__PLAN_PRO="official").status_code == 302
    again, left = line_of(edition, "PLAN_MIN")
    assert again == text
    assert [len(note.names) for note in left] == [41]
    assert set(left[0].names) == set(notes[1].names)
    assert left[0].names != notes[1].names


def test_those_who_have_not_are_named_apart_from_the_unknown(choose, edition):
    _, notes = line_of(edition, "TEAM_PRO")
    assert [len(note.names) for note in notes] == [2]
    choose("TEAM_PRO", names__TEAM_PRO="done")
    _, notes = line_of(edition, "TEAM_PRO")
    assert [len(note.names) for note in notes] == [61]


def test_a_reworded_line_keeps_its_figures_and_notes(choose, edition):
    wording = "Kế hoạch đã có ở {PLAN_PRO} tỉnh và {PLAN_MIN} bộ."
    assert choose("PLAN_MIN", wording=wording).status_code == 302
    text, notes = line_of(edition, "PLAN_MIN")
    assert text == "Kế hoạch đã có ở 41/63 tỉnh và 05/30 bộ."
    assert [len(note.names) for note in notes] == [41, 5]


def test_the_count_of_those_who_have_not_keeps_its_place(choose, editor, edition, home):
    page = editor.get(f"{home}dong/TEAM_PRO/").content.decode()
    assert "còn {TEAM_PRO_CHUA}" in page
    wording = (
        "{TEAM_PRO} nơi có Tổ, {TEAM_PRO_CHUA} nơi chưa thành lập; {TEAMS} Tổ, "
        "{TEAM_MEMBERS} thành viên."
    )
    assert choose("TEAM_PRO", wording=wording).status_code == 302
    text, notes = line_of(edition, "TEAM_PRO")
    assert text.startswith("61/63 nơi có Tổ, 02 nơi chưa thành lập; 61.063 Tổ")
    assert [len(note.names) for note in notes] == [2]


def test_a_figures_name_that_is_gone_is_stale_not_silent(choose, edition):
    wording = "{TEAM_PRO} có Tổ, {TEAM_PRO_CHUA} chưa thành lập; {TEAMS}; {TEAM_MEMBERS}."
    choose("TEAM_PRO", wording=wording)
    IndicatorValue.objects.filter(indicator__code="TEAM_PRO", amount=0).update(amount=1)
    report = living_report(WeeklyEdition.objects.get(pk=edition.pk))
    block = next(block for block in report.body if block.source == "line:TEAM_PRO")
    assert [piece.text for piece in block.pieces if piece.stale] == ["{TEAM_PRO_CHUA}"]


@pytest.mark.parametrize(
    ("wording", "said"),
    [
        ("Đã có {PLAN_MIN} bộ ban hành.", "{PLAN_PRO}"),
        ("{PLAN_MIN} bộ và {PLAN_PRO} tỉnh, còn 22 tỉnh.", "22"),
        ("{PLAN_MIN} bộ, {PLAN_PRO} tỉnh; số còn lại chưa ban hành.", "chưa ghi nhận"),
    ],
)
def test_a_faulty_wording_is_refused_and_kept_in_its_box(choose, edition, wording, said):
    response = choose("PLAN_MIN", wording=wording)
    page = response.content.decode()
    assert response.status_code == 422
    assert said in page
    assert wording in page
    assert not edition.line_choices.exists()


def test_looking_saves_nothing(choose, edition):
    response = choose("PLAN_MIN", then="preview", wording="Có {PLAN_MIN} và {PLAN_PRO}.")
    page = response.content.decode()
    assert response.status_code == 200
    assert "Xem trước, chưa ghi" in page
    assert [part.lines[0].text for part in response.context["tried"].parts] == [
        "Có 05/30 và 41/63."
    ]
    assert not edition.line_choices.exists()


def test_back_to_usual_leaves_no_choice_but_its_history(choose, edition, editor):
    usual = line_of(edition, "PLAN_MIN")
    choose("PLAN_MIN", names__PLAN_PRO="none", wording="{PLAN_MIN} và {PLAN_PRO}.")
    assert edition.line_choices.count() == 2
    choose("PLAN_MIN", then="usual", wording="lỗi {")
    assert not edition.line_choices.exists()
    assert line_of(edition, "PLAN_MIN") == usual
    history = edition.line_choices.model.history.filter(edition=edition)
    assert {one.history_user for one in history} == {editor.user}


def test_the_usual_sentence_sent_back_is_no_wording(choose, editor, edition, home):
    usual = editor.get(f"{home}dong/PLAN_MIN/").context["form"].usual_words
    choose("PLAN_MIN", wording=usual)
    assert not edition.line_choices.exists()


def test_both_counts_are_offered_with_what_they_rest_on(choose, editor, edition, home):
    asked = IndicatorValue.objects.filter(indicator__code="EVENT_PRO").first().indicator
    member = asked.asked_of.memberships.select_related("agency").first()
    make.make_known(member.agency, make.day("2022-09-30"), (asked, 1))
    page = editor.get(f"{home}dong/EVENT_MIN/").content.decode()
    assert "đếm từ báo cáo, 1/63 cơ quan có số" in page
    before, _ = line_of(edition, "EVENT_MIN")
    assert choose("EVENT_MIN", count__EVENT_PRO="named").status_code == 302
    after, _ = line_of(edition, "EVENT_MIN")
    assert before != after
    assert "01/63" in after


@pytest.mark.parametrize("code", ["KHONG-CO", "RPT_MIN", "TRAIN_ALL", "PLAN_PRO", "x" * 300])
def test_what_is_no_line_has_no_page(editor, home, code):
    assert editor.get(f"{home}dong/{code}/").status_code == 404


def test_choosing_opens_a_checked_edition_again(choose, edition):
    WeeklyEdition.objects.filter(pk=edition.pk).update(stage=Stage.CHECKED)
    choose("PLAN_MIN")
    edition.refresh_from_db()
    assert edition.stage == Stage.CHECKED
    choose("PLAN_MIN", names__PLAN_MIN="none")
    edition.refresh_from_db()
    assert edition.stage == Stage.DRAFT


@pytest.mark.parametrize("typed", ["<b>x</b>", "{" * 300, "x" * 200_000, "a\x00b {PLAN_MIN}"])
def test_hostile_words_are_refused_quietly(choose, edition, typed):
    response = choose("PLAN_MIN", wording=typed, names__PLAN_MIN="<script>")
    assert response.status_code == 422
    assert "<b>x</b>" not in response.content.decode()
    assert not edition.line_choices.exists()
