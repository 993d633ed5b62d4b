"""The case of the plan: 93 rows, 12 clumsy names, a falling figure, a double and a stranger."""

import datetime
import io
import json
import re

import pytest
from django.core.management import call_command

from portal.accounts.models import Role
from portal.models import AgencyAlias, IndicatorValue, Revision, Submission
from portal.submissions.aggregation import Figures
from portal.submissions.models import Channel, EventKind
from portal.submissions.readings import Moment
from tests import factories as make
from tests import loaded
from training.imports.matching import CODES
from training.imports.models import PlatformImport
from training.imports.plan import Plan

from . import exports
from .pages import DAY, LIST, page_fields, stored, upload

# One worker: the module loads its data once.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("tuan39")]

FALLING = "quang-ninh"
MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture(scope="module", autouse=True)
def _real_data(django_db_setup, django_db_blocker):
    with loaded.for_module(django_db_blocker, loaded.load_reference):
        yield


@pytest.fixture(autouse=True)
def _in_november(settings):
    settings.DEMO_TODAY = datetime.date(2022, 11, 20)


@pytest.fixture
def centre(client):
    return make.sign_in(client, make.make_member(Role.DATA_MANAGER))


def clumsy(members):
    """Slug → the spelling in the file; six that are certain all the same, six that are asked."""
    by_slug = {member.slug: member for member in members.values()}

    def of(slug, spell):
        return slug, spell(by_slug[slug].name)

    return dict(
        (
            of("ha-noi", lambda name: f"TP. {name}"),
            of("da-nang", exports.decomposed),
            of("ba-ria-vung-tau", exports.swapped_dash),
            of("khanh-hoa", exports.late_tone),
            of("lang-son", exports.spread),
            of("can-tho", str.upper),
            of("bxd", exports.bare),
            of("bnv", exports.bare),
            of("quang-nam", exports.slip),
            of("nghe-an", exports.slip),
            of("soc-trang", exports.slip),
            of("thai-nguyen", exports.slip),
        )
    )


ASKED = ("bxd", "bnv", "quang-nam", "nghe-an", "soc-trang", "thai-nguyen")


