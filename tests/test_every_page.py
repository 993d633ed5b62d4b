"""Every page that each role can reach, in Chromium: readable by all, quiet in the console, in
Vietnamese. Pages come from the resolver, filled from the demonstration's data.

The same page looks the same to most roles: every one is fetched for every role, but the browser
opens it only when its markup has a shape that was not looked at yet.
"""

import io
import logging
import re
from collections import defaultdict
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from pytest_django.live_server_helper import LiveServer

from portal.accounts.models import User
from portal.clock import today
from portal.models import (
    Holiday,
    Indicator,
    IndicatorValue,
    Notice,
    ReportingPeriod,
    Rule,
    Submission,
)
from reporting.models import EditionStory, WeeklyEdition
from tests import factories as make
from tests import loaded
from tests.addresses import ADMIN, addresses, places
from tests.small_portal import BESIDE_A_REPORT, CATALOGUE_PAGES, IMPORT_PAGES
from training.models import Dispute, PlatformDomain, PlatformImport, TrainingClass

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AXE = (Path(__file__).parent / "data" / "axe" / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WIDTHS, WALL = (1280, 390), 1920  # a wall's screen is for pages with drawings
NARROW = 320
ENGLISH = re.compile(
    r"\b(Sign in|Log in|Submit|Search|Save|Delete|This field|Required|None|True|False|Home|Error)\b"
)
ROLES = "portal.accounts.backends.RolesBackend"
PEOPLE = (
    "stranger",
    "quangninh",
    "quangninh.duyet",
    "haiphong",
    "bxd",
    "cuc",
    "bientap",
    "phathanh",
    "lanhdao",
    "quantri",
)
# Beside the plain addresses: other days, filters, faults on show, pages that are not there.
VARIANTS = {
    "reporting:overview": [
        "?ngay=30/9/2022",
        "?ngay=1/8/2025",
        "?ngay=31/12/2021",
        "?ngay=hom-nay&vung=khong-co&nhom=x&khoi=y",
        "?ngay=30/9/2022&vung=tay-nguyen",
    ],
    "reporting:presentation": ["?ngay=30/9/2022", "?ngay=hom-nay&vung=tay-nguyen"],
    "reporting:charts": ["?ngay=30/9/2022&khoi=central"],
    "reporting:charts_over_time": ["?vung=dong-nam-bo"],
    "reporting:indicator_names": ["?ngay=1/8/2025", "?ngay=x&khoi=central&vung=y"],
    "explorer:explore": [
        "?chi-tieu=TRAIN_PRO",
        "?chi-tieu=TRAIN_PRO_SELF&chi-tieu=PLAN_PRO&ngay=30/9/2022&xep=lon",
        "?chi-tieu=PLAN_PRO&bay=danh-sach",
        "?chi-tieu=KHONG-CO&tu=2022-11&den=2022-10&co-quan=Atlantis",
    ],
    "provinces:province": ["?ngay=30/9/2022"],
    "provinces:province_map": [
        "?chi-tieu=TRAIN_PRO_SELF&ngay=30/9/2022",
        "?ngay=1/8/2025",
        "?chi-tieu=KHONG-CO",
        "?ngay=1/1/1990",
    ],
    "reporting:compare": [
        "?co-quan=quang-ninh&co-quan=hai-phong&co-quan=ha-noi&ngay=30/9/2022",
        "?co-quan=bxd&co-quan=bca",
        "?co-quan=bxd&co-quan=hai-phong&co-quan=khong-co&ngay=31/2/2022",
    ],
    "training:class_list": ["?ky=2022-11", "?ky=2031-01"],
    "training:province_training": [
        "?ngay=30/9/2022",
        "?ngay=31/12/2021",
        "?so-voi=30/9/2022&nhom=co&cot=tu-to-chuc&cot=tong-so&cot=ty-trong&cot=hang&cot=den-ngay",
        "?ngay=30/9/2022&so-voi=hom-qua&xep=ten",
    ],
    "training:ministry_training": ["?cot=nhom&cot=one-touch&cot=tong-so&xep=nhom"],
    "training:source_list": [
        "?ngay=30/9/2022&chi=co&xep=tong",
        "?khoi=central&ngay=30/9/2022",
        "?ngay=1/1/2021&vung=x",
    ],
    "training:source_agency": ["?ngay=30/9/2022"],
    "training:measures": ["?ngay=30/9/2022"],
    "training:target_list": ["?ngay=1/1/2022", "?ngay=1/2/2023"],
    "entry:sheet_edit": ["?kiem-tra=1"],
    "review:board": ["?trang-thai=qua-han", "?khoi=central", "?trang-thai=tra-lai&vung=khong-co"],
    "review:year": ["?den=2022-11&so-thang=48", "?trang-thai=cho-duyet&khoi=central"],
    "chasing:chase_list": ["?khoi=provincial&phu-trach=chua-phan-cong", "?vung=khong-co"],
    "programme:agency_list": ["?ngay=31/2/2022", "?tim=khong-co"],
    "programme:person_list": ["?tinh-trang=vang"],
    "programme:holiday_list": ["?nam=2022", "?nam=x"],
    "programme:holiday_propose": ["?nam=2023", "?nam=2026"],
    "programme:indicator_new": ["?phan=teams", "?thay=TEAMS"],
    "programme:form_preview": ["?khoi=provincial&ky=2022-11"],
    "reporting:edition_list": ["?tim=ke+hoach", "?tim=khong-co&nam=2022"],
    "public:verify": [f"?ma={'0' * 64}"],
    "sign_in": ["?next=/phieu/&giu=1"],
    "desk": ["khong-co-trang-nay/", "bao-cao-tuan/2031-W01/"],
}


@pytest.fixture(scope="module")
def served(django_db_setup, django_db_blocker):
    """The demonstration, served; committed, as the browser's requests come in other threads."""
    logging.disable(logging.WARNING)
    with django_db_blocker.unblock(), override_settings(DEMO_TODAY=make.day("2022-11-15")):
        loaded.load_reference()
        call_command("load_demo", anyway=True, files=False, stdout=io.StringIO())
        Notice.objects.create(text="Hạn gửi: ngày 18.", in_force_from=make.LONG_AGO)
        loaded.take_statistics()
        server = LiveServer("localhost")
        try:
            yield server
        finally:
            server.stop()
            call_command("flush", verbosity=0, interactive=False)
            connection.close()  # Playwright's loop has a connection of its own; nobody else does
            logging.disable(logging.NOTSET)


@pytest.mark.django_db
def test_database_is_there():
    """pytest-django makes a database only where a collected test is marked; the others here are
    not, as a marked test's own transaction would be invisible to the server's threads."""
    assert User._meta.db_table in connection.introspection.table_names()


# What is there to look at


def samples_for(name) -> dict:
    """Own reports for those who have some; for the others a report in each state."""
    person = User.objects.filter(username=name).first()
    own = person and person.memberships.filter(agency__isnull=False).first()
    months = [month.key for month in ReportingPeriod.objects.begun(today())[:2]]
    reports = Submission.objects.filter(channel="agency").select_related("agency", "period")
    if own:
        slugs = [own.agency.slug]
    else:
        newest = reports.filter(period__month=11, period__year=2022).order_by("agency__position")
        slugs = list({report.state: report.agency.slug for report in newest}.values())
    province = reports.filter(agency__side="provincial").first().agency
    ministry = reports.filter(agency__side="central").first().agency
    sent = reports.filter(revisions__isnull=False).first()
    revision = sent.revisions.first()
    return {
        "*": {
            "agency": slugs,
            "period": months,
            "edition": WeeklyEdition.objects.order_by("week").last().pk,
            "slot": ["lead", "recipients"],
        },
        "reporting:edition_progress": {
            "edition": list(WeeklyEdition.objects.values_list("pk", flat=True))
        },
        "reporting:edition_step": {"step": ["cap-so"]},
        "reporting:edition_line": {"code": ["PLAN_MIN", "TEAM_PRO"]},
        "reporting:edition_ties": {"table": ["TRAIN_MIN"]},
        **samples_of_stories(),
        **samples_of_classes(),
        **samples_of_imports(),
        **samples_of_issued(),
        "entry:counting_note": {"code": ["TRAIN_PRO_SELF", "TRAIN_MIN_SELF"]},
        "reporting:indicator_names": {
            "code": list(Indicator.objects.values_list("code", flat=True))
        },
        "explorer:value": {"code": ["TRAIN_PRO", "TRAIN_PRO_SELF", "PLAN_PRO", "TRAIN_MIN_SELF"]},
        "receipt_verified": {"code": ["KHONG-CO", getattr(revision, "verification_code", "X")]},
        "provinces:province": {"slug": province.slug},
        "provinces:province_sheet": {"slug": province.slug},
        "programme:agency_change": {"pk": province.pk},
        "programme:notice_change": {"pk": Notice.objects.first().pk},
        "programme:succession_add": {"pk": province.pk},
        "programme:person_change": {"pk": User.objects.get(username="quangninh").pk},
        "ministries:ministry": {"slug": ministry.slug},
        "ministries:ministry_sheet": {"slug": ministry.slug},
        **samples_of_catalogue(),
    }


def samples_of_stories() -> dict:
    """A story that an edition tells and the province is asked about; a proposal."""
    row = EditionStory.objects.select_related("story__agency").first()
    EditionStory.objects.filter(pk=row.pk).update(asked_at=make.instant("2022-10-03 09:00"))
    edition, put = {"edition": row.edition_id}, row.edition.proposals.first()
    own = {"agency": row.story.agency.slug}
    return {
        "provinces:story_list": own,
        "provinces:story": own | {"story": row.story_id},
        "reporting:confirm_list": own,
        "reporting:confirm_story": own | {"story": row.pk},
        "reporting:edition_stories": edition,
        "reporting:shorten_story": edition | {"pk": row.pk},
        "reporting:edition_proposals": edition,
        "reporting:reword_proposal": edition | {"pk": put.pk},
        "reporting:proposal": {"pk": put.proposal_id},
    }


def samples_of_imports() -> dict:
    """A draft with everything that may be wrong, one stored, one withdrawn."""
    each = list(PlatformImport.objects.values_list("pk", flat=True))
    stored = PlatformImport.objects.get(stage="stored").pk
    return {
        **{f"training:import_{what}": {"pk": each} for what in IMPORT_PAGES},
        "training:import_withdraw": {"pk": stored},
    }


def samples_of_sources() -> dict:
    """A dispute that waits and one that was answered; a province's and a ministry's two sources."""
    disputes = list(Dispute.objects.values_list("pk", flat=True))
    return {
        "training:dispute_answer": {"pk": disputes},
        "training:domain_change": {"pk": PlatformDomain.objects.first().pk},
        "training:source_agency": {"agency": ["hai-phong", "bxd"]},
    }


def samples_of_classes() -> dict:
    """A class that stands, and one that was struck."""
    standing = TrainingClass.objects.standing().first()
    struck = TrainingClass.objects.exclude(struck_at=None).first()
    return {
        "training:class_change": {"pk": [standing.pk, struck.pk]},
        "training:class_file": {"pk": standing.pk},
        "training:class_strike": {"pk": standing.pk},
    }


def samples_of_issued() -> dict:
    """The demonstration's issued reports; without any their pages are not there."""
    issued = WeeklyEdition.objects.filter(stage__in=("published", "withdrawn"))
    numbers = [edition.numbered for edition in issued.order_by("-year", "-number")[:4]]
    sample = {"year": 2022, "number": numbers or ["17"]}
    return {
        **{f"reporting:{name}": sample for name in BESIDE_A_REPORT},
        "reporting:figure_source": {**sample, "code": ["PLAN_PRO", "TRAIN_PRO", "EVENT_PRO"]},
        "public:teaser": sample,
    }


def samples_of_catalogue() -> dict:
    code, section = {"code": ["TRAIN_PRO_SELF", "STORIES"]}, {"code": ["teams"]}
    stated = IndicatorValue.objects.filter(
        indicator__code="STORIES", revision__submission__channel="centre"
    )
    return {
        **{f"programme:indicator_{what}": code for what in CATALOGUE_PAGES},
        "programme:section_change": section,
        "programme:section_move": section,
        "programme:holiday_change": {"pk": Holiday.objects.first().pk},
        "programme:rule_change": {"pk": Rule.objects.first().pk},
        "national:statement_list": {"code": ["STORIES", "EVENT_PRO"]},
        "national:statement_correct": {"code": ["STORIES"], "pk": stated.latest("pk").pk},
    }


def paths_for(name) -> list[str]:
    paths = []
    for address in addresses(samples_for(name)):
        place = address.place
        if place.name == "sign_out" or ADMIN in place.namespaces:
            continue
        if place.need.capabilities and name == "stranger":
            continue
        paths += [address.path, *(address.path + more for more in VARIANTS.get(place.name, ()))]
    return paths


class Shape(HTMLParser):
    """The kinds of elements that a page is built of: tag, class and role with what they lie in."""

    VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "use", "path", "rect"}

    def __init__(self, markup):
        super().__init__()
        self.kinds, self.way = set(), []
        self.feed(markup)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        kind = (tag, attributes.get("class"), attributes.get("role"), attributes.get("type"))
        self.kinds.add((*self.way[-1:], kind))
        if tag not in self.VOID:
            self.way.append(kind)

    def handle_endtag(self, tag):
        for i in range(len(self.way) - 1, -1, -1):
            if self.way[i][0] == tag:
                del self.way[i:]
                break


