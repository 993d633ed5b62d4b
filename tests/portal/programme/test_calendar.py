"""Days off on the centre's screens: added, renamed, taken away; proposals; deadlines told."""

import pytest
from django.urls import reverse

from portal.accounts.models import KeptInput
from portal.catalogue import holidays, months
from portal.catalogue.calendar import Holiday, ReportingPeriod
from portal.catalogue.changes import Refused
from tests import factories as make
from tests.november import NOW

pytestmark = pytest.mark.django_db
LIST = "/chuong-trinh/ngay-nghi/?nam=2022"


def add(day="2022-11-24", name="Ngày thử", *, is_working=False, by=None):
    return holidays.add_holiday(day=make.day(day), name=name, is_working=is_working, by=by)


# --- Days off ------------------------------------------------------------------------------------


def test_day_is_added_with_who_and_when(centre, keeper):
    reply = centre.post(LIST, {"day": "24/11/2022", "name": "Ngày  Văn hóa"})
    assert reply.headers["Location"] == LIST
    day = Holiday.objects.get()
    assert (day.day, day.name, day.is_working) == (make.day("2022-11-24"), "Ngày Văn hóa", False)
    assert day.history.get().history_user == keeper
    page = centre.get(LIST).content.decode()
    assert "Thứ Năm 24/11/2022" in page
    assert "Lê Minh Tuấn" in page


@pytest.mark.parametrize(
    ("posted", "said"),
    [
        ({"day": "26/11/2022"}, "cuối tuần, vốn đã nghỉ"),
        ({"day": "24/11/2022", "is_working": "on"}, "vốn là ngày làm việc"),
        ({"day": "24/11/1999"}, "Lịch chỉ giữ từ năm 2020"),
        ({"day": "31/11/2022"}, "không có ngày 31"),
        ({"day": "11/24/2022"}, "Không có tháng 24"),
        ({"day": ""}, "Bạn điền ô này."),
        ({"day": "24/11/2022", "name": " \u200b "}, "Bạn điền ô này."),
    ],
)
def test_day_that_is_none_is_refused_beside_its_field(centre, posted, said):
    reply = centre.post(LIST, {"name": "Tên đã gõ", **posted})
    assert reply.status_code == 422
    assert said in reply.content.decode()
    if "name" not in posted:
        assert "Tên đã gõ" in reply.content.decode()
    assert not Holiday.objects.exists()


def test_same_day_twice_is_refused(centre):
    add()
    reply = centre.post(LIST, {"day": "24/11/2022", "name": "Lần nữa"})
    assert "đã có trong lịch: Ngày thử" in reply.content.decode()
    assert Holiday.objects.count() == 1


def test_same_day_by_two_people_at_once_is_refused_in_words(centre, monkeypatch):
    """The other one writes after this one's check and before the saving."""

    def other_is_faster(day):
        Holiday.objects.bulk_create([Holiday(day=day.day, name="Ngày của người khác")])

    monkeypatch.setattr(Holiday, "full_clean", other_is_faster)
    reply = centre.post(LIST, {"day": "24/11/2022", "name": "Ngày Văn hóa"})
    assert reply.status_code == 422
    page = reply.content.decode()
    assert "Người khác vừa ghi đúng nội dung này" in page
    assert "Ngày Văn hóa" in page
    assert not Holiday.history.filter(name="Ngày Văn hóa").exists()


def test_saturday_worked_in_exchange(centre):
    centre.post(LIST, {"day": "26/11/2022", "name": "Làm bù", "is_working": "on"})
    assert Holiday.objects.get().is_working
    assert "Ngày làm bù" in centre.get(LIST).content.decode()


def test_renamed_and_removed_with_their_history(centre, keeper):
    day = add()
    path = f"/chuong-trinh/ngay-nghi/{day.pk}/"
    version = day.history.latest().pk
    reply = centre.post(path, {"do": "rename", "version": version, "name": "Ngày Văn hóa"})
    assert reply.headers["Location"] == path
    version = day.history.latest().pk
    reply = centre.post(path, {"do": "remove", "version": version, "reason": "Ghi nhầm năm"})
    assert reply.headers["Location"] == LIST
    assert not Holiday.objects.exists()
    last = Holiday.history.latest()
    assert (last.history_type, last.history_user, last.history_change_reason) == (
        "-",
        keeper,
        "Ghi nhầm năm",
    )
    assert "Ghi nhầm năm" in centre.get(LIST).content.decode()


