"""A small portal with something behind every address: two provinces with a report in each state,
their files and documents, a central body, national figures, a weekly report, and everyone's people.
"""

import datetime
import hashlib
from dataclasses import dataclass, field

from django.core.files.base import ContentFile

from portal.accounts.models import Membership, Role, User
from portal.agencies.models import Agency, Side
from portal.catalogue.calendar import Holiday
from portal.catalogue.models import PublicationRule, Rule
from portal.catalogue.notices import Notice
from portal.catalogue.targets import Target
from portal.documents.models import AwarenessEvent, Document, StoredFile
from portal.submissions import actions, deciding
from portal.submissions.models import Channel, IndicatorValue, State, Submission
from reporting.models import WeeklyEdition
from training.imports.taking_in import take_in
from training.models import Dispute, PlatformDomain, PlatformImport, TrainingClass

from . import catalogue_sample as sample
from . import factories as make
from .reporting import issuing
from .reporting.narrative import told

TODAY = datetime.date(2022, 11, 15)
# A report of each state, and in which month of 2022.
MONTHS = {
    State.ACCEPTED: 7,
    State.RETURNED: 8,
    State.SUBMITTED: 9,
    State.AWAITING_APPROVAL: 10,
    State.DRAFT: 11,
}
ISSUED = {"year": 2022, "number": ["18"]}
BESIDE_A_REPORT = ("edition_numbered", "numbered_file", "edition_sources", "edition_short")
CATALOGUE_PAGES = ("view", "change", "move", "history")
IMPORT_PAGES = ("detail", "columns", "drop", "withdraw", "file")


@dataclass
class SmallPortal:
    ours: Agency
    others: Agency
    central: Agency
    files: dict[int, StoredFile] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)

    def period_key(self, state) -> str:
        return f"2022-{MONTHS[state]:02d}"

    @property
    def period_keys(self) -> list[str]:
        return [self.period_key(state) for state in MONTHS]


def build() -> SmallPortal:
    provinces = [
        make.make_agency("Quảng Ninh", "quang-ninh"),
        make.make_agency("Hải Phòng", "hai-phong"),
    ]
    central = make.make_agency("Bộ Xây dựng", "bo-xay-dung", side=Side.CENTRAL)
    asked = make.make_set("provinces", *provinces)
    indicators = sample.every_type(asked)
    sample.every_type(make.make_set("ministries", central, side=Side.CENTRAL))
    stories = make.make_indicator(
        "STORIES", None, combine="latest", source="centre", unit="câu chuyện"
    )
    make.make_known(None, make.day("2022-09-30"), (stories, 146), channel=Channel.CENTRE)
    portal = SmallPortal(*provinces, central)
    closes_at = make.instant("2022-12-25 17:00")
    periods = {
        state: make.make_period(2022, month, closes_at=closes_at) for state, month in MONTHS.items()
    }
    for agency in provinces:
        known_before(agency, indicators)
        portal.files[agency.pk] = file_of(agency)
        Document.objects.create(
            agency=agency,
            kind=Document.Kind.PLAN,
            number=f"{agency.pk}/KH-UBND",
            issued_on=make.day("2022-03-30"),
            stored_file=portal.files[agency.pk],
        )
        people = people_of(agency, portal)
        AwarenessEvent.objects.create(
            pk=portal.files[agency.pk].pk,  # the samples have one `pk` for all
            agency=agency,
            name="Hội nghị triển khai Đề án",
            held_on=make.day("2022-05-10"),
            form=AwarenessEvent.Form.CONFERENCE,
            recorded_by=people[0],
        )
        disputed(agency, indicators["TRAINED"], people[0], portal.files[agency.pk].pk)
        TrainingClass.objects.create(
            pk=portal.files[agency.pk].pk,
            agency=agency,
            name="Kỹ năng số, khóa 1",
            begins_on=make.day("2022-10-24"),
            ends_on=make.day("2022-10-26"),
            form=TrainingClass.Form.IN_PERSON,
            participants=40,
            recorded_by=people[0],
        )
        reports_of(agency, periods, indicators, people)
    people_without_agency(portal)
    Notice.objects.create(text="Hạn gửi: ngày 18.", in_force_from=make.LONG_AGO, address="/phieu/")
    Holiday.objects.create(day=make.day("2022-09-02"), name="Quốc khánh")
    PublicationRule.objects.create(
        indicator=indicators["TRAINED"],
        channel="agency",
        basis="Kết luận giao ban",
        in_force_from=make.day("2022-10-01"),
    )
    Target.objects.create(
        indicator=indicators["TRAINED"],
        agency=provinces[0],
        amount=31000,
        counts_from=make.day("2022-01-28"),
        due_on=make.day("2022-12-31"),
        basis="Kế hoạch của tỉnh",
    )
    export = "Cơ quan;Số lượt\r\nQuảng Ninh;5\r\n".encode()
    at = make.instant("2022-11-14 09:00")
    take_in(export, "one-touch.csv", as_of=at.date(), today=at.date(), by=None, at=at)
    edition = WeeklyEdition.objects.create(
        year=2022,
        number=17,
        week_year=2022,
        week=39,
        as_of=make.day("2022-09-30"),
        symbol="BC-UBQGCĐS",
        topic="Chuyển đổi số",
    )
    published_report()
    told.tell(edition, {agency: portal.files[agency.pk].pk for agency in provinces})
    return portal


