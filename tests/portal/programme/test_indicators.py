"""Indicators on the centre's screens: added, looked at first, worded anew, replaced, ended."""

import pytest
from django.test import Client

from portal.catalogue import indicators
from portal.catalogue.changes import Refused
from portal.catalogue.indicators import NewIndicator, Wording
from portal.catalogue.models import Indicator, IndicatorVersion, Section
from portal.submissions.sheet import load_sheet
from tests import factories as make

pytestmark = pytest.mark.django_db
LIST = "/chuong-trinh/chi-tieu/"
NEW = f"{LIST}them/"
DECEMBER = make.day("2022-11-15")


@pytest.fixture
def december(reports):
    return make.make_period(2022, 12)


def said(reports, december, **fields):
    """What the form of a new indicator posts at the least."""
    asked = reports.indicators["TRAINED"]
    return {
        "label": "Số lớp trực tuyến đã mở",
        "unit": "lớp",
        "section": asked.section_id,
        "kind": "count_flow",
        "asked_of": asked.asked_of_id,
        "first_month": december.pk,
        **fields,
    }


def asked_in(reports, period):
    return {q.code: q.indicator.label for q in load_sheet(reports.agency, period, None).asked}


def page_of(code, what=""):
    return f"{LIST}{code}/{what}"


def post(client, indicator, deed, **fields):
    version = indicator.history.latest().pk
    path = page_of(indicator.code, "sua/")
    return client.post(path, {"do": deed, "version": version, **fields})


# --- New -----------------------------------------------------------------------------------------


def test_new_indicator_is_in_the_next_form(centre, keeper, reports, december):
    reply = centre.post(NEW, said(reports, december))
    assert reply.headers["Location"] == page_of("SO_LOP_TRUC_TUYEN_DA_MO")
    made = Indicator.objects.get(code="SO_LOP_TRUC_TUYEN_DA_MO")
    assert (made.in_force_from, made.accumulates_from, made.combine) == (DECEMBER, DECEMBER, "sum")
    assert made.position > reports.indicators["TRAINED"].position
    assert made.history.get().history_user == keeper
    assert asked_in(reports, december)[made.code] == "Số lớp trực tuyến đã mở"
    assert made.code not in asked_in(reports, reports.period)
    assert "SO_LOP_TRUC_TUYEN_DA_MO" in centre.get(LIST).content.decode()


def test_reports_that_were_sent_before_are_told(centre, reports, december):
    reports.sent()
    reply = centre.post(NEW, said(reports, reports.period), follow=True)
    page = reply.content.decode()
    assert "1 cơ quan đã gửi phiếu tháng 11/2022" in page
    reply = centre.post(NEW, said(reports, december, code="SAU"), follow=True)
    assert "đã gửi phiếu" not in reply.content.decode()


@pytest.mark.parametrize(
    ("kind", "columns"),
    [
        ("count", ("count", "stock", "sum", 0)),
        ("decimal", ("decimal", "stock", "sum", 1)),
        ("decimal_flow", ("decimal", "flow", "sum", 1)),
        ("yes_no", ("yes_no", "stock", "count_yes", 0)),
        ("text", ("text", "stock", "latest", 0)),
    ],
)
def test_every_kind_of_value(centre, reports, december, kind, columns):
    centre.post(NEW, said(reports, december, kind=kind, code="THU", decimals="1"))
    made = Indicator.objects.get(code="THU")
    assert (made.value_type, made.accumulation, made.combine, made.decimals) == columns
    assert page_of("THU")
    assert centre.get(page_of("THU")).status_code == 200


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"label": ""}, "Bạn điền ô này."),
        ({"asked_of": ""}, "Bạn chọn phạm vi"),
        ({"asked_of": "99999"}, "Không có trong danh sách"),
        ({"section": "x\x00"}, "Không có trong danh sách"),
        ({"first_month": ""}, "Bạn điền ô này."),
        ({"code": "mã sai"}, "Mã gồm chữ in hoa"),
        ({"code": "PROV_PLAN"}, "đã tồn tại"),
        ({"label": "Số lớp " * 20}, "bạn ghi thêm tên ngắn"),
        ({"accumulates_from": "32/1/2022"}, "không có ngày 32"),
    ],
)
def test_fault_is_said_and_nothing_typed_is_lost(centre, reports, december, wrong, words):
    before = Indicator.objects.count()
    reply = centre.post(NEW, said(reports, december, definition="Đếm lớp đã kết thúc.", **wrong))
    assert reply.status_code == 422
    page = reply.content.decode()
    assert words in page
    assert "Đếm lớp đã kết thúc." in page
    assert Indicator.objects.count() == before