@pytest.fixture(scope="module")
def seen_shapes():
    return set()


def unseen_pages(client, name, seen_shapes) -> tuple[list[str], dict[str, int]]:
    """(pages whose shape nobody looked at yet, bad statuses by path).

    A bare 405 is one: whoever opens the address of a post is led back to its page.
    """
    new, bad = [], {}
    for path in paths_for(name):
        response = client.get(path)
        if response.status_code >= 500 or response.status_code == 405:
            bad[path] = response.status_code
        if not response.headers.get("Content-Type", "").startswith("text/html"):
            continue
        if response.status_code in (301, 302):
            continue
        shape = frozenset(Shape(response.content.decode()).kinds)
        if shape not in seen_shapes:
            seen_shapes.add(shape)
            new.append(path)
    return new, bad


# Looking


@pytest.fixture
def complaints(page):
    """What the console says, by page."""
    said = defaultdict(list)
    page.on("pageerror", lambda error: said[page.url].append(f"script: {error}"))
    page.on(
        "console",
        lambda message: (
            said[page.url].append(f"{message.type}: {message.text}")
            if message.type in ("error", "warning")
            else None
        ),
    )
    page.add_init_script(
        "document.addEventListener('securitypolicyviolation', e => console.error("
        "'CSP ' + e.violatedDirective + ' ' + e.blockedURI + ' ' + e.sourceFile));"
    )
    return said


