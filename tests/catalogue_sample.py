"""A small invented catalogue with every type of value, for pages and for the browser."""

from portal.agencies.models import Side
from portal.catalogue.models import Evidence, Rule, Source, ValueType
from portal.submissions.models import Channel

from . import factories as make


def every_type(asked_of):
    """One indicator of each type asked of the set `asked_of`; code → indicator."""
    prefix = asked_of.code.upper()[:4]
    plan = make.make_section("A. Kế hoạch triển khai Đề án", f"{asked_of.code}-ke-hoach", 1)
    media = make.make_section("B. Truyền thông, nâng cao nhận thức", f"{asked_of.code}-tt", 2)
    training = make.make_section("C. Bồi dưỡng, tập huấn", f"{asked_of.code}-boi-duong", 3)
    teams = make.make_section("D. Tổ công nghệ số cộng đồng", f"{asked_of.code}-to", 4)
    found = {
        "PLAN": make.make_indicator(
            f"{prefix}_PLAN",
            asked_of,
            section=plan,
            label="Đã ban hành Kế hoạch triển khai",
            value_type=ValueType.YES_NO,
            evidence=Evidence.PLAN,
            definition="Kế hoạch, quyết định, chương trình riêng cho Đề án. Công văn không tính.",
        ),
        "PAGE": make.make_indicator(
            f"{prefix}_PAGE",
            asked_of,
            section=media,
            label="Có chuyên trang, chuyên mục",
            value_type=ValueType.YES_NO,
            evidence=Evidence.LINK,
        ),
        "FILM": make.make_flow(
            f"{prefix}_FILM",
            asked_of,
            section=media,
            label="Số tin, bài thời sự",
            unit="bài",
        ),
        "TRAINED": make.make_flow(
            f"{prefix}_TRAINED",
            asked_of,
            section=training,
            label="Lượt cán bộ do tỉnh tự tổ chức bồi dưỡng",
            unit="lượt",
            definition="Đếm lượt, không đếm người: một người học hai lớp là 2 lượt. Không gồm lớp "
            "trên One Touch. Không phát sinh thì nhập 0.",
            example="Hai lớp, mỗi lớp 40 người, trong đó 10 người học cả hai lớp: 80 lượt.",
        ),
        "TOUCH": make.make_indicator(
            f"{prefix}_TOUCH",
            asked_of,
            section=training,
            source=Source.PLATFORM,
            label="Lượt bồi dưỡng trên One Touch",
            unit="lượt",
        ),
        "TEAMS": make.make_indicator(
            f"{prefix}_TEAMS",
            asked_of,
            section=teams,
            label="Số Tổ công nghệ số cộng đồng",
            unit="Tổ",
            definition="Số Tổ đang hoạt động vào ngày cuối kỳ.",
        ),
        "PEOPLE": make.make_indicator(
            f"{prefix}_PEOPLE",
            asked_of,
            section=teams,
            label="Số thành viên",
            unit="người",
        ),
        "SHARE": make.make_indicator(
            f"{prefix}_SHARE",
            asked_of,
            section=teams,
            label="Tỷ lệ thôn, bản có Tổ",
            unit="%",
            value_type=ValueType.DECIMAL,
            decimals=1,
        ),
        "WORDS": make.make_indicator(
            f"{prefix}_WORDS",
            asked_of,
            section=teams,
            label="Khó khăn, kiến nghị",
            value_type=ValueType.TEXT,
        ),
    }
    make.make_rule(
        f"{asked_of.code}-nguoi",
        found["PEOPLE"],
        Rule.Operator.AT_LEAST,
        found["TEAMS"],
        severity=Rule.Severity.ERROR,
        message="Mỗi Tổ có ít nhất một thành viên.",
    )
    return found


def three_sides():
    """An agency of each side, each asked every type; side → (agency, code → indicator)."""
    names = {
        Side.PROVINCIAL: ("Quảng Ninh", "quang-ninh"),
        Side.CENTRAL: ("Bộ Xây dựng", "bo-xay-dung"),
        Side.ENTERPRISE: ("Tập đoàn Bưu chính Viễn thông Việt Nam", "vnpt"),
    }
    found = {}
    for side, (name, slug) in names.items():
        agency = make.make_agency(name, slug, side=side, letterhead=f"Đơn vị của {name}")
        agency_set = make.make_set(f"{side.value[:4]}s", agency, side=side)
        found[side] = (agency, every_type(agency_set))
    return found


def known_before(agency, indicators):
    """What was known of an agency on 14/10/2022, the month before."""
    make.make_known(
        agency,
        make.day("2022-10-14"),
        *(
            (indicators[code], amount)
            for code, amount in (
                ("PLAN", 1),
                ("FILM", 834),
                ("TRAINED", 428),
                ("TEAMS", 1473),
                ("PEOPLE", 11255),
                ("SHARE", 761),
            )
        ),
    )
    make.make_known(
        agency, make.day("2022-09-30"), (indicators["TOUCH"], 4565), channel=Channel.PLATFORM
    )
