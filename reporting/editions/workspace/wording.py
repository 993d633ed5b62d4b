"""Judging how a line is reworded: every figure stays, none is typed, an unknown is no "chưa"."""

import re
from collections.abc import Collection, Iterable

from portal.figures import show
from portal.names import join_names
from portal.submissions.aggregation import Figure
from reporting.editions.choices import TOKEN

# A number that stands alone: not of a name (VTV1), a document (146/QĐ-TTg) or the programme.
NUMBER = re.compile(r"(?<![\w{./])\d[\d.,]*(?:/\d+)*(?![\w}]|/[^\W\d])")
PROGRAMME = re.compile(r"(?:Đề án|Quyết định|Nghị định|Nghị quyết|tuần|tháng|năm|quý)\s+$", re.I)
NOT_YET = re.compile(r"\bchưa\b(?!\s+(?:ghi nhận|có số|rõ|biết))", re.IGNORECASE)


def faults_of(
    wording: str, usual: str, names: Collection[str], unknown: Iterable[Figure]
) -> list[str]:
    """What is wrong with a wording, in whole sentences. `usual`: the usual sentence in braces;
    `names`: of its figures; `unknown`: figures of which nothing is reported as not done."""
    used = [token["code"] for token in TOKEN.finditer(wording)]
    faults = []
    left_out = [f"{{{name}}}" for name in names if name not in used]
    if left_out:
        faults.append(f"Câu thiếu số {join_names(left_out)}. Bạn chép tên số vào chỗ cần in.")
    strange = [f"{{{name}}}" for name in dict.fromkeys(used) if name not in names]
    if strange:
        faults.append(f"{join_names(strange)} không phải số của dòng này.")
    words = TOKEN.sub("", wording)
    if "{" in words or "}" in words:
        faults.append("Có ngoặc nhọn lẻ. Tên số viết hoa trong một cặp ngoặc nhọn.")
    typed = typed_numbers(TOKEN.sub("\N{OBJECT REPLACEMENT CHARACTER}", wording), usual)
    if typed:
        faults.append(
            f"Câu không gõ số ({join_names(typed)}). Số lấy từ số liệu, bạn dùng tên số trong "
            "ngoặc nhọn."
        )
    for figure in unknown:
        if NOT_YET.search(words):
            faults.append(
                f"{show(len(figure.unknown))} cơ quan chưa ghi nhận số liệu, không biết là có hay "
                "không, nên câu không viết “chưa”."
            )
            break
    return faults


def typed_numbers(wording: str, usual: str) -> list[str]:
    """Numbers that are not of the usual sentence's words."""
    known = set(NUMBER.findall(usual))
    found = [
        number[0].rstrip(".,")
        for number in NUMBER.finditer(wording)
        if number[0] not in known and not PROGRAMME.search(wording[: number.start()])
    ]
    return [number for number in dict.fromkeys(found) if number not in known]
