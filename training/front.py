"""The front page of training: the newest totals, what waits, and the way to every room."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.shortcuts import render
from django.urls import NoReverseMatch, resolve, reverse
from django.views.decorators.http import require_GET

from portal import clock
from portal.accounts.middleware import need_of
from portal.accounts.permissions import Access, Capability, requires
from portal.days import show_date
from portal.figures import show
from portal.models import Agency
from portal.submissions.aggregation import Figures
from portal.submissions.readings import Moment

from .figures import CENTRAL, CODES, PROVINCIAL, covered_days, training_rows, training_totals
from .imports.models import PlatformImport
from .sources.models import Dispute

OPEN_DISPUTES = Q(answered_at=None, withdrawn_at=None)


@dataclass(frozen=True)
class Way:
    """One room: its name, its address, what it is for. `waits`: what waits there, or nothing."""

    label: str
    href: str
    hint: str
    waits: str = ""


@dataclass(frozen=True)
class SideTotals:
    """One side's newest totals in lượt, with what they rest on. An amount is None when unknown."""

    label: str
    amount: int | None
    note: str
    href: str


@requires(Capability.READ)
@require_GET
def front(request):
    today, access = clock.today(), request.access
    figures = Figures(CODES, Moment(today))
    context = {
        "today": today,
        "sides": [
            side_totals(figures, PROVINCIAL, "Địa phương", "địa phương", "province_training"),
            side_totals(figures, CENTRAL, "Bộ, ngành", "bộ, ngành", "ministry_training"),
        ],
        "groups": groups_for(access),
    }
    return render(request, "training/front.html", context)


def side_totals(figures: Figures, codes, label: str, noun: str, view: str) -> SideTotals:
    rows = training_rows(figures, codes)
    totals = training_totals(rows)
    known = f"{show(totals.amount_known)}/{show(totals.size)} {noun} có số"
    split = [("tự tổ chức", totals.self_run), ("One Touch", totals.one_touch)]
    adds_up = sum(amount or 0 for _, amount in split) == totals.amount  # totals stated whole do not
    parts = [f"{what} {show(n)}" for what, n in split if n is not None and adds_up]
    newest = covered_days(rows)[1]
    as_of = f"tính đến {show_date(newest)}" if newest else ""
    note = "; ".join(filter(None, ["lượt, lũy kế", ", ".join(parts), known, as_of]))
    return SideTotals(f"Lượt bồi dưỡng, {label.lower()}", totals.amount, note, way_to(view))


def way_to(view: str, *args) -> str:
    """The address of a page of training; empty for one that is not there."""
    try:
        return reverse(f"training:{view}", args=args)
    except NoReverseMatch:
        return ""


def may_open(href: str, access: Access) -> bool:
    """What the page's own view declares, asked for this visitor."""
    match = resolve(href)
    need = need_of(match.func, match.namespaces)
    return need.is_met_by(access, match.kwargs.get(need.agency_kwarg))


def groups_for(access: Access) -> dict[str, list[Way]]:
    """The rooms that the visitor may open and that exist; three queries at most."""
    groups = {
        "Bảng và mục tiêu": [
            Way(
                "Bảng của địa phương",
                way_to("province_training"),
                "Lượt tự tổ chức và One Touch của từng địa phương, ngày nào cũng xem được.",
            ),
            Way(
                "Bảng của bộ, ngành",
                way_to("ministry_training"),
                "Cùng cách trình bày, cho các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ.",
            ),
            Way(
                "Lượt, người, hoàn thành",
                way_to("measures"),
                "Ba chỉ tiêu khác nhau, không cộng với nhau.",
            ),
            Way(
                "Mục tiêu",
                way_to("target_list"),
                "Mức phải đạt của cả nước và theo kế hoạch của từng cơ quan, nhịp độ tới đích.",
            ),
        ],
        "Hai nguồn số liệu": source_ways(access),
        "Sổ lớp": register_ways(access),
    }
    shown = {
        title: [way for way in ways if way.href and may_open(way.href, access)]
        for title, ways in groups.items()
    }
    return {title: ways for title, ways in shown.items() if ways}


def source_ways(access: Access) -> list[Way]:
    drafts, disputes = waiting(access)
    asked = f"{show(disputes)} ý kiến chưa trả lời" if disputes else ""
    ways = [
        Way(
            "Đối chiếu hai nguồn",
            way_to("source_list"),
            "Tự tổ chức và One Touch cạnh nhau, chỗ có thể đếm trùng, số đáng ngờ.",
        )
    ]
    ways += [
        Way(
            f"Hai nguồn của {grant.agency_name or grant.agency_slug}",
            way_to("source_agency", grant.agency_slug),
            "Số One Touch của cơ quan bạn; nêu ý kiến nếu chưa đúng.",
            asked,
        )
        for grant in access.agencies
    ]
    return [
        *ways,
        Way(
            "Ý kiến về số One Touch",
            way_to("dispute_list"),
            "Cơ quan nêu số chưa đúng, Cục trả lời; ý kiến không tự sửa số nào.",
            asked,
        ),
        Way(
            "Nhập số One Touch",
            way_to("import_list"),
            "Tải tệp kết xuất lên, khớp tên, xem khác biệt, ghi hoặc rút cả lần nhập.",
            f"{show(drafts)} tệp đang đối chiếu" if drafts else "",
        ),
        Way(
            "Tên miền riêng trên nền tảng",
            way_to("domain_list"),
            "Cơ quan nào mở lớp riêng trên One Touch, để báo chỗ đếm trùng.",
        ),
    ]


def waiting(access: Access) -> tuple[int, int]:
    """(imports not stored yet, disputes not answered yet) for the visitor; two queries.

    The centre is told of all, an agency of its own disputes, anybody else of nothing.
    """
    own = [grant.agency_id for grant in access.agencies]
    is_keeper = access.can(Capability.MANAGE_FIGURES)
    if not (is_keeper or own):
        return 0, 0
    disputes = Dispute.objects.filter(OPEN_DISPUTES)
    if not is_keeper:
        return 0, disputes.filter(agency__in=own).count()
    drafts = PlatformImport.objects.filter(stage=PlatformImport.Stage.DRAFT).count()
    return drafts, disputes.count()


def register_ways(access: Access) -> list[Way]:
    """The registers of the agencies that the visitor acts for, else the way to all; one query."""
    own = {grant.agency_id: grant for grant in access.agencies}
    if not own:
        hint = "Cơ quan nào ghi sổ lớp, sổ có bao nhiêu lượt cho kỳ đang báo cáo."
        return [Way("Sổ lớp của các cơ quan", way_to("class_agencies"), hint)]
    standing = Count("training_classes", filter=Q(training_classes__struck_at=None))
    counts = dict(Agency.objects.filter(pk__in=own).annotate(n=standing).values_list("pk", "n"))
    return [
        Way(
            f"Sổ lớp, {grant.agency_name or grant.agency_slug}",
            way_to("class_list", grant.agency_slug),
            "Ghi từng lớp tự tổ chức; phiếu tháng gợi ý sẵn số lượt từ sổ."
            + (f" Đang có {show(counts[pk])} lớp." if counts.get(pk) else ""),
        )
        for pk, grant in own.items()
    ]
