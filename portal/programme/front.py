"""The way to every list of the programme, for those who keep it."""

from dataclasses import dataclass

from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_GET

from portal.accounts.permissions import Capability, requires

KEEPERS = (Capability.ADMINISTER, Capability.MANAGE_FIGURES)


@dataclass(frozen=True)
class Shelf:
    """One list: its name, what it is for, and who may open it."""

    label: str
    view: str
    hint: str
    capabilities: tuple[str, ...] = KEEPERS

    @property
    def href(self) -> str:
        try:
            return reverse(f"programme:{self.view}")
        except NoReverseMatch:
            return ""


ADMINISTERS = (Capability.ADMINISTER,)
SHELVES = {
    "Cơ quan và người": (
        Shelf(
            "Cơ quan",
            "agency_list",
            "Tên và mã theo ngày, phạm vi báo cáo, vùng, sáp nhập, kết thúc.",
            ADMINISTERS,
        ),
        Shelf("Người dùng", "person_list", "Ai giữ vai trò nào, ở cơ quan nào, đăng nhập lúc nào."),
        Shelf(
            "Phân công phụ trách",
            "in_charge",
            "Ai ở Cục theo dõi và đôn đốc cơ quan nào.",
            ADMINISTERS,
        ),
        Shelf(
            "Thông báo",
            "notice_list",
            "Điều Cục nhắn trên bàn làm việc, theo khối và theo ngày.",
            ADMINISTERS,
        ),
    ),
    "Chỉ tiêu và kỳ báo cáo": (
        Shelf("Chỉ tiêu", "indicator_list", "Cách gọi, khái niệm, ai báo cáo, từ ngày nào."),
        Shelf("Kỳ báo cáo", "period_list", "Ngày chốt, hạn gửi, ngày khóa của từng tháng."),
        Shelf("Ngày nghỉ", "holiday_list", "Ngày nghỉ lễ và ngày làm bù, để tính hạn."),
        Shelf("Quy tắc kiểm tra", "rule_list", "Điều hệ thống đối chiếu trước khi nhận phiếu."),
        Shelf("Quy tắc công bố", "publication_list", "Chỉ tiêu nào in theo nguồn nào."),
        Shelf("Mục tiêu", "target_list", "Mức phải đạt của cả nước, kế hoạch của từng cơ quan."),
    ),
}


@requires(*KEEPERS)
@require_GET
def programme(request):
    """Only the lists that the visitor may open and that exist."""
    return render(request, "programme/front.html", {"groups": open_shelves(request.access)})


def open_shelves(access) -> dict[str, list[Shelf]]:
    groups = {
        title: [
            shelf
            for shelf in shelves
            if shelf.href and any(access.can(held) for held in shelf.capabilities)
        ]
        for title, shelves in SHELVES.items()
    }
    return {title: shelves for title, shelves in groups.items() if shelves}
