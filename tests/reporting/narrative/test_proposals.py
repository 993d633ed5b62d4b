"""The ledger of proposals: put, repeated, moved, overdue; the proposals of one edition."""

import datetime

import pytest

from portal.accounts.permissions import Access
from portal.models import Agency
from portal.submissions.gates import Closed
from reporting.editions.models import Stage
from reporting.editions.snapshot import living_report
from reporting.models import Proposal
from reporting.narrative import proposing
from reporting.narrative.ledger import ledger
from tests import factories as make

from .conftest import AT

DAY = datetime.date(2022, 10, 10)
LEDGER = "/bao-cao-tuan/de-xuat/"


def said(**fields):
    usual = {"text": "Sớm ban hành kế hoạch.", "agency": None, "addressee": "Các tỉnh"}
    rest = {"deadline": None, "indicator": "", "state": "open", "progress": ""}
    return usual | rest | fields


@pytest.fixture
def put(edition, access):
    """A function: puts a new proposal into the edition."""

    def put_new(into=None, **fields):
        return proposing.put_new(into or edition, said(**fields), access=access, at=AT)

    return put_new


def page_of(edition):
    return f"/bao-cao-tuan/soan/{edition.pk}/de-xuat/"


def row_of(proposal, day=DAY):
    (row,) = [row for row in ledger(day) if row.proposal.pk == proposal.pk]
    return row


# In an edition


def test_a_new_proposal_is_printed_and_kept_in_the_ledger(edition, editor):
    ministry = Agency.objects.get(slug="bgddt")
    response = editor.post(
        page_of(edition),
        {
            "do": "new",
            "text": " Sớm  trình\nđề án. ",
            "agency": ministry.pk,
            "deadline": "31/12/2022",
        },
    )
    assert response.status_code == 302
    proposal = Proposal.objects.get()
    assert (proposal.text, proposal.agency) == ("Sớm trình đề án.", ministry)
    points = [block for block in living_report(edition).body if block.source == "proposals"]
    assert [[piece.text for piece in item] for item in points[-1].items] == [["Sớm trình đề án."]]
    assert "Bộ Giáo dục và Đào tạo" in editor.get(LEDGER).content.decode()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"text": ""}, "Bạn điền ô này."),
        ({"addressee": ""}, "chọn cơ quan nhận hoặc ghi nơi nhận"),
        ({"agency": "x"}, "Không có trong danh sách"),
        ({"deadline": "31/2/2023"}, "31/2/2023"),
        ({"indicator": "KHONG_CO"}, "Không có trong danh sách"),
        ({"text": "x" * 2001}, "2000"),
    ],
)
def test_a_clumsy_proposal_is_said_beside_its_box(edition, editor, fields, words):
    posted = {"do": "new", "text": "Sớm trình.", "addressee": "Các tỉnh"} | fields
    response = editor.post(page_of(edition), posted)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Proposal.objects.exists()


def test_the_same_form_sent_twice_is_one_proposal(edition, put):
    put()
    put()
    assert (Proposal.objects.count(), edition.proposals.count()) == (1, 1)


def test_order_words_and_taking_out(edition, put, editor):
    first, second = put(text="Một."), put(text="Hai.")
    editor.post(page_of(edition), {"do": f"up:{second.pk}"})
    assert [row.text for row in edition.proposals.all()] == ["Hai.", "Một."]
    editor.post(f"{page_of(edition)}{first.pk}/", {"text": "Một, khẩn.", "began": "Một."})
    first.refresh_from_db()
    assert (first.text, first.proposal.text) == ("Một, khẩn.", "Một.")
    editor.post(page_of(edition), {"do": f"out:{second.pk}"})
    assert [row.text for row in edition.proposals.all()] == ["Một, khẩn."]
    assert Proposal.objects.count() == 2


