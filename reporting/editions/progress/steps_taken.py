"""The steps from checking to print as people take them: with the checks, the files, the uses."""

import datetime

from django.db import OperationalError, connection, transaction

from portal.accounts.permissions import Access
from portal.models import FigureUse
from portal.submissions.gates import Closed
from reporting.editions import lifecycle
from reporting.editions.checking import pass_checks
from reporting.editions.files import run_command
from reporting.editions.freezing import freeze, one_moment
from reporting.editions.kept import Format
from reporting.editions.models import Stage
from reporting.models import EditionFile, Snapshot, WeeklyEdition
from reporting.uses import record_edition_uses, uses_key

CHANGED_MEANWHILE = (
    "Có người sửa báo cáo hoặc tiếp nhận phiếu đúng lúc bạn bấm. Chưa có gì bị chốt; bạn bấm lại."
)
NO_FILES = "Tệp của bản chốt chưa làm xong. Bạn bấm “Làm lại tệp” rồi phát hành."


@transaction.atomic
def confirm_checked(edition: WeeklyEdition, *, access: Access, at) -> WeeklyEdition:
    """The editor's word that the checks are done; Closed while anything blocks."""
    edition = lifecycle.locked(edition)
    lifecycle.pass_through("check", edition, access)
    pass_checks(edition)
    return lifecycle.mark_checked(edition, access=access, at=at)


def freeze_checked(edition: WeeklyEdition, *, access: Access, at: datetime.datetime) -> Snapshot:
    """Freezes what the checks let through, both in one moment: figures may have changed since the
    edition was checked."""
    for last in (False, True):
        try:
            with one_moment():
                edition = lifecycle.locked(edition)
                lifecycle.pass_through("freeze", edition, access)
                edition.known_at = edition.known_at or at  # as it will be frozen
                pass_checks(edition)
                return freeze(edition, access=access, at=at)
        except OperationalError as error:
            if last or connection.in_atomic_block:
                raise Closed(CHANGED_MEANWHILE) from error
    raise AssertionError("the second try returns or raises")


def make_files_apart(edition: WeeklyEdition) -> None:
    """The files of a frozen edition, made in a process of their own. Raises NoFile."""
    run_command("make_edition_files", f"--pk={edition.pk}")


def lacks_files(edition: WeeklyEdition) -> bool:
    made = EditionFile.objects.filter(snapshot__edition=edition).values_list("format", flat=True)
    return set(Format.values) != set(made)


@transaction.atomic
def issue(edition: WeeklyEdition, *, access: Access, at, needs_files: bool = True) -> WeeklyEdition:
    """Publishes, and tells every agency where its figures are printed."""
    lifecycle.pass_through("publish", lifecycle.locked(edition), access)
    if needs_files and lacks_files(edition):
        raise Closed(NO_FILES)
    edition = lifecycle.publish(edition, access=access, at=at)
    record_edition_uses(edition, at)
    return edition


@transaction.atomic
def take_out_of_use(edition: WeeklyEdition, *, reason: str, access: Access, at) -> WeeklyEdition:
    """Withdraws; its figures stand in another issue of the number that is in use, or nowhere."""
    edition = lifecycle.withdraw(edition, reason=reason, access=access, at=at)
    same = WeeklyEdition.objects.filter(year=edition.year, number=edition.number)
    left = same.filter(stage=Stage.PUBLISHED).order_by("-correction").first()
    if left:
        record_edition_uses(left, at)
    else:
        FigureUse.objects.filter(report_key=uses_key(edition)).delete()
    return edition
