"""A report with nothing that blocks, and the three people who take it to print."""

import datetime

import pytest
from django.urls import reverse

from reporting.editions.freezing import make_files
from reporting.editions.progress import steps_taken
from reporting.models import EditionStory, WeeklyEdition
from tests import factories as make
from tests import loaded

from .walking import AT, write

HEADS = {"issuer": "Bộ Thông tin và Truyền thông", "purpose": "Tài liệu tham khảo"}
OPENING = "Thực hiện Đề án, {PLAN_PRO} địa phương đã ban hành kế hoạch."


@pytest.fixture(scope="module", autouse=True)
def reference(django_db_setup, django_db_blocker):
    with loaded.for_module(django_db_blocker, loaded.load_reference):
        yield


@pytest.fixture(autouse=True)
def _on_the_next_day(settings, monkeypatch):
    settings.DEMO_TODAY = datetime.date(2022, 10, 1)
    monkeypatch.setattr(steps_taken, "run_command", made_here)


def made_here(_command, pk):
    """The files in this process: another one does not see the test's transaction."""
    edition = WeeklyEdition.objects.get(pk=int(pk.partition("=")[2]))
    make_files(edition.snapshot, AT)
    return b""


@pytest.fixture
def edition():
    """Tuần 39 with nothing that blocks."""
    WeeklyEdition.objects.filter(week=39).update(**HEADS)
    EditionStory.objects.update(confirmed_at=AT)
    edition = WeeklyEdition.objects.get(week=39)
    write(edition, "opening", OPENING)
    return edition


@pytest.fixture
def people(client):
    users = {role: make.make_member(role) for role in ("editor", "data_manager", "publisher")}

    def act(role, name, *args, data=None, method="post"):
        make.sign_in(client, users[role])
        path = reverse(f"reporting:{name}", args=args)
        return getattr(client, method)(path, data or {}, follow=True)

    act.users = users
    return act
