"""Frozen means frozen: from draft to issued, and what no later change can touch."""

import datetime

import pytest

from portal.accounts.models import Membership
from portal.accounts.permissions import Access
from portal.submissions.gates import Closed
from reporting.editions import lifecycle
from reporting.editions.freezing import freeze, make_files
from reporting.editions.kept import Format, Unchangeable
from reporting.editions.models import Stage
from reporting.editions.report import Report
from reporting.models import EditionFile, WeeklyEdition
from tests import factories as make
from tests import loaded

pytestmark = pytest.mark.django_db

AT = make.instant("2022-09-30 17:00")


@pytest.fixture(scope="module", autouse=True)
def reference(django_db_setup, django_db_blocker):
    with loaded.for_module(django_db_blocker, loaded.load_reference):
        yield


@pytest.fixture
def edition():
    return WeeklyEdition.objects.get(week=39)


def access(role) -> Access:
    return Access(make.make_member(role), AT.date())


def frozen(edition, *, checker="editor", freezer="data_manager"):
    lifecycle.mark_checked(edition, access=access(checker), at=AT)
    lifecycle.reserve(edition, issued_on=AT.date(), access=access(freezer), at=AT)
    return freeze(edition, access=access(freezer), at=AT)


def test_an_edition_goes_its_way(edition):
    snapshot = frozen(edition)
    report = Report.read(snapshot.text)
    assert report.sha256 == snapshot.sha256
    assert report.identity.document_number == "17/BC-UBQGCĐS"
    assert not report.identity.is_draft
    files = {file.format: file for file in make_files(snapshot, AT)}
    assert set(files) == set(Format.values)
    assert files[Format.JSON].sha256 == snapshot.sha256
    edition = lifecycle.publish(edition, access=access("publisher"), at=AT)
    assert edition.stage == Stage.PUBLISHED
    kinds = [event.kind for event in edition.events.all()]
    assert kinds == ["checked", "reserved", "frozen", "published"]


def test_every_total_is_the_sum_of_its_parts(edition):
    report = Report.read(frozen(edition).text)
    for code in ("TRAIN_PRO_SELF", "TRAIN_PRO_OT", "TRAIN_MIN"):
        figure = report.figures[code]
        assert sum(amount for _, amount, _, _ in figure.parts) == figure.amount
        assert {key for *_, key in figure.parts} <= set(report.revisions)


def test_files_made_again_are_the_same(edition):
    snapshot = frozen(edition)
    before = {file.format: file.sha256 for file in make_files(snapshot, AT)}
    EditionFile.objects.filter(snapshot=snapshot).delete()
    later = AT + datetime.timedelta(days=400)
    assert {file.format: file.sha256 for file in make_files(snapshot, later)} == before


def test_a_snapshot_and_its_files_refuse_to_change(edition):
    snapshot = frozen(edition)
    snapshot.text = "{}"
    with pytest.raises(Unchangeable):
        snapshot.save()
    with pytest.raises(Unchangeable):
        snapshot.delete()


@pytest.mark.parametrize(
    ("step", "role"),
    [("mark_checked", "data_manager"), ("mark_checked", "reader"), ("publish", "editor")],
)
def test_rights_are_kept_apart(edition, step, role):
    with pytest.raises(Closed):
        getattr(lifecycle, step)(edition, access=access(role), at=AT)


def test_steps_cannot_be_left_out(edition):
    with pytest.raises(Closed, match="cấp số"):
        freeze(edition, access=access("data_manager"), at=AT)
    with pytest.raises(Closed):
        lifecycle.publish(edition, access=access("publisher"), at=AT)


def test_who_checked_does_not_freeze(edition):
    both = make.make_member("editor")
    Membership.objects.create(user=both, role="data_manager", in_force_from=make.LONG_AGO)
    lifecycle.mark_checked(edition, access=Access(both, AT.date()), at=AT)
    lifecycle.reserve(edition, issued_on=AT.date(), access=access("data_manager"), at=AT)
    with pytest.raises(Closed, match="một người khác"):
        freeze(edition, access=Access(both, AT.date()), at=AT)
    assert freeze(edition, access=access("data_manager"), at=AT).pk
