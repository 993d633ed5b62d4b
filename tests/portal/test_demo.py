"""Demonstration data: who can sign in, what the months came to, and what it must not touch."""

import datetime
import hashlib
import io
from collections import Counter

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction

from portal.accounts.models import InCharge, Membership, Role, User
from portal.catalogue.notices import Notice
from portal.demo.papers import stand_in
from portal.documents.files import PDF_HEAD, PDF_TAIL
from portal.figures import fraction, show
from portal.models import (
    Agency,
    IndicatorValue,
    ReportingPeriod,
    StoredFile,
    Submission,
    SubmissionEvent,
)
from portal.submissions.actions import judged_draft
from portal.submissions.aggregation import Figures
from portal.submissions.contacts import Contact
from portal.submissions.deciding import says_nothing_new
from portal.submissions.draft_entries import DraftEntry
from portal.submissions.extensions import Extension
from portal.submissions.models import Channel, Revision, State, ValueState
from portal.submissions.questions import ValueQuestion
from portal.submissions.readings import Moment
from portal.submissions.register import Rate, rate, register
from reporting.models import WeeklyEdition
from tests.factories import day, instant

NOW = instant("2022-11-15 09:00")
TUAN_39 = day("2022-09-30")
ACCOUNTS = {
    "quangninh": Role.REPORTER,
    "quangninh.duyet": Role.APPROVER,
    "haiphong": Role.REPORTER,
    "bxd": Role.REPORTER,
    "cuc": Role.DATA_MANAGER,
    "bientap": Role.EDITOR,
    "phathanh": Role.PUBLISHER,
    "lanhdao": Role.READER,
    "quantri": Role.ADMINISTRATOR,
}
# Stored files have keys and names of their own, which say nothing of the demonstration.
FILE_FIELD = "-doc_file"


def load_demo(**options):
    """What the command printed, as lines."""
    out = io.StringIO()
    call_command("load_demo", stdout=out, **{"anyway": True, "files": False, **options})
    return out.getvalue().splitlines()


def digest():
    """One hash of everything that the demonstration says, keys of rows left out."""
    values = IndicatorValue.objects.filter(revision__submission__is_demo=True).order_by()
    told = [
        *values.values_list(
            *("revision__submission__channel", "agency__slug", "indicator__code", "covers_from"),
            *("covers_to", "revision__number", "revision__accepted_at", "state", "amount", "text"),
            *("in_month", "base_amount", "typed_as", "unchanged", "note", "explanation"),
            *("evidence__number", "evidence__issued_on"),
        ),
        *SubmissionEvent.objects.filter(submission__is_demo=True).values_list(
            *("submission__channel", "submission__agency__slug", "submission__as_of"),
            *("submission__period__month", "kind", "at", "by__username", "note"),
        ),
        *DraftEntry.objects.exclude(field__endswith=FILE_FIELD).values_list(
            "submission__agency__slug", "submission__period__month", "field", "text", "at"
        ),
        *User.objects.values_list("username", "full_name", "email", "position", "date_joined"),
        *StoredFile.objects.values_list("agency__slug", "name", "sha256", "stored_at"),
    ]
    return hashlib.sha256("\n".join(sorted(map(repr, told))).encode()).hexdigest()


@pytest.fixture(scope="module")
def loads(django_db_setup, django_db_blocker):
    """Loaded for the whole module, after a first load that was taken back; the digests of both."""
    with django_db_blocker.unblock():
        call_command("load_reference", stdout=io.StringIO())
        with transaction.atomic():
            load_demo()
            first = digest()
            transaction.set_rollback(True)
        assert not Submission.objects.filter(is_demo=True).exists()
        load_demo()
        yield first, digest()
        call_command("flush", interactive=False, verbosity=0)


pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.usefixtures("loads")]


def standings(month):
    return register(ReportingPeriod.objects.get(year=2022, month=month), NOW)


def report_of(slug, month):
    return Submission.objects.get(agency__slug=slug, period__month=month, channel=Channel.AGENCY)


# --- The command ---------------------------------------------------------------------------------


def test_two_loads_into_empty_databases_say_the_same(loads):
    first, second = loads
    assert first == second


def test_loading_again_changes_nothing():
    before = digest()
    assert load_demo() == ["Không có gì để thêm."]
    assert digest() == before


def test_it_refuses_when_debug_is_off():
    with pytest.raises(CommandError, match="--anyway"):
        load_demo(anyway=False)


def test_it_needs_no_word_when_debug_is_on(settings):
    settings.DEBUG = True
    assert load_demo(anyway=False) == ["Không có gì để thêm."]


def test_it_asks_for_reference_data_first():
    call_command("flush", interactive=False, verbosity=0)  # undone with the test's transaction
    with pytest.raises(CommandError, match="load_reference"):
        load_demo()


