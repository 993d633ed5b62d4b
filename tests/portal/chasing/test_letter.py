"""The official letter: its head by NĐ 30/2020, its list, and the file that Word opens."""

import datetime
import io

import pytest
from docx import Document

from portal.catalogue.holidays import DaysOff
from portal.chasing.chase import chase_list
from portal.chasing.letter import chase_letter
from portal.chasing.mail import Contactable
from portal.office.paper import Paragraph, Table
from portal.submissions.models import State
from tests import factories as make

pytestmark = pytest.mark.django_db

ASK = Contactable("Lê Minh Tuấn", "024 3555 0146", "cuc@mau.example")
LETTER = "/theo-doi/2022-11/don-doc.docx"


@pytest.fixture(autouse=True)
def centre_of_its_own(settings):
    settings.DEMO_TODAY = datetime.date(2022, 11, 22)
    settings.CENTRE_SUPERIOR = "Bộ Sao Mai"
    settings.CENTRE_NAME = "Cục Đèn Lồng"
    settings.CENTRE_SYMBOL = "CĐL"
    settings.CENTRE_PLACE = "Sương Mù"
    settings.CENTRE_SIGNER = "Cục trưởng"
    settings.SITE_URL = "https://bao-cao.mau.example"


@pytest.fixture
def three(chased):
    chased.agency("Ba", "ba", position=3, state=State.RETURNED)
    chased.agency("Một", "mot", position=1, state=State.AWAITING_APPROVAL, letterhead="Sở Một")
    chased.agency("Hai", "hai", position=2)
    chased.agency("Đã gửi", "da-gui", state=State.SUBMITTED)
    return chased


def letter(chased, at="2022-11-22 09:00"):
    now = make.instant(at)
    chase = chase_list(chased.period, now, DaysOff())
    return chase_letter(chased.period, chase.rows, chase.expected, now=now, ask=ASK)


def texts(paper) -> str:
    return "\n".join(
        "".join(run.text for run in block.content)
        for block in paper.blocks
        if isinstance(block, Paragraph)
    )


def test_head_and_foot_are_the_centres_own(three):
    paper = letter(three)
    assert (paper.head.superior, paper.head.issuer) == ("BỘ SAO MAI", "CỤC ĐÈN LỒNG")
    assert paper.head.number.startswith("Số:")
    assert paper.head.number.endswith("/CĐL")
    assert paper.head.place_and_date == "Sương Mù, ngày      tháng 11 năm 2022"
    assert paper.head.subject == "V/v đôn đốc gửi báo cáo Đề án 146 kỳ tháng 11/2022"
    assert paper.head.kind == ""  # an official letter has none
    assert paper.signature.position == "CỤC TRƯỞNG"
    assert paper.recipient_lines == ("- Như trên;", "- Lưu: VT.")


def test_list_is_in_official_order_and_says_how_each_stands(three):
    (table,) = [block for block in letter(three).blocks if isinstance(block, Table)]
    assert table.rows == (
        ("1", "Tỉnh Một", "Sở Một", "Chưa gửi, đang chờ lãnh đạo duyệt"),
        ("2", "Tỉnh Hai", "", "Chưa gửi"),
        ("3", "Tỉnh Ba", "", "Cục trả lại, chưa gửi lại"),
    )
    assert sum(column.width for column in table.columns) == pytest.approx(1)


@pytest.mark.parametrize(
    ("at", "due", "until"),
    [
        (
            "2022-11-17 09:00",
            "Hạn gửi phiếu là 17:00 ngày 18/11/2022.",
            "trước 17:00 ngày 18/11/2022",
        ),
        (
            "2022-11-22 09:00",
            "Hạn gửi phiếu là 17:00 ngày 18/11/2022, đã qua.",
            "trước 17:00 ngày 25/11/2022",
        ),
        ("2022-12-01 09:00", "ngày 18/11/2022, đã qua.", "trong thời gian sớm nhất"),
    ],
)
def test_text_says_by_when(three, at, due, until):
    text = texts(letter(three, at))
    assert "của 3/4 cơ quan" in text
    assert due in text
    assert f"https://bao-cao.mau.example/ {until}." in text
    assert f"Đầu mối của Cục: {ASK}." in text
    assert text.endswith("Trân trọng./.")


def test_word_file_holds_the_list(centre, three):
    response = centre.get(LETTER)
    assert response.headers["Content-Disposition"] == (
        'attachment; filename="don-doc-2022-11.docx"'
    )
    document = Document(io.BytesIO(response.content))
    cells = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    assert ["1", "Tỉnh Một", "Sở Một", "Chưa gửi, đang chờ lãnh đạo duyệt"] in cells
    assert any("CỤC ĐÈN LỒNG" in text for row in cells for text in row)
    assert "Trân trọng./." in [paragraph.text for paragraph in document.paragraphs]


def test_word_file_holds_what_is_listed_only(centre, three):
    response = centre.get(f"{LETTER}?khoi=central")
    document = Document(io.BytesIO(response.content))
    assert "Tỉnh Một" not in document.element.xml
    assert "của 0/4 cơ quan" in document.element.xml


def test_names_and_settings_cannot_break_the_file(centre, settings, three):
    settings.CENTRE_NAME = "Cục <A> & “B”\n\x0b"
    three.people["mot"].memberships.get().agency.names.update(official_name="<w:p/> & \x07 ]]>")
    document = Document(io.BytesIO(centre.get(LETTER).content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert any("<w:p/> & " in text for text in cells)
