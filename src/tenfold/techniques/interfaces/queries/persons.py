"""Persons: which ids are one, and what they did."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tenfold.eventlog.store import EventLog, Merge
from tenfold.techniques.interfaces.models import KeptApart
from tenfold.techniques.interfaces.queries.sources import list_source_names

MOST_MERGES = 1_000


@dataclass(frozen=True)
class MergeView:
    """Two ids and what became of joining them.

    state  active; undone; refused: it waits for a person to decide; apart: a person refused it too
    """

    id: int
    known: str
    alias: str
    source: int
    source_name: str
    at: datetime
    state: str


@dataclass(frozen=True)
class PersonView:
    """One person. `id` is the id that stays; `ids` are all that are known to be this person."""

    id: str
    ids: tuple[str, ...]
    events: int
    first_at: datetime | None
    last_at: datetime | None
    merges: tuple[MergeView, ...]


def list_merges(
    *, log: EventLog, person: str | None = None, state: str | None = None, limit: int = 100
) -> tuple[MergeView, ...]:
    """Return merges, newest first; of one person or in one state where asked."""
    names = list_source_names()
    apart = set(KeptApart.objects.values_list("merge_id", flat=True))
    found = log.list_merges(person=person, limit=limit if state is None else MOST_MERGES)
    views = [_view(merge=merge, names=names, apart=apart) for merge in found]
    return tuple(view for view in views if state in (None, view.state))[:limit]


def get_person(*, log: EventLog, person: str) -> PersonView:
    """Return what is known of a person, by any of their ids. A stranger has no events."""
    merges = list_merges(log=log, person=person, limit=MOST_MERGES)
    active = [merge for merge in merges if merge.state == "active"]
    events = log.latest(limit=1, person=person, internal=True)
    stays = events[0].person if events and events[0].person else _survivor(person, active)
    reading = log.reading()
    counted = log.read(
        f"SELECT count(*), min(happened_at), max(happened_at) FROM {reading.table} {reading.joins} "  # noqa: S608  the log's own names
        f"WHERE {reading.person} = $person",
        {"person": stays},
    )[0]
    ids = dict.fromkeys([stays, *(x for m in reversed(active) for x in (m.known, m.alias))])
    return PersonView(
        id=stays,
        ids=tuple(ids),
        events=int(counted[0]),
        first_at=_aware(counted[1]),
        last_at=_aware(counted[2]),
        merges=merges,
    )


def as_json(*, view: MergeView) -> dict[str, Any]:
    """Return the merge in the form that the command line promises."""
    return {
        "id": view.id,
        "known": view.known,
        "alias": view.alias,
        "state": view.state,
        "source": view.source,
        "time": view.at.isoformat(),
    }


def _survivor(person: str, active: list[MergeView]) -> str:
    known = {merge.alias: merge.known for merge in active}
    seen: set[str] = set()
    while person in known and person not in seen:
        seen.add(person)
        person = known[person]
    return person


def _aware(read: datetime | None) -> datetime | None:
    from datetime import UTC

    return None if read is None else read.replace(tzinfo=UTC)


def _view(*, merge: Merge, names: dict[int, str], apart: set[int]) -> MergeView:
    return MergeView(
        id=merge.id,
        known=merge.known,
        alias=merge.alias,
        source=merge.source,
        source_name=names.get(merge.source, str(merge.source)),
        at=merge.at,
        state="apart" if merge.state == "refused" and merge.id in apart else merge.state,
    )