def test_reference_data_finds_nothing_to_say_about_it():
    out = io.StringIO()
    call_command("load_reference", stdout=out)
    assert out.getvalue().splitlines() == ["Không có gì để thêm."]


# --- Accounts ------------------------------------------------------------------------------------


@pytest.mark.parametrize("username", ACCOUNTS)
def test_account_signs_in_with_the_common_password(client, username):
    form = {"username": username, "password": settings.DEMO_PASSWORD}
    assert client.post("/dang-nhap/", form).status_code == 302
    assert client.session["_auth_user_id"] == str(User.objects.get(username=username).pk)


def test_accounts_hold_their_roles():
    roles = dict(
        Membership.objects.filter(user__username__in=ACCOUNTS).values_list("user__username", "role")
    )
    assert roles == ACCOUNTS
    administrators = User.objects.filter(is_staff=True, is_superuser=True)
    assert [user.username for user in administrators] == ["quantri"]


def test_other_accounts_cannot_sign_in():
    others = User.objects.exclude(username__in=ACCOUNTS)
    assert {user.has_usable_password() for user in others} == {False}
    expected = {standing.agency.slug for standing in standings(10)}
    named = {"quang-ninh", "hai-phong", "bxd"}
    reporters = Membership.objects.filter(role=Role.REPORTER, user__in=others)
    assert set(reporters.values_list("agency__slug", flat=True)) == expected - named


def test_a_changed_common_password_is_set_on_the_next_load(client, settings):
    settings.DEMO_PASSWORD = "mot-mat-khau-khac"
    assert load_demo()[0] == "Đã đặt lại mật khẩu chung của các tài khoản dùng thử."
    assert client.login(username="bientap", password="mot-mat-khau-khac")
    assert load_demo() == ["Không có gì để thêm."]


# --- The months ----------------------------------------------------------------------------------


def test_october_is_mostly_received():
    october = standings(10)
    assert Counter(standing.state for standing in october) == {
        State.ACCEPTED: 78,
        State.SUBMITTED: 2,
        State.RETURNED: 2,
        State.DRAFT: 5,
        None: 6,
    }
    assert rate(october) == Rate(expected=93, received=80, on_time=68)


def test_november_is_under_way():
    november = standings(11)
    assert Counter(standing.state for standing in november) == {
        State.ACCEPTED: 5,
        State.SUBMITTED: 25,
        State.RETURNED: 3,
        State.AWAITING_APPROVAL: 1,
        State.DRAFT: 20,
        None: 39,
    }
    assert not any(standing.overdue_days for standing in november)


def test_corrections_leave_their_first_revision_readable():
    corrected = Submission.objects.filter(revisions__number=2, channel=Channel.AGENCY)
    assert corrected.count() == 4
    for report in corrected:
        first, second = report.revisions.order_by("number")
        assert first.superseded_at == second.accepted_at
        assert second.reason


def test_quang_ninh_has_two_questions_left():
    october, november = report_of("quang-ninh", 10), report_of("quang-ninh", 11)
    assert october.state == State.ACCEPTED
    trained = october.revisions.get().values.get(indicator__code="TRAIN_PRO_SELF")
    assert (trained.base_amount, trained.in_month, trained.amount) == (428, 2640, 3068)
    assert "11 lớp" in trained.explanation
    judged = judged_draft(november)[2]
    assert (november.state, judged.answered, len(judged.answers)) == (State.DRAFT, 7, 9)
    assert not any("TEAM" in problem.field for problem in judged.errors)


def test_hai_phong_was_asked_back_and_the_ministry_has_not_begun():
    asked = report_of("hai-phong", 11).events.get(kind="returned")
    assert "2.656" in asked.note
    assert not Submission.objects.filter(agency__slug="bxd", period__month=11).exists()


def test_the_centre_asked_about_figures():
    questions = dict(
        ValueQuestion.objects.values_list("revision__submission__agency__slug", "text")
    )
    assert set(questions) == {"hai-phong", "thai-binh", "bct"}
    assert "217 Tổ" in questions["hai-phong"]


def test_some_reports_say_nothing_new():
    sent = Submission.objects.filter(channel=Channel.AGENCY, state=State.SUBMITTED)
    quiet = [report for report in sent if says_nothing_new(report.revisions.get())]
    assert len(quiet) == 5


def test_the_centre_was_at_work():
    entered = Revision.objects.get(on_behalf=True)
    assert (entered.confirmed_at, entered.counts_as_received) == (None, False)
    assert entered.values.get(indicator__code="TEAMS").amount == 1655
    assert Extension.objects.count() == 2
    assert Contact.objects.count() == 6
    assert Notice.objects.in_force_on(NOW.date()).count() == 1
    assert InCharge.objects.in_force_on(NOW.date()).count() > 30


