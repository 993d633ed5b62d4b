"""What stands around a report's article and never in it: its stage, its files, the ways on."""

import datetime
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from django.db.models import Max
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.http import quote_etag

from portal import days
from portal.accounts.permissions import Access, Capability
from reporting.editions.files import OFFERED
from reporting.editions.kept import Format
from reporting.editions.models import Stage
from reporting.editions.reading import AT_WORK
from reporting.editions.snapshot import software
from reporting.models import EditionFile, WeeklyEdition

SHORT_HASH = 12
# How a stage is drawn: the name of a state in portal_ui, and the word for it.
STATES = {
    Stage.DRAFT: ("draft", "Đang soạn"),
    Stage.CHECKED: ("awaiting_approval", "Đã kiểm tra"),
    Stage.RESERVED: ("awaiting_approval", "Đã cấp số"),
    Stage.FROZEN: ("locked", "Đã chốt, chưa phát hành"),
    Stage.PUBLISHED: ("accepted", "Đã phát hành"),
    Stage.WITHDRAWN: ("returned", "Đã thu hồi"),
}
SUPERSEDED = ("none", "Đã có bản đính chính")


@dataclass(frozen=True)
class FileLine:
    """One file to take: `sha256` and `size` only of one that was issued."""

    label: str
    format: str
    url: str
    sha256: str = ""
    size: int | None = None

    @property
    def short(self) -> str:
        return self.sha256[:SHORT_HASH]


class Around:
    """`family`: the corrections of the same report, this one among them; two queries in all."""

    def __init__(self, edition: WeeklyEdition, access: Access):
        self.edition, self.access = edition, access

    @cached_property
    def family(self) -> list[WeeklyEdition]:
        if self.edition.number is None:
            return [self.edition]  # only a numbered report is corrected
        own = {"year": self.edition.year, "number": self.edition.number}
        family = WeeklyEdition.objects.filter(**own).annotate(moved_at=Max("events__at"))
        return list(family.order_by("correction"))

    @property
    def newer(self) -> WeeklyEdition | None:
        """The published correction that this edition is superseded by."""
        return newer_than(self.edition, self.family)

    @property
    def being_corrected(self) -> WeeklyEdition | None:
        """A correction that is not published yet, for those who work on it."""
        if not self.is_at_work:
            return None
        unpublished = (*OPEN, Stage.FROZEN)
        later = (e for e in self.family if e.correction > self.edition.correction)
        return next((edition for edition in later if edition.stage in unpublished), None)

    @property
    def earlier(self) -> list[WeeklyEdition]:
        """The issued corrections before this one, the newest first."""
        issued = (Stage.PUBLISHED, Stage.WITHDRAWN)
        before = (e for e in self.family if e.correction < self.edition.correction)
        return [edition for edition in before if edition.stage in issued][::-1]

    @property
    def state(self) -> tuple[str, str]:
        return state_of(self.edition, self.newer)

    @property
    def is_at_work(self) -> bool:
        return any(self.access.can(capability) for capability in AT_WORK)

    @cached_property
    def kept(self) -> dict[str, dict]:
        """The files of a frozen edition, without their content, by format."""
        if self.edition.is_living:
            return {}
        rows = EditionFile.objects.filter(snapshot__edition=self.edition)
        columns = ("format", "sha256", "size", "made_at", "snapshot__sha256", "snapshot__frozen_at")
        return {row["format"]: row for row in rows.values(*columns)}

    @property
    def files(self) -> list[FileLine]:
        """What can be taken: of a frozen edition the files that are made, of a draft all."""
        if self.edition.is_living:
            found = [(format, {}) for format in OFFERED]
        else:
            found = [(format, self.kept[format]) for format in OFFERED if format in self.kept]
        return [
            FileLine(
                format.label, format, self.file_url(format), row.get("sha256", ""), row.get("size")
            )
            for format, row in found
        ]

    def file_url(self, format: str) -> str:
        edition = self.edition
        if edition.number is None:
            return reverse("reporting:edition_file", args=[edition.key, format])
        return reverse("reporting:numbered_file", args=[edition.year, edition.numbered, format])

    @property
    def snapshot(self) -> dict | None:
        """The frozen text's hash and instant; None while its files are not made."""
        return next(iter(self.kept.values()), None)

    @property
    def ways(self) -> list[tuple[str, str]]:
        """(words, address) of the pages that belong to this edition, for this reader."""
        edition, found = self.edition, []
        if edition.number is not None and not edition.is_living:
            number = (edition.year, edition.numbered)
            found += [
                ("Số liệu lấy từ đâu", way("edition_sources", *number)),
                ("Đoạn ngắn để gửi thư, nhắn tin", way("edition_short", *number)),
                ("Tóm tắt một trang, Word", way("edition_brief", *number, Format.DOCX)),
                ("Tóm tắt một trang, PDF", way("edition_brief", *number, Format.PDF)),
            ]
        if edition.is_public and edition.stage == Stage.PUBLISHED and not self.newer:
            address = reverse("public:teaser", args=[edition.year, edition.numbered])
            found.append(("Trang giới thiệu công khai", address))
        if self.access.can(Capability.EDIT_EDITION):
            found.append(("Trang soạn", way("edition_work", edition.pk)))
        if self.is_at_work:
            found.append(("Tiến trình", way("edition_progress", edition.pk)))
        return [(words, address) for words, address in found if address]

    @property
    def changed_at(self) -> datetime.datetime | None:
        """When the page's text or its notices last became others; None for a draft."""
        if self.edition.is_living or not self.kept:
            return None
        moments = [row["made_at"] for row in self.kept.values()]
        return max(moments + [e.moved_at for e in self.family if e.moved_at])

    @property
    def mark(self) -> str:
        """One mark for the page's own part as it stands; empty for a draft, always made anew."""
        if self.edition.is_living or Format.PAGE not in self.kept:
            return ""
        parts = [
            *(f"{row['format']} {row['sha256']}" for row in self.kept.values()),
            *(f"{e.pk} {e.stage} {e.is_public} {e.withdrawal_reason}" for e in self.family),
        ]
        return sha256("\n".join(parts).encode()).hexdigest()


OPEN = (Stage.DRAFT, Stage.CHECKED, Stage.RESERVED)


def newer_than(edition: WeeklyEdition, family) -> WeeklyEdition | None:
    """Of its corrections the newest that is published, if it came after `edition`."""
    later = [e for e in family if e.correction > edition.correction and e.stage == Stage.PUBLISHED]
    return max(later, key=lambda e: e.correction, default=None)


def state_of(edition: WeeklyEdition, newer: WeeklyEdition | None) -> tuple[str, str]:
    """(name of the drawn state, its word)."""
    if newer and edition.stage == Stage.PUBLISHED:
        return SUPERSEDED
    return STATES[edition.stage]


def way(name: str, *values) -> str:
    """The address of a page of this app; empty where there is no such page."""
    try:
        return reverse(f"reporting:{name}", args=values)
    except NoReverseMatch:
        return ""


def etag_of(request, mark: str) -> str:
    """The page's mark with all that its frame depends on: who reads, with which rights and
    sign-in, on which day, in which style and version."""
    parts = [
        mark,
        *(f"{grant}" for grant in request.access.grants),
        static("css/portal.css"),
        software(),
        f"{request.user.pk} {request.user.full_name}",
        request.META.get("CSRF_COOKIE", ""),
        days.show_date(request.access.day),
    ]
    return quote_etag(sha256("\n".join(parts).encode()).hexdigest()[:32])
