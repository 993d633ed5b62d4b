"""Figures that name no agency: stated, checked, corrected with a reason, withdrawn, read back."""

import pytest
from django.test import Client

from portal.accounts.models import KeptInput, Role
from portal.submissions.aggregation import Figures
from portal.submissions.models import Channel, IndicatorValue, Revision
from portal.submissions.readings import Moment
from tests import factories as make
from tests.november import NOW, in_november  # noqa: F401

pytestmark = pytest.mark.django_db
PATH = "/so-lieu-quoc-gia/"
DAY = make.day("2022-09-30")


@pytest.fixture
def keeper():
    return make.make_member(Role.DATA_MANAGER, full_name="Lê Minh Tuấn")


@pytest.fixture
def centre(keeper):
    return make.sign_in(Client(), keeper)


@pytest.fixture
def zalo():
    return make.make_indicator(
        "ZALO", None, label="Người theo dõi Zalo", source="centre", combine="latest"
    )


@pytest.fixture
def provinces():
    made = [make.make_agency(f"Tỉnh {n}", f"tinh-{n}") for n in range(1, 5)]
    return make.make_set("provinces", *made)


@pytest.fixture
def events(provinces):
    return make.make_indicator("EVENT", provinces, label="Đã tổ chức", value_type="yes_no")


def said(indicator, figure, **fields):
    return {
        "indicator": indicator.pk,
        "figure": figure,
        "as_of": "30/9/2022",
        "source": "Báo cáo tuần 39",
        **fields,
    }


def statement(code, day=DAY):
    return Figures([code], Moment(day)).statement(code)


# --- Stating -------------------------------------------------------------------------------------


def test_figure_with_its_qualifier_day_and_source(centre, keeper, zalo):
    assert centre.post(PATH, said(zalo, "gần 6 triệu")).headers["Location"] == PATH
    read = statement("ZALO")
    assert (read.qualifier, read.amount, read.covers_to) == ("gần", 6_000_000, DAY)
    assert Revision.objects.get().sent_by == keeper
    page = centre.get(PATH).content.decode()
    assert "gần 6.000.000" in page
    assert f'href="{PATH}ZALO/"' in page
    history = centre.get(f"{PATH}ZALO/").content.decode()
    assert "Báo cáo tuần 39" in history
    assert "Lê Minh Tuấn" in history


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"figure": ""}, "Bạn điền ô này."),
        ({"figure": "11,300"}, "11,300"),
        ({"figure": "nhiều lắm"}, "nhiều lắm"),
        ({"figure": "43/63"}, "không ghi trên tổng số"),
        ({"as_of": "16/11/2022"}, "chưa tới"),
        ({"as_of": "1/1/2022"}, "chỉ tính từ ngày 28/1/2022"),
        ({"source": ""}, "Bạn điền ô này."),
        ({"indicator": "999"}, "Không có trong danh sách"),
    ],
)
def test_fault_is_said_and_nothing_typed_is_lost(centre, zalo, wrong, words):
    reply = centre.post(PATH, {**said(zalo, "5.123"), **wrong})
    assert reply.status_code == 422
    page = reply.content.decode()
    assert words in page
    if "source" not in wrong:
        assert "Báo cáo tuần 39" in page
    assert not IndicatorValue.objects.exists()


def test_same_day_and_source_twice_is_a_correction(centre, zalo):
    centre.post(PATH, said(zalo, "5.000"))
    reply = centre.post(PATH, said(zalo, "6.000"))
    assert reply.status_code == 422
    assert "bạn đính chính ở lịch sử" in reply.content.decode()
    centre.post(PATH, said(zalo, "6.000", source="Zalo"))
    assert statement("ZALO").amount == 6000


def test_typing_after_the_session_ended_comes_back(centre, keeper, zalo):
    body = "figure=5.123&source=Zalo&as_of=30%2F9%2F2022"
    KeptInput.objects.create(user=keeper, path=PATH, body=body, kept_at=NOW)
    assert 'value="5.123"' in centre.get(PATH).content.decode()
    centre.post(PATH, said(zalo, "5.123"))
    assert not KeptInput.objects.exists()


# --- Counts without names ------------------------------------------------------------------------


@pytest.mark.parametrize("figure", ["3", "3/4", "03/4"])
def test_count_without_names(centre, events, figure):
    centre.post(PATH, said(events, figure))
    read = Figures(["EVENT"], Moment(DAY)).figure("EVENT")
    assert (read.amount, read.size, read.named_amount) == (3, 4, None)
    page = centre.get(PATH).content.decode()
    assert "Biết theo tên" in page


@pytest.mark.parametrize(
    ("figure", "words"),
    [("5", "Nhiều hơn tổng số"), ("3/63", "phạm vi này có 4 cơ quan"), ("5/4", "Nhiều hơn")],
)
def test_count_is_checked_against_the_denominator(centre, events, figure, words):
    reply = centre.post(PATH, said(events, figure))
    assert reply.status_code == 422
    assert words in reply.content.decode()
    assert not IndicatorValue.objects.exists()


