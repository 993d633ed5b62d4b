"""Checks across indicators and the printed source: added, changed, ended; the next sheet obeys."""

import pytest

from portal.catalogue import rules
from portal.catalogue.changes import Refused
from portal.catalogue.models import PublicationRule, Rule
from portal.submissions.aggregation import Figures
from portal.submissions.models import Channel
from portal.submissions.readings import Moment
from portal.submissions.sheet import load_sheet
from tests import factories as make

pytestmark = pytest.mark.django_db
LIST, PRINTED = "/chuong-trinh/quy-tac/", "/chuong-trinh/nguon-in/"


def said(reports, **fields):
    return {
        "left": reports.indicators["TRAINED"].pk,
        "operator": "at_most",
        "right": reports.indicators["PEOPLE"].pk,
        "severity": "warning",
        "message": "Số người học nhiều hơn số thành viên.",
        "since": "1/11/2022",
        **fields,
    }


def checked(reports):
    return [rule.message for rule in load_sheet(reports.agency, reports.period, None).rules]


def test_new_check_is_in_the_next_sheet(centre, keeper, reports):
    assert centre.post(LIST, said(reports)).headers["Location"] == LIST
    rule = Rule.objects.get(message__startswith="Số người học")
    assert rule.code == "prov-trained-prov-people-at-most"
    assert rule.history.get().history_user == keeper
    assert rule.message in checked(reports)
    assert rule.message in centre.get(LIST).content.decode()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"right": ""}, "Bạn chọn chỉ tiêu bên phải"),
        ({"operator": "needs"}, "Có hoặc chưa ở bên trái"),
        ({"operator": "ratio_at_most"}, "Phép chia cần cả"),
        ({"left": "0"}, "Không có trong danh sách"),
        ({"message": ""}, "Bạn điền ô này."),
        ({"limit": "mười"}, "mười"),
        ({"since": "hôm nay"}, "ngày nào"),
    ],
)
def test_check_that_compares_nothing_is_refused(centre, reports, wrong, words):
    before = Rule.objects.count()
    reply = centre.post(LIST, said(reports, **wrong))
    assert reply.status_code == 422
    assert words in reply.content.decode()
    assert Rule.objects.count() == before


def test_both_sides_are_of_one_sheet(keeper, reports):
    elsewhere = make.make_indicator("ELSEWHERE", make.make_set("others"))
    rule = Rule(
        left=reports.indicators["TEAMS"],
        right=elsewhere,
        operator="at_least",
        severity="error",
        message="x",
        in_force_from=make.LONG_AGO,
    )
    with pytest.raises(Refused, match="hai phạm vi"):
        rules.add_rule(rule, by=keeper)


def test_check_is_changed_and_ended(centre, reports):
    centre.post(LIST, said(reports))
    rule = Rule.objects.get(message__startswith="Số người học")
    path = f"{LIST}{rule.pk}/"
    version = rule.history.latest().pk
    fields = {"do": "change", "version": version, "message": "Bạn xem lại.", "severity": "error"}
    assert centre.post(path, fields).status_code == 302
    rule.refresh_from_db()
    assert (rule.message, rule.severity) == ("Bạn xem lại.", "error")
    # The second of two people is told.
    stale = centre.post(path, {**fields, "message": "Lời của tôi"})
    assert stale.status_code == 409
    assert "Lời của tôi" in stale.content.decode()
    version = rule.history.latest().pk
    fields = {"do": "end", "version": version, "until": "13/11/2022", "reason": "Thừa"}
    assert centre.post(path, fields).status_code == 302
    assert "Bạn xem lại." not in checked(reports)
    rule.refresh_from_db()
    with pytest.raises(Refused):
        rules.end_rule(rule, until=make.day("2022-10-01"), by=None)


def test_printed_source_from_a_day_ends_the_one_before(centre, keeper, reports):
    trained = reports.indicators["TRAINED"]
    for channel, since in (("platform", "1/10/2022"), ("agency", "1/11/2022")):
        fields = {"indicator": trained.pk, "channel": channel, "since": since, "basis": "CV 15"}
        assert centre.post(PRINTED, fields).status_code == 302
    first, second = PublicationRule.objects.order_by("in_force_from")
    assert (first.in_force_until, second.in_force_until) == (make.day("2022-10-31"), None)
    assert second.history.latest().history_user == keeper
    page = centre.get(PRINTED).content.decode()
    assert "Nền tảng cung cấp" in page
    assert "CV 15" in page


def test_printed_source_decides_what_is_read(keeper, reports):
    trained, agency = reports.indicators["TRAINED"], reports.agency
    make.make_known(agency, make.day("2022-10-20"), (trained, 900), channel=Channel.PLATFORM)
    moment = Moment(make.day("2022-11-15"))
    assert Figures([trained.code], moment).amount(trained.code, agency.pk) == 900
    rule = rules.print_source(
        trained, channel="reference", since=make.day("2022-11-01"), basis="", by=keeper
    )
    assert Figures([trained.code], moment).amount(trained.code, agency.pk) == 428
    rules.end_source(rule, until=make.day("2022-11-14"), by=keeper)
    assert Figures([trained.code], moment).amount(trained.code, agency.pk) == 900
    with pytest.raises(Refused, match="đã hết hiệu lực"):
        rules.end_source(rule, until=make.day("2022-11-20"), by=keeper)


def test_same_day_twice_is_refused_beside_the_day(centre, reports):
    fields = {"indicator": reports.indicators["TEAMS"].pk, "channel": "agency"}
    fields |= {"since": "1/11/2022", "basis": "Kết luận giao ban"}
    centre.post(PRINTED, fields)
    reply = centre.post(PRINTED, {**fields, "channel": "platform"})
    assert reply.status_code == 422
    assert "Đã có nội dung từ ngày 1/11/2022" in reply.content.decode()
    assert PublicationRule.objects.count() == 1


def test_pages_ask_little(centre, keeper, reports, django_assert_max_num_queries):
    rule = Rule.objects.first()
    printed = rules.print_source(
        reports.indicators["TEAMS"], channel="agency", since=make.LONG_AGO, basis="x", by=keeper
    )
    for path in (LIST, f"{LIST}{rule.pk}/", PRINTED, f"{PRINTED}{printed.pk}/"):
        with django_assert_max_num_queries(8):
            assert centre.get(path).status_code == 200