def published_report() -> None:
    """One issued edition with a public page, beside the draft."""
    edition = WeeklyEdition.objects.create(
        year=2022,
        number=18,
        week_year=2022,
        week=40,
        as_of=make.day("2022-10-07"),
        symbol="BC-UBQGCĐS",
        topic="Chuyển đổi số",
    )
    issuing.published(edition, is_public=True, at=make.instant("2022-10-07 17:00"))


def known_before(agency, indicators):
    make.make_known(
        agency,
        make.day("2022-06-14"),
        *(
            (indicators[code], amount)
            for code, amount in (
                *(("PLAN", 1), ("FILM", 834), ("TRAINED", 428)),
                *(("TEAMS", 1473), ("PEOPLE", 11255), ("SHARE", 761)),
            )
        ),
    )


def disputed(agency, indicator, person, pk):
    """An open dispute and a sub-domain of its own, under the key that the samples have for all."""
    value = IndicatorValue.objects.filter(agency=agency, indicator=indicator).first()
    at = make.instant("2022-11-14 10:00")
    Dispute.objects.create(
        pk=pk,
        agency=agency,
        indicator=indicator,
        value=value,
        comment="Thiếu một khóa.",
        opened_at=at,
        opened_by=person,
    )
    PlatformDomain.objects.create(
        pk=pk, agency=agency, host=f"{agency.slug}.nen-tang.vn", in_force_from=make.LONG_AGO
    )


def file_of(agency) -> StoredFile:
    stored = StoredFile(
        agency=agency,
        name="ke-hoach.pdf",
        content_type="application/pdf",
        size=len(make.PDF),
        sha256=hashlib.sha256(make.PDF).hexdigest(),
    )
    stored.file.save("ke-hoach.pdf", ContentFile(make.PDF))
    return stored


def people_of(agency, portal) -> tuple[User, User]:
    roles = {"reporter": Role.REPORTER, "approver": Role.APPROVER}
    for name, role in roles.items():
        portal.people[f"{name} {agency.slug}"] = make.make_member(role, agency)
    return tuple(portal.people[f"{name} {agency.slug}"] for name in roles)


def people_without_agency(portal):
    for role in (Role.DATA_MANAGER, Role.EDITOR, Role.READER):
        portal.people[role] = make.make_member(role)
    staff = {"is_staff": True, "is_superuser": True}
    portal.people["administrator"] = make.make_member(
        Role.ADMINISTRATOR, user=make.make_user(**staff)
    )
    portal.people["superuser without role"] = make.make_user(**staff)
    portal.people["without role"] = make.make_user()
    ended = {"in_force_until": TODAY - datetime.timedelta(days=1)}
    portal.people["role ended"] = make.make_member(Role.REPORTER, portal.ours, **ended)
    begins = {"in_force_from": TODAY + datetime.timedelta(days=1)}
    portal.people["role to come"] = make.make_member(Role.DATA_MANAGER, **begins)
    inactive = make.make_member(Role.REPORTER, portal.ours)
    Membership.objects.create(user=inactive, role=Role.DATA_MANAGER, in_force_from=make.LONG_AGO)
    User.objects.filter(pk=inactive.pk).update(is_active=False)
    portal.people["inactive"] = inactive


