"""Reference data: who reports, what is asked, when, and what was published before the portal.

Files hold the facts, one module a subject brings them in. What is missing is created; what differs
is told and left to stand, unless the run may overwrite (design decision 14).
"""

from . import agencies, calendar, catalogue, published, targets


def load(ledger):
    for subject in (agencies, catalogue, calendar, published, targets):
        subject.load(ledger)
