"""Persons: decide merges, and undo them."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tenfold.eventlog.store import EventLog, Merge
from tenfold.facts import interfaces as facts
from tenfold.kit.refusal import Refusal
from tenfold.outbox import tell
from tenfold.techniques.interfaces.models import KeptApart

DECIDED = 0  # merges that a member or a command decides come from no source of events


class SamePerson(Refusal):
    """Somebody cannot be merged with themselves."""

    code = "same_person"


def merge_persons(*, known: str, alias: str, log: EventLog, by: int | None, at: datetime) -> Merge:
    """Join two ids because a person with the right to decide it says so. Raises `SamePerson`."""
    if not known or not alias or known == alias:
        raise SamePerson(
            _("That is one id twice, or one is missing."),
            next_step=_("Give two different ids: the one that stays, and the one that joins it."),
        )
    merge = log.merge_known(known=known, alias=alias, source=DECIDED, at=at)
    with transaction.atomic():
        tell(fact=facts.PersonsMerged(merge_id=merge.id), actor_id=by, at=at)
    return merge


@transaction.atomic
def keep_apart(*, merge_id: int, by: int | None, at: datetime) -> None:
    """Say that a merge which the log refused is indeed of two persons: it asks no more."""
    _kept, new = KeptApart.objects.get_or_create(
        merge_id=merge_id, defaults={"decided_at": at, "decided_by_id": by}
    )
    if new:
        tell(fact=facts.PersonsKeptApart(merge_id=merge_id), actor_id=by, at=at)


def undo_merge(*, merge_id: int, log: EventLog, by: int | None, at: datetime) -> Merge:
    """Separate two ids again; each has its own events afterwards. Raises `UnknownMerge`."""
    merge = log.undo_merge(merge_id=merge_id, at=at)
    with transaction.atomic():
        tell(fact=facts.MergeUndone(merge_id=merge_id), actor_id=by, at=at)
    return merge
