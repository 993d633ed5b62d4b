"""The centre's paste: names are recognised or asked, figures are stated once, after a preview."""

import datetime

import pytest

from portal.accounts.models import Role
from portal.agencies.models import AgencyAlias, Succession
from portal.agencies.recognition import AgencyNames
from portal.catalogue.models import Accumulation, Source
from portal.submissions.importing import import_figures
from portal.submissions.models import Channel, IndicatorValue, Revision, Submission
from tests import factories as make
from tests.november import NOW

pytestmark = pytest.mark.django_db

PATH = "/theo-doi/dan/"
DAY = datetime.date(2022, 10, 31)


@pytest.fixture
def provinces(reports):
    """Three more provinces beside Quảng Ninh; slug → agency."""
    asked = reports.indicators["TOUCH"].asked_of
    found = {"quang-ninh": reports.agency}
    for name, slug in (("Hà Nội", "ha-noi"), ("Hải Phòng", "hai-phong"), ("Hà Nam", "ha-nam")):
        found[slug] = make.make_agency(name, slug, sets=[asked])
    return found


@pytest.fixture
def touch(reports, provinces):
    """One Touch participations: a cumulative that a platform supplies."""
    indicator = reports.indicators["TOUCH"]
    indicator.accumulation = Accumulation.FLOW
    indicator.accumulates_from = make.LONG_AGO
    indicator.save()
    return indicator


@pytest.fixture
def centre(client, reports):
    return make.sign_in(client, reports.reviewer)


def facts(indicator, block, **fields):
    return {
        "indicator": indicator.code,
        "as_of": "31/10/2022",
        "source": "Trích xuất One Touch",
        "block": block,
        **fields,
    }


def preview(client, indicator, block, **fields):
    return client.post(PATH, facts(indicator, block, then="preview", **fields))


def confirm(client, shown, indicator, block, **fields):
    seen = shown.context["plan"].digest
    return client.post(PATH, facts(indicator, block, then="write", seen=seen, **fields))


def imported(indicator):
    values = IndicatorValue.objects.filter(
        indicator=indicator, covers_to=DAY, revision__superseded_at=None
    )
    return {value.agency.slug: value.amount for value in values}


BLOCK = (
    "TT\tĐịa phương\tOne Touch\n1\tTP. Hà Nội\t1.822\n2\tTỉnh Quảng Ninh\t4.600\n\tTổng cộng\t6.422"
)


def test_block_is_previewed_and_then_stated(centre, touch):
    shown = preview(centre, touch, BLOCK)
    assert shown.status_code == 200
    assert imported(touch) == {}
    page = shown.content.decode()
    assert "2 cơ quan không có trong khối" in page
    assert "tăng 35" in page
    assert "số mới" in page
    assert "Dòng tổng" not in page
    answer = confirm(centre, shown, touch, BLOCK)
    assert answer.url == PATH
    assert imported(touch) == {"ha-noi": 1822, "quang-ninh": 4600}
    stated = Submission.objects.filter(source_text="Trích xuất One Touch")
    assert {s.channel for s in stated} == {Channel.PLATFORM}
    value = IndicatorValue.objects.get(indicator=touch, agency__slug="ha-noi")
    assert (value.covers_from, value.covers_to) == (make.LONG_AGO, DAY)


def test_double_confirmation_has_one_effect(centre, touch):
    shown = preview(centre, touch, BLOCK)
    confirm(centre, shown, touch, BLOCK)
    revisions = Revision.objects.count()
    confirm(centre, shown, touch, BLOCK)
    again = preview(centre, touch, BLOCK)
    confirm(centre, again, touch, BLOCK)
    assert Revision.objects.count() == revisions


def test_confirmation_without_its_preview_only_previews(centre, touch):
    answer = centre.post(PATH, facts(touch, BLOCK, then="write"))
    assert answer.status_code == 200
    assert imported(touch) == {}


def test_uncertain_name_is_asked_and_may_become_an_alias(centre, touch):
    block = "Hai Phong\t800"
    shown = preview(centre, touch, block)
    (row,) = shown.context["plan"].uncertain
    assert row.likely == [("hai-phong", "Hải Phòng")]
    assert " selected" not in shown.content.decode()
    assert confirm(centre, shown, touch, block).status_code == 422
    chosen = {"r1-to": "hai-phong", "r1-alias": "1"}
    shown = preview(centre, touch, block, **chosen)
    assert not AgencyAlias.objects.exists()
    assert confirm(centre, shown, touch, block, **chosen).status_code == 302
    assert imported(touch) == {"hai-phong": 800}
    assert AgencyAlias.objects.get().text == "Hai Phong"
    assert preview(centre, touch, block).context["plan"].matched


