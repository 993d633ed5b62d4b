"""One dated import of the platform's export, row by row, before and after it is stored.

A draft keeps the file and every answer about its rows, so that nothing chosen is lost. Storing
makes one platform submission an agency; withdrawing takes all of them back at once and leaves the
import with its rows as the record of what was done.
"""

from django.db import models
from django.db.models import Q

from portal.models import Agency, AgencyAlias, Submission, User


class PlatformImport(models.Model):
    """`as_of_is_said` False: the day was found in the file or is today's, and nobody confirmed it.

    The columns count from 1; `name_column` None: the file's head was not understood and a person
    must say which column is what, so there are no rows yet. `notes`, `doubts`: what the reader of
    the file has to tell, a sentence a line; doubts want a person's eye.
    """

    class Layout(models.TextChoices):
        AGENCIES = "agencies", "Lũy kế theo cơ quan"
        COURSES = "courses", "Theo khóa học"

    class Stage(models.TextChoices):
        DRAFT = "draft", "Đang đối chiếu"
        STORED = "stored", "Đã ghi"
        WITHDRAWN = "withdrawn", "Đã rút"
        DROPPED = "dropped", "Đã bỏ"

    layout = models.CharField("dạng tệp", max_length=10, choices=Layout)
    as_of = models.DateField("tính đến ngày")
    as_of_is_said = models.BooleanField("ngày do người nhập xác nhận", default=True)
    file_name = models.CharField("tên tệp", max_length=200)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    sheet = models.CharField("trang tính", max_length=100, blank=True)
    head_line = models.PositiveIntegerField("dòng tiêu đề", null=True, blank=True)
    name_column = models.PositiveSmallIntegerField("cột cơ quan", null=True, blank=True)
    course_column = models.PositiveSmallIntegerField("cột khóa học", null=True, blank=True)
    participants_column = models.PositiveSmallIntegerField("cột lượt", null=True, blank=True)
    completions_column = models.PositiveSmallIntegerField("cột hoàn thành", null=True, blank=True)
    notes = models.TextField("ghi nhận khi đọc tệp", blank=True)
    doubts = models.TextField("điều cần xem khi đọc tệp", blank=True)
    stage = models.CharField("trạng thái", max_length=10, choices=Stage, default=Stage.DRAFT)
    version = models.PositiveIntegerField(default=0)
    by_command = models.BooleanField("nhập tự động từ thư mục", default=False)
    is_demo = models.BooleanField("số liệu trình diễn", default=False)
    uploaded_at = models.DateTimeField("tải lên lúc")
    uploaded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    stored_at = models.DateTimeField("ghi lúc", null=True, blank=True)
    stored_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    fall_reason = models.CharField("lý do số giảm", max_length=300, blank=True)
    withdrawn_at = models.DateTimeField("rút lúc", null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_reason = models.CharField("lý do rút", max_length=300, blank=True)
    submissions = models.ManyToManyField(Submission, related_name="platform_imports")
    aliases = models.ManyToManyField(AgencyAlias, related_name="+")

    class Meta:
        verbose_name = "lần nhập số One Touch"
        verbose_name_plural = "các lần nhập số One Touch"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sha256", "as_of"],
                condition=Q(stage="stored"),
                name="platform_file_is_stored_once_a_day",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=["draft", "dropped"], stored_at__isnull=True)
                | Q(stage__in=["stored", "withdrawn"], stored_at__isnull=False),
                name="platform_import_knows_when_it_was_stored",
            ),
            models.CheckConstraint(
                condition=Q(stage="withdrawn", withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")
                | ~Q(stage="withdrawn") & Q(withdrawn_at__isnull=True, withdrawn_reason=""),
                name="platform_import_is_withdrawn_with_a_reason",
            ),
        ]

    def __str__(self):
        return f"Lần nhập {self.pk}: {self.file_name}"


class PlatformRow(models.Model):
    """A row of the file as it stands in it, and what it was taken for.

    `participants`, `completions`: None where the cell is blank or not read (`problem` says why).
    `answer`: empty while a person has not been asked or has not answered.
    """

    class Answer(models.TextChoices):
        AGENCY = "agency", "Là cơ quan này"
        LEFT_OUT = "left_out", "Bỏ dòng này"

    platform_import = models.ForeignKey(PlatformImport, models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField("dòng")
    name = models.CharField("tên trong tệp", max_length=300)
    course = models.CharField("khóa học", max_length=300, blank=True)
    participants_text = models.CharField(max_length=60, blank=True)
    completions_text = models.CharField(max_length=60, blank=True)
    participants = models.BigIntegerField("lượt tham gia", null=True, blank=True)
    completions = models.BigIntegerField("lượt hoàn thành", null=True, blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.CharField("trả lời", max_length=10, choices=Answer, blank=True)
    keeps_alias = models.BooleanField("nhớ cách viết này", default=False)

    class Meta:
        verbose_name = "dòng của tệp One Touch"
        verbose_name_plural = "các dòng của tệp One Touch"
        ordering = ["line"]
        constraints = [
            models.UniqueConstraint(
                fields=["platform_import", "line"], name="platform_row_has_its_line"
            ),
            models.CheckConstraint(
                condition=Q(participants__isnull=True) | Q(participants__gte=0),
                name="platform_participants_are_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(completions__isnull=True) | Q(completions__gte=0),
                name="platform_completions_are_not_negative",
            ),
        ]

    def __str__(self):
        return f"{self.line}: {self.name}"
