"""The page that gives one agency more time."""

import pytest

from portal.accounts.models import Role
from portal.catalogue.calendar import Holiday
from portal.submissions.extensions import Extension
from tests import factories as make

pytestmark = pytest.mark.django_db

BOARD = "/theo-doi/2022-11/"
PAGE = f"{BOARD}quang-ninh/gia-han/"
GOOD = {"day": "30/11/2022", "hour": "17:00", "reason": "Mưa lũ, mất điện ba ngày"}


@pytest.fixture
def centre(client, reports, settings):
    settings.DEMO_TODAY = make.day("2022-11-28")
    return make.sign_in(client, reports.reviewer)


def page_of(response):
    return response.content.decode()


def test_gives_time_and_says_so(centre, reports):
    response = centre.post(PAGE, GOOD, follow=True)
    made = Extension.objects.get()
    assert (made.closes_at, made.reason) == (make.instant("2022-11-30 17:00"), GOOD["reason"])
    assert made.granted_by == reports.reviewer
    page = page_of(response)
    assert "Quảng Ninh được sửa phiếu tháng 11/2022 đến 17:00 ngày 30/11/2022" in page
    assert "(2 ngày làm việc nữa)" in page


def test_working_days_know_the_holidays(centre, reports):
    Holiday.objects.create(day=make.day("2022-11-29"), name="Nghỉ")
    assert "(1 ngày làm việc nữa)" in page_of(centre.post(PAGE, GOOD, follow=True))


def test_offers_the_third_working_day(centre, reports):
    assert 'value="01/12/2022"' in page_of(centre.get(PAGE))
    Holiday.objects.create(day=make.day("2022-11-30"), name="Nghỉ")
    assert 'value="02/12/2022"' in page_of(centre.get(PAGE))


def test_shows_the_three_dates_and_what_was_given_before(centre, reports):
    assert "Chưa gia hạn lần nào" in page_of(centre.get(PAGE))
    centre.post(PAGE, GOOD)
    page = page_of(centre.get(PAGE))
    for words in ("Chốt số liệu", "Hạn gửi", "Khóa", GOOD["reason"], "Lê Minh Tuấn"):
        assert words in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"day": "27/11/2022"}, "Thời điểm này đã qua"),
        ({"day": "31/11/2022"}, "Tháng 11/2022 không có ngày 31"),
        ({"day": "mai"}, "Chưa rõ “mai” là ngày nào"),
        ({"day": ""}, "Bạn điền ô này"),
        ({"hour": "25:00"}, "Bạn ghi giờ và phút"),
        ({"hour": "17h"}, "Bạn ghi giờ và phút"),
        ({"reason": " \u200b"}, "Bạn điền ô này"),
        ({"reason": "a" * 301}, "300"),
    ],
)
def test_refusals_stand_beside_the_box_and_keep_what_was_typed(centre, reports, typed, said):
    response = centre.post(PAGE, GOOD | typed)
    assert response.status_code == 422
    page = page_of(response)
    assert said in page
    kept = (GOOD | typed)["reason"] if "reason" not in typed else GOOD["day"]
    assert kept in page
    assert not Extension.objects.exists()


def test_time_that_the_agency_has_already(centre, reports):
    centre.post(PAGE, GOOD)
    response = centre.post(PAGE, GOOD)
    assert response.status_code == 422
    assert "Cơ quan đã được sửa đến 17:00 ngày 30/11/2022" in page_of(response)
    assert Extension.objects.count() == 1


def test_only_for_whom_the_month_expects(centre, reports):
    make.make_agency("Không hỏi", "khong-hoi")
    for slug in ("khong-hoi", "khong-co"):
        assert centre.get(f"{BOARD}{slug}/gia-han/").status_code == 404
        assert centre.post(f"{BOARD}{slug}/gia-han/", GOOD).status_code == 404


@pytest.mark.parametrize("role", [Role.READER, Role.EDITOR, Role.ADMINISTRATOR])
def test_others_do_not_see_it(client, reports, role):
    make.sign_in(client, make.make_member(role))
    assert client.get(PAGE).status_code == 403
    make.sign_in(client, reports.reporter)
    assert client.post(PAGE, GOOD).status_code == 403


def test_looking_changes_nothing(centre, reports):
    centre.get(PAGE, GOOD)
    assert not Extension.objects.exists()


def test_the_way_from_home_is_short(centre, reports, settings):
    """Home, board, the agency's row, three boxes and the button: far under twelve."""
    settings.DEMO_TODAY = make.day("2022-11-21")
    assert f'href="{BOARD}"' in page_of(centre.get("/"))
    assert f'href="{PAGE}"' in page_of(centre.get(BOARD))


def test_asks_few_questions(centre, reports, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        centre.get(PAGE)