def test_no_alias_is_made_unasked(centre, touch):
    block = "Hai Phong\t800"
    shown = preview(centre, touch, block, **{"r1-to": "hai-phong"})
    confirm(centre, shown, touch, block, **{"r1-to": "hai-phong"})
    assert imported(touch) == {"hai-phong": 800}
    assert not AgencyAlias.objects.exists()


def test_unknown_and_double_rows_stop_the_import(centre, touch):
    block = "Hà Nội\t1\nThành phố Hà Nội\t2\nAtlantis\t3"
    shown = preview(centre, touch, block)
    assert "đứng ở các dòng 1, 2" in shown.content.decode()
    assert confirm(centre, shown, touch, block).status_code == 422
    left = {"r2-to": "-", "leave_out_rest": "1"}
    shown = preview(centre, touch, block, **left)
    assert confirm(centre, shown, touch, block, **left).status_code == 302
    assert imported(touch) == {"ha-noi": 1}


def test_ambiguous_figure_stops_the_import(centre, touch):
    block = "Hà Nội\t11,300\nHải Phòng\tgần 500\nHà Nam\t-"
    shown = preview(centre, touch, block)
    assert "mười một nghìn ba trăm" in shown.content.decode()
    assert len(shown.context["plan"].faults) == 3
    assert confirm(centre, shown, touch, block).status_code == 422
    mended = {"r1-v1": "11.300", "r2-to": "-", "r3-to": "-"}
    shown = preview(centre, touch, block, **mended)
    confirm(centre, shown, touch, block, **mended)
    assert imported(touch) == {"ha-noi": 11300}


def test_falling_cumulative_wants_a_reason(centre, touch):
    block = "Quảng Ninh\t4.537"
    shown = preview(centre, touch, block)
    assert "giảm 28" in shown.content.decode()
    assert confirm(centre, shown, touch, block).status_code == 422
    reason = {"reason": "Bỏ lượt đếm hai lần."}
    assert confirm(centre, shown, touch, block, **reason).status_code == 302
    revision = Revision.objects.get(submission__as_of=DAY)
    assert revision.reason == "Bỏ lượt đếm hai lần."


def test_column_is_chosen_among_several(centre, touch):
    block = "TT\tĐịa phương\tTự tổ chức\tOne Touch\tTổng số\n1\tHà Nội\t\t1.822\t1.822"
    shown = preview(centre, touch, block)
    assert "Cột số cần ghi" in shown.content.decode()
    assert confirm(centre, shown, touch, block).status_code == 422
    shown = preview(centre, touch, block, column="2")
    confirm(centre, shown, touch, block, column="2")
    assert imported(touch) == {"ha-noi": 1822}


def test_wrong_total_is_said(centre, touch):
    shown = preview(centre, touch, BLOCK.replace("6.422", "6.421"))
    said = "“Tổng cộng” ghi 6.421, các dòng cộng lại là 6.422."
    assert said in shown.content.decode()


def test_figures_of_the_centre_are_its_own_statements(centre, reports, provinces):
    teams = reports.indicators["TEAMS"]
    teams.source = Source.CENTRE
    teams.save()
    shown = preview(centre, teams, "Hà Nội\t5")
    confirm(centre, shown, teams, "Hà Nội\t5")
    assert Submission.objects.get(as_of=DAY).channel == Channel.CENTRE


def test_yes_and_no_are_read(centre, reports, provinces):
    page = reports.indicators["PAGE"]
    block = "Hà Nội\tCó\nHải Phòng\tChưa\nHà Nam\tx"
    shown = preview(centre, page, block)
    assert len(shown.context["plan"].faults) == 1
    left = {"r3-to": "-"}
    confirm(centre, preview(centre, page, block, **left), page, block, **left)
    assert imported(page) == {"ha-noi": 1, "hai-phong": 0}


def test_two_indicators_of_one_source_and_day_both_stand(reports, touch, provinces):
    ha_noi = provinces["ha-noi"]
    other = make.make_indicator("PROV_TOUCH2", touch.asked_of, source=Source.PLATFORM)
    shared = {"as_of": DAY, "source_text": "One Touch", "at": NOW, "by": reports.reviewer}
    assert import_figures(indicator=touch, amounts={ha_noi.pk: 7}, **shared) == 1
    assert import_figures(indicator=other, amounts={ha_noi.pk: 8}, **shared) == 1
    assert imported(touch) == {"ha-noi": 7}
    assert imported(other) == {"ha-noi": 8}
    assert import_figures(indicator=touch, amounts={ha_noi.pk: 9}, **shared) == 1
    assert imported(touch) == {"ha-noi": 9}
    assert imported(other) == {"ha-noi": 8}


# Names in time


