"""The buttons of a report: which actions are offered, and what each one does."""

from dataclasses import dataclass

from portal.submissions import actions, behalf
from portal.submissions.gates import NOT_YOUR_ROLE, Gate, Step, gate

PATHS = {
    "gui": Step.SEND,
    "trinh-duyet": Step.ASK_APPROVAL,
    "duyet": Step.APPROVE,
    "tra-nguoi-lap": Step.SEND_BACK,
    "rut-lai": Step.RECALL,
    "dinh-chinh": Step.CORRECT,
}


@dataclass(frozen=True)
class Gates:
    """Every step of one report for one visitor, for templates: `gates.send`, `gates.recall` …"""

    save: Gate
    ask_approval: Gate
    send: Gate
    approve: Gate
    send_back: Gate
    recall: Gate
    correct: Gate

    @property
    def why_closed(self) -> str:
        """Why the visitor can neither fill in nor approve, by the gate of the visitor's role."""
        if self.save or self.approve:
            return ""
        of_role = self.save if self.approve.reason == NOT_YOUR_ROLE else self.approve
        return of_role.reason


def gates_of(report, access, now, agency_slug) -> Gates:
    steps = (
        Step.SAVE,
        Step.ASK_APPROVAL,
        Step.SEND,
        Step.APPROVE,
        Step.SEND_BACK,
        Step.RECALL,
        Step.CORRECT,
    )
    return Gates(*(gate(step, report, access, now, agency_slug) for step in steps))


def take(step: Step, report, *, version: int, note: str, access, at):
    """Carries out one step; returns the revision when the report went to the centre."""
    if step == Step.SEND:
        return actions.send(report, version=version, access=access, at=at)
    if step == Step.APPROVE:
        return actions.approve(report, version=version, access=access, at=at)
    if step == Step.ASK_APPROVAL:
        actions.ask_approval(report, version=version, access=access, at=at)
    elif step == Step.SEND_BACK:
        actions.send_back(report, note=note, access=access, at=at)
    elif step == Step.RECALL:
        actions.recall(report, access=access, at=at)
    elif step == Step.CORRECT:
        behalf.open_correction(report, reason=note, access=access, at=at)
    return None
