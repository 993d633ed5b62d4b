"""The report in a few lines for an e-mail or a Zalo message."""

from portal.days import show_date
from reporting.editions.report import Report

from .dating import day_of
from .headlines import headline_blocks


def short_text(report: Report, link: str) -> str:
    """Title, number, day, five to seven sentences with their figures, and where to read it all.

    A sentence whose figure is not known is not there. `link`: the whole address; none when empty.
    """
    identity = report.identity
    issued = day_of(report.identity.issued_on)
    dated = f", ngày {show_date(issued)}" if issued else ""
    lines = [
        f"{'DỰ THẢO – ' if identity.is_draft else ''}BÁO CÁO CHUYÊN ĐỀ {identity.label.upper()}",
        f"Số {identity.document_number}{dated}. {identity.topic}.",
        f"Số liệu tính đến {show_date(day_of(identity.as_of))}:",
        *(f"- {block.text.rstrip('.;')}." for block in headline_blocks(report)),
    ]
    if basis := report.completeness.get("text"):
        lines.append(basis)
    if link:
        lines.append(f"Xem đầy đủ: {link}")
    return "\n".join(lines)
