"""Reference data: what the files hold and what loading makes of them; loaded once for all tests."""

import datetime
import json
import unicodedata
from pathlib import Path

import pytest
from django.conf import settings
from django.db.models import Count, Q, Sum

from portal.days import show_date
from portal.models import (
    Agency,
    AgencyAlias,
    AgencyCode,
    AgencyName,
    AgencySet,
    Indicator,
    IndicatorValue,
    IndicatorVersion,
    ReportingPeriod,
    Revision,
    Rule,
    Submission,
    Succession,
)
from portal.names import NameIndex
from portal.submissions.models import Channel, State
from provinces.models import ProvinceProfile
from reporting.models import PinnedRow, WeeklyEdition
from tests import loaded

REAL = Path(settings.BASE_DIR) / "fixtures" / "reference"
INVENTED = Path(__file__).parent.parent / "data" / "invented"
FRIDAY = datetime.date(2022, 9, 30)
AFTER_MERGERS = datetime.date(2025, 8, 1)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def _real(django_db_setup, django_db_blocker):
    with loaded.for_module(django_db_blocker, loaded.load_reference):
        yield


def members(set_code, day):
    return Agency.objects.in_set(set_code, day)


def named(code):
    """The standing values of an indicator that carry an agency's name."""
    return IndicatorValue.objects.filter(
        indicator__code=code, agency__isnull=False, revision__superseded_at=None
    )


def total(*codes, agencies=None):
    values = IndicatorValue.objects.filter(
        indicator__code__in=codes, agency__isnull=False, revision__superseded_at=None
    )
    if agencies is not None:
        values = values.filter(agency__in=agencies)
    return values.aggregate(total=Sum("amount"))["total"]


# --- The files -----------------------------------------------------------------------------------

FILES = sorted([*REAL.glob("*.json"), *INVENTED.glob("*/*.json")])


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_file_is_composed_json(path):
    text = path.read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert json.loads(text)


# --- Who reports ---------------------------------------------------------------------------------


def test_sets_have_their_sizes_on_their_days():
    sizes = {
        (code, day): members(code, day).count()
        for code in ("provinces", "central", "ministries", "corporations")
        for day in (FRIDAY, AFTER_MERGERS)
    }
    assert sizes == {
        ("provinces", FRIDAY): 63,
        ("provinces", AFTER_MERGERS): 34,
        ("central", FRIDAY): 30,
        ("central", AFTER_MERGERS): 22,
        ("ministries", FRIDAY): 22,
        ("ministries", AFTER_MERGERS): 17,
        ("corporations", FRIDAY): 0,
        ("corporations", AFTER_MERGERS): 0,
    }
    assert not AgencySet.objects.get(code="corporations").size_known


def test_sets_hold_nobody_who_is_not_in_force():
    for day in (FRIDAY, datetime.date(2025, 3, 1), datetime.date(2025, 6, 30), AFTER_MERGERS):
        in_force = Agency.objects.in_force_on(day).count()
        assert members("provinces", day).count() + members("central", day).count() == in_force


def test_kinds_of_2022_and_2025():
    def kinds(day):
        rows = members("central", day).named_on(day).values_list("kind", flat=True)
        return {kind: list(rows).count(kind) for kind in set(rows)}

    assert kinds(FRIDAY) == {"ministry": 18, "ministerial": 4, "government": 8}
    assert kinds(AFTER_MERGERS) == {"ministry": 14, "ministerial": 3, "government": 5}


def test_every_agency_has_one_name_on_every_day():
    for day in (FRIDAY, datetime.date(2024, 12, 31), datetime.date(2025, 1, 1), AFTER_MERGERS):
        in_force = Agency.objects.in_force_on(day).named_on(day)
        assert in_force.count() == Agency.objects.in_force_on(day).count()
        assert not in_force.filter(name=None).exists()


def test_hue_keeps_its_row_through_its_new_name():
    def hue(day):
        row = Agency.objects.named_on(day).get(slug="thua-thien-hue")
        return row.printed_name, row.official_name, row.kind

    assert hue(FRIDAY) == ("Thừa Thiên - Huế", "Tỉnh Thừa Thiên Huế", "province")
    assert hue(AFTER_MERGERS) == ("TP. Huế", "Thành phố Huế", "municipality")


def test_seven_codes_mean_another_province_after_the_mergers():
    def names(day):
        codes = AgencyCode.objects.in_force_on(day).filter(scheme="gso")
        by_agency = dict(Agency.objects.named_on(day).values_list("pk", "name"))
        return {code: by_agency[pk] for code, pk in codes.values_list("code", "agency")}

    before, after = names(FRIDAY), names(AFTER_MERGERS)
    changed = {code for code in before.keys() & after.keys() if before[code] != after[code]} - {
        "46"
    }  # Huế: the same province, renamed
    assert changed == {"15", "24", "44", "52", "80", "82", "91"}
    assert len(after) == 34


