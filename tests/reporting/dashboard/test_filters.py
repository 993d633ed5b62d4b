"""The overview's address: whatever stands in it, the page is drawn and the fault is told."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.markup import Page

from .conftest import seen

pytestmark = pytest.mark.django_db

HOSTILE = (
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "\x00",
    "x" * 5000,
    "../../etc/passwd",
    "Tây Nguyên",
    "０１",
    "🙂",
    "-1",
    "NaN",
)
PAGES = ("/tong-quan/", "/tong-quan/trinh-chieu/", "/tong-quan/bieu-do/")


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", ["khoi", "vung", "nhom"])
def test_a_choice_that_is_not_there_is_told_at_its_field(reader, name, text):
    response = reader.get("/tong-quan/", {name: text, "ngay": "30/9/2022"})
    body = response.content.decode()
    assert response.status_code == 200
    assert "<script>alert" not in body
    page = Page(body)
    assert "117.158" in page.text
    if text != "\x00":  # nothing is left of it
        assert f'aria-describedby="{name}_error"' in body
        assert page.ids.get(f"{name}_error", "").startswith("Không có “")


@pytest.mark.parametrize("text", [text for text in HOSTILE if text != "\x00"])
def test_a_day_that_cannot_be_read_is_told_and_kept(reader, text):
    body = reader.get("/tong-quan/", {"ngay": text}).content.decode()
    assert 'aria-describedby="ngay_error"' in body
    assert "Trang đang tính đến 15/11/2022." in Page(body).text
    if len(text) < 40 and "<" not in text and "'" not in text:
        assert f'value="{text}"' in body


@pytest.mark.parametrize("path", PAGES)
def test_every_page_of_the_address_is_drawn(reader, path):
    for text in HOSTILE:
        query = {"ngay": text, "khoi": text, "vung": text, "nhom": text}
        assert reader.get(path, query).status_code == 200


def test_two_values_of_one_field_are_asked_about(reader):
    text = seen(reader, "?ngay=30/9/2022&ngay=1/10/2022&khoi=central&khoi=provincial").text
    assert "Địa chỉ có 2 giá trị cho “Tính đến ngày”" in text
    assert "Địa chỉ có 2 giá trị cho “Khối”" in text


def test_the_same_value_twice_is_one(reader):
    assert "Địa chỉ có" not in seen(reader, "?ngay=30/9/2022&ngay=30/9/2022").text


def test_choices_that_leave_nobody_are_told(reader):
    page = seen(reader, "?ngay=30/9/2022&khoi=central&vung=tay-nguyen")
    assert "“Tây Nguyên” không có cơ quan nào thuộc Bộ, ngành" in page.text
    assert "05/30 bộ, ngành" in page.text


def test_a_region_is_no_group(reader):
    assert "Không có “tay-nguyen”" in seen(reader, "?nhom=tay-nguyen").text
    assert "Không có “provinces”" in seen(reader, "?vung=provinces").text


def test_the_chosen_stand_in_the_form(reader):
    body = reader.get("/tong-quan/?ngay=30/9/2022&vung=tay-nguyen").content.decode()
    assert '<option value="tay-nguyen" selected>' in body
    assert 'value="30/09/2022"' in body


def test_the_address_to_send_names_the_day_even_where_none_was_asked(reader):
    body = reader.get("/tong-quan/?vung=tay-nguyen").content.decode()
    assert 'value="http://testserver/tong-quan/?ngay=15/11/2022&amp;vung=tay-nguyen"' in body


def test_a_day_before_everything_is_a_page(reader):
    assert "chưa ghi nhận" in seen(reader, "?ngay=1/1/2022").text.lower()


def test_after_the_merger_the_regions_are_of_that_day(reader):
    assert reader.get("/tong-quan/?ngay=1/8/2025&vung=tay-nguyen").status_code == 200


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(["ngay", "khoi", "vung", "nhom", "la"]), st.text()))
def test_any_text_gives_a_page(reader, query):
    assert reader.get("/tong-quan/", query).status_code == 200
