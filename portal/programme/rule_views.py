"""Checks across indicators, and which source of an indicator is printed; each dated."""

from django.db.models import Exists, F, FilteredRelation, OuterRef
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from portal import clock
from portal.accounts.permissions import Capability, requires
from portal.catalogue import rules
from portal.catalogue.models import Indicator, PublicationRule, Rule
from portal.dated import in_force
from portal.days import show_date, show_date_padded
from portal.submissions.models import Channel

from .adding import adding_page
from .changes import changes_of
from .deeds import Deed, deeds_page
from .rule_forms import OF_A_WHOLE, RuleChangeForm, RuleEndForm, RuleForm, SourceEndForm, SourceForm

KEEPERS = (Capability.MANAGE_FIGURES, Capability.ADMINISTER)


def sides_of(day):
    """The checks with the words of both sides on a day."""
    return (
        Rule.objects.alias(
            left_words=FilteredRelation(
                "left__versions", condition=in_force(day, "left__versions__")
            ),
            right_words=FilteredRelation(
                "right__versions", condition=in_force(day, "right__versions__")
            ),
        )
        .annotate(left_label=F("left_words__label"), right_label=F("right_words__label"))
        .select_related("left", "right")
        .order_by("in_force_from", "pk")
    )


@requires(*KEEPERS, keeps_input=True)
@require_http_methods(["GET", "POST"])
def rule_list(request):
    today = clock.today()

    def add(form):
        made = rules.add_rule(form.rule, by=request.user)
        told = f"Đã thêm quy tắc, áp dụng từ {show_date(made.in_force_from)}."
        return told, reverse("programme:rule_list")

    def context(form):
        listed = [(rule, rule.is_in_force_on(today)) for rule in sides_of(today)]
        return {"rules": listed, "today": today}

    return adding_page(
        request,
        lambda data, **known: RuleForm(data, day=today, **known),
        add,
        "programme/rule_list.html",
        context,
    )


@requires(*KEEPERS, keeps_input=True)
@require_http_methods(["GET", "POST"])
def rule_change(request, pk):
    today = clock.today()
    rule = get_object_or_404(sides_of(today), pk=min(pk, 2**63 - 1))
    deeds = (
        Deed(
            "change", "Sửa lời nhắc, mức, giới hạn", "Lưu", RuleChangeForm, change, words_now,
            is_versioned=True, is_open=True,
        ),
        Deed(
            "end", "Kết thúc", "Lưu ngày kết thúc", RuleEndForm, end, end_now,
            hint="Sau ngày này không kiểm tra nữa. Phiếu đã gửi không đổi.", is_versioned=True,
        ),
    )  # fmt: skip

    def context():
        return {"rule": rule, "changes": changes_of(rule.history.all()), "today": today}

    return deeds_page(request, rule, deeds, "programme/rule_change.html", context, today)


def words_now(target, today):
    limit = "" if target.limit is None else target.limit
    initial = {"message": target.message, "severity": target.severity, "limit": limit}
    return {"initial": initial, "has_limit": target.limit is not None}


def change(target, *, by, today, message, severity, limit, reason):
    rules.change_rule(target, message=message, severity=severity, limit=limit, by=by, reason=reason)
    return "Đã lưu quy tắc."


def end_now(target, today):
    return {"initial": {"until": show_date_padded(target.in_force_until)}}


def end(target, *, by, today, until, reason):
    rules.end_rule(target, until=until, by=by, reason=reason)
    return f"Kiểm tra đến hết {show_date(until)}." if until else "Quy tắc tiếp tục áp dụng."


# Which source is printed


def sources_of(day):
    """The rules of publication with the indicators' words on a day, newest first."""
    return (
        PublicationRule.objects.alias(
            words=FilteredRelation(
                "indicator__versions", condition=in_force(day, "indicator__versions__")
            )
        )
        .annotate(
            label=F("words__label"),
            is_of_whole=Exists(Indicator.objects.filter(part_of=OuterRef("indicator"))),
        )
        .select_related("indicator")
        .order_by("indicator__section__position", "indicator__position", "-in_force_from")
    )


def printed_source(rule: PublicationRule) -> str:
    """The source's name; of an indicator with parts what the rule does to its total."""
    named = dict(Channel.choices).get(rule.channel, rule.channel)
    return OF_A_WHOLE.get(rule.channel, named) if getattr(rule, "is_of_whole", False) else named


@requires(*KEEPERS, keeps_input=True)
@require_http_methods(["GET", "POST"])
def publication_list(request):
    today = clock.today()

    def add(form):
        made = rules.print_source(**form.cleaned_data, by=request.user)
        told = f"Từ {show_date(made.in_force_from)} in nguồn: {printed_source(made)}."
        return told, reverse("programme:publication_list")

    def context(form):
        listed = [
            (rule, printed_source(rule), rule.is_in_force_on(today)) for rule in sources_of(today)
        ]
        return {"rules": listed, "today": today}

    return adding_page(
        request,
        lambda data, **known: SourceForm(
            data, day=today, chosen=request.GET.get("chi-tieu", ""), **known
        ),
        add,
        "programme/publication_list.html",
        context,
    )


@requires(*KEEPERS, keeps_input=True)
@require_http_methods(["GET", "POST"])
def publication_change(request, pk):
    today = clock.today()
    rule = get_object_or_404(sources_of(today), pk=min(pk, 2**63 - 1))
    end_it = Deed(
        "end", "Kết thúc", "Lưu ngày kết thúc", SourceEndForm, end_source,
        hint="Sau ngày này in số mới nhất của bất kỳ nguồn nào (chỉ tiêu là tổng của các phần thì "
        "cộng mọi phần), trừ khi có quy tắc khác.",
        is_versioned=True, is_open=True,
    )  # fmt: skip

    def context():
        changes = changes_of(rule.history.all())
        return {"rule": rule, "source": printed_source(rule), "changes": changes, "today": today}

    page = "programme/publication_change.html"
    return deeds_page(request, rule, (end_it,), page, context, today)


def end_source(target, *, by, today, until, reason):
    rules.end_source(target, until=until, by=by, reason=reason)
    return f"In nguồn này đến hết {show_date(until)}."