@pytest.fixture
def merged(provinces):
    """Hà Nam goes into a new Ninh Bình on 1/7/2022."""
    ha_nam = provinces["ha-nam"]
    ha_nam.in_force_until = make.day("2022-06-30")
    ha_nam.save()
    ha_nam.set_memberships.update(in_force_until=ha_nam.in_force_until)
    asked = provinces["ha-noi"].set_memberships.get().agency_set
    heir = make.make_agency("Ninh Bình", "ninh-binh-moi", sets=[asked])
    Succession.objects.create(
        predecessor=ha_nam, successor=heir, takes_over_on=make.day("2022-07-01")
    )
    AgencyAlias.objects.create(agency=ha_nam, text="Ha Nam")
    return heir


@pytest.mark.parametrize("written", ["Hà Nam", "Tỉnh Hà Nam", "Ha Nam", "Hà Nan"])
def test_name_of_an_agency_that_is_no_more_asks_for_its_successor(centre, touch, merged, written):
    shown = preview(centre, touch, f"{written}\t5")
    (row,) = shown.context["plan"].uncertain
    assert row.likely == [("ninh-binh-moi", "Ninh Bình")]
    assert not shown.context["plan"].ready
    assert "Tên của cơ quan không còn" in shown.content.decode()
    if written != "Hà Nan":
        assert not row.alias_field


def test_name_of_another_side_is_unknown_with_a_word_why(provinces, merged):
    make.make_agency("Bộ Y tế", "byt", side="central")
    asked = [merged.pk, provinces["ha-noi"].pk]
    names = AgencyNames(asked, DAY)
    assert names.find("Bộ Y tế").agency_ids == ()
    assert "không thuộc phạm vi" in names.find("Bộ Y tế").note
    assert names.find("HÀ  NỘI").agency_ids == (provinces["ha-noi"].pk,)
    assert names.find("Ninh Bình").is_certain
    assert not names.find("Ninh Bìn").is_certain
    assert names.find("").agency_ids == ()


# Who, and what is refused


@pytest.mark.parametrize("role", [Role.READER, Role.EDITOR, Role.ADMINISTRATOR])
def test_other_central_people_have_no_paste(client, reports, role):
    make.sign_in(client, make.make_member(role))
    assert client.get(PATH).status_code == 403
    assert client.post(PATH, {}).status_code == 403


def test_officers_have_no_paste(client, reports, touch):
    make.sign_in(client, reports.reporter)
    assert client.get(PATH).status_code == 403
    assert preview(client, touch, BLOCK).status_code == 403
    client.logout()
    assert client.get(PATH).status_code == 302


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"indicator": ""}, "Bạn điền ô này."),
        ({"indicator": "KHONG_CO"}, "Không có chỉ tiêu này."),
        ({"indicator": "PROV_WORDS"}, "Không có chỉ tiêu này."),
        ({"as_of": "10/31/2022"}, "Không có tháng 31"),
        ({"as_of": "16/11/2022"}, "chưa tới"),
        ({"as_of": "1/1/2022"}, "có số từ ngày 28/1/2022"),
        ({"source": " \u200b "}, "Bạn điền ô này."),
        ({"block": ""}, "Chưa thấy dòng nào"),
        ({"block": "a\t1\n" * 501}, "hơn 500 dòng"),
        ({"block": "a" * 66_000}, "64 KB"),
        ({"block": "x" * 2001 + "\t1"}, "dài hơn 2000"),
    ],
)
def test_wrong_facts_are_refused_in_words(centre, touch, wrong, said):
    answer = centre.post(PATH, facts(touch, BLOCK, then="write") | wrong)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert imported(touch) == {}


@pytest.mark.parametrize(
    "block",
    [
        "<script>alert(1)</script>\t1",
        "=cmd|' /C calc'!A0\t=1+1",
        "\x00\x01\t\x02",
        "Hà Nội\t-5\nHải Phòng\t999999999999999999999",
        "Hà Nội 428 565",
        "428\tHà Nội",
        "Hà Nội\t428\t565\t\t\t\t\t\t\t\t\t",
        "\u202eHà Nội\t\u202e1",
    ],
)
def test_hostile_or_unclear_block_states_nothing(centre, touch, block):
    answer = centre.post(PATH, facts(touch, block, then="write", seen="x", column="99"))
    assert answer.status_code in (200, 422)
    assert "<script>alert" not in answer.content.decode()
    assert imported(touch) == {}


def test_preview_asks_the_database_the_same_for_one_row_and_for_all(
    centre, touch, django_assert_max_num_queries
):
    whole = "\n".join(f"{name}\t{n}" for n, name in enumerate(["Hà Nội", "Hải Phòng", "Hà Nam"], 1))
    preview(centre, touch, whole)
    with django_assert_max_num_queries(18):
        preview(centre, touch, whole)