def reports_of(agency, periods, indicators, people):
    reporter = people[0]
    reviewer = make.make_member(Role.DATA_MANAGER)
    for state, period in periods.items():
        at = make.instant(f"{period.year}-{period.month:02d}-15 09:00")
        access = make.access_of(reporter, at.date())
        report = actions.open_report(agency, period, by=reporter, at=at)
        actions.save_draft(
            report, base_version=0, texts=good_texts(indicators), access=access, at=at
        )
        report.refresh_from_db()
        if state == State.AWAITING_APPROVAL:
            Agency.objects.filter(pk=agency.pk).update(needs_approval=True)
            actions.ask_approval(report, version=report.version, access=access, at=at)
            Agency.objects.filter(pk=agency.pk).update(needs_approval=False)
        elif state != State.DRAFT:
            actions.send(report, version=report.version, access=access, at=at)
            of_the_centre = make.access_of(reviewer, at.date())
            if state == State.RETURNED:
                asked = {indicators["TRAINED"].pk: "Đã gồm hội nghị chưa?"}
                deciding.return_report(
                    report,
                    note="Đề nghị xem lại.",
                    questions=asked,
                    access=of_the_centre,
                    at=at,
                )
                report.refresh_from_db()
                answer = {f"{indicators['TRAINED'].code}-explain": "Đã gồm hội nghị."}
                actions.save_draft(
                    report, base_version=report.version, texts=answer, access=access, at=at
                )
            if state == State.ACCEPTED:
                deciding.accept(report, access=of_the_centre, at=at)
    states = Submission.objects.filter(agency=agency, channel="agency").values_list(
        "state", flat=True
    )
    assert set(states) == set(MONTHS)


def good_texts(indicators) -> dict[str, str]:
    def field_of(code, part="value"):
        return f"{indicators[code].code}-{part}"

    def choice(code):
        return f"part-{indicators[code].section.code}-choice"

    return {
        choice("PLAN"): "unchanged",
        field_of("PAGE"): "yes",
        field_of("PAGE", "link"): "https://quangninh.gov.vn/chuyen-doi-so",
        field_of("FILM", "month"): "10",
        field_of("TRAINED", "month"): "12",
        choice("TEAMS"): "update",
        field_of("PEOPLE"): "11.300",
        field_of("SHARE"): "77,5",
        field_of("WORDS"): "Thiếu máy tính ở cấp xã.",
    }


def samples(portal: SmallPortal, agency: Agency) -> dict:
    """What fills the addresses' parameters (see `tests.addresses`), for pages about `agency`."""
    revision = Submission.objects.get(
        agency=agency, channel="agency", state=State.SUBMITTED
    ).revisions.get()
    return {
        "*": {
            "agency": agency.slug,
            "period": portal.period_keys,
            "step": ["gui", "duyet"],
            "number": revision.number,
            "pk": portal.files[agency.pk].pk,
            "id": portal.people["without role"].pk,
            "edition": WeeklyEdition.objects.get(week=39).pk,
            "story": portal.files[agency.pk].pk,
        },
        "reporting:edition_step": {"step": ["cap-so"]},
        "entry:counting_note": {"code": ["PROV_TRAINED"]},
        "reporting:proposal": {"pk": 1},
        "reporting:reword_proposal": {"pk": 1},
        "reporting:indicator_names": {"code": ["PROV_PLAN", "STORIES"]},
        "reporting:edition_line": {"code": ["STORIES"]},
        "explorer:value": {"code": ["PROV_PLAN", "STORIES"]},
        **{f"reporting:{name}": ISSUED for name in BESIDE_A_REPORT},
        "reporting:figure_source": {**ISSUED, "code": ["PROV_PLAN", "STORIES"]},
        "public:teaser": ISSUED,
        "receipt_verified": {"code": getattr(revision, "verification_code", "KHONG-CO")},
        **samples_of_catalogue(),
        **{f"training:import_{what}": {"pk": import_pk()} for what in IMPORT_PAGES},
        "provinces:province": {"slug": agency.slug},
        "provinces:province_sheet": {"slug": agency.slug},
        "programme:agency_change": {"pk": agency.pk},
        "programme:notice_change": {"pk": Notice.objects.first().pk},
        "programme:succession_add": {"pk": agency.pk},
        "programme:person_change": {"pk": portal.people["without role"].pk},
        "ministries:ministry": {"slug": portal.central.slug},
        "ministries:ministry_sheet": {"slug": portal.central.slug},
    }


def import_pk() -> int:
    return PlatformImport.objects.get().pk


def national_value() -> IndicatorValue:
    return IndicatorValue.objects.get(indicator__code="STORIES")


def samples_of_catalogue() -> dict:
    """The centre's screens of the catalogue and the calendar, each about something."""
    code = ["PROV_TRAINED"]
    return {
        **{f"programme:indicator_{what}": {"code": code} for what in CATALOGUE_PAGES},
        "programme:section_change": {"code": ["provinces-to"]},
        "programme:section_move": {"code": ["provinces-to"]},
        "national:statement_list": {"code": ["STORIES"]},
        "national:statement_correct": {"code": ["STORIES"], "pk": national_value().pk},
        "programme:holiday_change": {"pk": Holiday.objects.get().pk},
        "programme:rule_change": {"pk": Rule.objects.first().pk},
        "programme:publication_change": {"pk": PublicationRule.objects.get().pk},
    }
