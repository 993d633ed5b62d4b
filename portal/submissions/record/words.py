"""What is said of an agency in sentences, on its page and on paper alike."""

from portal.days import show_date
from portal.names import join_names

from .identity import Succeeded
from .page import Profile


def facts_of(profile: Profile) -> list[tuple[str, str]]:
    """(name, fact) pairs of who the agency is; what is not known is left out."""
    who, day = profile.identity, profile.day
    found = [("Tên chính thức", profile.member.official_name), ("Loại", who.kind_on(day))]
    if profile.group:
        found.append(("Vùng" if profile.group.is_region else "Nhóm", profile.group_name))
    found += who.codes_on(day)
    found += [
        ("Tên trước đây", f"{row.title} (đến hết {show_date(row.until)})")
        for row in who.earlier_names(day)
    ]
    if before := profile.before:
        found.append(("Kế thừa", join_names([succeeded_words(one) for one in before])))
    if after := profile.after:
        found.append(("Cơ quan kế thừa", join_names([succeeded_words(one) for one in after])))
    return [(name, fact) for name, fact in found if fact]


def succeeded_words(one: Succeeded) -> str:
    basis = f", {one.basis}" if one.basis else ""
    return f"{one.name} (từ {show_date(one.on)}{basis})"


def months_words(profile: Profile) -> str:
    """ "Đã gửi 9/11 kỳ gần nhất, 8 kỳ đúng hạn"; empty where no month was asked."""
    received, on_time, counted = profile.received
    if not counted:
        return ""
    said = f"Đã gửi {received}/{counted} kỳ gần nhất, {on_time} kỳ đúng hạn."
    missing = [month.label for month in profile.months if month.is_over]
    if missing:
        said += f" Cục chưa nhận: {join_names(missing[:4])}"
        said += f" và {len(missing) - 4} kỳ khác." if len(missing) > 4 else "."
    return said


def plan_words(profile: Profile) -> str:
    """The plan in force with its number and day; empty where none is known."""
    if profile.plan is None:
        return ""
    figure, document = profile.plan
    if document is None:
        day = f", số tính đến {show_date(figure.covers_to)}" if figure.covers_to else ""
        source = f" (nguồn: {figure.source}{day})" if figure.source else ""
        return f"Đã ban hành Kế hoạch{source}. Chưa ghi nhận số, ngày của văn bản."
    issuer = f" của {document.issuer}" if document.issuer else ""
    return (
        f"Kế hoạch đang có hiệu lực: {document.name}, ngày {show_date(document.issued_on)}{issuer}."
    )
