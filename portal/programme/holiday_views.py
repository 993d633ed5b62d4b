"""Days off and days worked in exchange: a year's list, one day, the law's days to confirm."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from portal import clock
from portal.accounts.permissions import Capability, requires
from portal.catalogue import holidays
from portal.catalogue.calendar import Holiday
from portal.days import show_date, show_instant, show_weekday

from .adding import adding_page
from .calendar_forms import HolidayForm, ProposalForm, ReasonForm, RenameHolidayForm
from .changes import changes_of
from .deeds import Deed, deeds_page
from .months_shown import local, year_in

KEEPERS = (Capability.MANAGE_FIGURES, Capability.ADMINISTER)


@requires(*KEEPERS, keeps_input=True)
@require_http_methods(["GET", "POST"])
def holiday_list(request):
    """A year's days, and the form that adds one."""
    year = year_in(request, clock.today().year)

    def add(form):
        day = holidays.add_holiday(**form.cleaned_data, by=request.user)
        warn_of_deadlines(request, day.day)
        return f"Đã thêm {show_weekday(day.day)}: {day.name}.", list_of(day.day.year)

    return adding_page(
        request, HolidayForm, add, "programme/holiday_list.html", lambda form: year_page(year)
    )


def year_page(year: int) -> dict:
    return {
        "year": year,
        "days": Holiday.objects.filter(day__year=year),
        "changes": changes_of(Holiday.history.filter(day__year=year, history_user__isnull=False)),
    }


def list_of(year: int) -> str:
    return reverse("programme:holiday_list", query={"nam": year})


def warn_of_deadlines(request, day) -> None:
    """Says which deadlines were reckoned without the change; they stay as they are."""
    for month in holidays.reckoned_with(day):
        due = show_instant(local(month.due_at))
        messages.warning(
            request,
            f"Hạn gửi {month.label} ({due}) đã tính trước khi đổi ngày {show_date(day)}. Hạn không"
            " tự đổi; nếu cần, bạn sửa ở mục Kỳ báo cáo.",
        )


@requires(*KEEPERS, keeps_input=True)
@require_http_methods(["GET", "POST"])
def holiday_change(request, pk):
    """One day: another name, or out of the calendar; what was is kept in the history."""
    day = get_object_or_404(Holiday, pk=min(pk, 2**63 - 1))

    def remove(target, *, by, today, reason):
        holidays.remove_holiday(target, by=by, reason=reason)
        warn_of_deadlines(request, target.day)
        return f"Đã bỏ {show_weekday(target.day)} khỏi lịch."

    deeds = (
        Deed(
            "rename", "Sửa tên", "Lưu tên", RenameHolidayForm, rename, name_now,
            is_versioned=True, is_open=True,
        ),
        Deed(
            "remove", "Bỏ khỏi lịch", "Bỏ ngày này", ReasonForm, remove,
            hint="Hạn gửi của các tháng đã mở không tự đổi.", is_versioned=True, danger=True,
        ),
    )  # fmt: skip

    def context():
        return {"day": day, "changes": changes_of(day.history.all())}

    page = deeds_page(request, day, deeds, "programme/holiday_change.html", context, clock.today())
    is_gone = page.status_code == 302 and not Holiday.objects.filter(pk=day.pk).exists()
    return redirect(list_of(day.day.year)) if is_gone else page


def rename(target, *, by, today, name):
    holidays.change_holiday(target, name=name, by=by)
    return f"Đã lưu: {name}."


def name_now(target, today):
    return {"initial": {"name": target.name}}


@requires(*KEEPERS, keeps_input=True)
@require_http_methods(["GET", "POST"])
def holiday_propose(request):
    """The law's days of a year as a list to confirm; nothing is stored before that."""
    year = year_in(request, clock.today().year + 1)
    present = set(Holiday.objects.filter(day__year=year).values_list("day", flat=True))
    proposed = [one for one in holidays.proposed_days(year) if one.day not in present]

    def make(data, initial):
        return ProposalForm(data, initial=initial, proposed=proposed)

    def add(form):
        number = holidays.add_holidays(
            form.chosen, by=request.user, reason=f"Theo đề xuất năm {year}"
        )
        for one in form.chosen:
            warn_of_deadlines(request, one.day)
        return f"Đã thêm {number} ngày nghỉ của năm {year}.", list_of(year)

    context = {"year": year, "proposed": proposed, "present": len(present)}
    return adding_page(request, make, add, "programme/holiday_propose.html", lambda form: context)