def test_regions_hold_each_province_once_and_no_merged_one():
    regions = Count("set_memberships", filter=Q(set_memberships__agency_set__purpose="region"))
    provinces = Agency.objects.filter(side="provincial").annotate(regions=regions)
    merged = provinces.filter(in_force_from__gt=FRIDAY)
    old = provinces.filter(in_force_from__lte=FRIDAY)
    assert set(old.values_list("regions", flat=True)) == {1}
    assert set(merged.values_list("regions", flat=True)) == {0}


def test_successions_lead_from_every_ended_agency_to_one_in_force():
    ended = Agency.objects.filter(in_force_until__isnull=False)
    for agency in ended:
        heirs = agency.successions.filter(carries_figures=True).select_related("successor")
        assert len(heirs) == 1, agency
        assert heirs[0].successor.is_in_force_on(heirs[0].takes_over_on)
        assert heirs[0].takes_over_on - agency.in_force_until == datetime.timedelta(days=1)
    assert ended.filter(side="provincial").count() == 52
    assert Succession.objects.filter(carries_figures=True).count() == ended.count() == 62


def test_figures_roll_up_along_the_mergers():
    """domain.md C.7, last column; the sum is conserved."""
    totals = (
        Agency.objects.filter(side="provincial")
        .values_list("pk", "slug")
        .annotate(
            total=Sum("values__amount", filter=Q(values__indicator__section__code="training"))
        )
    )
    carried = {pk: amount for pk, _, amount in totals if amount}
    rolled = {}
    heirs = dict(Succession.objects.values_list("predecessor", "successor__slug"))
    slugs = {pk: slug for pk, slug, _ in totals}
    for pk, amount in carried.items():
        slug = heirs.get(pk, slugs[pk])
        rolled[slug] = rolled.get(slug, 0) + amount
    assert sum(rolled.values()) == 116348
    assert len(rolled) == 34
    assert rolled["quang-ngai-2025"] == 15132
    assert rolled["ho-chi-minh-2025"] == 3059
    assert rolled["thua-thien-hue"] == 530


def test_spellings_of_the_report_are_recognised():
    known = {}
    for name in AgencyName.objects.in_force_on(FRIDAY).select_related("agency"):
        texts = known.setdefault(name.agency.slug, [])
        texts += [name.name, name.printed_name, name.official_name]
    for alias in AgencyAlias.objects.select_related("agency"):
        known.setdefault(alias.agency.slug, []).append(alias.text)
    index = NameIndex(known)
    spellings = {
        "Hung Yên": "hung-yen",
        "Đông Nai": "dong-nai",
        "Bà Rịa – Vũng Tàu": "ba-ria-vung-tau",
        "TP. Hà Nội": "ha-noi",
        "TPHCM": "ho-chi-minh",
        "Thừa Thiên-Huế": "thua-thien-hue",
        "Viện Hàn lâm Khoa học và Xã hội Việt Nam": "khxh",
        "Bảo hiểm Xã hội Việt Nam": "bhxh",
        "Bộ Lao động – Thương binh và Xã hội": "bldtbxh",
    }
    assert {text: index.match(text).key for text in spellings} == spellings


def test_ocr_slips_are_printed_nowhere():
    names = AgencyName.objects.values_list("name", "printed_name", "official_name")
    printed = "\n".join(text for row in names for text in row)
    for slip in ("Hung Yên", "Đông Nai", "Khoa học và Xã hội", "Bảo hiểm Xã hội"):
        assert slip not in printed


def test_aliases_are_unique_and_composed():
    texts = list(AgencyAlias.objects.values_list("text", "folded"))
    assert len({folded for _, folded in texts}) == len(texts) > 100
    assert all(unicodedata.is_normalized("NFC", text) for text, _ in texts)


# --- What is asked -------------------------------------------------------------------------------


def test_catalogue_asks_each_side_its_own():
    def asked(set_code, source="agency"):
        rows = Indicator.objects.in_force_on(FRIDAY).filter(source=source)
        return set(rows.filter(asked_of__code=set_code).values_list("code", flat=True))

    assert asked("central") == {
        *("PLAN_MIN", "EVENT_MIN", "WEBPAGE_MIN", "BIGPROB_MIN", "TRAIN_MIN_SELF"),
    }
    assert asked("provinces") == {
        *("PLAN_PRO", "EVENT_PRO", "WEBPAGE_PRO", "BIGPROB_PRO", "TRAIN_PRO_SELF"),
        *("TEAM_PRO", "TEAMS", "TEAM_MEMBERS", "TEAM_DIRECT_PRO"),
    }
    assert asked("provinces", "platform") == {"TRAIN_PRO_OT", "TRAIN_PRO_DONE"}


