"""The province's word on what will be printed of its story: asked for, given, or refused."""

import logging

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse

from portal.accounts.permissions import Access, Capability
from portal.chasing.mail import absolute, one_line
from portal.chasing.people import people_by_agency
from portal.submissions.gates import NOT_YOUR_ROLE, Closed
from reporting.editions.lifecycle import record
from reporting.editions.models import EditionEvent
from reporting.editions.writing import FROZEN, held
from reporting.models import EditionStory

log = logging.getLogger("portal.mail")

LONGEST_ANSWER = 500
CHANGED = "Cục vừa sửa bài sau khi bạn mở trang. Bạn đọc lại bản mới rồi trả lời."
NOT_ASKED = "Cục chưa xin xác nhận bản này, nên chưa trả lời được."


def standing_of(row: EditionStory) -> str:
    """ "confirmed", "objected", "asked" or "" (not asked yet)."""
    if row.confirmed_at:
        return "confirmed"
    if row.answer:
        return "objected"
    return "asked" if row.asked_at else ""


@transaction.atomic
def ask(row: EditionStory, *, access: Access, at) -> EditionStory:
    """Asks for the province's word on the copy as it is. Asked again, an objection is cleared."""
    held(row.edition, access)
    row = locked(row)
    if row.confirmed_at:
        raise Closed("Địa phương đã xác nhận bản này.")
    row.asked_at, row.answer = at, ""
    row._history_user = access.user
    row.save()
    what = f"xin xác nhận bài: {row.story.title}"
    record(row.edition, EditionEvent.Kind.EDITED, by=access.user, at=at, note=what)
    return row


@transaction.atomic
def answer(
    row: EditionStory, *, agrees: bool, words: str, version: int, access: Access, at
) -> EditionStory:
    """The province confirms the copy that it read, or objects with words."""
    row = locked(row)
    agency = row.story.agency.slug
    if not any(access.can(can, agency) for can in (Capability.REPORT, Capability.APPROVE)):
        raise Closed(NOT_YOUR_ROLE)
    if not row.edition.is_living:
        raise Closed(FROZEN)
    if row.version != version:
        raise Closed(CHANGED)
    if row.asked_at is None:
        raise Closed(NOT_ASKED)
    row.confirmed_at = at if agrees else None
    row.confirmed_by = access.user if agrees else None
    row.answer = words[:LONGEST_ANSWER]
    row._history_user = access.user
    row.save()
    what = "địa phương xác nhận bài" if agrees else "địa phương có ý kiến về bài"
    note = f"{what}: {row.story.title}"
    record(row.edition, EditionEvent.Kind.EDITED, by=access.user, at=at, note=note)
    return row


def locked(row: EditionStory) -> EditionStory:
    rows = EditionStory.objects.select_for_update(of=("self",))
    return rows.select_related("edition", "story__agency").get(pk=row.pk)


def tell_province(row: EditionStory, name: str, day) -> int:
    """Writes to the province's people; how many letters left.

    A letter that does not leave changes nothing: the page asks as well.
    """
    people = people_by_agency(day, [row.story.agency_id])[row.story.agency_id]
    sent = 0
    for address in sorted({person.email for person in people if person.has_address}):
        try:
            sent += letter(row, name, address).send()
        except OSError:  # SMTPException is one
            log.exception("mail was not sent")
    return sent


def letter(row: EditionStory, name: str, address: str) -> EmailMessage:
    page = reverse("reporting:confirm_story", args=[row.story.agency.slug, row.pk])
    body = "\n\n".join(
        (
            f"Kính gửi {one_line(name)},",
            f"Cục chọn bài “{one_line(row.story.title)}” để in trong báo cáo {row.edition} và đã "
            "rút ngắn bài. Bạn đọc hai bản cạnh nhau rồi xác nhận, hoặc ghi chỗ cần sửa, tại:\n"
            f"{absolute(page)}",
            "Bài được in sau khi địa phương xác nhận.",
            f"{one_line(settings.CENTRE_NAME)}\nThư này do hệ thống gửi.",
        )
    )
    return EmailMessage(
        subject=one_line(f"{settings.EMAIL_SUBJECT_PREFIX}Xin xác nhận bài in trong {row.edition}"),
        body=f"{body}\n",
        to=[address],
        headers={"Auto-Submitted": "auto-generated"},
    )
