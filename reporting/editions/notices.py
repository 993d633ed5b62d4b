"""What a report says about itself and those before it: what it corrects, and what came late."""

from collections.abc import Iterable, Mapping

from portal.names import join_names

from .body import NEWS
from .report import Block, Piece

CORRECTED, LATE = "corrected", "late"  # sources of these blocks


def with_notices(
    body: list[Block], corrects: dict | None, corrected: Iterable[dict], late: Iterable[str]
) -> list[Block]:
    """The body with the list of corrections behind the opening, and with who was late at the end
    of the figures. `late`: names."""
    at = next(place for place, block in enumerate(body) if block.kind == "topic")
    end = next(place for place, block in enumerate(body) if block.kind == NEWS) + 1
    return [
        *body[:at],
        *(correction_blocks(corrects, corrected) if corrects else ()),
        *body[at:end],
        *late_blocks(list(late)),
        *body[end:],
    ]


def correction_blocks(corrects: dict, corrected: Iterable[dict]) -> list[Block]:
    """Which report is corrected and why, then a point for each place: before → after."""
    points = tuple((Piece(correction_words(row)),) for row in corrected)
    title = f"Đính chính Báo cáo số {corrects['document_number']}"
    reason = f"Lý do: {corrects['reason'].rstrip('.')}."
    return [
        Block("heading", (Piece(title),), level=2, anchor="dinh-chinh", source=CORRECTED),
        Block("paragraph", (Piece(reason),), source=CORRECTED),
        *([Block("points", items=points, source=CORRECTED)] if points else []),
    ]


def correction_words(row: Mapping[str, str]) -> str:
    before = f"“{row['before']}”" if row["before"] else "(không có)"
    after = f"“{row['after']}”" if row["after"] else "(bỏ)"
    return f"{row['place']}: {before} → {after}"


def late_blocks(names: list[str]) -> list[Block]:
    if not names:
        return []
    text = f"Số liệu nhận sau khi chốt báo cáo trước, nay đã tính vào: {join_names(names)}."
    return [Block("aside", (Piece(text),), source=LATE)]


def late_names(late: Iterable[dict], names: Mapping[str, str]) -> list[str]:
    """The agencies of late reports, each once, in the order in which they came."""
    return list(dict.fromkeys(names.get(row["agency"], row["agency"]) for row in late))
