"""What the database knows that an edition should not be frozen without: reports that wait, stories
that nobody confirmed, the names and documents that prose is read against."""

import datetime
from collections.abc import Iterable, Iterator

from django.urls import reverse

from portal.models import Agency, AgencyName, Document, Submission
from portal.names import join_names, sort_key
from portal.submissions.models import Channel, State
from reporting.models import Snapshot, WeeklyEdition

from .finding import BLOCK, WARN, Finding, found
from .wording import DOCUMENT, Names

WAITING = "Phiếu đang chờ"
STORIES = "Kinh nghiệm địa phương"
MOST_NAMED = 12


def waiting(edition: WeeklyEdition) -> Iterator[Finding]:
    """Reports of the newest month that had ended by the edition's day, sent and not yet decided
    on; one query."""
    month_end = edition.as_of + datetime.timedelta(days=1)
    ended = month_end.replace(day=1) - datetime.timedelta(days=1)
    rows = list(
        Submission.objects.filter(
            channel=Channel.AGENCY,
            state=State.SUBMITTED,
            period__year=ended.year,
            period__month=ended.month,
            agency__in=Agency.objects.in_force_on(edition.as_of),
        )
        .filter(agency__names__in=AgencyName.objects.in_force_on(edition.as_of))
        .values_list("agency__names__printed_name", flat=True)
    )
    if not rows:
        return
    names = sorted(rows, key=sort_key)
    more = f" và {len(names) - MOST_NAMED} nơi khác" if len(names) > MOST_NAMED else ""
    month = f"{ended.month}/{ended.year}"
    yield found(
        "phieu-cho",
        f"{month}|{join_names(names)}",
        WARN,
        WAITING,
        f"Tháng {month}",
        f"{len(names)} phiếu tháng {month} đã gửi, Cục chưa kết luận: "
        f"{join_names(names[:MOST_NAMED])}{more}. Tiếp nhận trước khi chốt thì số mới vào báo cáo.",
        source="review",
        href=reverse("review:queue"),
    )


def stories(edition: WeeklyEdition, names: dict[int, str]) -> Iterator[Finding]:
    """Stories that are printed without the province's word."""
    for row in edition.stories.all():
        told = any((row.communication, row.training, row.teams, row.results))
        if told and row.confirmed_at is None:
            name = names.get(row.story.agency_id, str(row.story))
            asked = (
                "Đã xin xác nhận, địa phương chưa trả lời."
                if row.asked_at
                else "Bạn xin địa phương xác nhận."
            )
            yield found(
                "chua-xac-nhan",
                f"{row.story_id}|{row.version}",
                BLOCK,
                STORIES,
                name,
                f"{name} chưa xác nhận bài của mình. {asked} Chưa xác nhận thì chưa in được.",
                source=f"story:{row.story_id}",
            )


def names_on(day: datetime.date) -> tuple[Names, dict[int, str]]:
    """Every right name and known misspelling, and the official name of each agency."""
    rows = AgencyName.objects.in_force_on(day).values_list(
        "agency", "name", "printed_name", "official_name"
    )
    official, right = {}, {}
    for agency, name, printed, full in rows:
        official[agency] = full
        right |= dict.fromkeys((name, printed, full))
    aliases = Agency.objects.filter(pk__in=official).values_list("aliases__text", "pk")
    known = [(text, official[key]) for text, key in aliases if text]
    return Names.of(right, known), official


def documents_known(edition: WeeklyEdition, cited: Iterable[str]) -> Iterator[str]:
    """Those of the cited that the register has, the numbers of weekly reports, and what the last
    frozen report cited, which was read when that one was checked."""
    yield from Document.objects.filter(number__in=set(cited)).values_list("number", flat=True)
    for other in WeeklyEdition.objects.exclude(number=None):
        yield other.document_number
    earlier = Snapshot.objects.filter(edition__as_of__lt=edition.as_of)
    text = earlier.order_by("-edition__as_of").values_list("text", flat=True).first()
    for match in DOCUMENT.finditer(text or ""):
        yield match["number"]
