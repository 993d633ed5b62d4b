"""The chase list's filters, and reminding from it at once."""

import datetime

import pytest
from django.core import mail

from portal.accounts.models import InCharge
from portal.agencies.models import AgencySet
from portal.submissions.contacts import Contact, Occasion
from portal.submissions.models import State
from tests import factories as make

from .test_chase_list import LIST, SEND, page_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def late(settings):
    """Tuesday 22: the second working day after the deadline."""
    settings.DEMO_TODAY = datetime.date(2022, 11, 22)


@pytest.fixture
def regions(chased):
    """Three agencies: one in each of two regions, the third in none but in someone's charge."""
    charge = make.make_user("phu-trach", full_name="Đỗ Ngọc Mai")
    made = [chased.agency(name, slug) for name, slug in (("A", "a"), ("B", "b"), ("C", "c"))]
    for agency, code in zip(made, ("bac", "nam"), strict=False):
        make.make_set(code, agency, purpose=AgencySet.Purpose.REGION)
    InCharge.objects.create(user=charge, agency=made[2], in_force_from=make.LONG_AGO)
    return charge


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", "ABC"),
        ("vung=bac", "A"),
        ("vung=khong-co", "ABC"),
        ("khoi=provincial", "ABC"),
        ("khoi=central", ""),
        ("khoi=<script>", "ABC"),
        ("phu-trach={pk}", "C"),
        ("phu-trach=chua-phan-cong", "AB"),
        ("phu-trach=chua-phan-cong&vung=nam", "B"),
        ("phu-trach=99999999999999999999", "ABC"),
        ("vung=%00&phu-trach=%00", "ABC"),
    ],
)
def test_filters_are_in_the_address(centre, regions, query, names):
    response = centre.get(f"{LIST}?{query.format(pk=regions.pk)}")
    assert "".join(row.agency.name for row in response.context["rows"]) == names
    assert ("Không có cơ quan nào còn thiếu phiếu theo cách lọc này" in page_of(response).text) == (
        not names
    )


def test_filters_go_along_with_every_deed(centre, regions):
    markup = centre.get(f"{LIST}?vung=bac").content.decode()
    assert markup.count('<input type="hidden" name="vung" value="bac">') == 2
    assert f'href="{LIST[:-1]}.docx?vung=bac"' in markup
    assert 'href="/theo-doi/2022-11/a/lien-he/?vung=bac"' in markup
    assert centre.post(SEND, {"vung": "bac", "all": "1"}).url == f"{LIST}?vung=bac"
    assert [message.to for message in mail.outbox] == [["a@mau.example"]]


# Reminding at once


def test_chosen_agencies_are_reminded_once(centre, chased):
    for slug in ("mot", "hai", "ba"):
        chased.agency(slug.title(), slug)
    chased.agency("Câm", "cam", reporter=False)
    response = centre.post(SEND, {"agency": ["mot", "hai", "cam"]}, follow=True)
    text = page_of(response).text
    assert "Đã gửi thư nhắc 2 cơ quan." in text
    assert "Không có ai nhận được thư: Câm." in text
    assert Contact.objects.filter(occasion=Occasion.AFTER, by__username="cuc").count() == 2
    text = page_of(centre.post(SEND, {"agency": ["mot", "hai"]}, follow=True)).text
    assert "2 cơ quan không được nhắc: đã nhắc trong hôm nay" in text
    assert len(mail.outbox) == 2


def test_choosing_nobody_or_nonsense_sends_nothing(centre, chased):
    chased.agency("Một", "mot")
    chased.agency("Đã gửi", "da-gui", state=State.SUBMITTED)
    assert "Bạn đánh dấu cơ quan cần nhắc" in page_of(centre.post(SEND, follow=True)).text
    for slug in ("da-gui", "khong-co", "\x00", "' OR 1=1 --", "x" * 5000):
        response = centre.post(SEND, {"agency": slug}, follow=True)
        assert "1 cơ quan không được nhắc" in page_of(response).text
    assert mail.outbox == []
    assert not Contact.objects.exists()


def test_get_never_sends(centre, chased):
    chased.agency("Một", "mot")
    assert centre.get(f"{SEND}?all=1&agency=mot").url == LIST
    assert centre.get(f"{LIST}cong-van/?number=1&day=22/11/2022").url == LIST
    assert mail.outbox == []
    assert not Contact.objects.exists()
