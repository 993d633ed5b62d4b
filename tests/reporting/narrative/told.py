"""Stories and a proposal in an edition, for tests that only need something to be there."""

from provinces.models import Story
from reporting.models import EditionStory, Proposal, WeeklyEdition
from tests import factories as make

AT = make.instant("2022-10-03 09:00")
TEAMS = "Tỉnh có 1.473 Tổ.\n\nMỗi Tổ nhận chỉ tiêu đo đếm được."


def hand_in(agency, pk=None, **fields) -> Story:
    """A story that the province has handed in."""
    blocks = {"teams": TEAMS} | fields
    return Story.objects.create(
        pk=pk,
        agency=agency,
        title=blocks.pop("title", "Tổ công nghệ số"),
        as_of=make.day("2022-09-21"),
        handed_in_at=AT,
        created_at=AT,
        updated_at=AT,
        **blocks,
    )


def tell(edition: WeeklyEdition, keys: dict) -> None:
    """A story of each agency, printed in the edition and asked about, under the agency's key, and
    a proposal under the key 1."""
    for agency, pk in keys.items():
        EditionStory.objects.create(
            pk=pk,
            edition=edition,
            story=hand_in(agency, pk),
            teams="Tỉnh có 1.473 Tổ.[^Báo cáo của tỉnh.]",
            asked_at=AT,
        )
    text = "Sớm ban hành kế hoạch."
    proposal = Proposal.objects.create(
        pk=1, text=text, addressee="Các tỉnh", created_at=AT, updated_at=AT
    )
    proposal.put_in.create(pk=1, edition=edition, position=1, text=text)


def stories_page(edition):
    return f"/bao-cao-tuan/soan/{edition.pk}/kinh-nghiem/"


def shortened(row, **blocks):
    kept = {name: getattr(row, name) for name in ("communication", "training", "teams", "results")}
    return kept | blocks


def confirm_page(row, slug="quang-ninh"):
    return f"/bao-cao-tuan/xac-nhan/{slug}/{row.pk}/"