def rows_of_case():
    """The rows of the file: 93 of agencies, one double and one stranger among them, and a total."""
    members, known = exports.asked_members(DAY), exports.known_amounts(DAY)
    spelt = clumsy(members)
    rows = []
    for number, (pk, member) in enumerate(members.items(), 1):
        amount = known[pk] + 10 + number
        if member.slug == FALLING:
            amount = known[pk] - 65
        rows.append([number, spelt.get(member.slug, member.printed_name), amount, amount // 3])
    # The last two agencies are not in the file: there a stranger stands, and the first again.
    rows[-2][1] = "Trường Cán bộ quản lý Tây Đô"
    rows[-1][1] = rows[0][1]
    total = [None, "Tổng cộng", sum(row[2] for row in rows), sum(row[3] for row in rows)]
    return rows, [*rows, total]


def file_of(kind):
    _, rows = rows_of_case()
    if kind == "xlsx":
        return "one_touch.xlsx", exports.xlsx(rows)
    return "one_touch.csv", exports.csv_text(rows).encode("utf-8-sig" if kind == "csv" else kind)


@pytest.mark.parametrize("kind", ["xlsx", "csv", "utf-16"])
def test_every_row_is_understood_or_asked_about(centre, kind):
    name, content = file_of(kind)
    answer = upload(centre, content, name)
    batch = PlatformImport.objects.get()
    assert answer.url == f"{LIST}{batch.pk}/"
    assert (batch.as_of, batch.as_of_is_said) == (DAY, False)  # found in the title, not confirmed
    page = centre.get(answer.url)
    plan = page.context["plan"]
    assert batch.rows.count() == 93
    by_line = {group.number: group for group in plan.groups}
    assert len(by_line) == 93
    members = exports.asked_members(DAY)
    slugs = {pk: member.slug for pk, member in members.items()}
    rows, _ = rows_of_case()
    first = min(by_line)
    wanted = [slugs[pk] for pk in members]
    for at, row in enumerate(rows):
        group = by_line[first + at]
        if at == len(rows) - 2:
            assert group.is_open
            assert not group.likely
        elif at == len(rows) - 1:
            assert slugs[group.agency_id] == wanted[0]
        elif wanted[at] in ASKED:
            assert group.is_open, row
            assert group.likely[0][0] == wanted[at]
        else:
            assert slugs[group.agency_id] == wanted[at], row
    assert {g.likely[0][0] for g in plan.uncertain} == set(ASKED)
    assert [g.name for g in plan.strangers] == ["Trường Cán bộ quản lý Tây Đô"]
    assert [slugs[pk] for pk in plan.doubles] == [wanted[0]]
    assert [change.member.slug for change in plan.falling] == [FALLING]
    assert "khớp tổng các dòng" in batch.notes
    assert not batch.doubts


def test_nothing_is_stored_while_anything_is_open(centre):
    answer = upload(centre, file_of("xlsx")[1])
    page = centre.get(answer.url)
    refused = centre.post(answer.url, {**page_fields(page), "then": "store"})
    assert refused.status_code == 422
    faults = [text for _, text in refused.context["faults"]]
    assert len([f for f in faults if "bạn chọn cơ quan" in f]) == len(ASKED) + 1
    assert any("đứng ở các dòng" in fault for fault in faults)
    assert any("lũy kế giảm" in fault for fault in faults)
    assert not Submission.objects.filter(platform_imports__isnull=False).exists()
    for href, _ in refused.context["faults"]:
        assert f'id="{href[1:]}"' in refused.content.decode()


def picture(day):
    """Every figure of every indicator: totals, and each agency's newest value."""
    figures = Figures(None, Moment(day))
    totals = {code: figures.figure(code).amount for code in figures.indicators}
    named = {
        (code, member.agency_id): figures.amount(code, member.agency_id)
        for code in figures.indicators
        for member in figures.members_of(code)
    }
    return totals, named


SHOWN = (
    "/tong-quan/?ngay=18/11/2022",
    "/boi-duong/dia-phuong/?ngay=18/11/2022",
    "/boi-duong/bo-nganh/?ngay=18/11/2022",
    "/kham-pha/?chi-tieu=TRAIN_PRO_OT&ngay=18/11/2022",
    "/kham-pha/?chi-tieu=TRAIN_PRO_DONE&ngay=18/11/2022",
)


def text_of(client, path):
    """A page's main part, without what differs at every visit."""
    body = client.get(path).content.decode()
    main = body[body.index("<main") : body.index("</main>")]
    return re.sub(r'name="(csrfmiddlewaretoken|_who)" value="[^"]*"', "", main)


def test_withdrawn_it_leaves_no_trace_but_its_record(centre):
    before, pages = picture(DAY), {path: text_of(centre, path) for path in SHOWN}
    aliases = set(AgencyAlias.objects.values_list("text", flat=True))
    answer = upload(centre, file_of("xlsx")[1])
    page = centre.get(answer.url)
    group = page.context["plan"].uncertain[0]
    done = stored(centre, page, **{group.alias_field: "1"})
    assert done.status_code == 302
    batch = PlatformImport.objects.get()
    assert batch.stage == "stored"
    assert batch.submissions.count() == 91
    assert set(AgencyAlias.objects.values_list("text", flat=True)) - aliases == {group.name}
    during = picture(DAY)
    assert during != before
    known_at = batch.stored_at
    assert centre.post(f"{answer.url}rut/", {"reason": ""}).status_code == 422
    assert centre.post(f"{answer.url}rut/", {"reason": "Tệp của tuần trước."}).status_code == 302
    assert picture(DAY) == before
    record = centre.get(answer.url).content.decode()
    assert {path: text_of(centre, path) for path in SHOWN} == pages
    assert set(AgencyAlias.objects.values_list("text", flat=True)) == aliases
    then = Figures(CODES, Moment(DAY, known_at))
    assert then.figure("TRAIN_PRO_OT").amount == during[0]["TRAIN_PRO_OT"]
    assert "Tệp của tuần trước." in record
    assert "Trường Cán bộ quản lý Tây Đô" in record
    assert "Nền tảng gộp." in record
    events = batch.submissions.first().events.order_by("pk")
    assert [event.kind for event in events] == [EventKind.STATED, EventKind.RECALLED]
    assert batch.rows.count() == 93


def test_stored_figures_are_platform_submissions(centre):
    rows, _ = rows_of_case()
    answer = upload(centre, file_of("xlsx")[1])
    stored(centre, centre.get(answer.url))
    batch = PlatformImport.objects.get()
    assert {s.channel for s in batch.submissions.all()} == {Channel.PLATFORM}
    values = IndicatorValue.objects.filter(revision__submission__platform_imports=batch)
    codes = {value.indicator.code for value in values.select_related("indicator")}
    assert codes == set(CODES)
    written = sum(v.amount for v in values if v.indicator.code.endswith("_OT"))
    assert written == sum(row[2] for row in rows[:-2])
    assert {v.covers_to for v in values} == {DAY}
    assert {s.source_text for s in batch.submissions.all()} == {
        f"Kết xuất One Touch, lần nhập {batch.pk}"
    }


def test_the_same_file_again_has_one_effect(centre):
    content = file_of("xlsx")[1]
    answer = upload(centre, content)
    page = centre.get(answer.url)
    stored(centre, page)
    revisions = Revision.objects.count()
    again = upload(centre, content)
    assert again.url == answer.url
    assert PlatformImport.objects.count() == 1
    centre.post(answer.url, {**page_fields(page), "then": "store"})
    assert Revision.objects.count() == revisions


def test_was_of_the_page_is_what_its_fields_hold(centre):
    answer = upload(centre, file_of("xlsx")[1])
    page = centre.get(answer.url)
    assert json.loads(page.context["was"]) == {}
    field = page.context["plan"].strangers[0].field
    centre.post(answer.url, {**page_fields(page), field: "-", "then": "save"})
    page = centre.get(answer.url)
    assert json.loads(page.context["was"]) == {"as_of": "2022-11-18", field: "-"}
    assert isinstance(page.context["plan"], Plan)


def test_demonstration_shows_one_of_each_and_leaves_the_figures_alone():
    call_command("load_demo", anyway=True, files=False, stdout=io.StringIO())
    stages = PlatformImport.objects.filter(is_demo=True).values_list("stage", flat=True)
    assert sorted(stages) == ["draft", "stored", "withdrawn"]
    batch = PlatformImport.objects.get(stage="stored")
    assert batch.submissions.count() == len(exports.asked_members(batch.as_of))
    of_imports = Submission.objects.filter(platform_imports=batch)
    before = Moment(batch.as_of, PlatformImport.objects.get(stage="withdrawn").stored_at - MINUTE)
    for code in ("TRAIN_PRO_OT", "TRAIN_MIN_OT"):
        now = Figures([code], Moment(batch.as_of)).figure(code)
        assert now.amount == Figures([code], before).figure(code).amount
    assert of_imports.filter(is_demo=False).count() == 0
    draft = PlatformImport.objects.get(stage="draft")
    plan = Plan(draft, list(draft.rows.all()), today=datetime.date(2022, 11, 15))
    assert len(plan.uncertain) + len(plan.strangers) >= 8
    assert plan.doubles
    assert plan.falling
    assert plan.unread
