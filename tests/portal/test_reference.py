"""Reference data: what loading makes of the files, and what it leaves alone."""

import datetime
import io
import json
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext

from portal.models import (
    Agency,
    AgencyAlias,
    AgencyName,
    AgencySet,
    AgencySetMember,
    Document,
    Indicator,
    IndicatorValue,
    Revision,
)
from portal.submissions.models import EventKind
from reporting.models import PinnedRow, WeeklyEdition

REAL = Path(settings.BASE_DIR) / "fixtures" / "reference"
INVENTED = Path(__file__).parent.parent / "data" / "invented"
FRIDAY = datetime.date(2022, 9, 30)
AFTER_MERGERS = datetime.date(2025, 8, 1)

pytestmark = pytest.mark.django_db


def load(folder=REAL, **options):
    """What the command printed, as lines."""
    out = io.StringIO()
    call_command("load_reference", folder=folder, stdout=out, **options)
    return out.getvalue().splitlines()


@pytest.fixture
def real():
    load()


@pytest.fixture
def country(tmp_path):
    """An invented country's files in a folder of their own, loaded; a test may edit them."""
    folder = tmp_path / "country"
    shutil.copytree(INVENTED / "country", folder)
    load(folder)
    return folder


def edit(folder, name, change):
    path = folder / f"{name}.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    change(content)
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


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


def contents():
    models = (Agency, AgencyName, AgencyAlias, AgencySetMember, IndicatorValue, Document, PinnedRow)
    return {model: list(model.objects.order_by("pk").values()) for model in models}


def test_second_run_adds_nothing_and_asks_little(real):
    before = contents()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        printed = load()
    assert printed == ["Không có gì để thêm."]
    assert contents() == before
    assert len(queries) <= 50  # two or three for each kind of row, texts and stories among them


def test_overwrite_without_a_difference_changes_nothing(real):
    before = contents()
    assert load(overwrite=True) == ["Không có gì để thêm."]
    assert contents() == before


def test_change_of_an_administrator_is_told_and_left(country):
    Agency.objects.filter(slug="van-khe").update(letterhead="Sở Chữ")
    AgencyName.objects.filter(agency__slug="sao-mai").update(official_name="Bộ Sao Hôm")
    printed = load(country)
    assert printed == [
        "Khác: cơ quan (van-khe), đơn vị lập báo cáo: đang là “Sở Chữ”, tài liệu ghi để trống."
        " Giữ nguyên.",
        "Khác: tên cơ quan (sao-mai, 01/01/2022), tên đầy đủ: đang là “Bộ Sao Hôm”, tài liệu ghi"
        " “Bộ Sao Mai”. Giữ nguyên.",
        "Không có gì để thêm. 2 chỗ khác tài liệu, giữ nguyên; ghi đè bằng --overwrite.",
    ]
    assert Agency.objects.get(slug="van-khe").letterhead == "Sở Chữ"


def test_overwrite_takes_the_files_and_keeps_the_history(country):
    Agency.objects.filter(slug="van-khe").update(letterhead="Sở Chữ")
    printed = load(country, overwrite=True)
    assert "Đã ghi đè." in printed[0]
    agency = Agency.objects.get(slug="van-khe")
    assert agency.letterhead == ""
    assert agency.history.count() == 2
    assert load(country) == ["Không có gì để thêm."]


def test_rows_of_an_administrator_stay(country):
    bell = Agency.objects.create(slug="chuong-gio", side="central", in_force_from="2022-01-01")
    AgencyAlias.objects.create(agency=bell, text="Chuông Gió")
    AgencySetMember.objects.create(
        agency_set=AgencySet.objects.get(code="central"), agency=bell, in_force_from="2022-01-01"
    )
    before = contents()
    load(country)
    load(country, overwrite=True)
    assert contents() == before


def test_moved_first_day_makes_no_second_name(country):
    name = AgencyName.objects.get(agency__slug="sao-mai")
    name.in_force_from = datetime.date(2022, 1, 10)
    name.save()
    printed = load(country)
    assert AgencyName.objects.filter(agency__slug="sao-mai").count() == 1
    assert "“10/01/2022”" in printed[0]
    load(country, overwrite=True)
    assert AgencyName.objects.get(agency__slug="sao-mai").in_force_from == datetime.date(2022, 1, 1)


def test_renaming_by_an_administrator_stays_until_overwritten(country):
    name = AgencyName.objects.get(agency__slug="sao-mai")
    name.in_force_until = datetime.date(2022, 12, 31)
    name.save()
    AgencyName.objects.create(
        agency=name.agency,
        kind="ministry",
        name="Bộ Sao Hôm",
        printed_name="Bộ Sao Hôm",
        official_name="Bộ Sao Hôm",
        in_force_from=datetime.date(2023, 1, 1),
    )
    before = contents()
    load(country)
    assert contents() == before
    load(country, overwrite=True)
    assert AgencyName.objects.get(agency=name.agency).in_force_until is None


