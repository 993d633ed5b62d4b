"""Pages for everyone: teasers of published reports, and their feed. No session, no cookie."""

from django.contrib.syndication.views import Feed
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.views.decorators.http import require_safe

from portal.accounts.permissions import public
from portal.ui.nav import NavItem, demo_notice
from reporting.editions.reading import NUMBERED

from . import teaser

A_PAGE = 30
IN_FEED = 20
MINUTES_KEPT = 5  # by browsers and proxies
DOORS = (
    ("Báo cáo đã công bố", "public:teaser_list"),
    ("Xác minh tệp báo cáo", "public:verify"),
    ("Xác minh biên nhận", "receipt_verify"),
    ("Đăng nhập", "sign_in"),
)


def public_page(request, template: str, context: dict, *, status: int = 200) -> HttpResponse:
    """A page that is the same for everyone: rendered without the visitor, so without a session."""
    frame = {
        "demo_notice": demo_notice(),
        "nav": [
            NavItem(label, reverse(name), "page" if reverse(name) == request.path else "")
            for label, name in DOORS
        ],
    }
    return HttpResponse(render_to_string(template, {**frame, **context}), status=status)


def for_all(response: HttpResponse) -> HttpResponse:
    """Marks what anyone's cache may keep for a while."""
    patch_cache_control(response, public=True, max_age=MINUTES_KEPT * 60)
    return response


@public
@require_safe
def teaser_list(request):
    pages = Paginator(teaser.public_editions(), A_PAGE)
    page = pages.get_page(request.GET.get("trang"))
    context = {"page": page, "editions": teaser.with_teasers(page.object_list)}
    return for_all(public_page(request, "reporting/public/teaser_list.html", context))


@public
@require_safe
def teaser_view(request, year, number):
    """One report's teaser; an earlier correction's address leads to the one in force."""
    found = NUMBERED.match(number)
    edition = teaser.public_edition(year, int(found["number"])) if found else None
    if edition is None:
        raise Http404("no public report of this number")
    if edition.numbered != number:
        return redirect("public:teaser", edition.year, edition.numbered)
    (item,) = teaser.with_teasers([edition])
    return for_all(public_page(request, "reporting/public/teaser.html", {"item": item}))


class PublishedReports(Feed):
    """Teasers as Atom, the newest first."""

    feed_type = Atom1Feed
    language = "vi"
    title = "Báo cáo chuyên đề về Đề án 146 đã công bố"
    subtitle = "Tóm tắt các báo cáo chuyên đề tuần có trang giới thiệu công khai."
    author_name = "Cơ quan thường trực Ủy ban Quốc gia về chuyển đổi số"

    def link(self):
        return reverse("public:teaser_list")

    def feed_url(self):
        return reverse("public:feed")

    def items(self):
        return teaser.with_teasers(teaser.public_editions()[:IN_FEED])

    def item_title(self, item):
        return f"{item.edition}: {item.edition.topic}"

    def item_description(self, item):
        return escape(item.summary)  # Atom's summaries are of type html

    def item_link(self, item):
        return reverse("public:teaser", args=[item.edition.year, item.edition.numbered])

    def item_pubdate(self, item):
        return item.edition.shown_at

    def item_updateddate(self, item):
        return item.edition.shown_at


FEED = PublishedReports()


@public
@require_safe
def feed(request):
    return for_all(FEED(request))