def test_looked_at_before_it_is_stored(centre, reports, december):
    before = Indicator.objects.count(), Indicator.history.count()
    reply = centre.post(NEW, said(reports, december, then="preview"))
    page = reply.content.decode()
    assert reply.status_code == 200
    assert "Số lớp trực tuyến đã mở" in page
    assert 'name="SO_LOP_TRUC_TUYEN_DA_MO-total"' in page
    assert "<fieldset disabled" in page
    assert 'value="lớp"' in page
    assert (Indicator.objects.count(), Indicator.history.count()) == before


def test_national_figure_needs_no_agencies(centre, reports, december):
    fields = said(reports, december, source="centre", asked_of="", code="NGHE", kind="count")
    assert "Số liệu quốc gia" in centre.post(NEW, {**fields, "then": "preview"}).content.decode()
    centre.post(NEW, fields)
    assert Indicator.objects.get(code="NGHE").asked_of is None


def test_codes_from_labels_are_unique_and_short(db):
    asked = make.make_set()
    assert indicators.propose_code("Số lớp đã mở") == "SO_LOP_DA_MO"
    make.make_indicator("SO_LOP_DA_MO", asked)
    assert indicators.propose_code("Số lớp đã mở!") == "SO_LOP_DA_MO_2"
    make.make_indicator("SO_LOP_DA_MO_2", asked)
    assert indicators.propose_code("Số lớp đã mở") == "SO_LOP_DA_MO_3"
    assert indicators.propose_code("5 điểm") == "CT_5_DIEM"
    assert indicators.propose_code("漢字") == "CHI_TIEU"
    assert len(indicators.propose_code("rất dài " * 30)) <= 40


# --- Another unit is another indicator -----------------------------------------------------------


def test_change_of_unit_prepares_a_new_indicator_linked_to_the_old(centre, reports, december):
    old = reports.indicators["TRAINED"]
    address = f"{NEW}?thay={old.code}"
    page = centre.get(address).content.decode()
    assert f'name="replaces" value="{old.pk}"' in page
    assert old.versions.get().label in page
    fields = said(reports, december, replaces=old.pk, unit="người", code="NGUOI_HOC")
    centre.post(address, fields)
    new = Indicator.objects.get(code="NGUOI_HOC")
    old.refresh_from_db()
    assert new.replaces == old
    assert old.in_force_until == make.day("2022-11-14")
    assert old.code in asked_in(reports, reports.period)
    assert old.code not in asked_in(reports, december)
    assert "NGUOI_HOC" in centre.get(page_of(old.code)).content.decode()


def test_unit_never_changes_in_place(keeper, reports):
    old = reports.indicators["TRAINED"]
    wording = Wording(label="Người học", unit="người")
    with pytest.raises(Refused, match="Đổi đơn vị tính"):
        indicators.reword_indicator(old, wording, since=DECEMBER, by=keeper)
    with pytest.raises(Refused, match="Đổi đơn vị tính"):
        indicators.correct_wording(old.versions.get(), wording, by=keeper)


# --- Words ---------------------------------------------------------------------------------------


def words_of(indicator, **changed):
    version = indicator.versions.order_by("-in_force_from").first()
    names = ("label", "short_label", "definition", "worked_example")
    return {name: getattr(version, name) for name in names} | changed


def test_new_words_from_a_day_end_the_old_the_day_before(centre, reports, december):
    old = reports.indicators["TRAINED"]
    reply = post(centre, old, "reword", **words_of(old, label="Lượt người học"), since="15/11/2022")
    assert reply.headers["Location"] == page_of(old.code)
    first, second = old.versions.order_by("in_force_from")
    assert first.in_force_until == make.day("2022-11-14")
    assert (second.in_force_from, second.in_force_until, second.unit) == (DECEMBER, None, "lượt")
    assert asked_in(reports, december)[old.code] == "Lượt người học"
    assert asked_in(reports, reports.period)[old.code] == first.label
    page = centre.get(page_of(old.code)).content.decode()
    assert "Lượt người học" in page
    assert first.label in page


def test_words_between_two_others_last_until_the_next(keeper, reports):
    old = reports.indicators["TRAINED"]
    for day, label in (("2023-03-15", "Sau"), ("2022-12-15", "Giữa")):
        wording = Wording(label=label, unit="lượt")
        indicators.reword_indicator(old, wording, since=make.day(day), by=keeper)
    days = list(old.versions.order_by("in_force_from").values_list("label", "in_force_until"))
    assert days[1:] == [("Giữa", make.day("2023-03-14")), ("Sau", None)]
    assert days[0][1] == make.day("2022-12-14")