def signed_in(served, context, name) -> Client:
    client = Client(raise_request_exception=False)
    if name != "stranger":
        client.force_login(User.objects.get(username=name), backend=ROLES)
        cookie = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": served.url}])
    return client


def look_at(page, url) -> list[str]:
    """Everything wrong with one page."""
    wrong = []
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    page.goto(url, wait_until="load")
    if page.evaluate("document.documentElement.lang") != "vi":
        wrong.append("html lang is not vi")
    if not re.fullmatch(r"\S.* · Theo dõi Đề án 146", page.title()):
        wrong.append(f"title: {page.title()!r}")
    if page.locator("h1").count() != 1:
        wrong.append(f"{page.locator('h1').count()} h1")
    if leak := ENGLISH.search(page.inner_text("body")):
        wrong.append(f"English: {leak[0]}")
    page.evaluate(AXE)
    for width in widths_for(page):
        page.set_viewport_size({"width": width, "height": 900})
        wrong += [f"{width} px: {fault}" for fault in axe_faults(page)]
    overflow = sideways_scroll(page)
    if overflow > 0:
        wrong.append(f"scrolls sideways by {overflow} px at {NARROW} px: {widest(page)}")
    return wrong


def widths_for(page) -> tuple[int, ...]:
    """All of them on one database, one on the other: the markup that axe looks at is the same."""
    if connection.vendor != "sqlite":
        return WIDTHS[:1]
    return (*WIDTHS, WALL) if page.locator("figure.chart, .slide").count() else WIDTHS


