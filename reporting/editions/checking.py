"""The checks before freezing: everything that is found in a report, and who let what pass.

A block must be mended, a warning may stay; either is shown until it is gone or waived by name with
a reason. Nothing of it is stored but the waivers: every look runs the checks anew.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.db import IntegrityError, transaction
from django.urls import reverse

from portal import clock
from portal.accounts.permissions import Access, Capability
from portal.submissions.gates import Closed
from reporting.models import Waiver, WeeklyEdition

from .checks import around, numbers, shape, sums, wording
from .checks.finding import Finding
from .checks.prose import Prose, prose_of
from .lifecycle import NOT_YOUR_RIGHT, locked
from .models import Slot
from .report import Report
from .snapshot import living_report

GONE = (
    "Điều này không còn như bạn thấy: lời văn hoặc số liệu vừa đổi. Bạn xem lại danh sách dưới đây."
)
MUST_BE_MENDED = "Điều này phải sửa, không cho qua được."
ONLY_LIVING = "Báo cáo đã chốt thì không kiểm tra lại nữa."
BLOCKED = "Còn {count} điều phải sửa trước. Bạn xem trang kiểm tra."


@dataclass(frozen=True)
class Checked:
    """A finding with the waiver that lets it pass, if there is one."""

    finding: Finding
    waiver: Waiver | None = None

    @property
    def is_blocking(self) -> bool:
        return self.finding.is_block and self.waiver is None


def findings_in(report: Report, worded: frozenset[str] = frozenset()) -> Iterator[Finding]:
    """What a report shows by itself. `worded`: indicators whose line the editor reworded."""
    lines = list(prose_of(report, worded))
    yield from shape.parts(report)
    yield from sums.sums(report)
    yield from sums.lists(report)
    yield from numbers.numbers(report, lines)
    yield from wording.tokens(report, lines)
    yield from shape.numbering(report)
    yield from wording.days(report, lines)


def findings_of(edition: WeeklyEdition, report: Report | None = None) -> list[Finding]:
    """Everything that is found in an edition as it is now, each once, with where to mend it."""
    report = report or living_report(edition, with_provenance=True)
    worded = frozenset(row.code for row in edition.line_choices.all() if row.wording)
    lines = list(prose_of(report, worded))
    known, official = around.names_on(edition.as_of)
    found = [
        *findings_in(report, worded),
        *shape.future(report, clock.today()),
        *around.stories(edition, official),
        *around.waiting(edition),
        *wording.names(lines, known),
        *documents(edition, lines),
    ]
    return [with_href(finding, edition) for finding in {f.key: f for f in found}.values()]


def documents(edition: WeeklyEdition, lines: list[Prose]) -> Iterator[Finding]:
    """Asks for the register only when prose cites a document."""
    cited = [m["number"] for line in lines for m in wording.DOCUMENT.finditer(line.typed)]
    if cited:
        yield from wording.documents(lines, around.documents_known(edition, cited))


def checked(edition: WeeklyEdition, report: Report | None = None) -> list[Checked]:
    waivers = {row.finding: row for row in edition.waivers.select_related("by")}
    return [
        Checked(finding, waivers.get(finding.key) if finding.can_waive else None)
        for finding in findings_of(edition, report)
    ]


def pass_checks(edition: WeeklyEdition) -> None:
    """Returns when nothing blocks; raises Closed with how much does."""
    count = sum(row.is_blocking for row in checked(edition))
    if count:
        raise Closed(BLOCKED.format(count=count))


def with_href(finding: Finding, edition: WeeklyEdition) -> Finding:
    return finding if finding.href else replace(finding, href=place_to_mend(finding, edition.pk))


def place_to_mend(finding: Finding, edition: int) -> str:
    """The workspace's page about a finding's source; the workspace itself where none is meant."""
    kind, _, name = finding.source.partition(":")
    if kind in Slot.values and kind != Slot.PROPOSALS:
        return reverse("reporting:edition_text", args=[edition, kind])
    if kind == "identity":
        return reverse("reporting:edition_identity", args=[edition])
    if kind == "line":
        return reverse("reporting:edition_line", args=[edition, name])
    if kind == "story":
        return reverse("reporting:edition_stories", args=[edition])
    if kind in ("proposal", "proposals"):
        return reverse("reporting:edition_proposals", args=[edition])
    return reverse("reporting:edition_work", args=[edition])


def waive(
    edition: WeeklyEdition, key: str, reason: str, *, access: Access, at: datetime.datetime
) -> Waiver:
    """Lets one finding pass. Closed when it is not there any more, must be mended, or the edition
    is frozen; waived twice at once, the first reason stands."""
    if not access.can(Capability.EDIT_EDITION):
        raise Closed(NOT_YOUR_RIGHT)
    try:
        with transaction.atomic():
            edition = locked(edition)
            if not edition.is_living:
                raise Closed(ONLY_LIVING)
            finding = next((f for f in findings_of(edition) if f.key == key), None)
            if finding is None:
                raise Closed(GONE)
            if not finding.can_waive:
                raise Closed(MUST_BE_MENDED)
            return Waiver.objects.create(
                edition=edition, finding=key, reason=reason[:300], by=access.user, at=at
            )
    except IntegrityError:
        return Waiver.objects.get(edition=edition, finding=key)


@transaction.atomic
def take_back(edition: WeeklyEdition, key: str, *, access: Access) -> None:
    """A waiver is taken back: the finding is open again."""
    if not access.can(Capability.EDIT_EDITION):
        raise Closed(NOT_YOUR_RIGHT)
    edition = locked(edition)
    if not edition.is_living:
        raise Closed(ONLY_LIVING)
    edition.waivers.filter(finding=key).delete()
