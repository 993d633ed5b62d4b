"""Why a class is not taken into the register as it was typed."""

import datetime
from collections.abc import Iterable, Mapping

from django.utils import timezone

from portal.days import show_date
from portal.models import Agency
from portal.names import fold

from .models import TrainingClass

LONGEST_CLASS = datetime.timedelta(days=366)
FARTHEST_AHEAD = datetime.timedelta(days=366)


class ClassError(ValueError):
    """The change is refused. `message` says why; `field` is where it is about ("" for none)."""

    def __init__(self, message: str, field: str = ""):
        super().__init__(message)
        self.message = message
        self.field = field


class Resembles(ClassError):
    """A class of the same name runs on some of the same days: perhaps the same one told twice."""

    def __init__(self, other: TrainingClass):
        days = f"{show_date(other.begins_on)}–{show_date(other.ends_on)}"
        self.told = f"Đã có lớp cùng tên, ngày {days}, trùng một phần thời gian."
        asked = "Nếu đây là lớp khác, bạn đánh dấu ô “Đây là lớp khác” rồi ghi lại."
        super().__init__(f"{self.told} {asked}", "is_another")


def refuse_days(said: Mapping, at: datetime.datetime) -> None:
    begins, ends, today = said["begins_on"], said["ends_on"], timezone.localdate(at)
    if ends < begins:
        raise ClassError(
            f"Kết thúc ngày {show_date(ends)} trước khai giảng ngày {show_date(begins)}.", "ends_on"
        )
    if ends - begins > LONGEST_CLASS:
        raise ClassError("Lớp kéo dài hơn một năm. Bạn kiểm tra lại năm.", "ends_on")
    if ends - today > FARTHEST_AHEAD:
        raise ClassError(
            f"Ngày {show_date(ends)} còn hơn một năm nữa. Bạn kiểm tra lại năm.", "ends_on"
        )
    if ends > today and (said["participants"], said["completions"]) != (None, None):
        field = "participants" if said["participants"] is not None else "completions"
        raise ClassError(
            f"Ngày kết thúc {show_date(ends)} chưa tới. Bạn để trống, ghi số sau khi kết thúc.",
            field,
        )


def refuse_counts(said: Mapping) -> None:
    """Completions are among the participants; said of what two people typed together as well."""
    if said["completions"] is None:
        return
    if said["participants"] is None:
        raise ClassError("Bạn ghi số lượt tham gia trước.", "participants")
    if said["completions"] > said["participants"]:
        raise ClassError(
            "Số hoàn thành không lớn hơn số lượt tham gia. Bạn kiểm tra lại hai số.", "completions"
        )


# The same class twice


def classes_near(agency: Agency, begins, ends, *, but: TrainingClass | None = None):
    """The agency's standing classes (but `but`) that run on some of the days; one query."""
    classes = agency.training_classes.standing().filter(begins_on__lte=ends, ends_on__gte=begins)
    return list(classes.exclude(pk=but and but.pk))


def same_among(near: Iterable[TrainingClass], said: Mapping) -> TrainingClass | None:
    """The class of that name and those very days; None when there is none."""
    wanted = said["name"], said["begins_on"], said["ends_on"]
    return next((c for c in near if (c.name, c.begins_on, c.ends_on) == wanted), None)


def told_twice(same: TrainingClass) -> ClassError:
    return ClassError(
        f"Lớp này, ngày {show_date(same.begins_on)}–{show_date(same.ends_on)}, đã có trong sổ. Nếu "
        "là lớp khác, bạn thêm khóa, nhóm hoặc địa điểm vào tên.",
        "name",
    )


def refuse_twin(near: Iterable[TrainingClass], said: Mapping, is_another: bool) -> None:
    """Asks about a class of the same name on some of the same days; `is_another`: was answered."""
    name = fold(said["name"])
    for other in near:
        overlaps = other.begins_on <= said["ends_on"] and other.ends_on >= said["begins_on"]
        if overlaps and fold(other.name) == name and not is_another:
            raise Resembles(other)