def test_parts_belong_to_a_total_of_the_centre():
    parts = Indicator.objects.exclude(part_of=None).select_related("part_of")
    assert {(part.code, part.part_of.code, part.part_of.source) for part in parts} == {
        ("TRAIN_MIN_SELF", "TRAIN_MIN", "centre"),
        ("TRAIN_MIN_OT", "TRAIN_MIN", "centre"),
        ("TRAIN_PRO_SELF", "TRAIN_PRO", "centre"),
        ("TRAIN_PRO_OT", "TRAIN_PRO", "centre"),
    }


def test_every_indicator_is_worded_and_explained():
    worded = IndicatorVersion.objects.exclude(Q(definition="") | Q(worked_example=""))
    assert worded.count() == Indicator.objects.count()
    flows = Indicator.objects.filter(accumulation="flow")
    assert not flows.filter(accumulates_from=None).exists()


def test_messages_follow_the_voice():
    for message in Rule.objects.values_list("message", flat=True):
        assert not any(word in message.lower() for word in ("!", "vui lòng", "thành công", "_"))
        assert message.endswith(".")


# --- When ----------------------------------------------------------------------------------------


def test_months_begin_with_the_first_that_reports_were_collected_for():
    months = list(ReportingPeriod.objects.order_by("year", "month"))
    assert [month.key for month in months] == ["2022-10", "2022-11", "2022-12"]
    october = months[0]
    assert (october.starts_on, october.ends_on) == (
        datetime.date(2022, 9, 15),
        datetime.date(2022, 10, 14),
    )
    vietnam = datetime.timezone(datetime.timedelta(hours=7))
    assert october.due_at == datetime.datetime(2022, 10, 18, 17, tzinfo=vietnam)
    assert october.closes_at == datetime.datetime(2022, 10, 25, 17, tzinfo=vietnam)


# --- What was published: golden numbers of domain.md A.6 -----------------------------------------

REGIONS = {
    "Đồng bằng sông Hồng": (11, 16760, 11207, 27967, 8),
    "Trung du và miền núi phía Bắc": (14, 24473, 7738, 32211, 8),
    "Bắc Trung Bộ và Duyên hải miền Trung": (14, 21327, 6210, 27537, 8),
    "Tây Nguyên": (5, 2051, 1635, 3686, 5),
    "Đông Nam Bộ": (6, 4201, 9318, 13519, 4),
    "Đồng bằng sông Cửu Long": (13, 5700, 5728, 11428, 8),
}


def test_golden_totals_of_training():
    assert total("TRAIN_MIN") == 810
    assert total("TRAIN_PRO_SELF") == 74512
    assert total("TRAIN_PRO_OT") == 41836
    assert total("TRAIN_MIN", "TRAIN_PRO_SELF", "TRAIN_PRO_OT") == 117158
    assert not named("TRAIN_PRO").exists()  # stated or derived, never both


def test_golden_totals_of_ministries_by_kind():
    by_kind = {
        kind: total("TRAIN_MIN", agencies=Agency.objects.filter(names__kind=kind))
        for kind in ("ministry", "ministerial", "government")
    }
    assert by_kind == {"ministry": 728, "ministerial": 26, "government": 56}
    assert total("TRAIN_MIN", agencies=members("ministries", FRIDAY)) == 754


def test_golden_totals_of_regions():
    found = {}
    for region in AgencySet.objects.filter(purpose="region"):
        provinces = members(region.code, FRIDAY)
        found[region.name] = (
            provinces.count(),
            total("TRAIN_PRO_SELF", agencies=provinces),
            total("TRAIN_PRO_OT", agencies=provinces),
            total("TRAIN_PRO_SELF", "TRAIN_PRO_OT", agencies=provinces),
            total("PLAN_PRO", agencies=provinces),
        )
    assert found == REGIONS


def test_golden_counts_of_plans_and_teams():
    counts = {
        code: (named(code).filter(amount=1).count(), named(code).exclude(amount=1).count())
        for code in ("PLAN_MIN", "PLAN_PRO", "TEAM_PRO")
    }
    assert counts == {"PLAN_MIN": (5, 25), "PLAN_PRO": (41, 22), "TEAM_PRO": (61, 2)}
    none = named("TEAM_PRO").filter(amount=0).values_list("agency__slug", flat=True)
    assert set(none) == {"ha-noi", "ha-tinh"}


