"""The officer's and the approver's sight of what the centre asked about single figures."""

import pytest

from portal.submissions import deciding
from tests import factories as make
from tests.november import NOW

from .template_files import Form, template

pytestmark = pytest.mark.django_db
WHY = "Đã gồm <hội nghị> chưa?"
SHOWN = "Đã gồm &lt;hội nghị&gt; chưa?"


@pytest.fixture
def returned(reports):
    report = reports.sent()
    questions = {reports.indicators[code].pk: WHY for code in ("TRAINED", "PLAN", "PEOPLE")}
    deciding.return_report(
        report, questions=questions, access=reports.access(reports.reviewer), at=NOW
    )
    return report


@pytest.fixture
def officer(client, reports):
    return make.sign_in(client, reports.reporter)


def page_of(response):
    return response.content.decode()


def test_question_stands_beside_its_field(officer, reports, returned):
    page = page_of(officer.get(reports.path))
    assert page.count(SHOWN) == 6  # in the list, and at each figure
    for code, part in (("TRAINED", "total"), ("TRAINED", "month"), ("PEOPLE", "value")):
        field = reports.field(code, part)
        tag = page[page.index(f'id="{field}"') :].partition(">")[0]
        assert f"q-{reports.indicators[code].code}-asked" in tag
    assert f'href="#q-{reports.indicators["TRAINED"].code}"' in page
    assert 'class="query" id="q-PROV_TRAINED-asked"' in page
    assert f'id="{reports.field("PLAN", "explain")}"' in page  # answered in words as well
    assert "“”" not in page  # a return without a note quotes nothing


def test_unasked_figures_say_nothing(officer, reports, returned):
    page = page_of(officer.get(reports.path))
    assert "q-PROV_FILM-asked" not in page
    assert f'id="{reports.field("FILM", "explain")}"' not in page


def test_questions_are_on_the_desk_and_on_the_check(officer, reports, returned):
    desk = page_of(officer.get("/"))
    assert f'href="{reports.path}#q-PROV_TRAINED"' in desk
    assert "Cục hỏi về 3 chỉ tiêu" in desk
    assert page_of(officer.get(f"{reports.path}xem-lai/")).count(SHOWN) == 6


def test_figure_that_stays_wants_a_word_before_sending(officer, reports, returned):
    page = page_of(officer.get(f"{reports.path}xem-lai/"))
    assert "Cục hỏi về số này mà số vẫn như bản đã gửi" in page
    assert 'value="Gửi về Cục"' not in page
    texts = {
        reports.field("TRAINED", "total"): "510",
        reports.field("PEOPLE", "explain"): "Đã đếm lại.",
        reports.field("PLAN", "explain"): "Kế hoạch vẫn còn hiệu lực.",
    }
    version = reports.save(texts).submission.version
    page = page_of(officer.get(f"{reports.path}xem-lai/"))
    assert "Gửi về Cục</button>" in page
    officer.post(f"{reports.path}gui/", {"base_version": str(version)})
    returned.refresh_from_db()
    assert (returned.state, returned.revisions.count()) == ("submitted", 2)


def test_approver_reads_the_questions(client, reports, returned):
    reports.agency.needs_approval = True
    reports.agency.save()
    explained = {reports.field(code, "explain"): "Đã xem." for code in ("PEOPLE", "PLAN")}
    report = reports.save({reports.field("TRAINED", "total"): "510"} | explained).submission
    make.sign_in(client, reports.reporter)
    client.post(f"{reports.path}trinh-duyet/", {"base_version": str(report.version)})
    make.sign_in(client, reports.approver)
    page = page_of(client.get(f"{reports.path}duyet-phieu/"))
    assert page.count(SHOWN) == 3


def test_accepted_report_shows_no_question(officer, reports, returned):
    explained = {
        reports.field(code, "explain"): "Đã xem." for code in ("TRAINED", "PEOPLE", "PLAN")
    }
    version = reports.save(explained).submission.version
    officer.post(f"{reports.path}gui/", {"base_version": str(version)})
    deciding.accept(returned, access=reports.access(reports.reviewer), at=NOW)
    assert SHOWN not in page_of(officer.get(f"{reports.path}xem-lai/"))
    assert SHOWN not in page_of(officer.get("/"))


def test_sheet_with_questions_asks_few_questions(
    officer, reports, returned, django_assert_max_num_queries
):
    officer.get(reports.path)
    with django_assert_max_num_queries(8):
        officer.get(reports.path)


def test_question_shows_at_the_boxes_of_the_template(reports, returned):
    form = Form(template(reports))
    prompts = {
        cell: check.prompt
        for check in form.sheet.data_validations.dataValidation
        for cell in check.cells
    }
    told = {str(cell): text for cell, text in prompts.items()}
    asked = reports.indicators["TRAINED"].code
    for column in ("value", "explain"):
        assert told[form.cell(asked, column).coordinate] == WHY
    unasked = reports.indicators["TEAMS"].code
    assert WHY not in (told.get(form.cell(unasked, c).coordinate) for c in ("value", "explain"))
