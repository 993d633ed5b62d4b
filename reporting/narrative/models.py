"""What the report tells and asks for: chosen stories of provinces, and the ledger of proposals."""

from django.db import models
from simple_history.models import HistoricalRecords

from portal.models import Agency, User
from portal.names import nfc
from provinces.models import Story
from reporting.editions.models import WeeklyEdition


class EditionStory(models.Model):
    """A province's story in one edition: shortened block by block, confirmed before print.

    `blocks`: {block's name: shortened text}; a block that is absent is left out. A change after
    the province has confirmed takes the confirmation back.
    """

    edition = models.ForeignKey(WeeklyEdition, models.CASCADE, related_name="stories")
    story = models.ForeignKey(Story, models.PROTECT, related_name="printed_in")
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    communication = models.TextField("truyền thông, nâng cao nhận thức", blank=True)
    training = models.TextField("bồi dưỡng, tập huấn", blank=True)
    teams = models.TextField("Tổ công nghệ số cộng đồng", blank=True)
    results = models.TextField("kết quả", blank=True)
    version = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField("xin xác nhận lúc", null=True, blank=True)
    confirmed_at = models.DateTimeField("địa phương xác nhận lúc", null=True, blank=True)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.CharField("ý kiến của địa phương", max_length=500, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "kinh nghiệm trong báo cáo"
        verbose_name_plural = "kinh nghiệm trong báo cáo"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "story"], name="story_stands_once")
        ]

    def __str__(self):
        return f"{self.edition}: {self.story}"


class Proposal(models.Model):
    """One proposal to the Prime Minister, followed from edition to edition until it is settled.

    `addressee`: an agency where it is one, else in words ("các bộ, ngành, địa phương").
    `first_amount`, `first_shown`: the linked indicator's figure when it was first put; None and
    empty when nothing was known then, or nothing is linked.
    """

    class State(models.TextChoices):
        OPEN = "open", "Chưa có kết quả"
        MOVING = "moving", "Đang thực hiện"
        DONE = "done", "Đã thực hiện"
        DROPPED = "dropped", "Không đề xuất nữa"

    text = models.TextField("nội dung")
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="proposals"
    )
    addressee = models.CharField("nơi nhận", max_length=160, blank=True)
    deadline = models.DateField("hạn", null=True, blank=True)
    indicator = models.CharField("chỉ tiêu liên quan", max_length=40, blank=True)
    first_amount = models.BigIntegerField("chỉ tiêu khi nêu lần đầu", null=True, blank=True)
    first_shown = models.CharField("số khi nêu lần đầu", max_length=80, blank=True)
    state = models.CharField("tình trạng", max_length=10, choices=State, default=State.OPEN)
    progress = models.CharField("kết quả đến nay", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField("ghi lúc")
    updated_at = models.DateTimeField("sửa lúc")

    history = HistoricalRecords()

    class Meta:
        verbose_name = "đề xuất, kiến nghị"
        verbose_name_plural = "đề xuất, kiến nghị"
        ordering = ["pk"]

    def __str__(self):
        return self.text[:60]

    def save(self, *args, **kwargs):
        self.text, self.addressee = nfc(self.text), nfc(self.addressee)
        self.progress = nfc(self.progress)
        super().save(*args, **kwargs)


class EditionProposal(models.Model):
    """A proposal as one edition puts it, in its place, with its state when it was put."""

    edition = models.ForeignKey(WeeklyEdition, models.CASCADE, related_name="proposals")
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="put_in")
    position = models.PositiveSmallIntegerField("thứ tự")
    text = models.TextField("nội dung")

    class Meta:
        verbose_name = "đề xuất trong báo cáo"
        verbose_name_plural = "đề xuất trong báo cáo"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "proposal"], name="proposal_is_put_once")
        ]

    def __str__(self):
        return self.text[:60]

    def save(self, *args, **kwargs):
        self.text = nfc(self.text)
        super().save(*args, **kwargs)
