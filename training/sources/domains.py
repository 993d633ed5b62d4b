"""Agencies' own sub-domains of the platform: added and ended with a basis, never taken away."""

import datetime
import re
from collections import defaultdict

from django.db import transaction

from portal.accounts.permissions import Access, Capability
from portal.catalogue.changes import Refused, written
from portal.days import show_date
from portal.models import Agency

from .models import PlatformDomain

HOST = re.compile(r"(?=.{4,120}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}")
NOT_A_HOST = "Chưa đúng dạng tên miền. Bạn ghi như tinh.nen-tang.vn, không có http:// và dấu /."


def hosts_on(day: datetime.date) -> dict[int, tuple[str, ...]]:
    """agency → its sub-domains in force on the day; one query."""
    found = defaultdict(list)
    rows = PlatformDomain.objects.in_force_on(day).order_by("host")
    for agency_id, host in rows.values_list("agency_id", "host"):
        found[agency_id].append(host)
    return {agency_id: tuple(hosts) for agency_id, hosts in found.items()}


def read_host(text: str) -> str:
    """A host as it is compared: "https://Ten.Nen-Tang.vn/" → "ten.nen-tang.vn". Raises Refused."""
    host = re.sub(r"^https?://", "", text.strip().lower()).rstrip("/.")
    if not HOST.fullmatch(host):
        raise Refused(NOT_A_HOST, "host")
    return host


@transaction.atomic
def add_domain(
    agency: Agency, *, host: str, since: datetime.date, basis: str, access: Access
) -> PlatformDomain:
    """Raises Refused for a host that some agency has, also one whose use has ended."""
    check(access)
    host = read_host(host)
    held = PlatformDomain.objects.filter(host=host).select_related("agency").first()
    if held is not None:
        whose = "cơ quan này" if held.agency_id == agency.pk else "một cơ quan khác"
        raise Refused(f"Tên miền {host} đã ghi cho {whose}.", "host")
    row = PlatformDomain(agency=agency, host=host, in_force_from=since, basis=basis)
    return written(row, access.user, basis)


@transaction.atomic
def end_domain(
    pk: int, *, until: datetime.date | None, basis: str, access: Access
) -> PlatformDomain:
    """In use until the end of that day; None takes an end back. `basis` goes into its history."""
    check(access)
    row = PlatformDomain.objects.select_for_update().get(pk=pk)
    if until is not None and until < row.in_force_from:
        begins = show_date(row.in_force_from)
        raise Refused(f"Tên miền dùng từ {begins}, không kết thúc trước đó.", "until")
    if until == row.in_force_until:
        raise Refused("Ngày kết thúc vẫn như cũ nên không có gì để ghi.", "until")
    row.in_force_until = until
    return written(row, access.user, basis)


def check(access: Access) -> None:
    if not access.can(Capability.MANAGE_FIGURES):
        raise Refused("Chỉ quản trị số liệu của Cục ghi được tên miền.")
