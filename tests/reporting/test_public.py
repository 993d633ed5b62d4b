"""What the public sees of a published report: little, without a session, and in a valid feed."""

import datetime

import pytest
from defusedxml import ElementTree
from django.test import Client

from portal.accounts.models import Role
from reporting.editions import lifecycle
from reporting.editions.models import Slot
from reporting.models import WeeklyEdition
from reporting.publication.teaser import PUBLIC_FIGURES
from tests import factories as make
from tests import loaded
from tests.markup import Page
from tests.reporting import issuing

# One worker: the module loads its data once.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("tuan39")]

LIST, TEASER, FEED = "/cong-bo/", "/cong-bo/2022/17/", "/cong-bo/nguon-tin.atom"
ROLES = "portal.accounts.backends.RolesBackend"
ATOM = "{http://www.w3.org/2005/Atom}"
ABSTRACT = "Đã có {PLAN_PRO} địa phương & nhiều bộ <ban hành> kế hoạch."


@pytest.fixture(scope="module", autouse=True)
def _real_data(django_db_setup, django_db_blocker):
    with loaded.for_module(django_db_blocker, loaded.load_reference):
        yield


@pytest.fixture
def edition():
    edition = WeeklyEdition.objects.get(week=39)
    edition.texts.update_or_create(
        slot=Slot.ABSTRACT, defaults={"text": ABSTRACT, "updated_at": issuing.AT}
    )
    return edition


def text_of(path, status=200) -> str:
    response = Client().get(path)
    assert response.status_code == status, path
    return Page(response.content.decode()).text