def test_row_on_the_days_of_another_is_not_created(country):
    def rename(content):
        later = {"kind": "ministry", "name": "Bộ Sao Hôm", "in_force_from": "2023-01-01"}
        names = content["agencies"][0]["names"]
        names[0]["in_force_until"] = "2022-12-31"
        names.append(later)

    edit(country, "agencies", rename)
    printed = load(country)
    assert AgencyName.objects.filter(agency__slug="sao-mai").count() == 1
    assert len(printed) == 3
    load(country, overwrite=True)
    assert AgencyName.objects.filter(agency__slug="sao-mai").count() == 2


def test_new_row_of_the_files_is_added(country):
    def add(content):
        content["holidays"].append({"day": "2022-12-01", "name": "Ngày hội Mây"})

    edit(country, "calendar", add)
    assert load(country) == ["Đã thêm: 1 ngày nghỉ, ngày làm bù."]


# --- Published figures again ---------------------------------------------------------------------


def correct(content):
    rows = content["tables"][1]["rows"]
    rows[0][1] = 950


def test_changed_published_figure_is_told_and_left(country):
    edit(country, "tuan40", correct)
    printed = load(country)
    assert printed[0] == (
        "Khác: số liệu đã công bố (thuy-tien, TRAIN_PRO_SELF): đang là “900”, tài liệu ghi “950”."
        " Giữ nguyên."
    )
    assert named("TRAIN_PRO_SELF").get(agency__slug="thuy-tien").amount == 900
    assert set(Revision.objects.values_list("number", flat=True)) == {1}


def test_overwritten_published_figure_is_a_new_revision(country):
    edit(country, "tuan40", correct)
    load(country, overwrite=True)
    assert named("TRAIN_PRO_SELF").get(agency__slug="thuy-tien").amount == 950
    revisions = Revision.objects.filter(submission__agency__slug="thuy-tien").order_by("number")
    assert [(row.number, row.superseded_at is None) for row in revisions] == [(1, False), (2, True)]
    assert revisions[0].values.get(indicator__code="TRAIN_PRO_SELF").amount == 900
    assert revisions[1].submission.events.filter(kind=EventKind.STATED).count() == 2
    assert load(country) == ["Không có gì để thêm."]


# --- Another country, another catalogue ----------------------------------------------------------


def test_invented_country_needs_no_code(country):
    assert members("provinces", FRIDAY).count() == 5
    assert members("provinces", AFTER_MERGERS).count() == 4
    assert total("TRAIN_MIN") == 1674
    assert total("TRAIN_PRO_SELF", "TRAIN_PRO_OT") == 4210
    assert WeeklyEdition.objects.get().key == "2022-W40"


def test_invented_catalogue_has_every_type_on_both_sides():
    load(INVENTED / "catalogue")
    asked = Indicator.objects.filter(source="agency").exclude(asked_of=None)
    kinds = ("value_type", "accumulation", "evidence")
    of = {
        code: set(asked.filter(asked_of__code=code).values_list(*kinds))
        for code in ("central", "provinces")
    }
    assert of["central"] == of["provinces"]
    assert {kind for kind, *_ in of["central"]} == {"count", "decimal", "yes_no", "text"}
    assert named("TALE_C").get().text.startswith("Cụ Mây")
    assert load(INVENTED / "catalogue") == ["Không có gì để thêm."]


# --- Refusals ------------------------------------------------------------------------------------


def test_unknown_folder_is_refused(tmp_path):
    with pytest.raises(CommandError, match="Không có thư mục"):
        load(tmp_path / "nowhere")


def test_unknown_successor_is_refused(country):
    def break_it(content):
        content["successions"][0]["into"] = {"khong-co": ["van-khe"]}

    edit(country, "successions", break_it)
    with pytest.raises(CommandError, match="khong-co"):
        load(country)


def test_indicator_that_is_part_of_nothing_is_refused(country):
    def break_it(content):
        content["indicators"][0]["part_of"] = "NOTHING"

    edit(country, "catalogue", break_it)
    with pytest.raises(CommandError, match="PLAN_MIN"):
        load(country)


def test_spelling_of_two_agencies_is_refused(country):
    def break_it(content):
        for agency in content["agencies"][:2]:
            agency["aliases"] = ["Bộ S.M."]

    edit(country, "agencies", break_it)
    with pytest.raises(CommandError, match="ghi trùng"):
        load(country)
