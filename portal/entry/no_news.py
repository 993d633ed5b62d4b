"""A month without news: every part stays as it was, said in one step."""

from collections.abc import Mapping

from portal.submissions.answers import UNCHANGED, choice_of
from portal.submissions.sheet import Part, Sheet

from .boxes import PART_PARTS, QUESTION_PARTS


def unchanged_texts(sheet: Sheet) -> dict[str, str]:
    """What answers every part "Không thay đổi"."""
    return {part.field("choice"): UNCHANGED for part in sheet.parts}


def rest_unchanged(sheet: Sheet, texts: Mapping[str, str]) -> dict[str, str]:
    """The same for the parts that nothing was said about yet and that can stay."""
    return {
        part.field("choice"): UNCHANGED
        for part in sheet.parts
        if part.can_stay and not choice_of(part, texts) and not is_touched(part, texts)
    }


def is_touched(part: Part, texts: Mapping[str, str]) -> bool:
    """Whether anything was typed or chosen in a part, other than that nothing changed."""
    names = [part.field(name) for name in PART_PARTS]
    names += [question.field(name) for question in part.asked for name in QUESTION_PARTS]
    return any(texts.get(name, "").strip() not in ("", UNCHANGED) for name in names)


def why_not_unchanged(sheet: Sheet, texts: Mapping[str, str]) -> str:
    """Why the month cannot be said to be without news; empty when it can."""
    touched = [part.section.title for part in sheet.parts if is_touched(part, texts)]
    if touched:
        return (
            f"Phiếu đã có phần bạn đang nhập ({', '.join(touched)}) nên không giữ nguyên cả tháng. "
            "Số đã nhập vẫn còn. Ở các phần còn lại, bạn chọn “Không thay đổi”."
        )
    unknown = [part.section.title for part in sheet.parts if not part.can_stay]
    if unknown:
        return f"Phần chưa có số kỳ trước nên cần nhập: {', '.join(unknown)}."
    return ""
