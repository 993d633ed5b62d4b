"""What is reached of targets, in their own units, from the values that are known."""

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from portal.catalogue.models import Combine, Indicator, PublicationRule, Source
from portal.catalogue.targets import Target
from portal.submissions.models import Channel
from portal.submissions.pacing import Standing
from portal.submissions.reaching import reaching
from tests import factories as make

pytestmark = pytest.mark.django_db
FALL = make.day("2022-11-15")


def target(indicator, agency=None, amount=1000, **fields):
    days = {"counts_from": make.day("2022-01-28"), "due_on": make.day("2022-12-31")}
    return Target.objects.create(
        indicator=indicator, agency=agency, amount=amount, **{**days, "basis": "Kế hoạch", **fields}
    )


@pytest.fixture
def province():
    return make.make_agency()


@pytest.fixture
def provinces(province):
    return make.make_set("provinces", province)


@pytest.fixture
def trained(provinces):
    return make.make_flow("TRAINED", provinces, unit="lượt")


def national(code="PEOPLE", **fields):
    fields = {"source": Source.CENTRE, "combine": Combine.LATEST, "unit": "người", **fields}
    return make.make_flow(code, None, **fields)


def known(agency, on, indicator, amount, **options):
    make.make_known(agency, make.day(on), (indicator, amount), **options)


def only(day=FALL, agencies=None, **options):
    (reached,) = reaching(day, agencies, **options)
    return reached


def test_agencys_own_plan(province, trained):
    target(trained, province, qualifier="khoảng")
    known(province, "2022-08-14", trained, 100)
    known(province, "2022-11-14", trained, 250)
    reached = only(agencies=[province.pk])
    assert reached.words == "khoảng 1.000 lượt đến hết ngày 31/12/2022"
    assert (reached.agency, reached.amount, reached.target) == ("Quảng Ninh", 250, 1000)
    assert (reached.share_words, reached.as_of) == ("25,0%", make.day("2022-11-14"))
    assert reached.standing == Standing.BEHIND
    assert reached.pace == (
        "Cần thêm 750 lượt, trung bình 490 lượt mỗi tháng đến hết năm 2022; "
        "từ 14/8/2022 đến 14/11/2022 trung bình 49 lượt mỗi tháng."
    )


def test_persons_are_unknown_however_many_participations_are_known(province, trained):
    people = national()
    target(people, qualifier="tối thiểu", amount=10000)
    known(province, "2022-11-14", trained, 50000)
    reached = only()
    assert (reached.amount, reached.share, reached.as_of) == (None, None, None)
    assert (reached.shown, reached.share_words) == ("", "")
    assert reached.pace == "Chưa có số liệu về số người."
    markup = render_to_string("components/targets.html", {"targets": [reached]})
    assert "50.000" not in markup
    assert "lượt" not in markup
    assert "Chưa có số liệu về số người." in markup


def test_national_figure_is_reached_by_its_own_statement():
    people = national()
    target(people)
    known(None, "2022-06-14", people, 400, channel=Channel.CENTRE)
    known(None, "2022-10-31", people, 1100, channel=Channel.CENTRE)
    reached = only()
    assert (reached.amount, reached.standing) == (1100, Standing.REACHED)
    assert "sớm 61 ngày" in reached.pace
    assert "vượt 100 người" in reached.pace
    assert only(make.day("2022-09-30")).amount == 400


def test_countrys_sum_over_agencies_says_nothing_of_the_unknown(province, provinces, trained):
    other = make.make_agency("Hải Phòng", "hai-phong", sets=[provinces])
    target(trained)
    known(province, "2022-09-14", trained, 100)
    assert only().amount == 100
    known(other, "2022-10-14", trained, 50)
    known(province, "2022-11-14", trained, 120)
    assert only().amount == 170
    stranger = make.make_agency("Nơi khác", "noi-khac")
    known(stranger, "2022-11-14", trained, 1000)
    assert only().amount == 170


def test_published_count_stands_until_every_agency_is_known(province, provinces, trained):
    other = make.make_agency("Hải Phòng", "hai-phong", sets=[provinces])
    target(trained)
    known(None, "2022-09-30", trained, 800)
    known(province, "2022-10-14", trained, 100)
    assert only().amount == 800
    known(other, "2022-10-14", trained, 50)
    assert only().amount == 150


def test_whole_is_reached_by_the_sum_of_its_parts(province, provinces):
    whole = make.make_flow("WHOLE", provinces, source=Source.CENTRE, unit="lượt")
    own = make.make_flow("OWN", provinces, part_of=whole)
    platform = make.make_flow("PLATFORM", provinces, part_of=whole, source=Source.PLATFORM)
    target(whole, province)
    known(province, "2022-10-14", own, 30)
    known(province, "2022-11-14", platform, 45)
    assert only(agencies=[province.pk]).amount == 75