def test_a_blank_is_not_a_zero_and_silence_is_not_a_no():
    blank = named("TRAIN_PRO_SELF").filter(state="not_known", amount=None)
    assert blank.count() == 28
    assert set(blank.values_list("note", flat=True)) == {"Báo cáo số 17/BC-UBQGCĐS để trống"}
    assert named("TRAIN_MIN").get(agency__slug="byt").amount == 0
    unlisted = named("PLAN_PRO").filter(state="not_known")
    assert unlisted.count() == 22
    assert not named("PLAN_PRO").filter(amount=0).exists()


def test_counts_without_names_and_national_figures():
    values = IndicatorValue.objects.filter(agency=None).select_related("indicator")
    printed = {value.indicator.code: (value.qualifier, value.amount) for value in values}
    assert printed == {
        "RPT_MIN": ("", 11),
        "RPT_PRO": ("", 45),
        "EVENT_MIN": ("", 8),
        "EVENT_PRO": ("", 43),
        "WEBPAGE_MIN": ("", 9),
        "WEBPAGE_PRO": ("", 40),
        "BIGPROB_MIN": ("", 11),
        "BIGPROB_PRO": ("", 32),
        "BIGPROB_SOE": ("", 9),
        "STORIES": ("", 21),
        "LOGO": ("", 334),
        "VIETSOL": ("", 509),
        "FILMS": ("gần", 500),
        "ZALO": ("", 101659),
        "OT_VISITS": ("gần", 6000000),
        "TEAMS": ("", 61063),
        "TEAM_MEMBERS": ("", 277881),
        "TEAM_OT": ("", 159132),
        "TEAM_DIRECT_PRO": ("", 55),
    }
    assert {value.covers_to for value in values} == {FRIDAY}


def test_published_facts_are_stated_as_of_their_days():
    assert Submission.objects.filter(channel=Channel.AGENCY).count() == 0
    reference = Submission.objects.filter(channel=Channel.REFERENCE)
    assert reference.filter(as_of=FRIDAY).count() == 93
    assert Submission.objects.filter(channel=Channel.CENTRE).count() == 1
    assert {row.state for row in Submission.objects.all()} == {State.ACCEPTED}
    assert {row.source_text for row in reference} == {"Báo cáo số 17/BC-UBQGCĐS ngày 30/9/2022"}
    known = Revision.objects.values_list("accepted_at", flat=True).distinct().get()
    assert known == datetime.datetime(2022, 9, 30, 10, tzinfo=datetime.UTC)
    teams = named("TEAMS").order_by("amount").values_list("agency__slug", "amount", "covers_to")
    assert list(teams) == [
        ("quang-ninh", 1473, datetime.date(2022, 9, 21)),
        ("hai-phong", 2656, FRIDAY),
    ]


def test_flows_cover_from_their_first_day():
    starts = (
        IndicatorValue.objects.exclude(covers_from=None)
        .values_list("indicator__code", "covers_from")
        .distinct()
    )
    assert {code: show_date(day) for code, day in starts} == {
        "TRAIN_MIN": "28/1/2022",
        "TRAIN_PRO_SELF": "28/1/2022",
        "TRAIN_PRO_OT": "1/4/2022",
        "OT_VISITS": "1/4/2022",
        "TEAM_OT": "1/9/2022",
    }


def test_plan_of_hai_phong_is_a_document():
    plan = named("PLAN_PRO").get(agency__slug="hai-phong").evidence
    assert (plan.number, plan.issued_on, plan.counts) == (
        "81/KH-UBND",
        datetime.date(2022, 3, 30),
        True,
    )


def test_edition_and_its_printed_orders():
    edition = WeeklyEdition.objects.get()
    assert (edition.key, edition.document_number) == ("2022-W39", "17/BC-UBQGCĐS")
    assert (edition.as_of, edition.issued_on) == (FRIDAY, FRIDAY)

    def order(table):
        rows = PinnedRow.objects.filter(edition=edition, table=table)
        return list(rows.values_list("agency__slug", flat=True))

    assert order("TRAIN_MIN")[3:6] == ["btc", "bnv", "bvhttdl"]  # 18 lượt each
    assert order("TRAIN_PRO")[0] == "quang-ngai"
    assert order("TRAIN_PRO")[-1] == "phu-yen"
    assert len(order("TRAIN_PRO")) == 63
    assert order("PLAN_MIN") == ["btttt", "bkhcn", "bvhttdl", "bxd", "nhnn"]
    assert order("PLAN_PRO")[-4:] == ["ho-chi-minh", "tuyen-quang", "vinh-long", "vinh-phuc"]


def test_every_province_has_a_tile_before_and_after_the_mergers():
    with_tile = ProvinceProfile.objects.values_list("agency", flat=True)
    provinces = members("provinces", FRIDAY) | members("provinces", AFTER_MERGERS)
    assert set(with_tile) == set(provinces.values_list("pk", flat=True))
