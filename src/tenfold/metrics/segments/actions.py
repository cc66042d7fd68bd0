"""Writes: defining a segment, keeping who is in it, taking in a list, taking a segment away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from tenfold import outbox
from tenfold.eventlog.current import get_log
from tenfold.eventlog.store import EventLog
from tenfold.facts.metrics import SegmentDefined, SegmentRemoved
from tenfold.metrics.access import Access
from tenfold.metrics.calendar import Calendar
from tenfold.metrics.context import Context, until_of
from tenfold.metrics.definitions import condition_from_spec, condition_to_spec, from_spec
from tenfold.metrics.definitions.refusals import unknown_segment
from tenfold.metrics.expanding import expand, mentions
from tenfold.metrics.models import MetricDefinition, Segment, SegmentVersion
from tenfold.metrics.segments import rules
from tenfold.metrics.segments.looking import list_members
from tenfold.metrics.sql.segment_people import render_known
from tenfold.metrics.stored_segments import read_conditions

SHOWN_UNKNOWN = 100


@dataclass(frozen=True, slots=True)
class Uploaded:
    """What became of a list. `unknown`: ids that no event has, the first of them.

    persons is how many different ids the list has now, `duplicates` how often one came again.
    """

    version: int
    persons: int
    duplicates: int
    unknown: tuple[str, ...]
    unknown_count: int


@transaction.atomic
def define_segment(
    *,
    name: str,
    title: str,
    spec: Mapping[str, Any],
    by: int | None = None,
    at: datetime,
) -> int:
    """Define a live segment, or define it anew; return its version, counted from 1.

    Defining the same again changes nothing. Raises `InvalidSegment`, `InvalidDefinition` (also
    where it would be made of itself), `UnknownSegment`.
    """
    rules.require_name(name=name)
    rules.require_title(title=title)
    condition = condition_from_spec(spec, field="spec")
    rules.require_no_list(condition=condition)
    expand(condition, segments={**read_conditions(), name: condition}, above=(name,))
    given = {"title": title, "spec": condition_to_spec(condition), "kind": "live"}
    row = Segment.objects.filter(name=name).first()
    if row is not None and all(getattr(row, key) == value for key, value in given.items()):
        return row.version
    kept = _keep_version(name, given, at)
    _publish(name, {**given, "origin": None, "listed_at": None}, kept, by, at)
    return kept.version


def freeze_segment(
    *,
    name: str,
    into: str,
    title: str,
    calendar: Calendar,
    by: int | None = None,
    at: datetime,
    log: EventLog | None = None,
) -> int:
    """Keep who is in a segment now as a segment `into`; return how many persons that are.

    Now is the moment of the newest event. Raises `UnknownSegment`, `InvalidSegment`.
    """
    rules.require_name(name=into)
    rules.require_title(title=title)
    log, stored = log or get_log(), read_conditions()
    if name not in stored:
        raise unknown_segment(name=name)
    condition = expand(stored[name], segments=stored, above=(name,))
    until = until_of(end=None, log=log)
    access = Access(log=log, context=Context(until=until, calendar=calendar))
    persons = list_members(condition=condition, access=access)
    origin = condition_to_spec(stored[name])
    about = {"title": title, "kind": "frozen", "origin": origin, "listed_at": until or at}
    _store_list(name=into, about=about, persons=persons, by=by, at=at, log=log)
    return len(persons)


def upload_segment(
    *,
    name: str,
    title: str,
    ids: Sequence[str],
    duplicates: int = 0,
    by: int | None = None,
    at: datetime,
    log: EventLog | None = None,
) -> Uploaded:
    """Make a segment of a list of ids, in the place of what it was before.

    Ids that no event has are left out and reported. Raises `InvalidSegment`.
    """
    rules.require_name(name=name)
    rules.require_title(title=title)
    log, different = log or get_log(), tuple(dict.fromkeys(ids))
    known = _find_known(different, log) if 0 < len(different) <= rules.MAX_IDS else frozenset()
    rules.require_ids(ids=len(different), known=len(known))
    unknown = [one for one in different if one not in known]
    about = {"title": title, "kind": "uploaded", "origin": None, "listed_at": at}
    kept = [one for one in different if one in known]
    version, persons = _store_list(name=name, about=about, persons=kept, by=by, at=at, log=log)
    return Uploaded(
        version=version,
        persons=persons,
        duplicates=duplicates + len(ids) - len(different),
        unknown=tuple(unknown[:SHOWN_UNKNOWN]),
        unknown_count=len(unknown),
    )


def remove_segment(
    *, name: str, by: int | None = None, at: datetime, log: EventLog | None = None
) -> None:
    """Take a segment away; what it meant is kept, who was on its lists is not.

    Raises `UnknownSegment`, `SegmentInUse`.
    """
    with transaction.atomic():
        if not Segment.objects.filter(name=name).exists():
            raise unknown_segment(name=name)
        rules.require_unused(name=name, metrics=_metrics_with(name), segments=_segments_with(name))
        lists = [
            spec["members"]
            for spec in SegmentVersion.objects.filter(name=name).values_list("spec", flat=True)
            if "members" in spec
        ]
        Segment.objects.filter(name=name).delete()
        outbox.tell(fact=SegmentRemoved(segment=name), actor_id=by, at=at)
    for number in lists:
        (log or get_log()).drop_members(list_id=number)


def _store_list(
    *,
    name: str,
    about: Mapping[str, Any],
    persons: Sequence[str],
    by: int | None,
    at: datetime,
    log: EventLog,
) -> tuple[int, int]:
    """The list is written before it is spoken of, outside a transaction: rows must not wait for it.

    A process that is killed in between leaves a list that nobody names.
    """
    with transaction.atomic():
        kept = _keep_version(name, {**about, "spec": {}}, at)
        spec = {"members": kept.pk}
        SegmentVersion.objects.filter(pk=kept.pk).update(spec=spec)
    number = log.put_members(list_id=kept.pk, persons=persons)
    with transaction.atomic():
        _publish(name, {**about, "spec": spec}, kept, by, at)
    return kept.version, number


def _keep_version(name: str, about: Mapping[str, Any], at: datetime) -> SegmentVersion:
    last = SegmentVersion.objects.filter(name=name).aggregate(last=Max("version"))["last"]
    return SegmentVersion.objects.create(
        name=name,
        version=(last or 0) + 1,
        title=about["title"],
        spec=about["spec"],
        kind=about["kind"],
        defined_at=at,
    )


def _publish(
    name: str, given: Mapping[str, Any], kept: SegmentVersion, by: int | None, at: datetime
) -> None:
    Segment.objects.update_or_create(
        name=name,
        defaults={**given, "version": kept.version, "defined_at": at, "defined_by_id": by},
    )
    fact = SegmentDefined(segment=name, version=kept.version, kind=kept.kind)
    outbox.tell(fact=fact, actor_id=by, at=at)


def _find_known(ids: Sequence[str], log: EventLog) -> frozenset[str]:
    access = Access(log=log)
    return frozenset(row[0] for row in access.read(render_known(ids=ids, reading=log.reading())))


def _metrics_with(name: str) -> list[str]:
    rows = MetricDefinition.objects.values_list("name", "spec")
    return [metric for metric, spec in rows if name in mentions(from_spec(spec))]


def _segments_with(name: str) -> list[str]:
    return [one for one, condition in read_conditions().items() if name in mentions(condition)]
