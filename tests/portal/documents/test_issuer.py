"""Who issued a document: typed beside its number, kept with it, shown wherever it is listed."""

import pytest

from portal.documents.models import Document
from portal.submissions import actions
from tests import factories as make
from tests.november import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def texts(reports):
    """A function: issuer → the texts of a good sheet with a new plan."""
    stored = reports.agency.files.create(file="x", name="ke-hoach.pdf", size=1)
    typed = {
        "value": "yes",
        "doc_kind": "plan",
        "doc_number": "81/KH-UBND",
        "doc_issued_on": "30/3/2022",
        "doc_file": str(stored.pk),
    }
    plan = {reports.field("PLAN", part): text for part, text in typed.items()}
    good = reports.good_texts | {reports.choice("PLAN"): "update"} | plan
    return lambda issuer: good | {reports.field("PLAN", "doc_issuer"): issuer}


def sent(reports, texts):
    report = reports.save(texts).submission
    return actions.send(report, version=report.version, access=reports.access(), at=NOW)


def test_typed_sent_and_shown(client, reports, texts):
    make.sign_in(client, reports.reporter)
    issuer = "UBND tỉnh Quảng Ninh"
    client.post(reports.path, texts(issuer) | {"base_version": "0"})
    assert f'value="{issuer}"' in client.get(reports.path).content.decode()
    checked = client.get(f"{reports.path}xem-lai/").content.decode()
    assert f"Kế hoạch 81/KH-UBND, 30/3/2022, {issuer}" in checked
    report = actions.report_of(reports.agency, reports.period)
    actions.send(report, version=report.version, access=reports.access(), at=NOW)
    document = Document.objects.get()
    assert document.issuer == issuer
    pages = (f"/phieu/{reports.agency.slug}/van-ban/", f"{reports.path}bien-nhan/1/")
    for path in (*pages, f"{pages[0]}{document.pk}/"):
        assert issuer in client.get(path).content.decode()


def test_optional_and_tidied(reports, texts):
    sent(reports, texts(""))
    assert Document.objects.get().issuer == ""


def test_another_issuer_is_another_document_and_the_old_receipt_keeps_its_own(reports, texts):
    first = sent(reports, texts("Sở TT&TT"))
    actions.recall(first.submission, access=reports.access(), at=NOW)
    second = sent(reports, texts(" UBND \u200b tỉnh "))
    issuers = [r.values.get(evidence__isnull=False).evidence.issuer for r in (first, second)]
    assert issuers == ["Sở TT&TT", "UBND tỉnh"]


@pytest.mark.parametrize("issuer", ["x" * 201, "UBND\x00tỉnh", "<script>x</script>"])
def test_hostile_issuer(client, reports, texts, issuer):
    make.sign_in(client, reports.reporter)
    client.post(reports.path, texts(issuer) | {"base_version": "0"})
    page = client.get(f"{reports.path}?kiem-tra=1").content.decode()
    assert ("dài nhất 200 ký tự" in page) is (len(issuer) > 200)
    assert "<script>x" not in page