def test_history_of_the_demonstration_is_dated_in_its_months():
    dates = [
        history.history_date
        for model in (InCharge, Notice, Membership)
        for history in model.history.all()
    ]
    assert dates
    assert max(dates) < NOW


def test_what_was_sent_holds_up():
    """Every report that is not a draft still passes the checks it was sent under."""
    sent = Submission.objects.filter(channel=Channel.AGENCY).exclude(state=State.DRAFT)
    waiting = ValueQuestion.objects.values("revision__submission")  # for an answer
    sent = sent.exclude(pk__in=waiting).exclude(revisions__on_behalf=True)  # its sheet is empty
    faulty = {str(report.agency): judged_draft(report)[2].errors for report in sent}
    assert {slug: errors for slug, errors in faulty.items() if errors} == {}


def test_months_show_every_kind_of_answer():
    values = IndicatorValue.objects.filter(revision__submission__is_demo=True)
    assert values.filter(state=ValueState.NOT_KNOWN).exclude(note="").count() > 10
    assert values.filter(in_month=0, unchanged=False).count() > 5
    assert values.filter(unchanged=True).count() > 100
    assert values.exclude(explanation="").count() > 5
    proved = values.filter(evidence__stored_file__isnull=False)
    assert proved.count() > 5
    for value in proved:
        with value.evidence.stored_file.file.open() as stored:
            assert stored.read() == stand_in(
                value.evidence.number, f"{value.evidence.issued_on:%d/%m/%Y}"
            )


def test_stand_in_is_a_pdf_with_its_number():
    content = stand_in("45/KH-BGDĐT", "12/10/2022")
    assert content.startswith(PDF_HEAD)
    assert PDF_TAIL in content
    assert "(45/KH-BGDÐT)".encode("cp1252") in content
    table = int(content.split(b"startxref\n")[1].split()[0])
    assert content[table:].startswith(b"xref")


# --- What it must not touch ----------------------------------------------------------------------


def test_everything_made_up_is_marked():
    ours = Submission.objects.filter(created_at__gt=instant("2022-09-30 23:59"))
    assert ours.count() == Submission.objects.filter(is_demo=True).count()
    assert set(ours.values_list("is_demo", flat=True)) == {True}
    assert not Submission.objects.filter(is_demo=False, channel=Channel.AGENCY).exists()


def test_nothing_made_up_reaches_the_printed_report():
    assert not IndicatorValue.objects.filter(
        revision__submission__is_demo=True, covers_to__lte=TUAN_39
    ).exists()
    figures = Figures(None, Moment(TUAN_39))
    plans = [figures.figure(code) for code in ("PLAN_MIN", "PLAN_PRO")]
    assert [fraction(plan.amount, plan.size) for plan in plans] == ["05/30", "41/63"]
    assert show(sum(total(figures, *codes) for codes in TRAINED)) == "117.158"


TRAINED = (
    ("TRAIN_MIN", "TRAIN_MIN_SELF", "TRAIN_MIN_OT"),
    ("TRAIN_PRO", "TRAIN_PRO_SELF", "TRAIN_PRO_OT"),
)


def total(figures, code, *parts):
    totals = (figures.total(code, parts, m.agency_id) for m in figures.members_of(code))
    return sum(found.amount or 0 for found in totals)


def test_no_instant_lies_ahead_of_the_demonstrations_day():
    last = SubmissionEvent.objects.order_by("-at").first()
    assert last.at < instant("2022-11-15 00:00")


def test_cumulatives_never_fall():
    for codes in TRAINED:
        sums = [
            total(Figures(codes, Moment(datetime.date.fromisoformat(on))), *codes)
            for on in ("2022-09-30", "2022-10-14", "2022-11-14")
        ]
        assert sums == sorted(sums)
        assert sums[0] < sums[-1]


def test_platform_states_every_agency_asked_on_both_days():
    stated = Submission.objects.filter(channel=Channel.PLATFORM, is_demo=True)
    stated = stated.filter(platform_imports=None)
    days = Counter(stated.values_list("as_of", flat=True))
    asked = Agency.objects.in_set("provinces", TUAN_39) | Agency.objects.in_set("central", TUAN_39)
    count = asked.distinct().count()
    assert days == {day("2022-10-14"): count, day("2022-11-14"): count}


def test_two_weekly_reports_are_published_and_one_is_under_way():
    editions = WeeklyEdition.objects.all()
    assert [(e.key, e.numbered, e.stage, e.is_public) for e in editions] == [
        ("2022-W46", "", "draft", False),
        ("2022-W45", "23", "published", False),
        ("2022-W39", "17", "published", True),
    ]