def sideways_scroll(page) -> int:
    """Pixels at 320 px; measured afresh where a chart may only not have followed the change."""
    beyond = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    page.set_viewport_size({"width": NARROW, "height": 700})
    if page.evaluate(beyond) > 0:
        page.reload(wait_until="load")
        page.wait_for_timeout(300)
    return page.evaluate(beyond)


def axe_faults(page) -> list[str]:
    found = page.evaluate(
        "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})"
        ".then(result => result.violations.map(v => [v.id, v.nodes.slice(0, 3).map("
        "n => n.target.join(' ') + ' ' + n.html.slice(0, 160))]))",
        TAGS,
    )
    return [f"axe {rule}: {'; '.join(nodes)}" for rule, nodes in found]


def widest(page) -> list[str]:
    return page.evaluate(
        "[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > "
        "document.documentElement.clientWidth + 1 && !e.closest('.table-scroll')).slice(0, 3)"
        ".map(e => e.outerHTML.slice(0, 120))"
    )


def expected_noise(path: str, message: str) -> bool:
    """Chromium logs the status of a page that is not there on purpose."""
    return "Failed to load resource" in message and bool(re.search(r"40[34]", message))


@pytest.mark.parametrize("name", PEOPLE)
def test_pages_of(served, page, context, complaints, seen_shapes, name):
    client = signed_in(served, context, name)
    paths, bad = unseen_pages(client, name, seen_shapes)
    assert bad == {}
    faults = {path: wrong for path in paths if (wrong := look_at(page, served.url + path))}
    for url, messages in complaints.items():
        path = url.removeprefix(served.url)
        said = [message for message in messages if not expected_noise(path, message)]
        if said:
            faults.setdefault(path, []).extend(said)
    assert not faults, listed(faults)


