"""What is kept of a frozen edition: one canonical text, and the files made from it alone.

Neither is ever changed: saving again and deleting refuse.
"""

from django.db import models

from portal.models import User

from .models import WeeklyEdition
from .words import words_of


class Unchangeable(Exception):
    """Someone tried to change what is frozen."""


class Snapshot(models.Model):
    """`text`: the canonical JSON of everything the edition says; `sha256` of its UTF-8 bytes.

    `words`: what the archive searches, made of `text` when it is kept (reporting.editions.words).
    """

    edition = models.OneToOneField(WeeklyEdition, models.PROTECT, related_name="snapshot")
    text = models.TextField()
    words = models.TextField(editable=False)
    sha256 = models.CharField(max_length=64, unique=True)
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "bản chốt"
        verbose_name_plural = "bản chốt"

    def __str__(self):
        return self.sha256[:12]

    def save(self, *args, **kwargs):
        if self.pk:
            raise Unchangeable("a frozen edition never changes")
        self.words = words_of(self.text)
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise Unchangeable("a frozen edition is never deleted")


class Format(models.TextChoices):
    DOCX = "docx", "Văn bản Word"
    PDF = "pdf", "Văn bản PDF"
    XLSX = "xlsx", "Bảng số liệu Excel"
    HTML = "html", "Trang HTML"
    JSON = "json", "Dữ liệu JSON"
    PAGE = "page", "Phần thân trang của cổng"


class EditionFile(models.Model):
    """One file of a frozen edition with its hash. Made again from the snapshot it is the same.

    Kept in the database: one backup holds snapshot, files and hashes together.
    """

    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="files")
    format = models.CharField("dạng", max_length=5, choices=Format)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveIntegerField("dung lượng")
    made_at = models.DateTimeField("làm lúc")

    class Meta:
        verbose_name = "tệp của bản chốt"
        verbose_name_plural = "tệp của bản chốt"
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "format"], name="one_file_a_format")
        ]

    def __str__(self):
        return f"{self.format} {self.sha256[:12]}"

    def save(self, *args, **kwargs):
        if self.pk:
            raise Unchangeable("a file of a frozen edition never changes")
        super().save(*args, **kwargs)