def test_removing_needs_a_reason(centre):
    day = add()
    path = f"/chuong-trinh/ngay-nghi/{day.pk}/"
    reply = centre.post(path, {"do": "remove", "version": day.history.latest().pk, "reason": " "})
    assert reply.status_code == 422
    assert Holiday.objects.exists()


def test_second_of_two_people_is_told(centre):
    day = add()
    seen = day.history.latest().pk
    holidays.change_holiday(day, name="Của người khác", by=None)
    path = f"/chuong-trinh/ngay-nghi/{day.pk}/"
    reply = centre.post(path, {"do": "rename", "version": seen, "name": "Của tôi"})
    assert reply.status_code == 409
    page = reply.content.decode()
    assert "Của người khác" in page
    assert "Của tôi" in page
    assert Holiday.objects.get().name == "Của người khác"


def test_day_that_is_gone_is_told(keeper):
    day = add()
    Holiday.objects.all().delete()
    with pytest.raises(Refused, match="vừa bỏ ngày này"):
        holidays.remove_holiday(day, by=keeper, reason="x")


def test_deadline_reckoned_without_the_day_is_told(centre, month):
    """November's deadline is the 18th: the 16th was counted as a working day."""
    reply = centre.post(LIST, {"day": "16/11/2022", "name": "Nghỉ bão"}, follow=True)
    page = reply.content.decode()
    assert "Hạn gửi tháng 11/2022 (17:00 ngày 18/11/2022)" in page
    assert "Hạn không tự đổi" in page
    month.refresh_from_db()
    assert month.due_at == make.instant("2022-11-18 17:00")


def test_day_beyond_every_deadline_warns_of_nothing(centre, month):
    reply = centre.post(LIST, {"day": "24/11/2022", "name": "Ngày thử"}, follow=True)
    assert "Hạn không tự đổi" not in reply.content.decode()


def test_typing_after_the_session_ended_comes_back(centre, keeper):
    KeptInput.objects.create(
        user=keeper,
        path="/chuong-trinh/ngay-nghi/",
        body="day=24%2F11%2F2022&name=Ng%C3%A0y+d%E1%BB%9F",
        kept_at=NOW,
    )
    page = centre.get(LIST).content.decode()
    assert 'value="24/11/2022"' in page
    assert "Ngày dở" in page


# --- The law's days ------------------------------------------------------------------------------


def test_proposal_is_a_list_and_stores_nothing(centre):
    page = centre.get("/chuong-trinh/ngay-nghi/de-xuat/?nam=2023").content.decode()
    assert "Thứ Hai 23/1/2023: Tết Nguyên đán" in page
    assert not Holiday.objects.exists()


def test_chosen_days_of_the_proposal_are_added(centre):
    path = "/chuong-trinh/ngay-nghi/de-xuat/?nam=2023"
    add("2023-05-01", "Ngày Quốc tế lao động")
    reply = centre.post(path, {"days": ["2023-01-02", "2023-09-01"]})
    assert reply.headers["Location"] == "/chuong-trinh/ngay-nghi/?nam=2023"
    assert [f"{one.day:%d/%m}" for one in Holiday.objects.all()] == ["02/01", "01/05", "01/09"]
    page = centre.get(path).content.decode()
    assert "đã có 3 ngày" in page
    assert "2023-09-01" not in page


@pytest.mark.parametrize("chosen", [[], ["2023-07-14"], ["x"]])
def test_nothing_but_proposed_days_is_taken(centre, chosen):
    reply = centre.post("/chuong-trinh/ngay-nghi/de-xuat/?nam=2023", {"days": chosen})
    assert reply.status_code == 422
    assert not Holiday.objects.exists()


@pytest.mark.parametrize("asked", ["", "x", "99999", "١٢٣٤", "0000"])
def test_year_of_the_address_is_read_with_care(centre, asked):
    for path in ("ngay-nghi/", "ngay-nghi/de-xuat/", "ky-bao-cao/"):
        assert centre.get(f"/chuong-trinh/{path}", {"nam": asked}).status_code == 200


# --- Months --------------------------------------------------------------------------------------

USUAL = {
    "year": "2023",
    "due_working_days": "2",
    "due_time": "17:00",
    "closes_on_day": "25",
    "closes_time": "17 giờ",
}
OPEN = "/chuong-trinh/ky-bao-cao/mo/"


