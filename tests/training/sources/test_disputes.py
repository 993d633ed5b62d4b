"""An agency's word about its platform figure: who may speak, what is refused, and that no figure
ever changes by it."""

import threading

import pytest
from django.db import connection, transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.accounts.models import KeptInput, Role
from portal.catalogue.changes import Refused
from portal.models import IndicatorValue
from portal.submissions.models import Channel
from tests import factories as make
from training.sources import disputes
from training.sources.disputes import answer_dispute, open_dispute, open_disputes, withdraw_dispute
from training.sources.models import Dispute

AT = make.instant("2022-11-15 09:00")
OCTOBER, NOVEMBER = make.day("2022-10-14"), make.day("2022-11-14")


@pytest.fixture(autouse=True)
def _in_november(settings):
    settings.DEMO_TODAY = make.day("2022-11-15")


@pytest.fixture
def place(db):
    province, other = make.make_agency(), make.make_agency("Hải Phòng", "hai-phong")
    asked = make.make_set("provinces", province, other)
    whole = make.make_flow("TRAIN_PRO", asked, source="centre", unit="lượt")
    own = make.make_flow("TRAIN_PRO_SELF", asked, part_of=whole, unit="lượt")
    touch = make.make_flow(
        "TRAIN_PRO_OT", asked, part_of=whole, source="platform", unit="lượt", label="One Touch"
    )
    make.make_known(province, OCTOBER, (own, 428))
    for agency, amount in ((province, 4565), (other, 1304)):
        make.make_known(agency, OCTOBER, (touch, amount), channel=Channel.PLATFORM)
    return province, other, touch


@pytest.fixture
def officer(place):
    return make.make_member(Role.REPORTER, place[0])


@pytest.fixture
def centre(db):
    return make.make_member(Role.DATA_MANAGER, full_name="Lê Minh Tuấn")


def value_of(agency, indicator):
    return IndicatorValue.objects.filter(agency=agency, indicator=indicator).latest("covers_to").pk


def speak(place, who, agency=None, **facts):
    agency = agency or place[0]
    facts = {
        "value_id": value_of(agency, place[2]),
        "comment": "Thiếu khóa tháng 9",
        "own_amount": 4700,
        "access": make.access_of(who),
        "at": AT,
        **facts,
    }
    return open_dispute(agency, place[2], **facts)


def answered(dispute, who, **facts):
    facts = {"outcome": "stands", "answer": "Đã kiểm tra, số đúng.", "at": AT, **facts}
    return answer_dispute(dispute.pk, access=make.access_of(who), **facts)


def test_dispute_changes_no_figure(place, officer, centre):
    before = list(IndicatorValue.objects.order_by("pk").values())
    dispute = speak(place, officer)
    assert open_disputes(["TRAIN_PRO_OT"]) == {(place[2].pk, place[0].pk)}
    assert open_disputes(["TRAIN_PRO_SELF"]) == open_disputes([]) == set()
    answered(dispute, centre, outcome="platform_mends")
    assert open_disputes(["TRAIN_PRO_OT"]) == set()
    assert list(IndicatorValue.objects.order_by("pk").values()) == before
    dispute.refresh_from_db()
    assert (dispute.value.amount, dispute.own_amount) == (4565, 4700)
    assert (dispute.answered_by, dispute.answer) == (centre, "Đã kiểm tra, số đúng.")


def test_only_the_agencys_own_people_speak(place, officer, centre):
    others = make.make_member(Role.REPORTER, place[1])
    both = make.make_member(Role.READER, user=make.make_member(Role.DATA_MANAGER))
    for who in (others, centre, both, make.make_member(Role.READER)):
        with pytest.raises(Refused, match="người lập hoặc người duyệt"):
            speak(place, who)
    approver = make.make_member(Role.APPROVER, place[0])
    assert speak(place, approver).opened_by == approver
    with pytest.raises(Refused, match="rút được"):
        withdraw_dispute(Dispute.objects.get().pk, access=make.access_of(centre), at=AT)


def test_role_that_ended_speaks_no_more(place):
    who = make.make_member(Role.REPORTER, place[0], in_force_until=make.day("2022-11-14"))
    with pytest.raises(Refused):
        speak(place, who)


def test_only_the_centre_answers(place, officer):
    dispute = speak(place, officer)
    for role in (Role.READER, Role.EDITOR, Role.ADMINISTRATOR):
        with pytest.raises(Refused, match="quản trị số liệu"):
            answered(dispute, make.make_member(role))
    with pytest.raises(Refused):
        answered(dispute, officer)
    assert Dispute.objects.filter(**disputes.OPEN).exists()


