"""What the editor types becomes blocks; nothing typed becomes markup of the page."""

from hypothesis import given
from hypothesis import strategies as st

from reporting.editions.markup import read_markup
from reporting.editions.report import Piece, plain

KNOWN = {"PLAN_PRO": "41/63", "OT_VISITS": "gần 6 triệu"}


def read(text):
    notes = []

    def number(note):
        notes.append(note)
        return len(notes)

    def figure(code):
        return Piece(KNOWN[code], code=code) if code in KNOWN else None

    return read_markup(text, figure, number, "lead"), notes


def test_paragraphs_headings_and_lists():
    typed = "## Chung\nMột dòng\nnối tiếp.\n\n- ý một\n- ý hai\n(1) trước\n(2) sau\n\nCuối."
    blocks, _ = read(typed)
    assert [(b.kind, b.numbered) for b in blocks] == [
        ("heading", False),
        ("paragraph", False),
        ("points", False),
        ("points", True),
        ("paragraph", False),
    ]
    assert blocks[0].level == 3
    assert blocks[1].text == "Một dòng nối tiếp."
    assert [plain(item) for item in blocks[3].items] == ["trước", "sau"]


def test_bold_italic_and_notes_within_a_sentence():
    (block,), notes = read("Đã **rất *nhanh*** [^Chú thích, có dấu phẩy.] và đúng.")
    assert [(p.text, p.bold, p.italic) for p in block.pieces if p.text] == [
        ("Đã ", False, False),
        ("rất ", True, False),
        ("nhanh", True, True),
        (" ", False, False),
        (" và đúng.", False, False),
    ]
    assert notes == ["Chú thích, có dấu phẩy."]


def test_a_token_is_the_figure_and_an_unknown_one_is_stale():
    (block,), _ = read("Có {PLAN_PRO} tỉnh, {OT_VISITS} lượt, {KHONG_CO} gì.")
    figures = [piece for piece in block.pieces if piece.code]
    assert [(p.text, p.stale) for p in figures] == [
        ("41/63", False),
        ("gần 6 triệu", False),
        ("{KHONG_CO}", True),
    ]


def test_marks_that_never_close_are_printed_as_typed():
    (block,), notes = read("5 * 3 và [^không đóng và {thường}")
    assert block.text == "5 * 3 và [^không đóng và {thường}"
    assert notes == []


@given(st.text())
def test_every_typed_letter_is_kept_in_order(text):
    """Whatever is typed: no letter or digit is lost, doubled or moved."""
    blocks, notes = read(text)

    def letters(value):
        return [c for c in value if c.isalpha()]

    printed = []
    for block in blocks:
        for line in (block.pieces, *block.items):
            for piece in line:
                printed += letters(notes[piece.note - 1] if piece.note else piece.text)
    if "{" not in text:
        assert printed == letters(text)


@given(st.text(alphabet="ab *[]^{}PLAN_O-#()1.\n"))
def test_no_typing_raises(text):
    read(text)
