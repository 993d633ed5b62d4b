"""The sections of the sheet: added, renamed, put in order."""

from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from portal import clock
from portal.accounts.permissions import Capability, requires
from portal.catalogue import indicators
from portal.catalogue.models import Section

from .adding import adding_page
from .changes import changes_of
from .deeds import Deed, deeds_page
from .indicator_forms import SectionForm

KEEPERS = (Capability.MANAGE_FIGURES, Capability.ADMINISTER)


@requires(*KEEPERS, keeps_input=True)
@require_http_methods(["GET", "POST"])
def section_list(request):
    def add(form):
        section = indicators.add_section(form.cleaned_data["title"], by=request.user)
        return f"Đã thêm phần {section.title}.", reverse("programme:section_list")

    def context(form):
        return {"sections": Section.objects.annotate(size=Count("indicators"))}

    return adding_page(
        request,
        lambda data, **known: SectionForm(data, **known),
        add,
        "programme/section_list.html",
        context,
    )


@requires(*KEEPERS, keeps_input=True)
@require_http_methods(["GET", "POST"])
def section_change(request, code):
    section = get_object_or_404(Section, code=code)
    rename_it = Deed(
        "rename", "Đổi tên", "Lưu tên", SectionForm, rename,
        lambda target, today: {"initial": {"title": target.title}},
        is_versioned=True, is_open=True,
    )  # fmt: skip

    def context():
        return {"section": section, "changes": changes_of(section.history.all())}

    page = "programme/section_change.html"
    return deeds_page(request, section, (rename_it,), page, context, clock.today())


def rename(target, *, by, today, title):
    return f"Đã đổi tên thành {indicators.rename_section(target, title, by=by).title}."


@requires(*KEEPERS)
@require_http_methods(["GET", "POST"])
def section_move(request, code):
    """One place up or down. A GET only leads to the list."""
    section = get_object_or_404(Section, code=code)
    if request.method == "POST":
        indicators.move_in_order(section, up=request.POST.get("way") == "up", by=request.user)
    return redirect("programme:section_list")
