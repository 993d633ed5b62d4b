"""Reporting months: their three dates, a year opened, a deadline moved, a month closed early."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from portal import clock
from portal.accounts.permissions import Capability, requires
from portal.catalogue import months
from portal.catalogue.calendar import ReportingPeriod
from portal.days import show_instant

from .adding import adding_page
from .calendar_forms import MonthForm, ReasonForm, YearForm, padded
from .changes import changes_of
from .deeds import Deed, deeds_page
from .months_shown import local, year_in

KEEPERS = (Capability.MANAGE_FIGURES, Capability.ADMINISTER)


@requires(*KEEPERS)
@require_GET
def period_list(request):
    year = year_in(request, clock.today().year)
    years = ReportingPeriod.objects.order_by("year").values_list("year", flat=True).distinct()
    context = {
        "year": year,
        "years": sorted({*years, year}),
        "periods": ReportingPeriod.objects.filter(year=year).order_by("month"),
        "now": clock.now(),
    }
    return render(request, "programme/period_list.html", context)


@requires(*KEEPERS, keeps_input=True)
@require_http_methods(["GET", "POST"])
def period_open(request):
    """The months of a year as the decree and the calendar give them, to look at and to open."""
    newest = ReportingPeriod.objects.order_by("-year").values_list("year", flat=True).first()
    usual = months.MonthRule()
    initial = {
        "year": (newest or clock.today().year - 1) + 1,
        "due_working_days": usual.due_working_days,
        "due_time": f"{usual.due_time:%H:%M}",
        "closes_on_day": usual.closes_on_day,
        "closes_time": f"{usual.closes_time:%H:%M}",
    }

    def make(data, **known):
        return YearForm(data, initial=initial | known["initial"])

    def run(form):
        opened = months.open_year(*said(form), by=request.user)
        year = opened[0].year
        list_address = reverse("programme:period_list", query={"nam": year})
        return f"Đã mở {len(opened)} tháng của năm {year}.", list_address

    def preview(form):
        return {"proposed": months.proposed_months(*said(form)), "year": said(form)[0]}

    def context(form):
        shown = (
            {} if form.is_bound else {"proposed": months.proposed_months(initial["year"], usual)}
        )
        return {"year": initial["year"], **shown}

    return adding_page(request, make, run, "programme/period_open.html", context, preview)


def said(form) -> tuple[int, months.MonthRule]:
    rule = {name: value for name, value in form.cleaned_data.items() if name != "year"}
    return form.cleaned_data["year"], months.MonthRule(**rule)


@requires(*KEEPERS, keeps_input=True)
@require_http_methods(["GET", "POST"])
def period_change(request, period):
    """One month: its deadline and closing, each change with a reason."""
    year, number = period
    month = get_object_or_404(ReportingPeriod, year=year, month=number)
    now = clock.now()

    def close(target, *, by, today, reason):
        months.close_month(target, reason=reason, by=by, at=clock.now())
        return f"Đã khóa {target.label}."

    deeds = [
        Deed(
            "change", "Đổi hạn gửi, thời điểm khóa", "Lưu", MonthForm, move, dates_now,
            hint="Ngày chốt theo Nghị định nên không đổi. Một cơ quan xin thêm thời gian thì gia"
            " hạn riêng cơ quan đó ở trang theo dõi.",
            is_versioned=True, is_open=True,
        )
    ]  # fmt: skip
    if month.due_at <= now < month.closes_at:
        deeds.append(
            Deed(
                "close", "Khóa sớm", "Khóa ngay", ReasonForm, close,
                hint="Sau khi khóa, chỉ cơ quan được gia hạn riêng mới sửa được.",
                is_versioned=True, danger=True,
            )
        )  # fmt: skip

    def context():
        return {"period": month, "now": now, "changes": changes_of(month.history.all())}

    page = "programme/period_change.html"
    return deeds_page(request, month, deeds, page, context, now.date())


def move(target, *, by, today, due_on, due_time, closes_on, closes_time, reason):
    due_at = months.instant(due_on, due_time)
    months.change_month(
        target,
        due_at=due_at,
        closes_at=months.instant(closes_on, closes_time),
        reason=reason,
        by=by,
    )
    return f"Đã đổi {target.label}: hạn gửi {show_instant(due_at)}."


def dates_now(target, today):
    due, closes = padded(local(target.due_at)), padded(local(target.closes_at))
    initial = {"due_on": due["on"], "due_time": due["time"]}
    return {"initial": initial | {"closes_on": closes["on"], "closes_time": closes["time"]}}
