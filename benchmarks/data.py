"""Synthetic years: the real catalogue and agencies of 2022 with invented monthly reports.

The 93 agencies go on unchanged (the mergers of 2025 are taken out), and each is asked 15 figures a
month, so that ten years are about 170,000 values. Nothing here is random.
"""

import datetime
from dataclasses import dataclass

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from portal.accounts.models import Membership, Role, User
from portal.agencies.models import Agency, AgencyCode, AgencyName, AgencySet, AgencySetMember, Side
from portal.catalogue.calendar import ReportingPeriod
from portal.catalogue.models import (
    Accumulation,
    Indicator,
    IndicatorVersion,
    Section,
    Source,
    ValueType,
)
from portal.days import reporting_month
from portal.models import Succession
from portal.names import search_key, sort_key
from portal.submissions.models import (
    Channel,
    EventKind,
    IndicatorValue,
    Revision,
    State,
    Submission,
    SubmissionEvent,
    ValueState,
)

FIRST_YEAR, FIRST_MONTH = 2022, 10
LAST_DAY_OF_2022S = datetime.date(2022, 12, 31)
FIGURES_A_MONTH = 15
FROM = datetime.date(2022, 1, 1)
SIDES = {"central": Side.CENTRAL, "provinces": Side.PROVINCIAL}


@dataclass(frozen=True)
class Keys:
    """Session keys of two people who are signed in, the agency that one of them reports for, and
    agencies to compare with it."""

    manager: str
    reporter: str
    agency: str
    others: tuple[str, ...]


def month_at(index: int) -> tuple[int, int]:
    """The month that lies `index` months after the first one."""
    months = FIRST_MONTH - 1 + index
    return FIRST_YEAR + months // 12, months % 12 + 1


@transaction.atomic
def lay_ground() -> Keys:
    """Reference data, the agencies of 2022 for good, 15 figures each, two people signed in."""
    call_command("load_reference", verbosity=0, stdout=_Silent())
    stop_the_mergers()
    for set_code in SIDES:
        fill_up_catalogue(set_code)
    agency, *others = members("provinces")[:3]
    return Keys(
        manager=signed_in_as("quan-ly-do", Role.DATA_MANAGER),
        reporter=signed_in_as("can-bo-do", Role.REPORTER, agency),
        agency=agency.slug,
        others=tuple(other.slug for other in (agency, *others)),
    )


class _Silent:
    def write(self, text):
        pass


def stop_the_mergers() -> None:
    Succession.objects.all().delete()
    Agency.objects.filter(in_force_from__gt=LAST_DAY_OF_2022S).delete()
    for dated in (AgencyName, AgencyCode, AgencySetMember):
        dated.objects.filter(in_force_from__gt=LAST_DAY_OF_2022S).delete()
    for dated in (Agency, AgencyName, AgencyCode, AgencySetMember):
        dated.objects.update(in_force_until=None)


def members(set_code: str) -> list[Agency]:
    return list(
        Agency.objects.filter(set_memberships__agency_set__code=set_code).order_by("position", "pk")
    )


def asked_of(set_code: str) -> list[Indicator]:
    """What is reported each month: the agency's own figures and the platform's."""
    return list(
        Indicator.objects.filter(
            asked_of__code=set_code, source__in=[Source.AGENCY, Source.PLATFORM]
        ).order_by("position", "pk")
    )


def fill_up_catalogue(set_code: str) -> None:
    """Adds indicators until every agency of the set is asked 15 figures a month."""
    agency_set = AgencySet.objects.get(code=set_code)
    section = Section.objects.get(code="problems")
    for number in range(1, FIGURES_A_MONTH - len(asked_of(set_code)) + 1):
        label = f"Chỉ tiêu đo số {number}, {agency_set.short_name}"
        indicator = Indicator.objects.create(
            code=f"BENCH_{set_code.upper()}_{number}",
            section=section,
            position=900 + number,
            asked_of=agency_set,
            value_type=ValueType.COUNT,
            accumulation=Accumulation.STOCK,
            in_force_from=FROM,
        )
        IndicatorVersion.objects.create(
            indicator=indicator, label=label, short_label=label, unit="lượt", in_force_from=FROM
        )


def signed_in_as(username: str, role: str, agency: Agency | None = None) -> str:
    """A person with one role and an open session; returns the session's key."""
    user = User.objects.create(username=username, full_name="Người Đo")
    Membership.objects.create(user=user, role=role, agency=agency, in_force_from=FROM)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "portal.accounts.backends.RolesBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return session.session_key


@transaction.atomic
def add_months(first: int, end: int) -> None:
    """Reports of the months from index `first` to before `end`; month `end` itself without any."""
    asked = [(members(code), asked_of(code)) for code in SIDES]
    for index in range(first, end):
        month = period(*month_at(index))
        for agencies, indicators in asked:
            of_agency = [i for i in indicators if i.source == Source.AGENCY]
            of_platform = [i for i in indicators if i.source == Source.PLATFORM]
            add_reports(month, index, agencies, of_agency, Channel.AGENCY)
            add_reports(month, index, agencies, of_platform, Channel.PLATFORM)
    period(*month_at(end))


