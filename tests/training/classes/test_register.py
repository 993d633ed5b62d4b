"""The register's actions: what is taken in, what is refused, what a month's figure comes to."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.models import FigureProposal
from tests import factories as make
from tests.november import NOW
from training.classes import register
from training.classes.proposing import month_figure
from training.classes.refusals import ClassError, Resembles
from training.models import TrainingClass

pytestmark = pytest.mark.django_db
DAY = make.day


# --- What a month's figure comes to --------------------------------------------------------------


def test_a_class_belongs_to_the_month_in_which_it_ends(book):
    book.record(begins_on=DAY("2022-10-10"), ends_on=DAY("2022-10-14"), participants=30)
    book.record(name="B", begins_on=DAY("2022-10-14"), ends_on=DAY("2022-10-15"), participants=50)
    assert (book.proposed(book.october), book.proposed()) == (30, 50)


def test_what_does_not_count(book):
    book.record(participants=40)
    book.record(name="Trên nền tảng", on_platform=True, participants=900)
    book.record(name="Chưa có số", participants=None)
    struck = book.record(name="Hoãn", participants=25)
    register.strike_class(struck, reason="Hoãn", access=book.access, at=NOW)
    assert book.proposed() == 40
    words = FigureProposal.objects.get().words
    assert "1 lớp, 40 lượt" in words
    assert "còn 1 lớp chưa ghi số" in words


def test_no_known_number_is_no_proposal_and_no_zero(book):
    entry = book.record(participants=None)
    assert book.proposed() is None
    change(book, entry, participants=0)
    assert book.proposed() == 0
    register.strike_class(entry, reason="Nhầm", access=book.access, at=NOW)
    assert book.proposed() is None


def test_a_class_that_moves_to_another_month_changes_both(book):
    entry = book.record(participants=40)
    change(book, entry, begins_on=DAY("2022-10-10"), ends_on=DAY("2022-10-12"))
    assert (book.proposed(book.october), book.proposed()) == (40, None)


def test_an_agency_that_is_asked_nothing_keeps_a_register_all_the_same(book):
    company = make.make_agency("Tập đoàn", "tap-doan", side="enterprise")
    access = make.access_of(make.make_member("reporter", company))
    register.record_class(company, book.said(), access=access, at=NOW)
    assert company.training_classes.count() == 1
    assert not FigureProposal.objects.exists()


class_rows = st.lists(
    st.tuples(
        st.integers(0, 70),  # days before 14/11, on which the class ends
        st.none() | st.integers(0, 3000),
        st.booleans(),
        st.booleans(),
    ),
    max_size=8,
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(rows=class_rows)
def test_the_proposal_is_the_sum_of_what_counts(book, rows):
    wanted = {book.october.pk: [], book.november.pk: []}
    with transaction.atomic():
        for number, (days, participants, on_platform, is_struck) in enumerate(rows):
            ends = DAY("2022-11-14") - datetime.timedelta(days=days)
            facts = {"participants": participants, "on_platform": on_platform}
            entry = book.record(name=f"Lớp {number}", begins_on=ends, ends_on=ends, **facts)
            if is_struck:
                register.strike_class(entry, reason="Nhầm", access=book.access, at=NOW)
            for period in (book.october, book.november):
                inside = period.starts_on <= ends <= period.ends_on
                if inside and participants is not None and not (on_platform or is_struck):
                    wanted[period.pk].append(participants)
        for period in (book.october, book.november):
            amounts = wanted[period.pk]
            assert book.proposed(period) == (sum(amounts) if amounts else None)
            figure = month_figure(book.agency, period)
            assert (figure.amount, figure.classes) == (book.proposed(period), len(amounts))
        transaction.set_rollback(True)


# --- What is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"ends_on": DAY("2022-10-23")}, "ends_on", "trước khai giảng"),
        ({"begins_on": DAY("2021-10-24")}, "ends_on", "hơn một năm"),
        ({"ends_on": DAY("2024-01-05"), "begins_on": DAY("2024-01-05")}, "ends_on", "hơn một năm"),
        ({"ends_on": DAY("2022-11-16")}, "participants", "chưa tới"),
        (
            {"ends_on": DAY("2022-11-16"), "participants": None, "completions": 3},
            "completions",
            "chưa tới",
        ),
        ({"completions": 41}, "completions", "không lớn hơn"),
        ({"participants": None, "completions": 3}, "participants", "tham gia trước"),
    ],
)
def test_a_class_that_cannot_be_is_refused_at_its_field(book, fields, field, words):
    with pytest.raises(ClassError, match=words) as refused:
        book.record(**fields)
    assert refused.value.field == field
    assert not TrainingClass.objects.exists()


def test_a_planned_class_is_taken_without_numbers(book):
    book.record(begins_on=DAY("2022-11-20"), ends_on=DAY("2022-11-22"), participants=None)
    assert book.proposed() is None


def test_the_same_class_sent_twice_stands_once(book):
    first = book.record()
    again = register.record_class(book.agency, book.said(), access=book.access, at=NOW)
    assert (again.entry, again.is_new) == (first, False)
    assert (TrainingClass.objects.count(), book.proposed()) == (1, 40)


def test_the_same_class_with_other_numbers_is_told(book):
    book.record()
    with pytest.raises(ClassError, match="đã có trong sổ") as refused:
        book.record(participants=45)
    assert refused.value.field == "name"


def test_a_class_of_the_same_name_on_some_of_the_same_days_is_asked_about(book):
    book.record()
    near = {"name": "KỸ NĂNG SỐ, khoá 1", "ends_on": DAY("2022-10-27")}
    with pytest.raises(Resembles):
        book.record(**near)
    said = book.said(**near)
    register.record_class(book.agency, said, is_another=True, access=book.access, at=NOW)
    assert book.proposed() == 80
    book.record(begins_on=DAY("2022-11-01"), ends_on=DAY("2022-11-01"))  # later: another class
    assert TrainingClass.objects.count() == 3


def test_the_database_holds_the_same_walls(book):
    entry = book.record()
    for fields in ({"completions": 50}, {"participants": 2_000_000}, {"name": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            TrainingClass.objects.filter(pk=entry.pk).update(**fields)


@pytest.mark.parametrize("role", ["approver", "data_manager", "reader", "other"])
def test_only_the_agencys_reporter_writes(book, role):
    entry = book.record()
    agency = {"approver": book.agency, "other": make.make_agency("Hải Phòng", "hai-phong")}
    user = make.make_member("reporter" if role == "other" else role, agency.get(role))
    facts = {"access": make.access_of(user), "at": NOW}
    acts = (
        lambda: register.record_class(book.agency, book.said(name="B"), **facts),
        lambda: register.change_class(entry, book.said(participants=1), base=0, **facts),
        lambda: register.strike_class(entry, reason="x", **facts),
        lambda: register.take_back(entry, **facts),
    )
    for act in acts:
        with pytest.raises(ClassError, match="người lập"):
            act()
    assert TrainingClass.objects.get().participants == 40


# --- Changes -------------------------------------------------------------------------------------


def change(book, entry, base=None, **fields):
    entry.refresh_from_db()
    said = {name: getattr(entry, name) for name in register.FIELDS} | fields
    base = entry.version if base is None else base
    return register.change_class(entry, said, base=base, access=book.access, at=NOW)


def test_two_who_change_different_fields_lose_nothing(book):
    entry = book.record()
    change(book, entry, base=0, place="Hội trường")
    stale = book.said(participants=45)
    register.change_class(entry, stale, base=0, access=book.access, at=NOW)
    entry.refresh_from_db()
    assert (entry.place, entry.participants, entry.version) == ("Hội trường", 45, 2)
    assert book.proposed() == 45


def test_two_who_change_the_same_field_are_both_shown(book):
    entry = book.record()
    change(book, entry, base=0, participants=50)
    stale = book.said(participants=45)
    saved = register.change_class(entry, stale, base=0, access=book.access, at=NOW)
    assert [(clash.name, clash.theirs) for clash in saved.clashes] == [("participants", 50)]
    assert saved.merged["participants"] == 45
    assert book.proposed() == 50


def test_numbers_of_two_people_that_do_not_fit_each_other_are_refused(book):
    entry = book.record(participants=40, completions=30)
    change(book, entry, base=0, participants=35)
    stale = book.said(participants=40, completions=38)
    with pytest.raises(ClassError, match="không lớn hơn"):
        register.change_class(entry, stale, base=0, access=book.access, at=NOW)


@pytest.mark.parametrize("base", [1, 99])
def test_a_version_that_never_was_overwrites_nothing(book, base):
    entry = book.record()
    stale = book.said(participants=45)
    saved = register.change_class(entry, stale, base=base, access=book.access, at=NOW)
    assert saved.clashes
    assert book.proposed() == 40


def test_saving_the_same_is_no_step(book):
    entry = book.record()
    change(book, entry)
    entry.refresh_from_db()
    assert (entry.version, entry.history.count()) == (0, 1)


def test_struck_and_taken_back(book):
    entry = book.record()
    with pytest.raises(ClassError, match="lý do"):
        register.strike_class(entry, reason=" \u200b ", access=book.access, at=NOW)
    register.strike_class(entry, reason="Ghi hai lần", access=book.access, at=NOW)
    register.strike_class(entry, reason="Khác", access=book.access, at=NOW)
    entry.refresh_from_db()
    assert (entry.struck_reason, book.proposed()) == ("Ghi hai lần", None)
    with pytest.raises(ClassError, match="gạch bỏ"):
        change(book, entry, participants=3)
    register.take_back(entry, access=book.access, at=NOW)
    assert book.proposed() == 40
    assert [row.history_user for row in entry.history.all()] == [book.reporter] * 3


def test_a_struck_class_that_was_recorded_anew_does_not_come_back(book):
    entry = book.record()
    register.strike_class(entry, reason="Nhầm", access=book.access, at=NOW)
    book.record()
    with pytest.raises(ClassError, match="ghi lại"):
        register.take_back(entry, access=book.access, at=NOW)
    assert book.proposed() == 40


def test_a_proposal_that_says_the_same_keeps_its_time(book):
    entry = book.record(at=make.instant("2022-11-10 08:00"))
    change(book, entry, place="Hội trường")
    assert FigureProposal.objects.get().proposed_at == make.instant("2022-11-10 08:00")
