"""Keys: public write keys of sources, and secret keys of programs.

A write key stands in web pages; it lets one send events and nothing else. A secret key may do what
the member may do who made it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Max, QuerySet
from django.utils.translation import gettext as _

from tenfold import outbox
from tenfold.facts.people import SecretKeyMade, SecretKeyRevoked
from tenfold.people import models, rules, tokens

_USE_IS_NOTED_EVERY = timedelta(minutes=1)
_watchers: list[Callable[[], None]] = []


@dataclass(frozen=True, slots=True)
class WriteKey:
    """A write key that works."""

    key: str
    source_id: int


@dataclass(frozen=True, slots=True)
class SecretKey:
    """A secret key that works, as its owner sees it: `shown` is how it begins."""

    id: int
    name: str
    shown: str
    made_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class SecretKeyAdded:
    """A new secret key. `key` is not kept and cannot be shown again."""

    id: int
    name: str
    key: str


def watch_write_keys(*, watcher: Callable[[], None]) -> Callable[[], None]:
    """Call `watcher` whenever this process has changed a write key; return how to stop it.

    It is called before whoever changed the key gets an answer, so a new key works at once. What
    another process changes shows in `key_version`.
    """
    _watchers.append(watcher)
    return lambda: _watchers.remove(watcher)


def _tell_watchers() -> None:
    for watcher in _watchers:
        # Robust: the change is made, and whoever made it need not care for who watches.
        transaction.on_commit(watcher, robust=True)


@transaction.atomic
def add_write_key(*, source_id: int, at: datetime) -> str:
    """Make a write key for a source and return it."""
    key = tokens.make_token(prefix=tokens.WRITE_KEY)
    models.WriteKey.objects.create(key=key, source_id=source_id, made_at=at)
    _tell_watchers()
    return key


@transaction.atomic
def replace_write_key(*, source_id: int, at: datetime) -> str:
    """Stop all write keys of a source and return its new one."""
    revoke_write_key(source_id=source_id, at=at)
    return add_write_key(source_id=source_id, at=at)


@transaction.atomic
def revoke_write_key(*, source_id: int, at: datetime) -> int:
    """Stop all write keys of a source; return how many there were."""
    working = models.WriteKey.objects.filter(source_id=source_id, revoked_at__isnull=True)
    stopped = working.update(revoked_at=at)
    _tell_watchers()
    return stopped


def list_write_keys() -> tuple[WriteKey, ...]:
    """Return all write keys that work."""
    working = models.WriteKey.objects.filter(revoked_at__isnull=True).order_by("id")
    return tuple(WriteKey(key=row.key, source_id=row.source_id) for row in working)


def key_version() -> int:
    """Return a number that grows whenever `list_write_keys` would answer anew. One cheap query.

    Rows are never deleted and their ids never used again, so the highest id grows with each new key
    and the count of revoked ones with each that is stopped.
    """
    seen = models.WriteKey.objects.aggregate(newest=Max("id"), revoked=Count("revoked_at"))
    return int(seen["newest"] or 0) + int(seen["revoked"])


@transaction.atomic
def add_secret_key(*, account_id: int, name: str, at: datetime) -> SecretKeyAdded:
    """Make a secret key that may do what this member may do. Raises `BlankName`."""
    key = tokens.make_token(prefix=tokens.SECRET_KEY)
    row = models.SecretKey.objects.create(
        account_id=account_id,
        name=rules.require_name(name=name)[:100],
        key_hash=tokens.hash_token(token=key),
        shown=key[:10],
        made_at=at,
    )
    outbox.tell(fact=SecretKeyMade(key_id=row.id), actor_id=account_id, at=at)
    return SecretKeyAdded(id=row.id, name=row.name, key=key)


@transaction.atomic
def revoke_secret_key(*, key_id: int, account_id: int, at: datetime) -> None:
    """Stop a member's own secret key. Raises `UnknownKey`."""
    stopped = _working(account_id=account_id).filter(id=key_id).update(revoked_at=at)
    if not stopped:
        raise rules.UnknownKey(
            _("There is no such key."), next_step=_("Look at the list of your keys.")
        )
    outbox.tell(fact=SecretKeyRevoked(key_id=key_id), actor_id=account_id, at=at)


def list_secret_keys(*, account_id: int) -> tuple[SecretKey, ...]:
    """Return a member's secret keys that work, newest first."""
    return tuple(
        SecretKey(
            id=row.id,
            name=row.name,
            shown=row.shown,
            made_at=row.made_at,
            last_used_at=row.last_used_at,
        )
        for row in _working(account_id=account_id).order_by("-id")
    )


def use_secret_key(*, key: str, at: datetime) -> models.Account | None:
    """Return the active member whose secret key this is, and note that it was used; else None."""
    row = (
        models.SecretKey.objects.select_related("account")
        .filter(
            key_hash=tokens.hash_token(token=key),
            revoked_at__isnull=True,
            account__is_active=True,
        )
        .first()
    )
    if row is None:
        return None
    _note_use(row, at)
    return row.account


def _note_use(row: models.SecretKey, at: datetime) -> None:
    """Write the time of use, but not with every request: reading should not wait for a writer."""
    if row.last_used_at is None or at - row.last_used_at >= _USE_IS_NOTED_EVERY:
        models.SecretKey.objects.filter(id=row.id).update(last_used_at=at)


def _working(*, account_id: int) -> QuerySet[models.SecretKey]:
    return models.SecretKey.objects.filter(account_id=account_id, revoked_at__isnull=True)