def test_two_who_reword_see_both(edition, put, editor):
    row = put(text="Một.")
    path = f"{page_of(edition)}{row.pk}/"
    editor.post(path, {"text": "Bản kia.", "began": "Một."})
    response = editor.post(path, {"text": "Bản này.", "began": "Một."})
    page = response.content.decode()
    assert response.status_code == 409
    assert "“Bản kia.”" in page
    assert "Bản này.</textarea>" in page
    editor.post(path, {"text": "Bản này.", "began": "Bản kia."})
    row.refresh_from_db()
    assert row.text == "Bản này."


def test_from_the_ledger_into_the_next_edition(later, put, editor):
    proposal = put().proposal
    for _ in range(2):
        editor.post(page_of(later), {"do": f"put:{proposal.pk}"})
    assert later.proposals.count() == 1


def test_what_is_settled_is_not_put_again(later, put, access, editor):
    proposal = put().proposal
    Proposal.objects.update(state="done")
    with pytest.raises(Closed, match="Đã thực hiện"):
        proposing.put(later, proposal, access=access, at=AT)
    assert f"put:{proposal.pk}" not in editor.get(page_of(later)).content.decode()


@pytest.mark.parametrize("do", ["put:", "put:0", "put:99999", "up:x", "out:²", "burn:1"])
def test_other_deeds_do_nothing(edition, put, editor, do):
    put()
    assert editor.post(page_of(edition), {"do": do}).status_code == 404
    assert edition.proposals.count() == 1


def test_a_row_of_another_edition_is_not_touched(edition, later, put, editor):
    row = put()
    assert editor.post(page_of(later), {"do": f"out:{row.pk}"}).status_code == 404
    assert editor.get(f"{page_of(later)}{row.pk}/").status_code == 404
    assert edition.proposals.count() == 1


def test_a_frozen_edition_stays_and_a_checked_one_reopens(edition, put):
    edition.stage = Stage.CHECKED
    edition.save()
    put(text="Một.")
    edition.refresh_from_db()
    assert edition.stage == Stage.DRAFT
    edition.stage = Stage.FROZEN
    edition.save()
    with pytest.raises(Closed, match="đã chốt"):
        put(text="Hai.")
    assert Proposal.objects.count() == 1


def test_others_do_not_get_in(edition, put, signed_in):
    row = put()
    pages = (
        LEDGER,
        f"{LEDGER}{row.proposal_id}/",
        page_of(edition),
        f"{page_of(edition)}{row.pk}/",
    )
    for role in ("reader", "data_manager", "publisher"):
        client = signed_in(role)
        for page in pages:
            assert client.get(page).status_code == 403
            client.post(page, {"do": f"out:{row.pk}", "text": "Khác."})
    row.refresh_from_db()
    assert row.text == "Sớm ban hành kế hoạch."


def test_repeated_without_movement_is_told(edition, later, put, access):
    proposal = put().proposal
    assert not row_of(proposal).is_stuck
    proposing.put(later, proposal, access=access, at=AT)
    assert row_of(proposal).is_stuck
    facts = {"access": access, "at": AT}
    moved = said(progress="Đã có dự thảo.")
    proposing.save_proposal(proposal, moved, base=0, **facts)
    assert not row_of(proposal).is_stuck
    proposing.save_proposal(proposal, said(state="done"), base=1, **facts)
    assert row_of(proposal).is_settled


def test_the_figure_when_first_put_and_now(edition, later, put, access):
    proposal = put(indicator="TEAMS").proposal
    row = row_of(proposal)
    assert (proposal.first_amount, row.now_amount, row.change) == (61063, 61063, 0)
    assert row.change_shown == "không đổi"
    proposing.put(later, proposal, access=access, at=AT)
    assert row_of(proposal).is_stuck
    Proposal.objects.update(first_amount=61000, first_shown="61.000")
    row = row_of(proposal)
    assert (row.change_shown, row.is_stuck) == ("+63", False)


def test_an_unmoved_figure_is_stuck_whatever_the_words(edition, later, put, access):
    proposal = put(indicator="TEAMS", progress="Đang làm.").proposal
    proposing.put(later, proposal, access=access, at=AT)
    assert row_of(proposal).is_stuck


