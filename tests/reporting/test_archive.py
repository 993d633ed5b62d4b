"""The archive: by year, in the correction in force, found by words with or without accents."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import Role
from reporting.editions.kept import Format
from reporting.editions.models import Stage
from reporting.editions.report import digest
from reporting.editions.words import asked_words, words_of
from reporting.models import EditionFile, Snapshot, WeeklyEdition
from tests import factories as make
from tests import loaded
from tests.markup import Page
from tests.reporting import issuing

# One worker: the module loads its data once.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("tuan39")]

PATH = "/bao-cao-tuan/"
ROLES = "portal.accounts.backends.RolesBackend"
MOST = 8


@pytest.fixture(scope="module", autouse=True)
def _real_data(django_db_setup, django_db_blocker):
    with loaded.for_module(django_db_blocker, loaded.load_reference):
        yield


@pytest.fixture
def edition():
    return WeeklyEdition.objects.get(week=39)


@pytest.fixture
def reader():
    return client_of(Role.READER)


def client_of(role) -> Client:
    client = Client()
    client.force_login(make.make_member(role), backend=ROLES)
    return client


def page_of(client, **query) -> Page:
    response = client.get(PATH, query)
    assert response.status_code == 200
    return Page(response.content.decode())


def numbers_in(page: Page) -> list[str]:
    return [row[1].partition("/")[0] for table in page.tables for row in table.rows]


def issued(edition, number, **changes) -> WeeklyEdition:
    """Another published edition with the text of `edition`, without the way to it."""
    values = {"year": 2022, "week_year": 2022, "week": 40, "topic": "Chuyên đề khác", **changes}
    made = WeeklyEdition.objects.create(
        number=number,
        as_of=edition.as_of,
        symbol=edition.symbol,
        issued_on=edition.as_of,
        stage=Stage.PUBLISHED,
        **values,
    )
    text = edition.snapshot.text.replace(edition.topic, values["topic"]) + " " * made.pk
    snapshot = Snapshot.objects.create(
        edition=made, text=text, sha256=digest(text.encode()), frozen_at=issuing.AT
    )
    EditionFile.objects.create(
        snapshot=snapshot,
        format=Format.XLSX,
        content=b"x",
        sha256=digest(text.encode()),
        size=1,
        made_at=issuing.AT,
    )
    return made


# Who sees what


def test_readers_see_issued_reports_only(edition, reader):
    assert page_of(reader).tables == []
    edition = issuing.frozen(edition)
    assert page_of(reader).tables == []
    assert numbers_in(page_of(client_of(Role.EDITOR))) == ["17"]
    issuing.lifecycle.publish(edition, access=issuing.access(Role.PUBLISHER), at=issuing.AT)
    assert numbers_in(page_of(reader)) == ["17"]
    issuing.withdrawn(WeeklyEdition.objects.get(pk=edition.pk))
    page = page_of(reader)
    assert numbers_in(page) == ["17"]
    assert "Đã thu hồi" in page.text


def test_a_row_says_everything_about_the_report(edition, reader):
    issuing.published(edition)
    page = page_of(reader)
    (row,) = page.tables[0].rows
    assert row[:5] == ["Tuần 39/2022", "17/BC-UBQGCĐS", edition.topic, "30/09/2022", "30/09/2022"]
    assert row[5] == "Đã phát hành"
    assert "/bao-cao-tuan/so/2022/17.xlsx" in page.links
    assert "/bao-cao-tuan/so/2022/17.pdf" not in page.links  # not made here


def test_superseded_ones_are_folded_under_the_one_in_force(edition, reader):
    edition = issuing.published(edition)
    draft = issuing.correction_of(edition)
    assert numbers_in(page_of(reader)) == ["17"]
    editor = page_of(client_of(Role.EDITOR))
    assert numbers_in(editor) == ["17"]  # in force until the correction is published
    assert "Số 17b/BC-UBQGCĐS" in editor.text
    assert "đang soạn" in editor.text
    issuing.published(draft, at=issuing.later(20))
    page = page_of(reader)
    assert numbers_in(page) == ["17b"]
    assert "/bao-cao-tuan/so/2022/17/" in page.links
    assert "đã có bản đính chính" in page.text


def test_editions_stand_under_their_year(edition, reader):
    edition = issuing.published(edition)
    issued(edition, 3, year=2023, week_year=2023, week=5)
    issued(edition, 18)
    page = page_of(reader)
    assert [table.caption for table in page.tables] == ["Báo cáo năm 2023", "Báo cáo năm 2022"]
    assert numbers_in(page) == ["03", "18", "17"]
    assert numbers_in(page_of(reader, nam="2023")) == ["03"]
    for unknown in ("", "1999", "x", "2022'--"):
        assert numbers_in(page_of(reader, nam=unknown)) == ["03", "18", "17"]


# Searching


@pytest.mark.parametrize(
    ("asked", "is_found"),
    [
        ("kế hoạch triển khai", True),
        ("KE HOACH TRIEN KHAI", True),
        ("Ke\u0302\u0301 hoa\u0323ch", True),  # composed otherwise
        ("quang ninh", True),  # a row of a table
        ("quảng ninh hải phòng", True),
        ("39/2022", True),
        ("17/BC", True),
        ("khai triển khủng long", False),
        ("oach", False),  # no word begins so
        ("%", True),  # no word at all: nothing is asked
        ("_", True),
        ("100%sai", False),
    ],
)
def test_words_are_found_with_and_without_accents(edition, reader, asked, is_found):
    issuing.published(edition)
    assert numbers_in(page_of(reader, tim=asked)) == (["17"] if is_found else [])


def test_only_the_correction_in_force_is_searched(edition, reader):
    edition = issuing.published(edition)
    new = issuing.correction_of(edition)
    WeeklyEdition.objects.filter(pk=new.pk).update(topic="Lúa nước")
    issuing.published(WeeklyEdition.objects.get(pk=new.pk), at=issuing.later(20))
    assert numbers_in(page_of(reader, tim="lua nuoc")) == ["17b"]
    Snapshot.objects.filter(edition=edition).update(words=" khunglongxanh")
    assert numbers_in(page_of(reader, tim="khunglongxanh")) == []


def test_what_is_asked_is_shown_and_not_run(edition, reader):
    issuing.published(edition)
    response = reader.get(PATH, {"tim": "<script>alert(1)</script> " + "dài " * 100})
    assert response.status_code == 200
    assert b"<script>alert" not in response.content
    assert "Không có báo cáo nào như bạn tìm." in Page(response.content.decode()).text


def test_a_draft_is_found_by_its_topic(edition):
    editor = client_of(Role.EDITOR)
    assert numbers_in(page_of(editor, tim="nang cao nhan thuc")) == ["17"]
    assert numbers_in(page_of(editor, tim="quang ninh")) == []


def test_few_words_of_a_question_count():
    assert len(asked_words(" ".join(f"chữ{n}" for n in range(100)))) == 8
    assert asked_words("  ") == []


def test_kept_words_are_those_of_the_text(edition):
    snapshot = issuing.frozen(edition).snapshot
    assert snapshot.words == words_of(snapshot.text)
    assert snapshot.words.startswith(" ")
    assert " ke hoach trien khai " in snapshot.words


# Cost


def queries_of(client, **query) -> int:
    client.get(PATH, query)
    with CaptureQueriesContext(connection) as captured:
        client.get(PATH, query)
    statements = [entry["sql"] for entry in captured]
    return len([sql for sql in statements if not sql.startswith(("SAVEPOINT", "RELEASE"))])


def test_five_hundred_editions_cost_what_one_does(edition, reader):
    edition = issuing.published(edition)
    questions = ({}, {"tim": "ke hoach"}, {"nam": "2022"})
    before = [queries_of(reader, **query) for query in questions]
    assert max(before) <= MOST
    many = [
        WeeklyEdition(
            year=2022 - i // 52,
            number=100 + i,
            week_year=2022 - i // 52,
            week=1 + i % 52,
            as_of=edition.as_of,
            symbol=edition.symbol,
            topic="Chuyên đề",
            stage=Stage.PUBLISHED,
        )
        for i in range(500)
    ]
    made = WeeklyEdition.objects.bulk_create(many)
    Snapshot.objects.bulk_create(
        Snapshot(
            edition=one,
            text="{}",
            words=edition.snapshot.words,
            sha256=f"{one.pk:064d}",
            frozen_at=issuing.AT,
        )
        for one in made
    )
    assert [queries_of(reader, **query) for query in questions] == before
    page = page_of(reader, tim="ke hoach")
    assert "501 báo cáo có “ke hoach”" in page.text
    assert sum(len(table.rows) for table in page.tables) == 52
    assert any(link.endswith("tim=ke+hoach&page=2") for link in page.links)
    last = page_of(reader, page="99")
    assert "Trang 10/10" in last.text
