"""Numbers and symbols of administrative documents: "81/KH-UBND", "618/QĐ-UBND", "1948/VP-KGVX".

Forms by NĐ 30/2020/NĐ-CP, Phụ lục I: a named kind of document first, then an official letter.
"""

import re
from dataclasses import dataclass

from portal.names import nfc

NAMED_KIND = re.compile(
    r"^\d{1,6}/(KH|QĐ|CTr|ĐA|TTr|TB|HD|BC|NQ|CT)-[A-ZĐ][A-Za-zĐđ&]*$", re.UNICODE
)
OFFICIAL_LETTER = re.compile(r"^\d{1,6}/[A-ZĐ&]+-[A-ZĐ&]+$", re.UNICODE)
LONGEST = 60


class NumberError(ValueError):
    def __init__(self, message: str):
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class DocumentNumber:
    """A number as stored. `is_letter`: of the form of a công văn, which is not a plan."""

    text: str
    is_usual: bool
    is_letter: bool


def read_document_number(text: str) -> DocumentNumber:
    """Reads a typed number; blanks around the slash and every kind of dash are evened out.

    Raises NumberError for an empty, too long or slashless text. An unusual form is not refused,
    only marked: the centre may rule.
    """
    text = re.sub(r"\s*/\s*", "/", nfc(text))
    text = re.sub(r"\s*[‐‑‒–—−-]\s*", "-", text)
    text = re.sub(r"^(?:số|so)\s*:?\s*", "", text, flags=re.IGNORECASE)
    if not text:
        raise NumberError("Bạn ghi số, ký hiệu văn bản, ví dụ 81/KH-UBND.")
    if len(text) > LONGEST:
        raise NumberError(f"Số, ký hiệu dài nhất {LONGEST} ký tự. Trích yếu không ghi ở ô này.")
    if "/" not in text or not any(c.isdigit() for c in text):
        raise NumberError(f"“{text}” thiếu số hoặc dấu gạch chéo. Ví dụ đúng: 81/KH-UBND.")
    is_named = bool(NAMED_KIND.match(text))
    is_letter = not is_named and bool(OFFICIAL_LETTER.match(text))
    return DocumentNumber(text, is_named or is_letter, is_letter)