@pytest.mark.parametrize("since", ["28/1/2022", "1/1/2022"])
def test_day_that_is_taken_or_too_early_is_refused(centre, reports, since):
    old = reports.indicators["TRAINED"]
    reply = post(centre, old, "reword", **words_of(old, label="Chữ đã gõ"), since=since)
    assert reply.status_code == 422
    assert "Chữ đã gõ" in reply.content.decode()
    assert old.versions.count() == 1


def test_slip_is_mended_in_place(centre, keeper, reports):
    old = reports.indicators["TRAINED"]
    post(centre, old, "correct", **words_of(old, label="Lượt cán bộ"), unit="lượt")
    version = old.versions.get()
    assert version.label == "Lượt cán bộ"
    assert version.history.latest().history_user == keeper
    history = centre.get(page_of(old.code, "lich-su/")).content.decode()
    assert "Lượt cán bộ" in history
    assert "Lê Minh Tuấn" in history


def test_second_of_two_people_is_told(centre, keeper, reports):
    """The words count too: they leave a step in the indicator's own history."""
    old = reports.indicators["TRAINED"]
    seen = old.history.latest().pk
    wording = Wording(label="Của người khác", unit="lượt")
    indicators.correct_wording(old.versions.get(), wording, by=keeper)
    fields = words_of(old, label="Của tôi", unit="lượt")
    reply = centre.post(page_of(old.code, "sua/"), {"do": "correct", "version": seen, **fields})
    assert reply.status_code == 409
    assert "Của tôi" in reply.content.decode()
    assert old.versions.get().label == "Của người khác"


# --- Facts, end, order ---------------------------------------------------------------------------


def columns_of(indicator, **changed):
    return {
        "section": indicator.section_id,
        "asked_of": indicator.asked_of_id,
        "evidence": indicator.evidence,
        **changed,
    }


def test_who_is_asked_changes_only_while_nothing_is_known(centre, reports):
    used, unused = reports.indicators["TEAMS"], reports.indicators["PAGE"]
    other = make.make_set("others")
    assert post(centre, used, "columns", **columns_of(used, asked_of=other.pk)).status_code == 422
    post(centre, unused, "columns", **columns_of(unused, asked_of=other.pk, evidence="none"))
    unused.refresh_from_db()
    used.refresh_from_db()
    assert (unused.asked_of, unused.evidence) == (other, "none")
    assert used.asked_of != other


def test_part_of_itself_or_of_a_part_is_refused(keeper, reports):
    whole, part = reports.indicators["TEAMS"], reports.indicators["PEOPLE"]
    indicators.change_indicator(part, {"part_of": whole}, by=keeper)
    part.refresh_from_db()
    for row, of in ((whole, whole), (whole, part), (reports.indicators["FILM"], part)):
        with pytest.raises(Refused):
            indicators.change_indicator(row, {"part_of": of}, by=keeper)


def test_ended_indicator_is_asked_no_more_and_keeps_its_values(centre, keeper, reports, december):
    teams = reports.indicators["TEAMS"]
    known = teams.values.count()
    post(centre, teams, "end", until="14/11/2022", reason="Không còn theo dõi")
    teams.refresh_from_db()
    assert teams.in_force_until == make.day("2022-11-14")
    assert teams.history.latest().history_change_reason == "Không còn theo dõi"
    assert teams.code in asked_in(reports, reports.period)
    assert teams.code not in asked_in(reports, december)
    assert teams.values.count() == known > 0
    post(centre, teams, "end", until="", reason="Theo dõi tiếp")
    assert teams.code in asked_in(reports, december)


def test_whole_ends_after_its_parts(keeper, reports):
    whole, part = reports.indicators["TEAMS"], reports.indicators["PEOPLE"]
    indicators.change_indicator(part, {"part_of": whole}, by=keeper)
    until = make.day("2022-11-14")
    with pytest.raises(Refused, match=part.code):
        indicators.end_indicator(whole, until=until, reason="x", by=keeper)
    indicators.end_indicator(part, until=until, reason="x", by=keeper)
    indicators.end_indicator(whole, until=until, reason="x", by=keeper)


def test_indicator_in_use_is_never_taken_away(centre, keeper, reports):
    teams = reports.indicators["TEAMS"]
    reply = post(centre, teams, "withdraw")
    assert reply.status_code == 422
    with pytest.raises(Refused, match="chỉ kết thúc được"):
        indicators.withdraw_indicator(teams, today=make.day("2022-01-01"), by=keeper)
    assert Indicator.objects.filter(pk=teams.pk).exists()


