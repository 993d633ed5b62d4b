"""A document's stand-in: one small page of PDF that shows a number and a date."""

from django.core.files.uploadedfile import SimpleUploadedFile

from portal.documents.files import store_pdf

PAGE = "BT /F1 24 Tf 72 720 Td ({number}) Tj 0 -36 Td ({day}) Tj ET"


def store_stand_in(number: str, day: str, agency, at):
    """Keeps the stand-in of document `number` for `agency`; returns the stored file."""
    name = f"{number.replace('/', '-')}.pdf"
    uploaded = SimpleUploadedFile(name, stand_in(number, day), content_type="application/pdf")
    return store_pdf(uploaded, agency, at)


def stand_in(number: str, day: str) -> bytes:
    page = PAGE.format(number=latin(number), day=latin(day)).encode("cp1252")
    title = f"Văn bản trình diễn số {number}".encode("utf-16-be").hex().upper()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (vi-VN) >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(page), page),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Title <FEFF%s> >>" % title.encode("ascii"),
    ]
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number_of, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number_of, content)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info 6 0 R >>\n" % (len(objects) + 1)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % table)


def latin(text: str) -> str:
    """Text for the built-in font: Đ looks like its Eth; a number has no other Vietnamese letter."""
    return text.replace("Đ", "Ð").encode("cp1252", "replace").decode("cp1252")
