"""What an agency had begun when another took over: kept, read by the centre, written by nobody."""

import pytest

from portal.submissions import actions
from portal.submissions.drafting import load_draft
from portal.submissions.gates import Closed
from portal.submissions.models import State
from tests import factories as make

from .keepers import client_of, text_of

pytestmark = pytest.mark.django_db

NEW_DAY = make.day("2022-11-16")
LATER = make.instant("2022-11-16 09:00")  # before the month is closed


@pytest.fixture
def draft(reports, admin, settings):
    """Two words of Quảng Ninh's November, then Hải Phòng takes over with the people."""
    successor = make.make_agency("Hải Phòng", "hai-phong")
    draft = reports.save({reports.field("WORDS"): "Thiếu máy."}).submission
    facts = {"successor": successor.pk, "takes_over_on": "16/11/2022", "basis": "NQ 1"}
    path = f"/chuong-trinh/co-quan/{reports.agency.pk}/ke-thua/"
    assert client_of(admin).post(path, {**facts, "gives_people": "on"}).status_code == 302
    settings.DEMO_TODAY = NEW_DAY
    return draft


def test_nobody_writes_it_any_more(draft, reports):
    before = load_draft(draft).texts()
    posted = {"base_version": draft.version, reports.field("WORDS"): "Đủ máy.", "then": "check"}
    for user in (reports.reporter, reports.approver):
        assert make.access_of(user, NEW_DAY).can("report", "hai-phong") == (
            user == reports.reporter
        )
        client = client_of(user)
        assert client.post(reports.path, posted).status_code == 404
        for step in ("gui", "trinh-duyet", "duyet"):
            sent = client.post(f"{reports.path}{step}/", {"base_version": draft.version})
            assert sent.status_code in (403, 404), step
    assert client_of(reports.reviewer).post(reports.path, posted).status_code in (403, 404)
    with pytest.raises(Closed):
        actions.save_draft(
            draft,
            base_version=draft.version,
            texts={},
            access=make.access_of(reports.reporter, NEW_DAY),
            at=LATER,
        )
    draft.refresh_from_db()
    assert (draft.state, load_draft(draft).texts()) == (State.DRAFT, before)


def test_centre_still_reads_it(draft, reports):
    response = client_of(reports.reviewer).get(f"{reports.path}xem-lai/")
    assert response.status_code == 200
    assert "Thiếu máy." in text_of(response)
