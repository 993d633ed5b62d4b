"""Each step of the progress page: its form, the action behind it, and what is said afterwards."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms

from portal.accounts import kept_input
from portal.accounts.permissions import Access
from portal.days import show_date
from portal.submissions.gates import Closed
from reporting.editions import lifecycle, opening
from reporting.editions.files import NoFile
from reporting.models import WeeklyEdition

from . import offered, steps_taken
from .forms import NoteForm, ReasonForm, ReserveForm


@dataclass(frozen=True)
class Taken:
    """A step that was taken. `trouble`: what did not work beside it; the step stands."""

    edition: WeeklyEdition
    text: str
    trouble: str = ""


Take = Callable[[WeeklyEdition, dict, Access, object], Taken]


@dataclass(frozen=True)
class Step:
    """`passage`: its name in `lifecycle.PASSAGES`, empty where stages do not gate it."""

    passage: str
    take: Take
    typed: type[forms.Form] | None = None

    def form(self, post, edition, initial=None) -> forms.Form | None:
        """The form of its page; ids carry the step's name, since a page shows several."""
        if self.typed is None:
            return None
        more = {"edition": edition} if self.typed is ReserveForm else {}
        return self.typed(post, initial=initial, auto_id=f"{self.passage}-%s", **more)


def reopen(edition, typed, access, at) -> Taken:
    edition = lifecycle.reopen(edition, access=access, at=at, note=typed["reason"])
    return Taken(edition, f"Đã mở lại {edition} để sửa. Sửa xong thì kiểm tra lại từ đầu.")


def reserve(edition, typed, access, at) -> Taken:
    number = typed.get("number")
    edition = lifecycle.reserve(
        edition, issued_on=typed["issued_on"], access=access, at=at, number=number
    )
    return Taken(edition, f"Đã cấp số {edition.document_number}.")


def freeze(edition, typed, access, at) -> Taken:
    snapshot = steps_taken.freeze_checked(edition, access=access, at=at)
    text = f"Đã chốt {snapshot.edition}. Từ giờ không ai sửa được nữa."
    try:
        steps_taken.make_files_apart(edition)
    except NoFile as failed:
        trouble = f"Chưa làm được tệp: {failed.message} Bản chốt vẫn nguyên; bạn bấm “Làm lại tệp”."
        return Taken(edition, text, trouble)
    return Taken(edition, text)


def make_files(edition, typed, access, at) -> Taken:
    if edition.is_living:
        raise Closed("Chốt rồi mới làm tệp phát hành.")
    steps_taken.make_files_apart(edition)
    return Taken(edition, "Đã làm đủ tệp.")


def publish(edition, typed, access, at) -> Taken:
    edition = steps_taken.issue(edition, access=access, at=at)
    return Taken(edition, f"Đã phát hành báo cáo số {edition.document_number}.")


def withdraw(edition, typed, access, at) -> Taken:
    edition = steps_taken.take_out_of_use(edition, reason=typed["reason"], access=access, at=at)
    return Taken(edition, f"Đã thu hồi báo cáo số {edition.document_number}.")


def show(edition, typed, access, at) -> Taken:
    edition = lifecycle.set_public(edition, is_public=True, access=access, at=at)
    return Taken(edition, "Đã mở trang giới thiệu công khai.")


def hide(edition, typed, access, at) -> Taken:
    edition = lifecycle.set_public(edition, is_public=False, access=access, at=at)
    return Taken(edition, "Đã đóng trang giới thiệu công khai.")


def correct(edition, typed, access, at) -> Taken:
    new = opening.open_correction(edition, reason=typed["reason"], access=access, at=at)
    return Taken(new, f"Đã mở bản đính chính số {new.document_number}. Bản cũ giữ nguyên.")


STEPS = {
    "mo-lai": Step("reopen", reopen, NoteForm),
    "cap-so": Step("reserve", reserve, ReserveForm),
    "chot": Step("freeze", freeze),
    "lam-tep": Step("", make_files),
    "phat-hanh": Step("publish", publish),
    "thu-hoi": Step("withdraw", withdraw, ReasonForm),
    "cong-khai": Step("", show),
    "dong-cong-khai": Step("", hide),
    "dinh-chinh": Step("correct", correct, ReasonForm),
}


def form_of(step: str, edition, kept) -> forms.Form | None:
    """The form of a step as it is first shown: with what was kept, else with what is proposed."""
    initial = {}
    if step == "cap-so":
        day = offered.proposed_day(edition)
        initial = {"issued_on": show_date(day), "number": offered.proposed_number(edition, day)}
    if kept:
        initial |= kept_input.fields_of(kept).dict()
    form = STEPS[step].form(None, edition, initial)
    if form is not None:
        form.kept = kept
    return form
