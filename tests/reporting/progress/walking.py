"""Taking an edition from step to step as the pages' visitors do."""

from reporting.editions import writing
from reporting.editions.models import Stage
from tests import factories as make

AT = make.instant("2022-10-01 09:00")


def write(edition, slot, text):
    row = edition.texts.filter(slot=slot).first()
    access = make.access_of(make.make_member("editor"), AT.date())
    return writing.save_text(
        edition, slot, text, base=row.version if row else 0, access=access, at=AT
    )


def step(people, role, edition, name, **data):
    return people(role, "edition_step", edition.pk, name, data=data)


def to_frozen(people, edition):
    people("editor", "edition_confirm", edition.pk)
    number = "" if edition.number else "18"
    step(people, "data_manager", edition, "cap-so", issued_on="3/10/2022", number=number)
    step(people, "data_manager", edition, "chot")
    edition.refresh_from_db()
    assert edition.stage == Stage.FROZEN


def said(page) -> str:
    return " ".join(page.content.decode().split())
