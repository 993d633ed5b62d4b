"""What a report published before the portal said in words: texts, stories, proposals.

Who has since changed or taken away something keeps that, unless loading overwrites.
"""

import datetime

from portal.reference.ledger import Known, Ledger
from portal.submissions.aggregation import Figures
from portal.submissions.readings import Moment
from provinces.models import Story
from reporting.editions.markup import tidy_lines
from reporting.models import EditionProposal, EditionStory, EditionText, Proposal, WeeklyEdition

from .proposing import figure_in

BLOCKS = ("communication", "training", "teams", "results")


def load_words(ledger: Ledger, edition: WeeklyEdition, report: dict, agencies: Known) -> None:
    """The words of one report. Those of an edition that was frozen stay as they were frozen."""
    if not edition.is_living:
        return
    at = datetime.datetime.fromisoformat(report["known_at"])  # they were known by then
    load_texts(ledger, edition, report.get("texts", {}), at)
    load_stories(ledger, edition, report.get("stories", []), agencies, at)
    load_proposals(ledger, edition, report.get("proposals", []), agencies, at)


def load_texts(ledger, edition, texts: dict, at) -> None:
    rows = [
        {"edition": edition, "slot": slot, "text": joined(paragraphs)}
        for slot, paragraphs in texts.items()
    ]
    among = EditionText.objects.filter(edition=edition)
    ledger.reconcile(EditionText, rows, ["edition", "slot"], among, updated_at=at)


def joined(paragraphs: list[str]) -> str:
    return tidy_lines("\n\n".join(paragraphs))


def load_stories(ledger, edition, told: list[dict], agencies, at) -> None:
    rows = [
        {"agency": agencies[row["agency"]], "as_of": row["as_of"], "title": row["title"]}
        | blocks_of(row["blocks"])
        for row in told
    ]
    on_creation = {"handed_in_at": at, "created_at": at, "updated_at": at}
    stories = ledger.reconcile(Story, rows, ["agency", "as_of"], **on_creation)
    found = [stories[row["agency"].pk, datetime.date.fromisoformat(row["as_of"])] for row in rows]
    printed = [
        {"edition": edition, "story": story, "position": place} | blocks_of(row["printed"])
        for place, (story, row) in enumerate(zip(found, told, strict=True), 1)
    ]
    among = EditionStory.objects.filter(edition=edition)
    ledger.reconcile(EditionStory, printed, ["edition", "story"], among, removable=True)


def blocks_of(blocks: dict) -> dict:
    return {name: joined(blocks.get(name, [])) for name in BLOCKS}


def load_proposals(ledger, edition, told: list[dict], agencies, at) -> None:
    rows = [
        {
            "text": row["text"],
            "agency": agencies[row["agency"]] if "agency" in row else None,
            "addressee": row.get("addressee", ""),
            "deadline": row.get("deadline"),
            "indicator": row.get("indicator", ""),
        }
        for row in told
    ]
    first = first_written([row["text"] for row in rows])
    there = Proposal.objects.in_bulk(list(first.values()))
    known = [row | {"id": first[row["text"]]} for row in rows if row["text"] in first]
    known = [row for row in known if row["id"] in there]
    ledger.reconcile(Proposal, known, ["id"], there.values())
    new = [row for row in rows if row["text"] not in first]
    dates = {"created_at": at, "updated_at": at}
    made = ledger.reconcile(Proposal, new, ["text"], Proposal.objects.none(), **dates)
    note_figures(made.values(), edition)
    keys = {row["text"]: row["id"] for row in known}
    keys |= {text: proposal.pk for text, proposal in made.items()}
    put_in(ledger, edition, [row["text"] for row in rows], keys, set(made))


def note_figures(proposals, edition: WeeklyEdition) -> None:
    """The linked figures as of the edition, which put the proposals first."""
    linked = [proposal for proposal in proposals if proposal.indicator]
    figures = Figures(None, Moment(edition.as_of, edition.known_at)) if linked else None
    for proposal in linked:
        proposal.first_amount, proposal.first_shown = figure_in(figures, proposal.indicator)
        proposal.save_without_historical_record()


def put_in(ledger, edition, texts: list[str], keys: dict[str, int], new: set[str]) -> None:
    """The proposals in their order. One that was known before and is not in the edition was taken
    out by someone, and stays out."""
    among = list(EditionProposal.objects.filter(edition=edition))
    stay = new | set(keys) if ledger.overwrite else new
    kept = {row.proposal_id for row in among}
    rows = [
        {"edition": edition, "proposal": Proposal(pk=keys[text]), "position": place, "text": text}
        for place, text in enumerate(texts, 1)
        if text in stay or keys.get(text) in kept
    ]
    ledger.reconcile(EditionProposal, rows, ["edition", "proposal"], among)


def first_written(texts: list[str]) -> dict[str, int]:
    """The keys of the proposals that were ever worded so, by the wording; the first one counts."""
    rows = Proposal.history.filter(text__in=texts).order_by("-history_id")
    return dict(rows.values_list("text", "id"))
