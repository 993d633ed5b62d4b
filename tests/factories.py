"""Objects of a few lines for tests: plain functions, a sensible default for everything."""

import datetime
from itertools import count

from django.contrib.auth import get_user_model
from django.utils import timezone

from portal.accounts.models import Membership, Role
from portal.accounts.permissions import Access
from portal.agencies.models import Agency, AgencyName, AgencySet, AgencySetMember, Kind, Side
from portal.catalogue.calendar import ReportingPeriod
from portal.catalogue.models import (
    Accumulation,
    Combine,
    Indicator,
    IndicatorVersion,
    Rule,
    Section,
    ValueType,
)
from portal.submissions.models import Channel
from portal.submissions.stating import Stated, state_figures

LONG_AGO = datetime.date(2022, 1, 28)
PASSWORD = "mat-khau-thu-146"
PDF = b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"

_numbers = count(1)


def day(text):
    """The date "2022-11-14"."""
    return datetime.date.fromisoformat(text)


def instant(text):
    """The instant "2022-11-18 17:00" on the clock of Việt Nam."""
    return timezone.make_aware(datetime.datetime.fromisoformat(text))


KIND_OF_SIDE = {
    Side.CENTRAL: Kind.MINISTRY,
    Side.PROVINCIAL: Kind.PROVINCE,
    Side.ENTERPRISE: Kind.CORPORATION,
}


def make_agency(name="Quảng Ninh", slug="quang-ninh", *, side=Side.PROVINCIAL, sets=(), **fields):
    made = Agency.objects.create(slug=slug, side=side, in_force_from=LONG_AGO, **fields)
    AgencyName.objects.create(
        agency=made,
        kind=KIND_OF_SIDE[side],
        name=name,
        printed_name=name,
        official_name=f"Tỉnh {name}" if side == Side.PROVINCIAL else name,
        in_force_from=LONG_AGO,
    )
    for agency_set in sets:
        join(agency_set, made)
    return made


def make_set(code="provinces", *agencies, side=Side.PROVINCIAL, **fields):
    made = AgencySet.objects.create(code=code, side=side, name=code, short_name=code, **fields)
    for member in agencies:
        join(made, member)
    return made


def join(agency_set, agency, since=LONG_AGO, until=None):
    return AgencySetMember.objects.create(
        agency_set=agency_set, agency=agency, in_force_from=since, in_force_until=until
    )


def make_section(title="Bồi dưỡng, tập huấn", code="boi-duong", position=1):
    return Section.objects.get_or_create(
        code=code, defaults={"title": title, "position": position}
    )[0]


def make_indicator(code, asked_of, *, label="", unit="", definition="", example="", **fields):
    """An indicator with one wording: a count (stock) unless `fields` say otherwise."""
    fields = {"value_type": ValueType.COUNT, "in_force_from": LONG_AGO, **fields}
    if fields["value_type"] == ValueType.YES_NO:
        fields.setdefault("combine", Combine.COUNT_YES)
    elif fields["value_type"] == ValueType.TEXT:
        fields.setdefault("combine", Combine.LATEST)
    if "section" not in fields:
        fields["section"] = make_section()
    fields.setdefault("position", next(_numbers))
    made = Indicator.objects.create(code=code, asked_of=asked_of, **fields)
    IndicatorVersion.objects.create(
        indicator=made,
        label=label or f"Chỉ tiêu {code}",
        short_label=label or f"Chỉ tiêu {code}",
        unit=unit,
        definition=definition,
        worked_example=example,
        in_force_from=made.in_force_from,
    )
    return made


def make_flow(code, asked_of, **fields):
    return make_indicator(
        code,
        asked_of,
        accumulation=Accumulation.FLOW,
        **{"accumulates_from": LONG_AGO, **fields},
    )


def make_rule(code, left, operator, right=None, **fields):
    fields = {"severity": Rule.Severity.WARNING, "message": f"Quy tắc {code}.", **fields}
    return Rule.objects.create(
        code=code, left=left, operator=operator, right=right, in_force_from=LONG_AGO, **fields
    )


def make_period(year=2022, month=11, **fields):
    """The month by NĐ 09/2019: to day 14, due on day 18 at 17:00, closed a week later."""
    before = (year, month - 1) if month > 1 else (year - 1, 12)
    fields = {
        "starts_on": datetime.date(*before, 15),
        "ends_on": datetime.date(year, month, 14),
        "due_at": instant(f"{year}-{month:02d}-18 17:00"),
        "closes_at": instant(f"{year}-{month:02d}-25 17:00"),
        **fields,
    }
    return ReportingPeriod.objects.create(year=year, month=month, **fields)


def make_user(username=None, full_name="Phạm Thu Hà", **fields):
    username = username or f"nguoi-{next(_numbers)}"
    return get_user_model().objects.create_user(
        username, password=PASSWORD, full_name=full_name, **fields
    )


def make_member(role=Role.REPORTER, agency=None, user=None, **fields):
    """A user who holds `role` (for `agency`) since long ago; returns the user."""
    user = user or make_user(full_name=fields.pop("full_name", "Phạm Thu Hà"))
    Membership.objects.create(
        user=user, role=role, agency=agency, **{"in_force_from": LONG_AGO, **fields}
    )
    return user


def access_of(user, on=datetime.date(2022, 11, 15)):
    return Access(user, on)


def make_known(agency, as_of, *figures, at=None, channel=Channel.REFERENCE):
    """States figures (indicator, amount or text) of an agency, known at once."""
    values = [
        Stated(indicator=indicator, **{"text" if isinstance(v, str) else "amount": v})
        for indicator, v in figures
    ]
    return state_figures(
        channel=channel,
        as_of=as_of,
        values=values,
        source_text="Tài liệu thử",
        at=at or instant(f"{as_of} 20:00"),
        agency=agency,
    )


def sign_in(client, user):
    """Signs `user` in without a password; returns the client."""
    client.force_login(user, backend="portal.accounts.backends.RolesBackend")
    return client
