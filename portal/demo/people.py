"""The accounts of the demonstration: eight to sign in with, one for each other agency's reports."""

import datetime
from dataclasses import dataclass, field
from functools import cache

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from simple_history.utils import bulk_create_with_history

from portal.accounts.models import Membership, Role, User
from portal.accounts.permissions import Access
from portal.models import Agency
from portal.reference.ledger import Known

from .draws import dice, instant


@dataclass
class Cast:
    """Who acts: reporters and approvers by their agency's key, the centre's people by role."""

    reporters: dict[int, User] = field(default_factory=dict)
    approvers: dict[int, User] = field(default_factory=dict)
    centre: dict[str, User] = field(default_factory=dict)
    known: dict[tuple, Access] = field(default_factory=dict)

    @property
    def data_manager(self) -> User:
        return self.centre[Role.DATA_MANAGER]

    def access(self, user: User, at: datetime.datetime) -> Access:
        """What `user` may do on the day of `at`; asked once a day."""
        key = user.pk, at.date()
        if key not in self.known:
            self.known[key] = Access(user, at.date())
        return self.known[key]


def load(ledger) -> Cast:
    """Creates the accounts that are missing and sets the common password where it differs."""
    content = ledger.read("accounts")
    agencies = list(Agency.objects.in_force_on(day(content)).order_by("side", "position", "pk"))
    slugs = Known({agency.slug: agency for agency in agencies})
    rows = [*content["accounts"], *others(content, agencies)]
    users = make_users(ledger, rows, content)
    cast = Cast()
    new = []
    held = set(Membership.objects.filter(user__in=users.values()).values_list("user_id", flat=True))
    for row in rows:
        user, agency = users[row["username"]], slugs[row["agency"]] if "agency" in row else None
        place(cast, user, row["role"], agency)
        if user.pk not in held:
            new.append(membership(user, row, agency, content))
    bulk_create_with_history(new, Membership, default_date=instant(content["joined_at"]))
    if new:
        ask_for_approval([slugs[slug] for slug in content["needs_approval"]], content)
    return cast


def day(content) -> datetime.date:
    return datetime.date.fromisoformat(content["since"])


def place(cast: Cast, user: User, role: str, agency) -> None:
    if agency is None:
        cast.centre[role] = user
    else:
        by_agency = cast.approvers if role == Role.APPROVER else cast.reporters
        by_agency[agency.pk] = user


def others(content, agencies):
    """A row for each agency, and each approving agency, that no account of the file acts for."""
    names, words = content["names"], content["others"]
    taken = {(row.get("agency"), row["role"]) for row in content["accounts"]}
    wanted = [(agency.slug, Role.REPORTER, "", words["position"]) for agency in agencies]
    wanted += [
        (slug, Role.APPROVER, words["approver_suffix"], words["approver_position"])
        for slug in content["needs_approval"]
    ]
    units = {agency.slug: agency.letterhead for agency in agencies}
    for slug, role, suffix, position in wanted:
        if (slug, role) not in taken:
            rng = dice("name", slug, suffix)
            yield {
                "username": f"{words['prefix']}{slug}{suffix}",
                "full_name": " ".join(rng.choice(names[k]) for k in ("family", "middle", "given")),
                "position": position,
                "role": role,
                "agency": slug,
                "unit": units[slug],
                "signs_in": False,
            }


def make_users(ledger, rows, content) -> dict[str, User]:
    known = User.objects.in_bulk([row["username"] for row in rows], field_name="username")
    signing_in = [row["username"] for row in rows if row.get("signs_in", True)]
    encoded = password_of([known[name].password for name in signing_in if name in known])
    new = [
        User(
            username=row["username"],
            full_name=row["full_name"],
            position=row["position"],
            email=f"{row['username']}@{content['mail_domain']}",
            password=encoded if row.get("signs_in", True) else make_password(None),
            is_staff=row.get("is_administrator", False),
            is_superuser=row.get("is_administrator", False),
            date_joined=instant(content["joined_at"]),
        )
        for row in rows
        if row["username"] not in known
    ]
    User.objects.bulk_create(new)
    if new:
        ledger.created["tài khoản"] += len(new)
    if any(known[name].password != encoded for name in signing_in if name in known):
        User.objects.filter(username__in=signing_in).update(password=encoded)
        ledger.say("Đã đặt lại mật khẩu chung của các tài khoản dùng thử.")
    return known | {user.username: user for user in new}


def password_of(hashes: list[str]) -> str:
    """One hash of the demonstration's password: the one most accounts have, while it is right."""

    @cache
    def is_right(encoded):
        return check_password(settings.DEMO_PASSWORD, encoded)

    right = [encoded for encoded in sorted(set(hashes), key=hashes.count) if is_right(encoded)]
    return right[-1] if right else make_password(settings.DEMO_PASSWORD)


def membership(user, row, agency, content) -> Membership:
    return Membership(
        user=user,
        role=row["role"],
        agency=agency,
        unit=row["unit"],
        in_force_from=day(content),
        in_force_until=agency.in_force_until if agency else None,
    )


def ask_for_approval(agencies, content) -> None:
    """These agencies' leaders approve before a report goes out; set once, then left alone."""
    for agency in agencies:
        if not agency.needs_approval:
            agency.needs_approval = True
            agency._history_date = instant(content["joined_at"])
            agency.save()