def period(year: int, month: int) -> ReportingPeriod:
    span = reporting_month(year, month)
    made, _ = ReportingPeriod.objects.get_or_create(
        year=year,
        month=month,
        defaults={
            "starts_on": span.start,
            "ends_on": span.end,
            "due_at": at_five(span.end.replace(day=18)),
            "closes_at": at_five(span.end.replace(day=25)),
        },
    )
    return made


def month_without_reports() -> ReportingPeriod:
    """A month before all others, which nobody reported for."""
    return period(*month_at(-1))


def at_five(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(17)))


def add_reports(month, index, agencies, indicators, channel) -> None:
    """One accepted report an agency; every 60th was corrected, so its first revision is over."""
    sent_at = at_five(month.ends_on.replace(day=17))
    accepted_at = at_five(month.ends_on.replace(day=20))
    is_own = channel == Channel.AGENCY
    submissions = Submission.objects.bulk_create(
        Submission(
            channel=channel,
            agency=agency,
            period=month if is_own else None,
            as_of=None if is_own else month.ends_on,
            source_text="" if is_own else "Nền tảng One Touch",
            state=State.ACCEPTED,
            first_sent_at=sent_at,
            created_at=sent_at,
            updated_at=accepted_at,
        )
        for agency in agencies
    )
    revisions = []
    for i, submission in enumerate(submissions):
        corrected = (index + i) % 60 == 0
        for number in range(1, 2 + corrected):
            replaced = corrected and number == 1
            revisions.append(
                Revision(
                    submission=submission,
                    number=number,
                    sent_at=sent_at,
                    accepted_at=sent_at if replaced else accepted_at,
                    superseded_at=accepted_at if replaced else None,
                )
            )
    revisions = Revision.objects.bulk_create(revisions)
    SubmissionEvent.objects.bulk_create(
        SubmissionEvent(
            submission_id=revision.submission_id,
            kind=EventKind.ACCEPTED if is_own else EventKind.STATED,
            at=revision.accepted_at,
            revision=revision,
        )
        for revision in revisions
    )
    IndicatorValue.objects.bulk_create(
        value(revision, indicator, place, month, index)
        for revision in revisions
        for place, indicator in enumerate(indicators)
    )


def value(revision, indicator, place, month, index) -> IndicatorValue:
    agency_id = revision.submission.agency_id
    made = IndicatorValue(
        revision=revision, indicator=indicator, agency_id=agency_id, covers_to=month.ends_on
    )
    if (agency_id * 7 + place * 5 + index) % 41 == 0:
        made.state, made.note = ValueState.NOT_KNOWN, "Chưa tổng hợp xong"
        return made
    made.state = ValueState.REPORTED
    if indicator.value_type == ValueType.YES_NO:
        made.amount = int((agency_id + place) % 3 > 0)
    else:
        made.amount = 1000 + agency_id * 13 + place * 101 + index * (17 + agency_id % 5)
    return made


@transaction.atomic
def keep_only(central: int, provinces: int) -> None:
    """Takes all other agencies out of every set, so that so many are left."""
    kept = [*members("central")[:central], *members("provinces")[:provinces]]
    AgencySetMember.objects.exclude(agency__in=kept).delete()


@transaction.atomic
def grow_to(size: int, last_month: int) -> None:
    """More agencies on both sides until there are `size`, each with reports of one month."""
    known = sum(len(members(code)) for code in SIDES)
    added = {"central": (size - known) // 3}
    added["provinces"] = size - known - added["central"]
    month = period(*month_at(last_month))
    for code, count in added.items():
        agencies = invented_agencies(code, count)
        indicators = asked_of(code)
        of_agency = [i for i in indicators if i.source == Source.AGENCY]
        of_platform = [i for i in indicators if i.source == Source.PLATFORM]
        add_reports(month, last_month, agencies, of_agency, Channel.AGENCY)
        add_reports(month, last_month, agencies, of_platform, Channel.PLATFORM)


def invented_agencies(set_code: str, count: int) -> list[Agency]:
    side, agency_set = SIDES[set_code], AgencySet.objects.get(code=set_code)
    agencies = Agency.objects.bulk_create(
        Agency(slug=f"do-{set_code}-{i}", side=side, position=1000 + i, in_force_from=FROM)
        for i in range(count)
    )
    kind = "ministry" if side == Side.CENTRAL else "province"
    names = [f"Đơn vị đo {i}" for i in range(count)]
    AgencyName.objects.bulk_create(
        AgencyName(
            agency=agency,
            kind=kind,
            name=name,
            printed_name=name,
            official_name=name,
            sort_key=sort_key(name),
            search_key=search_key(name),
            in_force_from=FROM,
        )
        for agency, name in zip(agencies, names, strict=True)
    )
    AgencySetMember.objects.bulk_create(
        AgencySetMember(agency_set=agency_set, agency=agency, in_force_from=FROM)
        for agency in agencies
    )
    return agencies


def analyse() -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