def test_one_open_at_a_time(place, officer, centre):
    dispute = speak(place, officer)
    with pytest.raises(Refused, match="đang có một ý kiến"):
        speak(place, officer)
    withdraw_dispute(dispute.pk, access=make.access_of(officer), at=AT)
    again = speak(place, officer)
    answered(again, centre)
    assert speak(place, officer).pk not in (dispute.pk, again.pk)


def test_figure_that_changed_meanwhile_is_said(place, officer):
    stale = value_of(place[0], place[2])
    make.make_known(place[0], NOVEMBER, (place[2], 5097), channel=Channel.PLATFORM)
    with pytest.raises(Refused, match=r"đổi thành 5\.097") as refused:
        speak(place, officer, value_id=stale)
    assert refused.value.field == "figure"


@pytest.mark.parametrize("comment", ["", "  ", "\u200b", "\x00", "x" * 1001])
def test_words_are_asked(place, officer, comment):
    with pytest.raises(Refused) as refused:
        speak(place, officer, comment=comment)
    assert refused.value.field == "comment"
    assert not Dispute.objects.exists()


def test_same_number_is_no_dispute(place, officer):
    with pytest.raises(Refused) as refused:
        speak(place, officer, own_amount=4565)
    assert refused.value.field == "own_amount"
    assert speak(place, officer, own_amount=0).own_amount == 0


def test_second_answer_is_told_of_the_first(place, officer, centre):
    dispute = speak(place, officer)
    answered(dispute, centre)
    other = make.make_member(Role.DATA_MANAGER)
    with pytest.raises(Refused, match="Lê Minh Tuấn đã trả lời lúc 09:00 ngày 15/11/2022"):
        answered(dispute, other, answer="Khác hẳn", outcome="agency_mends")
    dispute.refresh_from_db()
    assert (dispute.outcome, dispute.answer) == ("stands", "Đã kiểm tra, số đúng.")
    with pytest.raises(Refused, match="đã trả lời"):
        withdraw_dispute(dispute.pk, access=make.access_of(officer), at=AT)


def test_withdrawn_is_not_answered(place, officer, centre):
    dispute = speak(place, officer)
    withdraw_dispute(dispute.pk, access=make.access_of(officer), at=AT)
    with pytest.raises(Refused, match="đã rút"):
        answered(dispute, centre)


@pytest.mark.parametrize(("outcome", "answer"), [("", "Có"), ("vang", "Có"), ("stands", "  ")])
def test_answer_needs_both(place, officer, centre, outcome, answer):
    dispute = speak(place, officer)
    with pytest.raises(Refused):
        answered(dispute, centre, outcome=outcome, answer=answer)
    dispute.refresh_from_db()
    assert dispute.answered_at is None


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=st.lists(st.sampled_from(["speak", "withdraw", "answer"]), max_size=8))
def test_whatever_is_done_at_most_one_is_open(place, officer, centre, deeds):
    with transaction.atomic():
        is_open = False
        for deed in deeds:
            newest = Dispute.objects.first()
            try:
                if deed == "speak":
                    speak(place, officer)
                elif newest is None:
                    continue
                elif deed == "withdraw":
                    withdraw_dispute(newest.pk, access=make.access_of(officer), at=AT)
                else:
                    answered(newest, centre)
                assert is_open == (deed != "speak")
                is_open = deed == "speak"
            except Refused:
                assert is_open == (deed == "speak")
            assert Dispute.objects.filter(**disputes.OPEN).count() == int(is_open)
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_once_leave_one(place, officer, centre):
    dispute = speak(place, officer)
    told, start = [], threading.Barrier(2)

    def answer(outcome):
        start.wait()
        try:
            answered(dispute, centre, outcome=outcome)
            told.append(outcome)
        except Refused:
            told.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=answer, args=[o]) for o in ("stands", "agency_mends")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told.count("refused") == 1
    dispute.refresh_from_db()
    assert dispute.outcome in told


# Pages


def page(user, path, data=None):
    client = make.sign_in(Client(), user)
    return client.get(path) if data is None else client.post(path, data)


NEW = "/boi-duong/doi-chieu/quang-ninh/y-kien/"


