"""The first page's head, the cover of a bulletin, and the signature with "Nơi nhận"."""

from portal.office.cell_text import writable
from portal.office.lettering import lines_in
from portal.office.paper import BulletinHead, NationalHead, Paper, PlainHead, Signature

from .markup import ROOM, TWIPS, cell, framed, line, row, rule, table, text_width, title
from .pen import Pen

LEFT, RIGHT = 4394, 4960  # 77,5 mm for the names, 87,5 mm for Quốc hiệu
CLOSING = (3685, 5669)  # 65 mm for "Nơi nhận", 100 mm for the signature
COVER_GAP, TOPIC_LINE = 5500, 424  # twips between a cover's halves; what a line of 16 pt takes
NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
DRAFT = "DỰ THẢO"


def add_head(pen: Pen, paper: Paper) -> None:
    if paper.draft:
        pen.add(framed(DRAFT))
    if isinstance(paper.head, BulletinHead):
        _add_cover(pen, paper.head)
    elif isinstance(paper.head, PlainHead):
        pen.add(line("Title", paper.head.title, before=0))
        pen.add(*(line("CentredText", text) for text in paper.head.lines))
    else:
        _add_national(pen, paper.head)


def _add_cover(pen: Pen, head: BulletinHead) -> None:
    """A page of its own; the next paragraph begins page 2."""
    pen.add(line("CoverKind", head.kind), line("CoverName", head.name), rule(ROOM, 2268))
    topic_lines = 0
    if head.topic:
        topic_lines = 1 + lines_in(writable(head.topic), ROOM / TWIPS / 8, is_bold=True)
        pen.add(title("CoverTopic", head.topic, 16))
    pen.add(line("CoverPurpose", head.purpose))
    above = max(COVER_GAP - topic_lines * TOPIC_LINE, 0)
    for text in (head.number, head.dated):
        if text:
            pen.add(line("CoverNumber", text, before=above))
            above = None
    if head.circulation:
        pen.add(line("CoverGap", ""), framed(head.circulation))
    pen.break_page()


def _add_national(pen: Pen, head: NationalHead) -> None:
    left = [title("Superior", head.superior, 12, room=LEFT)] if head.superior else []
    left += [title("Issuer", head.issuer, 12, room=LEFT), rule(LEFT, 1361)] if head.issuer else []
    left.append(line("Number", head.number))
    if not head.kind:
        left.append(line("LetterSubject", head.subject))
    if head.circulation:
        left += [line("Number", ""), framed(head.circulation, LEFT)]
    right = [
        line("Nation", NATION),
        line("Motto", MOTTO),
        rule(RIGHT, text_width(MOTTO, 13)),
        line("PlaceDate", head.place_and_date),
    ]
    both = row(cell(LEFT, *left), cell(RIGHT, *right))
    pen.add(table("TableNormal", (LEFT, RIGHT), [both], margin=0))
    if head.kind:
        pen.add(line("Title", head.kind), title("Subtitle", head.subject, 14, keep_next=True))
        pen.add(rule(ROOM, 2268))
    _add_addressees(pen, head.addressees)
    pen.add(line("TableEnd", ""))


def _add_addressees(pen: Pen, names: tuple[str, ...]) -> None:
    if len(names) == 1:
        pen.add(line("Addressee", f"Kính gửi: {names[0].strip(' ;.')}."))
    elif names:
        pen.add(line("Addressee", "Kính gửi:", keep_next=True))
        ends = [";"] * (len(names) - 1) + ["."]
        for name, end in zip(names, ends, strict=True):
            pen.add(line("Addressees", f"- {name.strip(' ;.')}{end}"))


def add_closing(pen: Pen, paper: Paper) -> None:
    """ "Nơi nhận" left, the signature right, on the page of the last paragraph."""
    signature = paper.signature
    if not signature and not paper.recipients:
        return
    pen.hold_last()
    left = [line("Recipients", "Nơi nhận:")] if paper.recipient_lines else [line("Recipient", "")]
    left += [line("Recipient", text) for text in paper.recipient_lines]
    right = _signing(signature) if signature else [line("Signing", "")]
    both = row(cell(CLOSING[0], *left), cell(CLOSING[1], *right))
    pen.add(line("TableEnd", "", keep_next=True))
    pen.add(table("TableNormal", CLOSING, [both], margin=0))
    pen.add(line("TableEnd", ""))


def _signing(signature: Signature) -> list:
    lines = [line("Signing", text) for text in (*signature.capacity, signature.position) if text]
    return [*lines, line("Signer", signature.name)]