def test_count_is_checked_against_the_names(centre, events, provinces):
    for agency in provinces.members.all()[:3]:
        make.make_known(agency, DAY, (events, 1))
    reply = centre.post(PATH, said(events, "2"))
    assert reply.status_code == 422
    assert "Ít hơn số đã biết theo tên là 3" in reply.content.decode()
    assert centre.post(PATH, said(events, "2", is_checked="on")).status_code == 302
    read = Figures(["EVENT"], Moment(DAY)).figure("EVENT")
    assert (read.amount, read.named_amount) == (2, 3)


def test_total_without_names_is_never_added_to_the_names(centre, provinces):
    teams = make.make_indicator("TEAMS", provinces, label="Số Tổ")
    make.make_known(provinces.members.first(), DAY, (teams, 700))
    centre.post(PATH, said(teams, "61.063"))
    read = Figures(["TEAMS"], Moment(DAY)).figure("TEAMS")
    assert (read.amount, read.named_amount) == (61063, 700)


def test_parts_and_texts_are_not_stated(centre, provinces):
    whole = make.make_indicator("WHOLE", provinces, label="Tổng số lượt")
    make.make_indicator("PART", provinces, label="Phần tự tổ chức", part_of=whole)
    make.make_indicator("WORDS", provinces, label="Kiến nghị", value_type="text")
    page = centre.get(PATH).content.decode()
    assert "Tổng số lượt" in page
    assert "Phần tự tổ chức</option>" not in page
    assert "Kiến nghị, " not in page


# --- Corrections ---------------------------------------------------------------------------------


@pytest.fixture
def stated(centre, zalo):
    centre.post(PATH, said(zalo, "5.000"))
    return IndicatorValue.objects.get()


def correct(client, value, **fields):
    path = f"{PATH}{value.indicator.code}/dinh-chinh/{value.pk}/"
    return client.post(path, {"figure": "5.100", "reason": "Đọc nhầm", "seen": "1", **fields})


def test_correction_keeps_what_was_said_before(centre, keeper, stated):
    assert correct(centre, stated).headers["Location"] == f"{PATH}ZALO/"
    assert statement("ZALO").amount == 5100
    old, new = Revision.objects.order_by("number")
    assert (old.values.get().amount, new.reason, new.sent_by) == (5000, "Đọc nhầm", keeper)
    page = centre.get(f"{PATH}ZALO/").content.decode()
    assert "5.000" in page
    assert "Lý do: Đọc nhầm" in page
    assert "Đã được đính chính" in page


def test_correction_needs_a_reason(centre, stated):
    reply = correct(centre, stated, reason=" ")
    assert reply.status_code == 422
    assert 'value="5.100"' in reply.content.decode()
    assert statement("ZALO").amount == 5000


def test_withdrawn_figure_is_no_figure(centre, zalo, stated):
    centre.post(PATH, said(zalo, "4.000", as_of="31/8/2022"))
    correct(centre, stated, figure="", reason="Ghi nhầm chỉ tiêu")
    assert statement("ZALO").amount == 4000
    assert "Đã rút" in centre.get(f"{PATH}ZALO/").content.decode()


def test_second_of_two_people_is_told(centre, stated):
    correct(centre, stated)
    reply = correct(centre, stated, figure="5.200")
    assert reply.status_code == 422
    page = reply.content.decode()
    assert "Người khác vừa đính chính" in page
    assert 'value="5.200"' in page
    assert 'name="seen" value="2"' in page
    assert statement("ZALO").amount == 5100
    assert correct(centre, stated, figure="5.200", seen="2").status_code == 302


def test_correction_is_checked_like_a_statement(centre, events):
    centre.post(PATH, said(events, "3"))
    reply = correct(centre, IndicatorValue.objects.get(), figure="5")
    assert "Nhiều hơn tổng số" in reply.content.decode()


def test_other_figures_of_the_same_source_stay_and_are_told_once(centre, zalo, stated):
    other = make.make_indicator("LOGO", None, label="Hồ sơ dự thi", combine="latest")
    centre.post(PATH, said(other, "52"))
    assert statement("ZALO").amount == 5000
    assert centre.get(f"{PATH}ZALO/").content.decode().count("5.000") == 1


def test_published_facts_are_not_corrected(centre, zalo):
    make.make_known(None, DAY, (zalo, 5000), channel=Channel.REFERENCE)
    value = IndicatorValue.objects.get()
    assert correct(centre, value).status_code == 404
    assert "/dinh-chinh/" not in centre.get(f"{PATH}ZALO/").content.decode()
    centre.post(PATH, said(zalo, "5.100"))
    assert statement("ZALO").amount == 5100


def test_pages_ask_little(centre, events, stated, django_assert_max_num_queries):
    correct_path = f"{PATH}ZALO/dinh-chinh/{stated.pk}/"
    for path in (PATH, f"{PATH}ZALO/", f"{PATH}EVENT/", correct_path):
        with django_assert_max_num_queries(8):
            assert centre.get(path).status_code == 200
