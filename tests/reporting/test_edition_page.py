"""The edition's page: who reads which stage, what stands around the article, and what is kept."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.accounts.models import Role
from portal.agencies.models import Agency
from reporting.editions.content import load_edition
from reporting.editions.kept import Format
from reporting.models import EditionFile, WeeklyEdition
from tests import factories as make
from tests import loaded
from tests.markup import Page
from tests.reporting import issuing

# One worker: the module loads its data once.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("tuan39")]

ROLES = "portal.accounts.backends.RolesBackend"
NUMBERED, WEEK = "/bao-cao-tuan/so/2022/17/", "/bao-cao-tuan/2022-W39/"
MOST_OF_A_FROZEN = 6  # session, user, edition, its corrections, its files, its kept page
AT_WORK = {Role.EDITOR, Role.DATA_MANAGER, Role.PUBLISHER}


@pytest.fixture(scope="module", autouse=True)
def _real_data(django_db_setup, django_db_blocker):
    with loaded.for_module(django_db_blocker, loaded.load_reference):
        yield


@pytest.fixture(autouse=True)
def _in_october(settings):
    settings.DEMO_TODAY = make.day("2022-10-17")


@pytest.fixture
def edition():
    return WeeklyEdition.objects.get(week=39)


def client_of(role) -> Client:
    agency = None
    if role in (Role.REPORTER, Role.APPROVER):
        agency = Agency.objects.get(slug="quang-ninh")
    client = Client()
    client.force_login(make.make_member(role, agency), backend=ROLES)
    return client


def kept_article(edition) -> str:
    page = EditionFile.objects.get(snapshot__edition=edition, format=Format.PAGE)
    return bytes(page.content).decode().partition("<!--")[0]


def text_of(client, path) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return Page(response.content.decode()).text


# Who reads what


@pytest.mark.parametrize("role", Role)
def test_before_it_is_published_only_who_works_on_it_reads_it(edition, role):
    client, wanted = client_of(role), 200 if role in AT_WORK else 404
    paths = (NUMBERED, WEEK, f"{NUMBERED[:-1]}.json")
    assert {client.get(path).status_code for path in paths} == {wanted}
    issuing.frozen(edition)
    paths = (*paths, f"{NUMBERED}nguon/", f"{NUMBERED}nguon/PLAN_PRO/", f"{NUMBERED}doan-ngan/")
    assert {client.get(path).status_code for path in paths} == {wanted}


@pytest.mark.parametrize("role", sorted(set(Role) - AT_WORK))
def test_published_and_withdrawn_everyone_with_an_account_reads_it(edition, role):
    client, edition = client_of(role), issuing.published(edition)
    for path in (NUMBERED, WEEK, f"{NUMBERED}nguon/", f"{NUMBERED}doan-ngan/"):
        assert client.get(path).status_code == 200
    issuing.withdrawn(edition)
    assert client.get(NUMBERED).status_code == 200
    draft = issuing.correction_of(issuing.published(another(edition)))
    path = f"/bao-cao-tuan/so/2022/{draft.numbered}/"
    assert client.get(path).status_code == 404


def another(edition, **changes) -> WeeklyEdition:
    """A second report as of the same day, under the next number."""
    values = {"number": 18, "week": 40, "topic": "Tổ công nghệ số cộng đồng", **changes}
    return WeeklyEdition.objects.create(
        year=2022, week_year=2022, as_of=edition.as_of, symbol=edition.symbol, **values
    )


def test_a_stranger_is_sent_to_sign_in(edition):
    issuing.published(edition, is_public=True)
    assert Client().get(NUMBERED).headers["Location"].startswith("/dang-nhap/")


# What stands around the article


def test_each_stage_says_where_it_stands(edition):
    client = client_of(Role.DATA_MANAGER)
    assert "Dự thảo, tính lại mỗi lần mở" in text_of(client, NUMBERED)
    edition = issuing.frozen(edition)
    text = text_of(client, NUMBERED)
    assert "Đã chốt, chưa phát hành" in text
    assert "Dự thảo, tính lại" not in text
    issuing.lifecycle.publish(edition, access=issuing.access(Role.PUBLISHER), at=issuing.AT)
    text = text_of(client, NUMBERED)
    assert "Đã phát hành" in text
    assert "chưa phát hành" not in text


def test_superseded_and_withdrawn_are_said_around_the_article_and_never_in_it(edition):
    edition = issuing.published(edition)
    files = dict(EditionFile.objects.values_list("format", "sha256"))
    reader, article = client_of(Role.READER), kept_article(edition)
    correction = issuing.published(issuing.correction_of(edition), at=issuing.later(20))
    assert correction.numbered == "17b"
    response = reader.get(NUMBERED)
    page = Page(response.content.decode())
    assert "Đã có bản đính chính" in page.text
    assert "/bao-cao-tuan/so/2022/17b/" in page.links
    assert article in response.content.decode()
    assert "Bản này thay các bản trước" in text_of(reader, "/bao-cao-tuan/so/2022/17b/")
    issuing.withdrawn(correction, reason="Nhầm biểu 2.")
    response = reader.get("/bao-cao-tuan/so/2022/17b/")
    text = Page(response.content.decode()).text
    assert "Báo cáo đã thu hồi" in text
    assert "Nhầm biểu 2." in text
    assert kept_article(correction) in response.content.decode()
    old = EditionFile.objects.filter(snapshot__edition=edition)
    assert dict(old.values_list("format", "sha256")) == files
    assert "Nhầm biểu 2." not in kept_article(correction)
    download = reader.get(f"{NUMBERED[:-1]}.xlsx")
    assert 'filename="bao-cao-17-2022-W39.xlsx"' in download["Content-Disposition"]


def test_issued_files_are_named_with_size_and_hash(edition):
    edition = issuing.published(edition)
    page = Page(client_of(Role.READER).get(NUMBERED).content.decode())
    for file in EditionFile.objects.exclude(format=Format.PAGE):
        assert file.sha256 in page.text
        assert f"{NUMBERED[:-1]}.{file.format}" in page.links
    assert f"{NUMBERED[:-1]}.pdf" not in page.links  # not made, so not offered
    assert reverse("reporting:edition_brief", args=[2022, "17", "pdf"]) in page.links


def test_links_to_the_work_are_for_those_whose_work_it_is(edition):
    issuing.published(edition)
    work, way = f"/bao-cao-tuan/soan/{edition.pk}/", f"/bao-cao-tuan/soan/{edition.pk}/tien-trinh/"
    expected = {
        Role.READER: set(),
        Role.EDITOR: {work, way},
        Role.PUBLISHER: {way},
        Role.DATA_MANAGER: {way},
    }
    for role, wanted in expected.items():
        links = set(Page(client_of(role).get(NUMBERED).content.decode()).links)
        assert {work, way} & links == wanted, role


# Two addresses


def test_the_weeks_address_shows_the_correction_in_force(edition):
    edition = issuing.published(edition)
    draft = issuing.correction_of(edition)
    reader, editor = client_of(Role.READER), client_of(Role.EDITOR)
    for client in (reader, editor):  # a draft never hides what is in force
        assert kept_article(edition) in client.get(WEEK).content.decode()
    assert "/bao-cao-tuan/so/2022/17b/" in Page(editor.get(WEEK).content.decode()).links
    assert "17b" not in text_of(reader, WEEK)
    correction = issuing.published(draft, at=issuing.later(20))
    assert kept_article(correction) in reader.get(WEEK).content.decode()
    assert kept_article(edition) in reader.get(NUMBERED).content.decode()


def test_two_topics_in_one_week_are_listed(edition):
    issuing.published(edition)
    issuing.published(another(edition, week=39), at=issuing.later(1))
    page = Page(client_of(Role.READER).get(WEEK).content.decode())
    assert {NUMBERED, "/bao-cao-tuan/so/2022/18/"} <= set(page.links)
    draft = another(edition, number=None, week=39, topic="Chưa cấp số")
    editor = client_of(Role.EDITOR)
    assert f"?ban={draft.pk}" in Page(editor.get(WEEK).content.decode()).links
    assert "Chưa cấp số" in text_of(editor, f"{WEEK}?ban={draft.pk}")
    for unknown in ("", "x", "0", str(10**30)):
        assert "Tuần này có 3 báo cáo" in text_of(editor, f"{WEEK}?ban={unknown}")


def test_a_number_has_one_address(edition):
    issuing.published(edition)
    client = client_of(Role.READER)
    assert client.get("/bao-cao-tuan/so/2022/0017/").headers["Location"] == NUMBERED
    for wrong in ("17z", "17bb", "0", "x", "99999", "1-7"):
        assert client.get(f"/bao-cao-tuan/so/2022/{wrong}/").status_code == 404


# Cost and keeping


def queries_of(client, path, **headers) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        client.get(path, **headers)
    statements = [query["sql"] for query in captured]
    return [sql for sql in statements if not sql.startswith(("SAVEPOINT", "RELEASE"))]


@pytest.mark.parametrize("path", [NUMBERED, WEEK])
def test_a_frozen_page_asks_little_and_reads_no_figure(edition, path):
    issuing.published(edition)
    client = client_of(Role.READER)
    client.get(path)
    asked = queries_of(client, path)
    assert len(asked) <= MOST_OF_A_FROZEN
    assert not [sql for sql in asked if "indicatorvalue" in sql or '"text"' in sql]


def test_the_page_is_not_sent_again_while_it_stands(edition):
    edition = issuing.published(edition)
    client = client_of(Role.READER)
    client.get(NUMBERED)  # gives the cookie of the form that signs out, as signing in does
    first = client.get(NUMBERED)
    assert first["Cache-Control"] == "private, no-cache"
    again = client.get(NUMBERED, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    since = client.get(NUMBERED, headers={"If-Modified-Since": first["Last-Modified"]})
    assert since.status_code == 304
    asked = queries_of(client, NUMBERED, headers={"If-None-Match": first["ETag"]})
    assert not [sql for sql in asked if '"content"' in sql]
    other = client_of(Role.EDITOR).get(NUMBERED, headers={"If-None-Match": first["ETag"]})
    assert other.status_code == 200  # another frame for another reader
    issuing.withdrawn(edition, at=issuing.later(2))
    assert client.get(NUMBERED, headers={"If-None-Match": first["ETag"]}).status_code == 200
    changed = client.get(NUMBERED, headers={"If-Modified-Since": first["Last-Modified"]})
    assert changed.status_code == 200


def test_a_draft_is_always_sent_anew(edition):
    response = client_of(Role.EDITOR).get(NUMBERED)
    assert "ETag" not in response.headers
    assert "Last-Modified" not in response.headers


@pytest.mark.parametrize("format", ["json", "xlsx"])
def test_a_file_that_the_reader_has_is_not_sent_again(edition, format):
    edition = issuing.published(edition)
    client, path = client_of(Role.READER), f"{NUMBERED[:-1]}.{format}"
    first = client.get(path)
    kept = EditionFile.objects.get(snapshot__edition=edition, format=format)
    assert first.content == bytes(kept.content)
    assert first["ETag"] == f'"{kept.sha256}"'
    assert client.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert client.get(path, headers={"If-None-Match": '"khac"'}).content == first.content
    asked = queries_of(client, path, headers={"If-None-Match": first["ETag"]})
    assert not [sql for sql in asked if '"content"' in sql]
    issuing.published(issuing.correction_of(edition), at=issuing.later(20))
    assert client.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_a_file_that_is_not_made_yet_says_so(edition):
    issuing.published(edition)
    client = client_of(Role.READER)
    assert "Bạn thử lại sau ít phút" in text_of(client, f"{NUMBERED[:-1]}.docx")
    for format in ("page", "exe", "JSON"):
        assert client.get(f"{NUMBERED[:-1]}.{format}").status_code == 404


# Where figures come from


def test_every_printed_figure_leads_to_its_parts(edition):
    issuing.published(edition)
    client = client_of(Role.READER)
    page = Page(client.get(f"{NUMBERED}nguon/").content.decode())
    assert f"{NUMBERED}nguon/PLAN_PRO/" in page.links
    parts = client.get(f"{NUMBERED}nguon/TRAIN_PRO_SELF/")
    (table,) = Page(parts.content.decode()).tables
    amounts = [int(row[1].replace(".", "")) for row in table.rows]
    assert f"{sum(amounts):,}".replace(",", ".") == table.foot[0][1] == "74.512"
    assert {row[2] for row in table.rows} == {"30/09/2022"}
    sums = Page(client.get(f"{NUMBERED}nguon/TRAIN_PRO/").content.decode())
    assert {f"{NUMBERED}nguon/TRAIN_PRO_{way}/" for way in ("SELF", "OT")} <= set(sums.links)
    (plans,) = Page(client.get(f"{NUMBERED}nguon/PLAN_PRO/").content.decode()).tables
    assert [row[1] for row in plans.rows] == ["Có"] * 41
    (stated,) = Page(client.get(f"{NUMBERED}nguon/EVENT_PRO/").content.decode()).tables
    assert stated.rows[0][:2] == ["Số chung, không kèm tên cơ quan", "43"]
    assert "Chưa ghi nhận" in text_of(client, f"{NUMBERED}nguon/PLAN_PRO/")
    assert client.get(f"{NUMBERED}nguon/KHONG-CO/").status_code == 404


def test_sources_are_those_of_the_frozen_moment(edition):
    from portal.models import Revision

    issuing.published(edition)
    client, path = client_of(Role.READER), f"{NUMBERED}nguon/PLAN_PRO/"
    before = text_of(client, path)
    Revision.objects.update(accepted_at=None)
    assert text_of(client, path) == before
    assert len(queries_of(client, path)) <= 4


def test_sources_are_searched_without_accents(edition):
    issuing.published(edition)
    page = Page(client_of(Role.READER).get(f"{NUMBERED}nguon/?tim=KE hoach").content.decode())
    assert len(page.tables[0].rows) == 2
    nothing = text_of(client_of(Role.READER), f"{NUMBERED}nguon/?tim=<script>")
    assert "Không có chỉ tiêu nào như bạn tìm" in nothing


def test_the_short_text_is_ready_to_copy(edition):
    issuing.published(edition)
    response = client_of(Role.READER).get(f"{NUMBERED}doan-ngan/")
    assert "117.158" in response.content.decode()
    assert f"http://testserver{NUMBERED}" in response.content.decode()


def test_commands_take_the_correction_in_force_as_the_page_does(edition):
    """A correction that is under way hides nothing from them either."""
    issued = issuing.published(edition)
    issuing.correction_of(issued)
    assert load_edition(2022, 39).pk == issued.pk