def test_indicator_that_has_not_begun_may_be_taken_back(centre, keeper, reports):
    new = NewIndicator(
        wording=Wording(label="Chưa ai được hỏi"),
        section=reports.indicators["TEAMS"].section,
        value_type="count",
        since=make.day("2022-12-15"),
        columns={"asked_of": reports.indicators["TEAMS"].asked_of},
    )
    made = indicators.add_indicator(new, by=keeper)
    assert "chưa ai được hỏi" in centre.get(page_of(made.code, "sua/")).content.decode()
    assert post(centre, made, "withdraw").headers["Location"] == LIST
    assert not Indicator.objects.filter(code=made.code).exists()
    assert not IndicatorVersion.objects.filter(label="Chưa ai được hỏi").exists()
    assert Indicator.history.filter(code=made.code).latest().history_type == "-"


def order(section):
    return list(section.indicators.order_by("position", "code").values_list("code", flat=True))


def test_order_within_the_section(centre, reports):
    section = reports.indicators["TEAMS"].section
    before = order(section)
    assert len(before) > 2
    path = page_of(before[1], "thu-tu/")
    centre.get(path)
    assert order(section) == before
    centre.post(path, {"way": "up"})
    assert order(section) == [before[1], before[0], *before[2:]]
    centre.post(path, {"way": "up"})
    centre.post(path, {"way": "down"})
    assert order(section) == before


def test_equal_places_are_told_apart_when_something_moves(keeper, reports):
    section = reports.indicators["TEAMS"].section
    section.indicators.update(position=7)
    before = order(section)
    indicators.move_in_order(section.indicators.get(code=before[0]), up=False, by=keeper)
    assert order(section) == [before[1], before[0], *before[2:]]


# --- Sections ------------------------------------------------------------------------------------


def test_section_is_added_renamed_and_moved(centre, reports):
    path = f"{LIST}phan/"
    centre.post(path, {"title": "Kinh tế số"})
    section = Section.objects.get(code="kinh-te-so")
    assert Section.objects.order_by("position").last() == section
    own = f"{path}{section.code}/"
    version = section.history.latest().pk
    centre.post(own, {"do": "rename", "version": version, "title": "Kinh tế số, xã hội số"})
    section.refresh_from_db()
    assert section.title == "Kinh tế số, xã hội số"
    centre.post(f"{own}thu-tu/", {"way": "up"})
    assert Section.objects.order_by("position").last() != section
    assert centre.post(path, {"title": ""}).status_code == 422


# --- The sheet they make -------------------------------------------------------------------------


def test_whole_sheet_is_shown_by_the_officers_own_code(centre, reports):
    page = centre.get(f"{LIST}phieu-mau/?khoi=provincial&ky=2022-11").content.decode()
    officer = make.sign_in(Client(), reports.reporter).get(reports.path).content.decode()
    for indicator in reports.indicators.values():
        label = indicator.versions.get().label
        assert label in page
        assert label in officer
    assert "Lấy Quảng Ninh làm ví dụ" in page
    assert "Ghi cách đếm" not in page


@pytest.mark.parametrize("query", ["", "?khoi=x&ky=2099-13", "?khoi=central"])
def test_side_or_month_that_is_none(centre, reports, query):
    assert centre.get(f"{LIST}phieu-mau/{query}").status_code == 200


def test_pages_ask_little(centre, reports, december, django_assert_max_num_queries):
    code = reports.indicators["TRAINED"].code
    for path in (
        *("", "them/", "them/?phan=provinces-to", f"them/?thay={code}", "phan/"),
        *("phan/provinces-to/", "phieu-mau/?khoi=provincial"),
        *(f"{code}/", f"{code}/sua/", f"{code}/lich-su/"),
    ):
        with django_assert_max_num_queries(8):
            assert centre.get(LIST + path).status_code == 200


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"{NEW}?phan=%00", 200),
        (f"{NEW}?thay=%00", 404),
        (f"{LIST}?ngay=%00", 302),
        ("/chuong-trinh/nguoi-dung/?tim=%00&vai-tro=%00", 200),
        ("/xac-minh/%00/", 404),
        ("/tong-quan/chi-tieu/%00/", 404),
        ("/kham-pha/%00/quang-ninh/", 404),
    ],
)
def test_address_with_a_nul_is_only_wrong(centre, reports, december, address, status):
    """PostgreSQL takes no NUL: it must not get that far."""
    assert centre.get(address).status_code == status
