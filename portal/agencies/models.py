"""Who reports: agencies with dated names and codes, their successions, and dated sets of them.

An agency's key is its own id. A GSO code is not a key: after 1/7/2025 seven codes mean another
province than before (NQ 202/2025/QH15), so codes and names carry dates.
"""

from django.db import models
from django.db.models import F, FilteredRelation, Q
from simple_history.models import HistoricalRecords

from portal.dated import Dated, DatedQuerySet, in_force
from portal.names import fold, nfc, search_key, sort_key


class Side(models.TextChoices):
    CENTRAL = "central", "Bộ, ngành"
    PROVINCIAL = "provincial", "Địa phương"
    ENTERPRISE = "enterprise", "Tập đoàn, tổng công ty nhà nước"


class Kind(models.TextChoices):
    MINISTRY = "ministry", "Bộ"
    MINISTERIAL = "ministerial", "Cơ quan ngang bộ"
    GOVERNMENT = "government", "Cơ quan thuộc Chính phủ"
    PROVINCE = "province", "Tỉnh"
    MUNICIPALITY = "municipality", "Thành phố trực thuộc Trung ương"
    CORPORATION = "corporation", "Tập đoàn, tổng công ty nhà nước"


class AgencyQuerySet(DatedQuerySet):
    def named_on(self, day):
        """Adds `name`, `printed_name`, `official_name`, `kind` as of `day`, by one join."""
        return self.alias(
            dated_name=FilteredRelation("names", condition=in_force(day, "names__"))
        ).annotate(
            name=F("dated_name__name"),
            printed_name=F("dated_name__printed_name"),
            official_name=F("dated_name__official_name"),
            kind=F("dated_name__kind"),
            sort_key=F("dated_name__sort_key"),
        )

    def in_set(self, set_code, day):
        return self.filter(
            in_force(day, "set_memberships__"), set_memberships__agency_set__code=set_code
        )


class Agency(Dated):
    slug = models.SlugField("mã trong địa chỉ", max_length=60, unique=True)
    side = models.CharField("khối", max_length=20, choices=Side)
    position = models.PositiveIntegerField("thứ tự chính thức", default=0)
    letterhead = models.CharField("đơn vị lập báo cáo", max_length=160, blank=True)
    needs_approval = models.BooleanField("lãnh đạo duyệt trước khi gửi", default=False)
    one_person = models.BooleanField("một người vừa lập vừa duyệt", default=False)

    objects = AgencyQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Dated.Meta):
        verbose_name = "cơ quan"
        verbose_name_plural = "cơ quan"
        ordering = ["side", "position", "slug"]

    def __str__(self):
        return getattr(self, "name", None) or self.slug


class AgencyName(Dated):
    """An agency's names between two days.

    `name` is the short one ("Hà Nội"), `printed_name` the one in the report's tables
    ("TP. Hà Nội"), `official_name` the full one ("Thành phố Hà Nội").
    """

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="names", verbose_name="cơ quan")
    kind = models.CharField("loại", max_length=20, choices=Kind)
    name = models.CharField("tên ngắn", max_length=120)
    printed_name = models.CharField("tên in trong bảng", max_length=120)
    official_name = models.CharField("tên đầy đủ", max_length=160)
    sort_key = models.CharField(max_length=500, editable=False)
    search_key = models.CharField(max_length=200, editable=False)

    history = HistoricalRecords()

    class Meta(Dated.Meta):
        verbose_name = "tên cơ quan"
        verbose_name_plural = "tên cơ quan"
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["agency", "in_force_from"], name="agency_has_one_name_from_a_day"
            ),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.name, self.printed_name = nfc(self.name), nfc(self.printed_name)
        self.official_name = nfc(self.official_name)
        self.sort_key, self.search_key = sort_key(self.name), search_key(self.name)
        super().save(*args, **kwargs)


class CodeScheme(models.TextChoices):
    GSO = "gso", "Mã Tổng cục Thống kê"
    ISO = "iso", "ISO 3166-2"
    ELECTRONIC = "electronic", "Mã định danh điện tử"
    ACRONYM = "acronym", "Chữ viết tắt trong ký hiệu văn bản"


