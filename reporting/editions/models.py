"""The weekly thematic report as a numbered thing, and what its editor decided about it.

Identity is (year, number, correction): the number runs through the year, unlike the week; a
correction 17b supersedes 17. A draft has no number until one is reserved.
"""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from portal.days import show_week
from portal.models import Agency, User
from portal.names import nfc

from .markup import tidy_lines


class Layout(models.TextChoices):
    BULLETIN = "bulletin", "Bản tin chuyên đề"
    NATIONAL = "national", "Báo cáo hành chính (NĐ 30/2020/NĐ-CP)"


class Stage(models.TextChoices):
    DRAFT = "draft", "Đang soạn"
    CHECKED = "checked", "Đã kiểm tra"
    RESERVED = "reserved", "Đã cấp số"
    FROZEN = "frozen", "Đã chốt"
    PUBLISHED = "published", "Đã phát hành"
    WITHDRAWN = "withdrawn", "Đã thu hồi"


LIVING = (Stage.DRAFT, Stage.CHECKED, Stage.RESERVED)  # recomputed whenever they are read


class WeeklyEditionQuerySet(models.QuerySet):
    def current_corrections(self):
        """Of each numbered report only its newest correction; drafts without a number as well."""
        newer = WeeklyEdition.objects.filter(
            year=models.OuterRef("year"),
            number=models.OuterRef("number"),
            correction__gt=models.OuterRef("correction"),
        )
        return self.filter(~models.Exists(newer))


class WeeklyEdition(models.Model):
    """`as_of`: the day its figures cover to; `known_at`: the instant they were known (empty while
    a draft: everything known now). `number` empty: not reserved yet.

    `issuer`, `superior`, `place`, `purpose`: what head and foot of the document say.
    """

    year = models.PositiveSmallIntegerField("năm của số báo cáo")
    number = models.PositiveSmallIntegerField("số", null=True, blank=True)
    correction = models.PositiveSmallIntegerField("lần đính chính", default=0)
    week_year = models.PositiveSmallIntegerField("năm của tuần")
    week = models.PositiveSmallIntegerField("tuần")
    as_of = models.DateField("tính đến ngày")
    known_at = models.DateTimeField("biết đến lúc", null=True, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    symbol = models.CharField("ký hiệu", max_length=60)
    topic = models.CharField("chuyên đề", max_length=300)
    circulation = models.CharField("phạm vi lưu hành", max_length=60, blank=True)
    layout = models.CharField("mẫu", max_length=10, choices=Layout, default=Layout.BULLETIN)
    issuer = models.CharField("cơ quan ban hành", max_length=160, blank=True)
    superior = models.CharField("cơ quan chủ quản", max_length=160, blank=True)
    place = models.CharField("địa danh", max_length=60, blank=True)
    purpose = models.CharField("mục đích", max_length=200, blank=True)
    stage = models.CharField("tình trạng", max_length=10, choices=Stage, default=Stage.DRAFT)
    correction_reason = models.CharField("lý do đính chính", max_length=300, blank=True)
    withdrawal_reason = models.CharField("lý do thu hồi", max_length=300, blank=True)
    is_public = models.BooleanField("có trang giới thiệu công khai", default=False)

    objects = WeeklyEditionQuerySet.as_manager()

    class Meta:
        verbose_name = "báo cáo tuần"
        verbose_name_plural = "báo cáo tuần"
        ordering = ["-week_year", "-week", "-number", "-correction", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "number", "correction"], name="one_edition_a_number"
            ),
            models.CheckConstraint(
                condition=Q(week__gte=1, week__lte=53), name="edition_week_is_a_week"
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=False) | Q(stage__in=(Stage.DRAFT, Stage.CHECKED)),
                name="edition_has_its_number_from_reserving_on",
            ),
        ]

    def __str__(self):
        return show_week(self.week_year, self.week)

    @property
    def key(self):
        """The edition's week in an address: 2022-W39."""
        return f"{self.week_year}-W{self.week:02d}"

    @property
    def numbered(self) -> str:
        """Its number with the letter of a correction: "17", "17b"; empty before reserving."""
        if self.number is None:
            return ""
        return f"{self.number:02d}{correction_letter(self.correction)}"

    @property
    def document_number(self) -> str:
        """Số 17/BC-UBQGCĐS; before reserving a blank to be filled: "…/BC-UBQGCĐS"."""
        return f"{self.numbered or '…'}/{self.symbol}"

    @property
    def is_living(self) -> bool:
        """Whether it is still worked out anew whenever it is read."""
        return self.stage in LIVING


def correction_letter(correction: int) -> str:
    """ "" for the first issue, "b" for its first correction, "c" for the second."""
    return chr(ord("a") + correction) if correction else ""


class PinnedRow(models.Model):
    """The place of an agency among equals in one table of one edition.

    Tables are ordered by total; the printed report shows no rule for ties, so its order is kept.
    """

    edition = models.ForeignKey(WeeklyEdition, models.CASCADE, related_name="pinned_rows")
    table = models.SlugField("bảng", max_length=40)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField("thứ tự")

    class Meta:
        verbose_name = "thứ tự dòng"
        verbose_name_plural = "thứ tự dòng"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "table", "agency"], name="agency_is_pinned_once_a_table"
            )
        ]

    def __str__(self):
        return f"{self.table} {self.position}"


