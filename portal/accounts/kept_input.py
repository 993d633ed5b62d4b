"""Typing that arrives after the session has ended: kept for its author and nobody else.

Each form that keeps input carries a signed mark of who opened it. Only a post with a valid mark is
stored; it changes nothing until the same person, signed in again, looks at it and saves.
"""

import datetime
from collections.abc import Iterable

from django.core import signing
from django.db.models import QuerySet
from django.http import QueryDict

from .models import KeptInput, User

MARK = "_who"
SALT = "portal.kept-input"
MARK_LIFETIME = datetime.timedelta(days=7)
LARGEST_BODY = 256 * 1024
MOST_A_PERSON = 20
LONGEST_PATH = 300
NEVER_KEPT = ("csrfmiddlewaretoken", MARK, "password")


def mark_of(user: User) -> str:
    """The signed mark to put into a form opened by `user`."""
    return signing.dumps(user.pk, salt=SALT)


def marked_pk(post: QueryDict) -> int | None:
    """The key of who opened the posted form; None for a mark missing, old or forged."""
    try:
        return signing.loads(post.get(MARK, ""), salt=SALT, max_age=MARK_LIFETIME)
    except signing.BadSignature:
        return None


def author_of(post: QueryDict) -> User | None:
    """Who opened the posted form; None for a mark missing, old, forged or of nobody active."""
    pk = marked_pk(post)
    return pk and User.objects.filter(pk=pk, is_active=True).first()


def keep(post: QueryDict, path: str, at: datetime.datetime) -> KeptInput | None:
    """Keeps what was posted to `path` for its author; None when there is no such author.

    A body beyond LARGEST_BODY is not kept, and of one person only the newest MOST_A_PERSON.
    """
    author = author_of(post)
    return keep_for(author, typed_only(post), path, at) if author else None


def keep_for(user: User, body: str, path: str, at: datetime.datetime) -> KeptInput | None:
    """Keeps a form's body (as urlencoded) for `user`; the same body is kept once."""
    if len(body) > LARGEST_BODY or len(path) > LONGEST_PATH:
        return None
    KeptInput.objects.filter(user=user, path=path, body=body).delete()
    kept = KeptInput.objects.create(user=user, path=path, body=body, kept_at=at)
    surplus = KeptInput.objects.filter(user=user).order_by("-kept_at", "-pk")[MOST_A_PERSON:]
    KeptInput.objects.filter(pk__in=list(surplus.values_list("pk", flat=True))).delete()
    return kept


def typed_only(post: QueryDict) -> str:
    fields = post.copy()
    for name in NEVER_KEPT:
        fields.pop(name, None)
    return fields.urlencode()


def kept_for(user: User, path: str) -> KeptInput | None:
    """The newest that was kept for `user` at `path`; None when nothing waits.

    Not asked for when the person was read with the answer that nothing is kept at all.
    """
    if not getattr(user, "has_kept_input", True):
        return None
    return KeptInput.objects.filter(user=user, path=path).order_by("-kept_at", "-pk").first()


def kept_under(user: User, token: str) -> QuerySet[KeptInput]:
    """The person's own kept input of that token: one, or none for anything else that was posted."""
    return KeptInput.objects.filter(user=user, token=token.replace("\x00", ""))


def drop(user: User, token: str) -> None:
    """Throws away one of the person's own kept inputs, as the person asked."""
    kept_under(user, token).delete()


def drop_once_saved(user: User, token: str, saved: Iterable[str], fields: Iterable[str]) -> None:
    """Throws it away when each of its `fields` is among the `saved`; else it stays offered."""
    kept = kept_under(user, token).first() if token else None
    if kept and set(fields_of(kept)) & set(fields) <= set(saved):
        kept.delete()


def fields_of(kept: KeptInput) -> QueryDict:
    return QueryDict(kept.body)