def test_rule_of_publication_chooses_the_part_that_counts(province, provinces):
    whole = make.make_flow("WHOLE", provinces, source=Source.CENTRE, unit="lượt")
    own = make.make_flow("OWN", provinces, part_of=whole)
    platform = make.make_flow("PLATFORM", provinces, part_of=whole, source=Source.PLATFORM)
    target(whole, province)
    known(province, "2022-10-14", own, 30)
    known(province, "2022-11-14", platform, 45)
    PublicationRule.objects.create(
        indicator=whole, channel="platform", in_force_from=make.day("2022-11-15")
    )
    assert only(agencies=[province.pk]).amount == 45
    assert only(make.day("2022-11-14"), [province.pk]).amount == 75


def test_rule_of_publication_of_a_plain_indicator_chooses_the_source(province, trained):
    target(trained, province)
    known(province, "2022-10-14", trained, 30, channel=Channel.CENTRE)
    known(province, "2022-11-14", trained, 45, channel=Channel.PLATFORM)
    assert only(agencies=[province.pk]).amount == 45
    PublicationRule.objects.create(
        indicator=trained, channel="centre", in_force_from=make.day("2022-11-15")
    )
    assert only(agencies=[province.pk]).amount == 30


def test_what_stood_before_the_targets_first_day_is_taken_off(province, trained):
    target(
        trained, province, 500, counts_from=make.day("2023-01-01"), due_on=make.day("2023-12-31")
    )
    spring = make.day("2023-03-15")
    known(province, "2023-03-14", trained, 700)
    unknown = only(spring, [province.pk])
    assert (unknown.amount, unknown.share) == (None, None)
    assert unknown.pace == (
        "Chưa biết số đến trước ngày 1/1/2023 nên chưa tính được phần đạt từ ngày đó."
    )
    known(province, "2022-12-14", trained, 600)
    assert only(spring, [province.pk]).amount == 100


def test_stock_is_what_there_is_on_the_day(province, provinces):
    teams = make.make_indicator("TEAMS", provinces, unit="Tổ")
    target(teams, province, 200, counts_from=make.day("2023-01-01"), due_on=make.day("2023-12-31"))
    known(province, "2022-12-14", teams, 150)
    reached = only(make.day("2023-02-01"), [province.pk])
    assert (reached.amount, reached.shown) == (150, "150")


def test_asked_later_than_the_target_began(province, provinces):
    people = make.make_flow("PEOPLE", provinces, unit="người", in_force_from=make.day("2022-11-15"))
    target(people, province)
    for day in (make.day("2022-09-30"), FALL):
        reached = only(day, [province.pk])
        assert reached.pace == "Chưa có số liệu về số người, hỏi từ kỳ tháng 12/2022."
        assert (reached.label, reached.unit) == ("Chỉ tiêu PEOPLE", "người")


def test_struck_targets_and_long_past_ones_are_left_out(province, trained):
    made = target(trained, province)
    struck = make.instant("2022-11-10 09:00")
    Target.objects.filter(pk=made.pk).update(struck_at=struck, struck_reason="Ghi nhầm")
    assert reaching(FALL, [province.pk]) == []
    earlier = make.instant("2022-11-09 09:00")
    assert only(agencies=[province.pk], known_at=earlier).pk == made.pk
    target(trained, province)
    assert len(reaching(make.day("2023-12-31"), [province.pk])) == 1
    assert reaching(make.day("2024-01-02"), [province.pk]) == []


def test_only_what_was_known_by_the_instant(province, trained):
    target(trained, province)
    known(province, "2022-10-14", trained, 300, at=make.instant("2022-10-20 10:00"))
    before = make.instant("2022-10-19 10:00")
    assert only(agencies=[province.pk], known_at=before).amount is None
    assert only(agencies=[province.pk]).amount == 300


def test_each_agencys_own_only(province, provinces, trained):
    other = make.make_agency("Hải Phòng", "hai-phong", sets=[provinces])
    target(trained, province)
    target(trained, other)
    target(national())
    known(province, "2022-10-14", trained, 300)
    assert [(one.agency, one.amount) for one in reaching(FALL, [other.pk])] == [("Hải Phòng", None)]
    assert [one.agency for one in reaching(FALL)] == [""]
    assert reaching(FALL, []) == []


def test_two_queries_with_the_days_catalogue_at_hand(province, provinces):
    whole = make.make_flow("WHOLE", provinces, source=Source.CENTRE)
    own = make.make_flow("OWN", provinces, part_of=whole)
    target(whole, province)
    known(province, "2022-10-14", own, 30)
    catalogue = list(Indicator.objects.all())
    with CaptureQueriesContext(connection) as asked:
        (reached,) = reaching(FALL, [province.pk], indicators=catalogue)
    assert (reached.amount, len(asked)) == (30, 2)


def test_at_most_three_queries_however_many(provinces, trained, django_assert_max_num_queries):
    agencies = [make.make_agency(f"Nơi {n}", f"noi-{n}", sets=[provinces]) for n in range(6)]
    for agency in agencies:
        target(trained, agency)
        known(agency, "2022-10-14", trained, 5)
    with django_assert_max_num_queries(3):
        assert len(reaching(FALL, [agency.pk for agency in agencies])) == 6
    target(trained)
    with django_assert_max_num_queries(3):
        assert only().amount == 30