def test_agency_speaks_through_the_page_and_reads_the_answer(place, officer, centre):
    key = f"TRAIN_PRO_OT.{value_of(place[0], place[2])}"
    text = page(officer, NEW + "?so=TRAIN_PRO_OT").content.decode()
    assert f'value="{key}"' in text
    assert "One Touch: 4.565 lượt, đến 14/10/2022" in text
    sent = page(officer, NEW, {"figure": key, "comment": "Thiếu khóa", "own_amount": "4.700"})
    assert sent.headers["Location"] == "/boi-duong/doi-chieu/quang-ninh/#y-kien"
    dispute = Dispute.objects.get()
    assert (dispute.own_amount, dispute.comment) == (4700, "Thiếu khóa")
    listed = page(officer, "/boi-duong/doi-chieu/").content.decode()
    assert "Đang có ý kiến" in listed
    waiting = page(centre, "/boi-duong/y-kien/").content.decode()
    assert "1 ý kiến chờ Cục trả lời" in waiting
    assert "“Thiếu khóa”" in waiting
    path = f"/boi-duong/y-kien/{dispute.pk}/"
    done = page(centre, path, {"outcome": "platform_mends", "answer": "Nền tảng bổ sung."})
    assert done.headers["Location"] == "/boi-duong/y-kien/"
    answer = page(officer, "/boi-duong/doi-chieu/quang-ninh/").content.decode()
    assert "Nền tảng sửa ở lần kết xuất sau." in answer
    assert "Nền tảng bổ sung." in answer
    assert "Đang có ý kiến" not in page(officer, "/boi-duong/doi-chieu/").content.decode()


def test_what_was_typed_stays_beside_the_refusal(place, officer):
    refused = page(officer, NEW, {"figure": "", "comment": "Thiếu khóa", "own_amount": "4,700"})
    assert refused.status_code == 422
    text = refused.content.decode()
    assert "Thiếu khóa</textarea>" in text
    assert 'value="4,700"' in text
    assert "Bạn chọn số mà ý kiến nói về." in text


def test_stale_choice_is_refused_in_words(place, officer):
    key = f"TRAIN_PRO_OT.{value_of(place[0], place[2])}"
    make.make_known(place[0], NOVEMBER, (place[2], 5097), channel=Channel.PLATFORM)
    refused = page(officer, NEW, {"figure": key, "comment": "Thiếu khóa"})
    assert refused.status_code == 422
    assert "Số của Nền tảng vừa đổi" in refused.content.decode()


def test_second_answer_keeps_what_was_typed(place, officer, centre):
    dispute = speak(place, officer)
    answered(dispute, centre)
    late = page(centre, f"/boi-duong/y-kien/{dispute.pk}/", {"outcome": "stands", "answer": "Muộn"})
    assert late.status_code == 422
    assert "Muộn</textarea>" in late.content.decode()
    assert "Lê Minh Tuấn đã trả lời" in late.content.decode()


def test_withdrawing_is_the_agencys_own(place, officer):
    dispute = speak(place, officer)
    others = make.make_member(Role.REPORTER, place[1])
    assert page(others, f"{NEW}{dispute.pk}/rut/", {}).status_code == 404
    elsewhere = f"/boi-duong/doi-chieu/hai-phong/y-kien/{dispute.pk}/rut/"
    assert page(others, elsewhere, {}).status_code == 404
    assert page(officer, f"{NEW}{dispute.pk}/rut/").url.endswith("#y-kien")
    assert page(officer, f"{NEW}{dispute.pk}/rut/", {}).status_code == 302
    dispute.refresh_from_db()
    assert dispute.withdrawn_at is not None


def test_names_are_shown_inside_only(place, officer, centre):
    answered(speak(place, officer), centre)
    path = "/boi-duong/doi-chieu/quang-ninh/"
    assert "Lê Minh Tuấn" in page(officer, path).content.decode()
    outside = page(make.make_member(Role.READER, full_name="Trần Bình"), path).content.decode()
    assert "Đã kiểm tra, số đúng." in outside
    assert "Lê Minh Tuấn" not in outside


def test_ended_session_keeps_the_typing(place, officer):
    client = make.sign_in(Client(), officer)
    mark = client.get(NEW).context["who_mark"]
    client.logout()
    client.post(NEW, {"_who": mark, "comment": "Viết dở", "own_amount": "1"})
    assert KeptInput.objects.get().user == officer
    assert "Viết dở</textarea>" in page(officer, NEW).content.decode()


def test_nothing_to_speak_about_is_said(place):
    IndicatorValue.objects.filter(indicator=place[2], agency=place[0]).delete()
    officer = make.make_member(Role.REPORTER, place[0])
    assert "chưa có số nào" in page(officer, NEW).content.decode()
