"""An edition's way: draft → checked → number reserved → frozen → published (→ withdrawn).

Each step is an action with its right, in one transaction with its event. Two pairs of eyes: who
checked does not freeze, who froze does not publish. What is frozen never goes back; a mistake is
mended by a correction, a new edition under the same number with a letter.
"""

import datetime
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Max

from portal.accounts.permissions import Access, Capability
from portal.submissions.gates import Closed

from .models import EditionEvent, Stage, WeeklyEdition

Kind = EditionEvent.Kind


@dataclass(frozen=True)
class Passage:
    """A step: whose it is, from which stages, and the kind of the event that writes it down."""

    capability: Capability
    stages: frozenset[str]
    event: str
    why_not: str


PASSAGES = {
    "check": Passage(
        Capability.EDIT_EDITION,
        frozenset({Stage.DRAFT}),
        Kind.CHECKED,
        "Chỉ bản đang soạn mới xác nhận kiểm tra được.",
    ),
    "reopen": Passage(
        Capability.EDIT_EDITION,
        frozenset({Stage.CHECKED, Stage.RESERVED}),
        Kind.REOPENED,
        "Bản đã chốt không mở lại để sửa được; sai thì mở bản đính chính.",
    ),
    "reserve": Passage(
        Capability.FREEZE_EDITION,
        frozenset({Stage.CHECKED}),
        Kind.RESERVED,
        "Cấp số sau khi người soạn xác nhận đã kiểm tra xong.",
    ),
    "freeze": Passage(
        Capability.FREEZE_EDITION,
        frozenset({Stage.RESERVED}),
        Kind.FROZEN,
        "Chốt sau khi đã cấp số và ngày.",
    ),
    "publish": Passage(
        Capability.PUBLISH_EDITION,
        frozenset({Stage.FROZEN}),
        Kind.PUBLISHED,
        "Chỉ phát hành bản đã chốt.",
    ),
    "withdraw": Passage(
        Capability.PUBLISH_EDITION,
        frozenset({Stage.PUBLISHED}),
        Kind.WITHDRAWN,
        "Chỉ thu hồi bản đã phát hành.",
    ),
    "correct": Passage(
        Capability.EDIT_EDITION,
        frozenset({Stage.FROZEN, Stage.PUBLISHED}),
        Kind.CORRECTED,
        "Chỉ đính chính bản đã chốt; bản đang soạn thì sửa thẳng.",
    ),
}
NOT_YOUR_RIGHT = "Vai trò của bạn không làm được việc này. Quản trị hệ thống cấp vai trò."
SAME_EYES = {
    "freeze": (Kind.CHECKED, "Bạn là người xác nhận kiểm tra, nên một người khác chốt."),
    "publish": (Kind.FROZEN, "Bạn là người chốt, nên một người khác phát hành."),
}


def why_closed(step: str, edition: WeeklyEdition, access: Access) -> str:
    """Why the holder of `access` cannot take `step` now; empty when it is open."""
    passage = PASSAGES[step]
    if not access.can(passage.capability):
        return NOT_YOUR_RIGHT
    if edition.stage not in passage.stages:
        return passage.why_not
    if step in SAME_EYES:
        kind, reason = SAME_EYES[step]
        last = edition.events.filter(kind=kind).order_by("-pk").first()
        if last and last.by_id == access.user.pk:
            return reason
    return ""


def pass_through(step: str, edition: WeeklyEdition, access: Access) -> None:
    """Returns when the step is open; raises Closed with the reason when it is not."""
    reason = why_closed(step, edition, access)
    if reason:
        raise Closed(reason)


def locked(edition: WeeklyEdition) -> WeeklyEdition:
    return WeeklyEdition.objects.select_for_update().get(pk=edition.pk)


def move(edition, stage, kind, *, by, at, note="") -> WeeklyEdition:
    edition.stage = stage
    edition.save()
    record(edition, kind, by=by, at=at, note=note)
    return edition


def record(edition, kind, *, by, at, note="") -> EditionEvent:
    return EditionEvent.objects.create(edition=edition, kind=kind, at=at, by=by, note=note[:300])


@transaction.atomic
def mark_checked(edition, *, access: Access, at: datetime.datetime) -> WeeklyEdition:
    """The editor says that the checks are done. What they found is for the caller to have asked."""
    edition = locked(edition)
    pass_through("check", edition, access)
    return move(edition, Stage.CHECKED, Kind.CHECKED, by=access.user, at=at)


@transaction.atomic
def reopen(edition, *, access: Access, at, note: str = "") -> WeeklyEdition:
    """Back to the draft; a number once reserved stays reserved for it."""
    edition = locked(edition)
    pass_through("reopen", edition, access)
    return move(edition, Stage.DRAFT, Kind.REOPENED, by=access.user, at=at, note=note)


def reserve(
    edition, *, issued_on: datetime.date, access: Access, at, number: int | None = None
) -> WeeklyEdition:
    """Reserves the report's number in the year of `issued_on` and its date.

    `number` None: the next free one. A number that was reserved before stays. Closed when the
    number is taken; IntegrityError never reaches the caller.
    """
    for _ in range(5):  # someone else may take the same next number meanwhile
        try:
            with transaction.atomic():
                return reserve_once(edition, issued_on, number, access, at)
        except IntegrityError as error:
            if number is not None:
                raise Closed(f"Số {number} của năm {issued_on.year} đã cấp.") from error
    raise Closed("Chưa cấp được số vì nhiều người cùng cấp. Bạn thử lại.")


def reserve_once(edition, issued_on, number, access, at) -> WeeklyEdition:
    edition = locked(edition)
    pass_through("reserve", edition, access)
    if issued_on < edition.as_of:
        raise Closed("Ngày ban hành không thể trước ngày tính số liệu.")
    if edition.number is None:
        edition.year = issued_on.year
        taken = WeeklyEdition.objects.filter(year=edition.year).aggregate(last=Max("number"))
        edition.number = number if number is not None else (taken["last"] or 0) + 1
    edition.issued_on = issued_on
    note = f"Số {edition.document_number}"
    return move(edition, Stage.RESERVED, Kind.RESERVED, by=access.user, at=at, note=note)


@transaction.atomic
def publish(edition, *, access: Access, at) -> WeeklyEdition:
    edition = locked(edition)
    pass_through("publish", edition, access)
    return move(edition, Stage.PUBLISHED, Kind.PUBLISHED, by=access.user, at=at)


@transaction.atomic
def withdraw(edition, *, reason: str, access: Access, at) -> WeeklyEdition:
    """Takes a published edition out of use; it stays readable and says so. Its teaser closes."""
    edition = locked(edition)
    pass_through("withdraw", edition, access)
    edition.withdrawal_reason, edition.is_public = reason[:300], False
    return move(edition, Stage.WITHDRAWN, Kind.WITHDRAWN, by=access.user, at=at, note=reason)


@transaction.atomic
def set_public(edition, *, is_public: bool, access: Access, at) -> WeeklyEdition:
    """Opens or closes the public teaser of a published edition."""
    edition = locked(edition)
    if not access.can(Capability.PUBLISH_EDITION):
        raise Closed(NOT_YOUR_RIGHT)
    if is_public and edition.stage != Stage.PUBLISHED:
        raise Closed("Chỉ mở trang công khai của bản đã phát hành.")
    if edition.is_public != is_public:
        edition.is_public = is_public
        edition.save(update_fields=["is_public"])
        kind = Kind.SHOWN if is_public else Kind.HIDDEN
        record(edition, kind, by=access.user, at=at)
    return edition