class Slot(models.TextChoices):
    """Where the editor writes; the order is the report's."""

    OPENING = "opening", "Mở đầu"
    LEAD = "lead", "Phần dẫn"
    FIGURES = "figures", "Lời dẫn số liệu"
    EXPERIENCE = "experience", "Lời dẫn kinh nghiệm triển khai"
    PROPOSALS = "proposals", "Lời dẫn đề xuất, kiến nghị"
    CLOSING = "closing", "Kết thúc"
    RECIPIENTS = "recipients", "Nơi nhận"
    ABSTRACT = "abstract", "Tóm tắt cho trang công khai"


class EditionText(models.Model):
    """What the editor wrote for one place of the report, as typed (reporting.editions.markup)."""

    edition = models.ForeignKey(WeeklyEdition, models.CASCADE, related_name="texts")
    slot = models.CharField("phần", max_length=12, choices=Slot)
    text = models.TextField("nội dung", blank=True)
    version = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField()
    updated_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    history = HistoricalRecords()

    class Meta:
        verbose_name = "lời văn của báo cáo"
        verbose_name_plural = "lời văn của báo cáo"
        constraints = [models.UniqueConstraint(fields=["edition", "slot"], name="one_text_a_slot")]

    def __str__(self):
        return self.get_slot_display()

    def save(self, *args, **kwargs):
        self.text = tidy_lines(self.text)
        super().save(*args, **kwargs)


class NamesListed(models.TextChoices):
    AUTOMATIC = "auto", "Như thường lệ"
    DONE = "done", "Nêu tên nơi đã thực hiện"
    NOT_DONE = "not_done", "Nêu tên nơi báo cáo là chưa"
    SHORTER = "shorter", "Nêu danh sách ngắn hơn"
    NONE = "none", "Không nêu tên"


class NamesOrder(models.TextChoices):
    AUTOMATIC = "auto", "Như thường lệ"
    OFFICIAL = "official", "Thứ tự chính thức"
    ALPHABETICAL = "alphabetical", "Thứ tự chữ cái"


class CountUsed(models.TextChoices):
    AUTOMATIC = "auto", "Số công bố cho đến khi biết đủ tên"
    STATED = "stated", "Số Cục công bố"
    NAMED = "named", "Số đếm từ các cơ quan đã báo cáo"


class LineChoice(models.Model):
    """The editor's choices for one figure in one edition; without a row everything is usual.

    `wording`: how the line of the figure is worded this time, with {CODE} where figures stand;
    empty: the usual sentence. A figure itself is never typed.
    """

    edition = models.ForeignKey(WeeklyEdition, models.CASCADE, related_name="line_choices")
    code = models.CharField("chỉ tiêu", max_length=40)
    names = models.CharField(
        "tên trong chú thích", max_length=10, choices=NamesListed, default=NamesListed.AUTOMATIC
    )
    order = models.CharField(
        "thứ tự tên", max_length=12, choices=NamesOrder, default=NamesOrder.AUTOMATIC
    )
    count = models.CharField(
        "số được in", max_length=10, choices=CountUsed, default=CountUsed.AUTOMATIC
    )
    wording = models.CharField("câu chữ", max_length=500, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "lựa chọn cho một dòng"
        verbose_name_plural = "lựa chọn cho một dòng"
        constraints = [
            models.UniqueConstraint(fields=["edition", "code"], name="one_choice_a_figure")
        ]

    def __str__(self):
        return self.code

    def save(self, *args, **kwargs):
        self.wording = nfc(self.wording)
        super().save(*args, **kwargs)


class Waiver(models.Model):
    """A finding of the checks that someone lets pass in one edition, by name and with a reason.

    `finding` identifies it by what it found, so that another finding is not waived with it.
    """

    edition = models.ForeignKey(WeeklyEdition, models.CASCADE, related_name="waivers")
    finding = models.CharField(max_length=200)
    reason = models.CharField("lý do", max_length=300)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "cảnh báo được bỏ qua"
        verbose_name_plural = "cảnh báo được bỏ qua"
        constraints = [
            models.UniqueConstraint(fields=["edition", "finding"], name="finding_is_waived_once")
        ]

    def __str__(self):
        return self.finding


class EditionEvent(models.Model):
    """What happened to an edition: written in the transaction that did it, never changed."""

    class Kind(models.TextChoices):
        CREATED = "created", "mở bản soạn"
        CHECKED = "checked", "kiểm tra xong"
        REOPENED = "reopened", "mở lại để sửa"
        EDITED = "edited", "sửa phần đầu, thứ tự"
        RESERVED = "reserved", "cấp số và ngày"
        FROZEN = "frozen", "chốt"
        PUBLISHED = "published", "phát hành"
        WITHDRAWN = "withdrawn", "thu hồi"
        SHOWN = "shown", "mở trang công khai"
        HIDDEN = "hidden", "đóng trang công khai"
        CORRECTED = "corrected", "mở bản đính chính"

    edition = models.ForeignKey(WeeklyEdition, models.CASCADE, related_name="events")
    kind = models.CharField("việc", max_length=10, choices=Kind)
    at = models.DateTimeField("lúc")
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField("nội dung", max_length=300, blank=True)

    class Meta:
        verbose_name = "sự kiện của báo cáo"
        verbose_name_plural = "sự kiện của báo cáo"
        ordering = ["pk"]

    def __str__(self):
        return self.get_kind_display()