def listed(faults: dict[str, list[str]]) -> str:
    return "\n".join(f"{path}\n    " + "\n    ".join(map(str, faults[path])) for path in faults)


def test_first_page_of_each_role_fits_its_navigation(served, page, context, complaints):
    """The navigation differs by role: looked at for each, whatever the page below it."""
    faults = {}
    for name in PEOPLE[1:]:
        context.clear_cookies()
        signed_in(served, context, name)
        if wrong := look_at(page, f"{served.url}/"):
            faults[name] = wrong
    assert not faults, listed(faults)
    assert not complaints, listed(complaints)


def test_every_page_was_walked(served):
    """No address of our own is left out by accident: each is somebody's, or asks for a POST."""
    walked = {path.split("?")[0] for name in PEOPLE for path in paths_for(name)}
    for place in places():
        if ADMIN in place.namespaces or place.name == "sign_out":
            continue
        samples = {path.path for path in addresses(samples_for("cuc"), [place])}
        assert samples & walked, place.name


def test_admin_is_quiet(served, page, context, complaints):
    """Django's own pages: no console error, no violation of our policy."""
    client = signed_in(served, context, "quantri")
    seen, opened = set(), 0
    for address in addresses(samples_for("quantri")):
        name = address.place.name
        if not address.place.is_admin or name in ("admin:logout", "admin:login"):
            continue
        response = client.get(address.path)
        assert response.status_code < 500, address
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if response.status_code != 200 or not is_page:
            continue
        shape = frozenset(Shape(response.content.decode()).kinds)
        if shape in seen:
            continue
        seen.add(shape)
        page.goto(served.url + address.path, wait_until="load")
        opened += 1
    assert opened >= 20
    assert not complaints, listed(complaints)
