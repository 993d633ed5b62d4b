"""Charts as pictures: the SVG drawn by resvg, with what it shows said in words."""

from io import BytesIO

from docx.shared import Emu, Mm

from portal.office.cell_text import writable
from portal.office.drawing import png_of
from portal.office.paper import Picture

from .markup import el, line, paragraph, run, title
from .pen import Pen

WIDEST, HIGHEST = Mm(165), Mm(200)


def add_picture(pen: Pen, picture: Picture) -> None:
    if picture.title:
        marked = pen.marked(picture.anchor, [run(picture.title)])
        pen.add(title("Caption", picture.title, 13, bookmarked=marked))
    if picture.unit:
        pen.add(line("PictureUnit", picture.unit))
    drawing = el("w:drawing", _inline(pen, picture))
    pen.add(paragraph("PictureLine", el("w:r", drawing)))


def _inline(pen: Pen, picture: Picture):
    drawn = png_of(writable(picture.svg))
    share = min(1, HIGHEST / (WIDEST * drawn.height / drawn.width))
    width = Emu(round(WIDEST * share))
    height = Emu(round(width * drawn.height / drawn.width))
    inline = pen.document.part.new_pic_inline(BytesIO(drawn.content), width, height)
    number = pen.next_number()
    inline.docPr.set("id", str(number))
    inline.docPr.set("name", f"Hình {number}")
    inline.docPr.set("descr", writable(picture.alt))
    if picture.title:
        inline.docPr.set("title", writable(picture.title))
    return inline