class AgencyCode(Dated):
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="codes", verbose_name="cơ quan")
    scheme = models.CharField("bộ mã", max_length=20, choices=CodeScheme)
    code = models.CharField("mã", max_length=20)

    class Meta(Dated.Meta):
        verbose_name = "mã cơ quan"
        verbose_name_plural = "mã cơ quan"
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["scheme", "code", "in_force_from"], name="code_means_one_agency_from_a_day"
            ),
        ]

    def __str__(self):
        return self.code


class AgencyAlias(models.Model):
    """A spelling met in practice ("TPHCM", "Hung Yên"); matching reads it, nothing prints it."""

    agency = models.ForeignKey(
        Agency, models.CASCADE, related_name="aliases", verbose_name="cơ quan"
    )
    text = models.CharField("cách viết", max_length=160)
    folded = models.CharField(max_length=160, unique=True, editable=False)

    class Meta:
        verbose_name = "cách viết khác"
        verbose_name_plural = "cách viết khác"

    def __str__(self):
        return self.text

    def save(self, *args, **kwargs):
        self.text = nfc(self.text)
        self.folded = fold(self.text)
        super().save(*args, **kwargs)


class Succession(models.Model):
    """`successor` takes over from `predecessor` on a day (merger, split, renaming by law)."""

    predecessor = models.ForeignKey(
        Agency, models.PROTECT, related_name="successions", verbose_name="cơ quan trước"
    )
    successor = models.ForeignKey(
        Agency, models.PROTECT, related_name="precursors", verbose_name="cơ quan kế thừa"
    )
    takes_over_on = models.DateField("kế thừa từ ngày")
    carries_figures = models.BooleanField("mang theo số liệu", default=True)
    basis = models.CharField("căn cứ", max_length=120, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "kế thừa"
        verbose_name_plural = "kế thừa"
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor", "takes_over_on"], name="one_succession_a_pair"
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")), name="nobody_succeeds_oneself"
            ),
        ]

    def __str__(self):
        return f"{self.predecessor} → {self.successor}"


class AgencySet(models.Model):
    """A named group with a dated membership: what the report counts out of, or a region.

    `size_known` False: members are counted but their number is not published ("09 tập đoàn").
    """

    class Purpose(models.TextChoices):
        SCOPE = "scope", "Phạm vi báo cáo"
        REGION = "region", "Vùng"

    code = models.SlugField("mã", max_length=40, unique=True)
    purpose = models.CharField("dùng để", max_length=10, choices=Purpose, default=Purpose.SCOPE)
    side = models.CharField("khối", max_length=20, choices=Side)
    name = models.CharField("tên", max_length=160)
    short_name = models.CharField("tên ngắn", max_length=60)
    position = models.PositiveIntegerField("thứ tự", default=0)
    size_known = models.BooleanField("biết tổng số", default=True)
    members = models.ManyToManyField(Agency, through="AgencySetMember", related_name="sets")

    history = HistoricalRecords()

    class Meta:
        verbose_name = "phạm vi, vùng"
        verbose_name_plural = "phạm vi, vùng"
        ordering = ["position", "code"]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.name, self.short_name = nfc(self.name), nfc(self.short_name)
        super().save(*args, **kwargs)


class AgencySetMember(Dated):
    agency_set = models.ForeignKey(
        AgencySet, models.CASCADE, related_name="memberships", verbose_name="phạm vi"
    )
    agency = models.ForeignKey(
        Agency, models.CASCADE, related_name="set_memberships", verbose_name="cơ quan"
    )

    history = HistoricalRecords()

    class Meta(Dated.Meta):
        verbose_name = "cơ quan trong phạm vi"
        verbose_name_plural = "cơ quan trong phạm vi"
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["agency_set", "agency", "in_force_from"], name="agency_is_in_a_set_once"
            ),
        ]

    def __str__(self):
        return f"{self.agency} trong {self.agency_set}"
