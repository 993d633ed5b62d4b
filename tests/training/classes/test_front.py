"""The front page of training: totals, ways, what waits for whom."""

import pytest
from django.test import Client

from tests import factories as make
from tests.november import NOW
from training.models import Dispute, PlatformImport

from .test_pages import page_of, signed_in

pytestmark = pytest.mark.django_db
FRONT = "/boi-duong/"


def test_every_reader_finds_the_tables_and_no_register(book):
    page = page_of(signed_in("reader").get(FRONT))
    assert 'href="/boi-duong/dia-phuong/"' in page
    assert 'href="/boi-duong/bo-nganh/"' in page
    assert "chưa ghi nhận" in page
    assert book.path not in page


def test_an_agency_finds_its_register(officer, book):
    book.record()
    page = page_of(officer.get(FRONT))
    assert f'href="{book.path}"' in page
    assert "Đang có 1 lớp." in page


def test_what_waits_is_said_to_whom_it_concerns(officer, book):
    other = make.make_agency("Hải Phòng", "hai-phong")
    for agency in (book.agency, other):
        known = make.make_known(agency, make.day("2022-10-14"), (book.indicator, 5))
        Dispute.objects.create(
            agency=agency,
            indicator=book.indicator,
            value=known.values.get(),
            comment="Thiếu một khóa.",
            opened_at=NOW,
            opened_by=book.reporter,
        )
    PlatformImport.objects.create(
        layout="agencies",
        as_of=make.day("2022-11-14"),
        file_name="a.csv",
        sha256="0" * 64,
        content=b"",
        uploaded_at=NOW,
    )
    for client, disputes, drafts in (
        (officer, "1 ý kiến chưa trả lời", False),
        (signed_in("data_manager"), "2 ý kiến chưa trả lời", True),
        (signed_in("reader"), "", False),
    ):
        page = page_of(client.get(FRONT))
        assert ("ý kiến chưa trả lời" in page) == bool(disputes)
        assert disputes in page
        assert ("1 tệp đang đối chiếu" in page) == drafts


def test_strangers_and_people_without_a_role_are_sent_away(book):
    assert Client().get(FRONT).status_code == 302
    assert make.sign_in(Client(), make.make_user()).get(FRONT).status_code == 403


def test_the_front_asks_little(officer, book, django_assert_max_num_queries):
    book.record()
    for client in (officer, signed_in("data_manager"), signed_in("reader")):
        with django_assert_max_num_queries(8):
            assert client.get(FRONT).status_code == 200
