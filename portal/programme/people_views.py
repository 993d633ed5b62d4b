"""People: the list, a new one by invitation, one with roles; read by data managers, changed by
administrators only."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from portal import clock
from portal.accounts import kept_input, links, people, roles
from portal.accounts.actions import MembershipError
from portal.accounts.models import InCharge, Membership, Role, User
from portal.accounts.permissions import Capability, requires
from portal.agencies.models import Agency
from portal.days import show_date
from portal.names import search_key

from .changes import changes_of
from .deeds import deeds_page
from .people_deeds import deeds_for
from .people_forms import InvitationForm

READERS = (Capability.ADMINISTER, Capability.MANAGE_FIGURES)
PAGE_SIZE = 50
NOT_SENT = (
    "Đã lưu, nhưng máy chủ thư chưa nhận thư mời. Bạn mở trang của người này và bấm “Gửi lại thư "
    "mời”."
)


@requires(*READERS)
@require_GET
def person_list(request):
    """Search by name, account, address; by role; by agency; those who stay away."""
    today = clock.today()
    wanted = {key: request.GET.get(key, "").strip() for key in ("tim", "vai-tro", "tinh-trang")}
    found = people_matching(wanted, today)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": rows_of(page.object_list, today),
        "wanted": wanted,
        "role_wanted": wanted["vai-tro"],
        "standing_wanted": wanted["tinh-trang"],
        "roles": Role.choices,
        "may_change": request.access.can(Capability.ADMINISTER),
    }
    return render(request, "programme/person_list.html", context)


def people_matching(wanted: dict, today) -> list[User]:
    """The people in alphabetical order; searching ignores accents, so it reads the names here."""
    found = User.objects.order_by("full_name", "pk").prefetch_related(
        Prefetch(
            "memberships",
            Membership.objects.filter(roles.open_from(today))
            .select_related("agency")
            .order_by("in_force_from", "pk"),
            "open_roles",
        )
    )
    if wanted["vai-tro"] in Role:
        held = Membership.objects.in_force_on(today).filter(role=wanted["vai-tro"])
        found = found.filter(pk__in=held.values("user"))
    if wanted["tinh-trang"] == "vang":
        found = found.filter(people.stays_away(today), is_active=True)
    elif wanted["tinh-trang"] == "ngung":
        found = found.filter(is_active=False)
    key = search_key(wanted["tim"])
    if not key:
        return found
    keys = keys_of_agencies(key, today)
    return [person for person in found if key in text_of(person) or keys & agencies_of(person)]


def text_of(person: User) -> str:
    return search_key(f"{person.full_name} {person.username} {person.email}")


def agencies_of(person: User) -> set[int]:
    return {role.agency_id for role in person.open_roles} - {None}


def keys_of_agencies(key: str, today) -> set[int]:
    named = Agency.objects.filter(names__search_key__contains=key)
    return set(named.values_list("pk", flat=True))


def rows_of(people_shown, today) -> list[dict]:
    """A person with the open roles in words; one query for the agencies' names."""
    shown = list(people_shown)
    names = names_of_agencies({key for person in shown for key in agencies_of(person)}, today)
    return [
        {
            "person": person,
            "roles": [role_in_words(role, names, today) for role in person.open_roles],
            "idle": people.idle_in_words(person, today) if person.is_active else "",
        }
        for person in shown
    ]


def names_of_agencies(keys, today) -> dict[int, str]:
    found = Agency.objects.named_on(today).filter(pk__in=keys)
    return {agency.pk: agency.name or agency.slug for agency in found}


def role_in_words(role: Membership, names: dict[int, str], today) -> str:
    of = f", {names[role.agency_id]}" if role.agency_id else ""
    days = f", từ {show_date(role.in_force_from)}" if role.in_force_from > today else ""
    days += f", đến hết {show_date(role.in_force_until)}" if role.in_force_until else ""
    lent = " (duyệt thay)" if role.delegated_by_id else ""
    return f"{role.get_role_display()}{of}{days}{lent}"


@requires(Capability.ADMINISTER, keeps_input=True)
@require_http_methods(["GET", "POST"])
def person_add(request):
    """A new person, the first role and the invitation, in one form."""
    today = clock.today()
    kept = kept_input.kept_for(request.user, request.path) if request.method == "GET" else None
    initial = kept_input.fields_of(kept).dict() if kept else {}
    form = InvitationForm(
        request.POST if request.method == "POST" else None, today=today, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        person = added(form, request.user)
        if person:
            kept_input.KeptInput.objects.filter(user=request.user, path=request.path).delete()
            if links.send_invitation(person):
                messages.success(request, f"Đã gửi thư mời {person} tới {person.email}.")
            else:
                messages.warning(request, NOT_SENT)
            return redirect("programme:person_change", person.pk)
    context = {
        "title": "Mời người mới",
        "lead": "Hệ thống gửi thư mời; người được mời tự đặt mật khẩu trong 7 ngày.",
        "crumbs": [("Người dùng", reverse("programme:person_list"))],
        "form": form,
        "button": "Gửi thư mời",
        "who_mark": kept_input.mark_of(request.user),
    }
    return render(request, "programme/_form.html", context, status=422 if form.errors else 200)


def added(form, by) -> User | None:
    """The person with the role, both or neither; None when refused, the reason in the form."""
    said = dict(form.cleaned_data)
    particulars = {name: said.pop(name) for name in ("email", "full_name", "position", "phone")}
    try:
        with transaction.atomic():
            person = people.add_person(**particulars, by=by)
            roles.give_role(person, **said, by=by)
    except MembershipError as error:
        form.add_error(error.field or None, error.message)
        return None
    return person


@requires(*READERS, keeps_input=True)
@require_http_methods(["GET", "POST"])
def person_change(request, pk):
    """One person: particulars, roles, what may be done; a data manager reads only."""
    today = clock.today()
    person = get_object_or_404(User, pk=min(pk, 2**63 - 1))
    may_change = request.access.can(Capability.ADMINISTER)
    if request.method == "POST" and not may_change:
        messages.error(request, "Chỉ quản trị hệ thống sửa được người dùng. Chưa ghi gì.")
    deeds = deeds_for(person) if may_change else ()
    return deeds_page(
        request,
        person,
        deeds,
        "programme/person.html",
        lambda: context_of(person, may_change, today),
        today,
    )


def context_of(person: User, may_change: bool, today) -> dict:
    held = list(person.memberships.select_related("delegated_by").order_by("-in_force_from", "-pk"))
    charges = list(InCharge.objects.filter(roles.open_from(today), user=person))
    keys = {role.agency_id for role in held if role.agency_id}
    names = names_of_agencies(keys | {charge.agency_id for charge in charges}, today)
    history = [person.history.all(), Membership.history.filter(user=person.pk)]
    return {
        "person": person,
        "title": str(person),
        "crumbs": [("Người dùng", reverse("programme:person_list"))],
        "may_change": may_change,
        "idle": people.idle_in_words(person, today) if person.is_active else "",
        "open_roles": [
            role_in_words(role, names, today) for role in held if roles_last(role, today)
        ],
        "past_roles": [
            f"{role_in_words(role, names, today)}, từ {show_date(role.in_force_from)}"
            for role in held
            if not roles_last(role, today)
        ],
        "in_charge_of": sorted(names[charge.agency_id] for charge in charges),
        "changes": changes_of(*history, hide=("user", "date_joined")),
    }


def roles_last(role: Membership, today) -> bool:
    return role.in_force_until is None or role.in_force_until >= today