def test_year_is_opened_by_the_decree_and_the_calendar(centre, month, keeper):
    for one in holidays.proposed_days(2023):
        add(str(one.day), one.name)
    reply = centre.post(OPEN, USUAL)
    assert reply.headers["Location"] == "/chuong-trinh/ky-bao-cao/?nam=2023"
    opened = ReportingPeriod.objects.filter(year=2023)
    assert opened.count() == 12
    first = opened.get(month=1)
    assert (str(first.starts_on), str(first.ends_on)) == ("2022-12-15", "2023-01-14")
    assert first.due_at == make.instant("2023-01-17 17:00")
    assert first.closes_at == make.instant("2023-01-25 17:00")
    assert opened.get(month=9).due_at == make.instant("2023-09-18 17:00")
    assert first.history.get().history_user == keeper


def test_preview_of_a_year_stores_nothing(centre, month):
    for reply in (centre.get(OPEN), centre.post(OPEN, {**USUAL, "then": "preview"})):
        assert "17:00 ngày 17/1/2023" in reply.content.decode()
    assert ReportingPeriod.objects.count() == 1


def test_only_missing_months_are_opened(keeper, month):
    opened = months.open_year(2022, months.MonthRule(), by=keeper)
    assert [one.month for one in opened] == [*range(1, 11), 12]
    with pytest.raises(Refused, match="Đã mở đủ"):
        months.open_year(2022, months.MonthRule(), by=keeper)


@pytest.mark.parametrize(
    "wrong",
    [
        {"year": "1999"},
        {"year": "2.0x"},
        {"due_working_days": "0"},
        {"closes_on_day": "31"},
        {"closes_on_day": "14"},
        {"due_time": "25:00"},
        {"due_time": ""},
    ],
)
def test_year_with_a_fault_opens_nothing(centre, month, wrong):
    assert centre.post(OPEN, {**USUAL, **wrong}).status_code == 422
    assert ReportingPeriod.objects.count() == 1


def test_deadline_pushed_past_the_closing_takes_it_along(keeper):
    rule = months.MonthRule(due_working_days=10)
    assert all(one.closes_at >= one.due_at for one in months.open_year(2024, rule, by=keeper))


def posted(period, **fields):
    return {
        "do": "change",
        "version": period.history.latest().pk,
        "due_on": "21/11/2022",
        "due_time": "17:00",
        "closes_on": "28/11/2022",
        "closes_time": "17:00",
        "reason": "Bão số 9",
        **fields,
    }


def test_deadline_moves_with_a_reason(centre, month, keeper):
    path = "/chuong-trinh/ky-bao-cao/2022-11/"
    reply = centre.post(path, posted(month))
    assert reply.headers["Location"] == path
    month.refresh_from_db()
    assert month.due_at == make.instant("2022-11-21 17:00")
    assert month.closes_at == make.instant("2022-11-28 17:00")
    last = month.history.latest()
    assert (last.history_user, last.history_change_reason) == (keeper, "Bão số 9")
    page = centre.get(path).content.decode()
    assert "Bão số 9" in page
    assert reverse("review:board", args=["2022-11"]) in page


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"reason": ""}, "Bạn điền ô này."),
        ({"due_on": "14/11/2022"}, "Hạn gửi phải sau ngày chốt số liệu."),
        ({"closes_on": "20/11/2022"}, "bằng hoặc sau hạn gửi"),
        ({"due_on": "18/11/2022", "closes_on": "25/11/2022"}, "vẫn như cũ"),
    ],
)
def test_month_with_a_fault_stays(centre, month, wrong, said):
    reply = centre.post("/chuong-trinh/ky-bao-cao/2022-11/", posted(month, **wrong))
    assert reply.status_code == 422
    assert said in reply.content.decode()
    assert month.history.count() == 1


def test_month_is_closed_early_only_after_its_deadline(keeper, month):
    with pytest.raises(Refused, match="Chưa tới hạn gửi"):
        months.close_month(month, reason="Xong", by=keeper, at=NOW)
    later = make.instant("2022-11-19 08:00")
    months.close_month(month, reason="Xong", by=keeper, at=later)
    month.refresh_from_db()
    assert month.closes_at == later
    with pytest.raises(Refused, match="đã khóa"):
        months.close_month(month, reason="Xong", by=keeper, at=later)


def test_pages_ask_little(centre, month, django_assert_max_num_queries):
    months.open_year(2023, months.MonthRule(), by=None)
    day = add()
    for path in (
        *("ngay-nghi/?nam=2022", f"ngay-nghi/{day.pk}/", "ngay-nghi/de-xuat/"),
        *("ky-bao-cao/?nam=2023", "ky-bao-cao/mo/", "ky-bao-cao/2022-11/"),
    ):
        with django_assert_max_num_queries(8):
            assert centre.get(f"/chuong-trinh/{path}").status_code == 200
