"""What the centre did in the made-up months: who looks after whom, entries, contacts, a notice.

Made once, with the centre's first assignment: someone who takes one of these away keeps it away.
"""

import datetime

from portal.accounts.in_charge import put_in_charge
from portal.accounts.models import InCharge, Role
from portal.agencies.models import AgencySetMember
from portal.catalogue.notices import Notice
from portal.models import Agency, ReportingPeriod, Submission
from portal.reference.ledger import Known
from portal.submissions import actions, behalf
from portal.submissions.contacts import Contact
from portal.submissions.extending import extend
from portal.submissions.models import Channel

from .draws import instant
from .people import Cast


def load(ledger, cast: Cast) -> None:
    if InCharge.history.exists():
        return
    content = ledger.read("centre")
    agencies = Known({agency.slug: agency for agency in Agency.objects.all()})
    periods = Known({(row.year, row.month): row for row in ReportingPeriod.objects.all()})
    assign(cast, agencies, content["in_charge"])
    for row in content["on_behalf"]:
        enter(cast, *place(row, agencies, periods), row)
    for row in content["extensions"]:
        give_time(cast, *place(row, agencies, periods), row)
    contacts = [contact(cast, *place(r, agencies, periods), r) for r in content["contacts"]]
    Contact.objects.bulk_create(contacts)
    for row in content["notices"]:
        post(cast, row)
    ledger.created["phiếu nhập thay"] += len(content["on_behalf"])
    ledger.created["lần liên hệ"] += len(contacts)


def place(row, agencies, periods):
    return agencies[row["agency"]], periods[row["year"], row["month"]]


def assign(cast: Cast, agencies, row) -> None:
    since = datetime.date.fromisoformat(row["since"])
    members = AgencySetMember.objects.in_force_on(since).filter(agency_set__code__in=row["regions"])
    chosen = {member.agency_id for member in members}
    chosen |= {agencies[slug].pk for slug in row["agencies"]}
    put_in_charge(
        cast.data_manager,
        Agency.objects.filter(pk__in=chosen).order_by("pk"),
        since=since,
        by=cast.centre[Role.ADMINISTRATOR],
    )
    InCharge.history.update(history_date=instant(row["at"]))


def enter(cast: Cast, agency, period, row) -> None:
    """The agency's month from a letter; the agency has not confirmed it."""
    at = instant(row["at"])
    report = Submission.objects.filter(agency=agency, period=period, channel=Channel.AGENCY)
    begun = report.first() or actions.open_report(
        agency, period, by=cast.data_manager, at=at, is_demo=True
    )
    behalf.enter(
        begun,
        texts=row["answers"],
        source=behalf.Source(row["brought_by"], row["counts"]),
        seen=0,
        access=cast.access(cast.data_manager, at),
        at=at,
    )


def give_time(cast: Cast, agency, period, row) -> None:
    at = instant(row["at"])
    access = cast.access(cast.data_manager, at)
    until, reason = instant(row["until"]), row["reason"]
    extend(agency, period, until=until, reason=reason, access=access, at=at)


def contact(cast: Cast, agency, period, row) -> Contact:
    at = instant(row["at"])
    return Contact(
        agency=agency,
        period=period,
        means=row["means"],
        day=at.date(),
        at=at,
        by=cast.data_manager,
        reached=row["reached"],
        note=row["note"],
    )


def post(cast: Cast, row) -> None:
    at = instant(row["at"])
    facts = {name: value for name, value in row.items() if name != "at"}
    notice = Notice(**facts)
    notice._history_user, notice._history_date = cast.centre[Role.ADMINISTRATOR], at
    notice.save()