def test_a_total_is_the_sum_of_its_parts(put):
    assert put(indicator="TRAIN_PRO").proposal.first_amount == 116348


def test_linking_later_notes_the_figure_of_the_first_edition(put, access):
    proposal = put().proposal
    facts = {"base": 0, "access": access, "at": AT}
    proposal = proposing.save_proposal(proposal, said(indicator="PLAN_PRO"), **facts)
    assert (proposal.first_amount, proposal.first_shown) == (41, "41/63")


def test_a_correction_is_no_repetition_and_a_withdrawn_report_is_none(edition, put):
    row = put()
    new = type(edition).objects.get(pk=edition.pk)
    new.pk, new.correction = None, 1
    new.save(force_insert=True)
    new.proposals.create(proposal=row.proposal, position=1, text=row.text)
    assert row_of(row.proposal).editions == [new]
    type(edition).objects.update(stage=Stage.WITHDRAWN)
    assert row_of(row.proposal).editions == []


def test_overdue_from_the_day_after(put):
    proposal = put(deadline=datetime.date(2022, 10, 9)).proposal
    assert row_of(proposal).is_overdue
    assert not row_of(proposal, datetime.date(2022, 10, 9)).is_overdue
    Proposal.objects.update(state="done")
    assert not row_of(proposal).is_overdue


def test_the_ledger_filters(put, later, editor, access):
    stuck = put(text="Nhắc hoài.").proposal
    proposing.put(later, stuck, access=access, at=AT)
    put(text="Trễ hẹn.", deadline=datetime.date(2022, 10, 1))
    shown = {
        key: editor.get(f"{LEDGER}?xem={key}").content.decode()
        for key in ("nhac-lai", "qua-han", "dang-theo-doi", "la")
    }
    assert ("Nhắc hoài" in shown["nhac-lai"], "Trễ hẹn" in shown["nhac-lai"]) == (True, False)
    assert ("Nhắc hoài" in shown["qua-han"], "Trễ hẹn" in shown["qua-han"]) == (False, True)
    assert "Nhắc hoài" in shown["la"]
    assert "Trễ hẹn" in shown["la"]


def posted(proposal, base=0, **fields):
    own = {"text": proposal.text, "addressee": "Các tỉnh", "state": "open", "base_version": base}
    return own | fields


def test_two_who_edit_see_both(put, editor, access):
    proposal = put().proposal
    path = f"{LEDGER}{proposal.pk}/"
    other = Access(make.make_member("editor"), DAY)
    proposing.save_proposal(proposal, said(progress="Bản kia."), base=0, access=other, at=AT)
    response = editor.post(path, posted(proposal, progress="Bản này."))
    page = response.content.decode()
    assert response.status_code == 409
    assert "Bản kia." in page
    assert "Bản này.</textarea>" in page
    editor.post(path, posted(proposal, base=1, progress="Bản này."))
    proposal.refresh_from_db()
    assert proposal.progress == "Bản này."


def test_history_names_who_changed_what(put, editor):
    proposal = put().proposal
    path = f"{LEDGER}{proposal.pk}/"
    editor.post(path, posted(proposal, state="moving", progress="Đã có dự thảo."))
    page = editor.get(path).content.decode()
    assert "Đã có dự thảo." in page
    assert str(editor.user) in page
    assert editor.get(f"{LEDGER}99999/").status_code == 404


def test_the_pages_ask_the_same_whatever_stands_in_them(
    edition, put, editor, django_assert_max_num_queries
):
    for number in range(12):
        row = put(text=f"Đề xuất {number}.", indicator="TEAMS" if number % 2 else "PLAN_PRO")
    pages = (
        LEDGER,
        page_of(edition),
        f"{LEDGER}{row.proposal_id}/",
        f"{page_of(edition)}{row.pk}/",
    )
    for page in pages:
        with django_assert_max_num_queries(14):
            assert editor.get(page).status_code == 200