def entries_of(client=None) -> list:
    response = (client or Client()).get(FEED)
    assert response["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(response.content).findall(f"{ATOM}entry")


def show(edition, is_public):
    access = issuing.access(Role.PUBLISHER)
    lifecycle.set_public(edition, is_public=is_public, access=access, at=issuing.later(1))


# Which reports are public


def test_only_published_reports_that_were_opened_are_public(edition):
    def is_public() -> set[bool]:
        seen = {edition.topic in text_of(LIST), bool(entries_of())}
        return seen | {Client().get(TEASER).status_code == 200}

    assert is_public() == {False}
    edition = issuing.frozen(edition)
    WeeklyEdition.objects.filter(pk=edition.pk).update(is_public=True)  # not by any action
    assert is_public() == {False}
    WeeklyEdition.objects.filter(pk=edition.pk).update(is_public=False)
    lifecycle.publish(edition, access=issuing.access(Role.PUBLISHER), at=issuing.AT)
    assert is_public() == {False}
    show(edition, True)
    assert is_public() == {True}
    show(edition, False)
    assert is_public() == {False}
    show(edition, True)
    issuing.withdrawn(edition)
    assert is_public() == {False}


def test_a_correction_takes_the_old_teaser_down_until_it_is_public_itself(edition):
    edition = issuing.published(edition, is_public=True)
    draft = issuing.correction_of(edition)
    assert Client().get(TEASER).status_code == 200
    correction = issuing.published(draft, at=issuing.later(20))
    assert Client().get(TEASER).status_code == 404
    assert entries_of() == []
    show(correction, True)
    assert Client().get(TEASER).headers["Location"] == "/cong-bo/2022/17b/"
    assert "17b/BC-UBQGCĐS" in text_of("/cong-bo/2022/17b/")
    assert len(entries_of()) == 1


@pytest.mark.parametrize("number", ["x", "99", "0", "17zz", "99999", "-"])
def test_what_does_not_exist_is_not_found(edition, number):
    issuing.published(edition, is_public=True)
    assert Client().get(f"/cong-bo/2022/{number}/").status_code == 404


# What is said


def test_a_teaser_says_the_headline_figures_with_their_day(edition):
    issuing.published(edition, is_public=True)
    text = text_of(TEASER)
    for printed in ("05/30", "41/63", "117.158", "61.063", "277.881", "159.132"):
        assert printed in text
    assert "tính đến 30/9/2022" in text
    assert "Đã có 41/63 địa phương & nhiều bộ <ban hành> kế hoạch." in text
    assert "Phạm vi của toàn văn: lưu hành nội bộ" in text


def test_a_teaser_names_no_agency_and_hands_out_no_file(edition):
    edition = issuing.published(edition, is_public=True)
    page = Page(Client().get(TEASER).content.decode())
    names = [name for name in report_of(edition).agencies if len(name) > 4]
    assert len(names) > 100
    own = "Bộ Thông tin và Truyền thông"  # in the masthead of every page
    assert [name for name in names if name in page.text.replace(own, "")] == []
    assert not [link for link in page.links if link.rpartition(".")[2] in ("pdf", "docx", "xlsx")]
    assert "/bao-cao-tuan/so/2022/17/" in page.links
    for secret in ("BIGPROB_MIN", "11/30"):
        assert secret not in page.text


def report_of(edition):
    from reporting.editions.report import Report

    return Report.read(edition.snapshot.text)


def test_public_figures_are_few_and_exist(edition):
    report = report_of(issuing.published(edition))
    own_label = {code for code, label in PUBLIC_FIGURES.items() if label is None}
    assert own_label <= set(report.figures)
    assert len(PUBLIC_FIGURES) <= 8


def test_a_teaser_is_what_was_frozen(edition):
    from portal.models import Revision

    edition = issuing.published(edition, is_public=True)
    before = text_of(TEASER)
    Revision.objects.update(accepted_at=None)
    edition.texts.update(text="Khác rồi.")
    assert text_of(TEASER) == before


# How it is sent


@pytest.mark.parametrize("path", [LIST, TEASER, FEED])
def test_public_pages_need_no_session_and_may_be_cached(edition, path):
    issuing.published(edition, is_public=True)
    response = Client().get(path)
    assert response.status_code == 200
    assert not response.cookies
    assert response["Cache-Control"] == "public, max-age=300" or set(
        response["Cache-Control"].split(", ")
    ) == {"public", "max-age=300"}
    assert Client().head(path).status_code == 200
    assert Client().post(path).status_code == 405


@pytest.mark.parametrize("path", [LIST, TEASER, "/xac-minh/bao-cao/"])
def test_a_public_page_is_the_same_for_everyone(edition, path):
    issuing.published(edition, is_public=True)
    client = Client()
    client.force_login(make.make_member(Role.EDITOR), backend=ROLES)
    assert client.get(path).content == Client().get(path).content


@pytest.mark.parametrize("path", [LIST, FEED, TEASER])
def test_public_pages_ask_little_the_first_time_and_later(
    edition, path, django_assert_max_num_queries
):
    issuing.published(edition, is_public=True)
    for _ in range(2):
        with django_assert_max_num_queries(4):
            assert Client().get(path).status_code == 200


# The feed


def test_the_feed_is_atom_as_the_standard_asks(edition):
    issuing.published(edition, is_public=True)
    root = ElementTree.fromstring(Client().get(FEED).content)
    assert root.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated"):
        assert root.findtext(f"{ATOM}{name}"), name
    assert root.find(f"{ATOM}author/{ATOM}name").text
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links["self"] == f"http://testserver{FEED}"
    (entry,) = root.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == f"Tuần 39/2022: {edition.topic}"
    assert entry.findtext(f"{ATOM}id") == f"http://testserver{TEASER}"
    updated = datetime.datetime.fromisoformat(entry.findtext(f"{ATOM}updated"))
    assert updated == issuing.AT
    summary = entry.find(f"{ATOM}summary")
    assert summary.get("type") == "html"
    assert summary.text == ("Đã có 41/63 địa phương &amp; nhiều bộ &lt;ban hành&gt; kế hoạch.")


def test_the_feed_of_nothing_is_a_feed():
    assert entries_of() == []
    assert "Chưa có báo cáo nào được công bố" in text_of(LIST)


def test_those_signed_in_get_no_more_in_the_feed(edition):
    issuing.published(edition)
    client = Client()
    client.force_login(make.make_member(Role.PUBLISHER), backend=ROLES)
    assert entries_of(client) == []


@pytest.mark.parametrize("page", ["0", "99", "x", "-1", "1e9"])
def test_a_page_that_is_not_there_is_the_nearest(edition, page):
    issuing.published(edition, is_public=True)
    assert edition.topic in text_of(f"{LIST}?trang={page}")
