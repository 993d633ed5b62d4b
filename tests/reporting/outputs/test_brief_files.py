"""The brief as a file: who gets it, under which name, and the command that makes it."""

import pytest
from django.core.management import CommandError, call_command

from portal.accounts.models import Role
from reporting.editions import files
from reporting.editions.report import Report
from reporting.models import WeeklyEdition
from reporting.outputs import BRIEF_WRITERS
from tests import factories as make
from tests import loaded
from tests.reporting import issuing

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("brief39")]
NUMBERED, WEEKLY = "/bao-cao-tuan/so/2022/17/tom-tat", "/bao-cao-tuan/2022-W39/tom-tat"
ROLES = "portal.accounts.backends.RolesBackend"


@pytest.fixture(scope="module", autouse=True)
def reference(django_db_setup, django_db_blocker):
    with loaded.for_module(django_db_blocker, loaded.load_reference):
        yield


@pytest.fixture
def asked(monkeypatch):
    """What the process of its own is asked for; it would not see the test's database."""
    found = []

    def run_command(*arguments):
        found.append(arguments)
        return b"%PDF-"

    monkeypatch.setattr(files, "run_command", run_command)
    return found


def signed_in(client, role):
    client.force_login(make.make_member(role), backend=ROLES)
    return client


@pytest.mark.parametrize("path", [NUMBERED, WEEKLY])
@pytest.mark.parametrize("format", ["pdf", "docx"])
def test_a_drafts_brief_is_handed_out(client, asked, path, format):
    response = signed_in(client, Role.EDITOR).get(f"{path}.{format}")
    assert response.status_code == 200
    name = f"tom-tat-bao-cao-17-2022-W39-du-thao.{format}"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    ((command, pk, wanted, brief, output),) = asked
    edition = WeeklyEdition.objects.get(week=39)
    assert (command, pk, brief, output) == (
        *("export_edition", f"--pk={edition.pk}"),
        *("--brief", "--output=-"),
    )
    assert wanted == f"--format={format}"


@pytest.mark.parametrize("path", [f"{NUMBERED}.xlsx", f"{WEEKLY}.odt", NUMBERED.replace("7", "8")])
def test_there_is_no_other_brief(client, asked, path):
    assert signed_in(client, Role.EDITOR).get(path).status_code == 404
    assert asked == []


def test_a_reader_gets_no_drafts_brief(client, asked):
    assert signed_in(client, Role.READER).get(f"{NUMBERED}.pdf").status_code == 404
    assert asked == []


def test_what_cannot_be_made_says_so(client, monkeypatch):
    def fails(*arguments):
        raise files.NoFile("Máy chủ thiếu thư viện làm PDF.")

    monkeypatch.setattr(files, "run_command", fails)
    response = signed_in(client, Role.EDITOR).get(f"{NUMBERED}.pdf")
    assert "Máy chủ thiếu thư viện làm PDF." in response.content.decode()


def test_the_command_makes_it_of_what_was_frozen(tmp_path):
    edition = issuing.frozen(WeeklyEdition.objects.get(week=39), formats=())
    WeeklyEdition.objects.filter(pk=edition.pk).update(topic="Chuyên đề khác")
    output = tmp_path / "tom-tat.docx"
    options = {"pk": edition.pk, "brief": True, "format": "docx", "output": str(output)}
    call_command("export_edition", **options)
    expected = BRIEF_WRITERS["docx"](Report.read(edition.snapshot.text))
    assert output.read_bytes() == expected


def test_the_command_knows_no_other_format(tmp_path):
    with pytest.raises(CommandError, match="Không có dạng “xlsx”"):
        call_command(
            "export_edition", "2022-W39", brief=True, format="xlsx", output=str(tmp_path / "x")
        )
