"""Reads: the segments there are, how many are in them, who, and how that changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tenfold.eventlog.current import get_log
from tenfold.eventlog.store import EventLog
from tenfold.kit.refusal import Refusal
from tenfold.metrics.access import Access
from tenfold.metrics.behind import Behind
from tenfold.metrics.calendar import Calendar, Grain
from tenfold.metrics.context import Context, until_of
from tenfold.metrics.definitions import Condition, condition_from_spec, condition_to_spec
from tenfold.metrics.definitions.refusals import unknown_segment
from tenfold.metrics.expanding import expand
from tenfold.metrics.memory import PerLog
from tenfold.metrics.models import Segment, SegmentVersion
from tenfold.metrics.segments.looking import count_members, count_over_time, page_members
from tenfold.metrics.segments.remembering import Remembered
from tenfold.metrics.stored_segments import read_conditions


@dataclass(frozen=True, slots=True)
class SegmentView:
    """A segment. `origin`: of a frozen one, what its members met at `listed_at`."""

    name: str
    title: str
    kind: str
    condition: Condition
    version: int
    defined_at: datetime
    listed_at: datetime | None
    origin: Condition | None

    @property
    def spec(self) -> dict[str, Any]:
        """The condition's JSON form."""
        return condition_to_spec(self.condition)


@dataclass(frozen=True, slots=True)
class VersionView:
    """What a segment meant once."""

    version: int
    title: str
    kind: str
    condition: Condition
    defined_at: datetime


@dataclass(frozen=True, slots=True)
class SizePoint:
    """How many persons were in a segment just before `at`."""

    at: datetime
    persons: int


_sizes: PerLog[Remembered[int]] = PerLog(Remembered)
_trends: PerLog[Remembered[tuple[SizePoint, ...]]] = PerLog(Remembered)


def list_segments() -> tuple[SegmentView, ...]:
    """Return every segment by its name."""
    return tuple(_view(row) for row in Segment.objects.all())


def get_segment(*, name: str) -> SegmentView:
    """Return one segment. Raises `UnknownSegment`."""
    row = Segment.objects.filter(name=name).first()
    if row is None:
        raise unknown_segment(name=name)
    return _view(row)


def list_versions(*, name: str) -> tuple[VersionView, ...]:
    """Return what a segment meant, the newest first; also of one that was taken away."""
    rows = SegmentVersion.objects.filter(name=name).order_by("-version")
    return tuple(
        VersionView(
            version=row.version,
            title=row.title,
            kind=row.kind,
            condition=condition_from_spec(row.spec),
            defined_at=row.defined_at,
        )
        for row in rows
        if row.spec  # {} while its list is being written
    )


def get_size(
    *,
    condition: Condition,
    calendar: Calendar,
    end: datetime | None = None,
    log: EventLog | None = None,
) -> int:
    """Return how many persons meet a condition at `end`, or as of the newest event.

    At most ten seconds old. Raises `UnknownSegment`, `MixedCurrencies`, and what the log refuses.
    """
    look = _look(condition, calendar, log or get_log(), end)
    return _sizes.get(look.log).get(
        key=f"{look.key} {end}", version=look.log.version(), read=look.count
    )


def get_size_or_refusal(
    *, condition: Condition, calendar: Calendar, log: EventLog | None = None
) -> int | Refusal:
    """As `get_size`; what it is refused for is returned."""
    try:
        return get_size(condition=condition, calendar=calendar, log=log)
    except Refusal as refusal:
        return refusal


def get_sizes_over_time(
    *,
    condition: Condition,
    calendar: Calendar,
    grain: Grain,
    periods: int,
    log: EventLog | None = None,
) -> tuple[SizePoint, ...]:
    """Return the size at the end of each of the last periods, of the last one up to now.

    Now is the moment of the newest event; an empty log has no points. At most ten seconds old. At
    most `looking.MAX_MOMENTS` periods. Raises as `get_size`.
    """
    look = _look(condition, calendar, log or get_log(), None)
    if look.until is None:
        return ()
    moments = _ends_of_periods(look.until, calendar, grain, periods)
    return _trends.get(look.log).get(
        key=f"{look.key} {grain} {periods}",
        version=look.log.version(),
        read=lambda: look.count_at(moments),
    )


def list_persons(
    *,
    condition: Condition,
    calendar: Calendar,
    end: datetime | None = None,
    offset: int = 0,
    limit: int = 100,
    log: EventLog | None = None,
) -> Behind:
    """Return some of the persons who meet a condition, whoever did something last first."""
    look = _look(condition, calendar, log or get_log(), end)
    return page_members(condition=look.condition, access=look.access, offset=offset, limit=limit)


def as_json(*, segment: SegmentView, persons: int | None = None) -> dict[str, Any]:
    """Return a segment as plain JSON values. `persons` None: nobody counted."""
    return {
        "name": segment.name,
        "title": segment.title,
        "kind": segment.kind,
        "spec": segment.spec,
        "version": segment.version,
        "defined_at": segment.defined_at.isoformat(),
        "listed_at": None if segment.listed_at is None else segment.listed_at.isoformat(),
        "origin": None if segment.origin is None else condition_to_spec(segment.origin),
        "persons": persons,
    }


def _view(row: Segment) -> SegmentView:
    return SegmentView(
        name=row.name,
        title=row.title,
        kind=row.kind,
        condition=condition_from_spec(row.spec),
        version=row.version,
        defined_at=row.defined_at,
        listed_at=row.listed_at,
        origin=None if row.origin is None else condition_from_spec(row.origin),
    )


@dataclass(frozen=True, slots=True)
class _Look:
    """A condition to be looked up at one moment."""

    condition: Condition
    access: Access

    @property
    def log(self) -> EventLog:
        return self.access.log

    @property
    def until(self) -> datetime | None:
        return self.access.context.until

    @property
    def key(self) -> str:
        return f"{self.condition} {self.access.context.calendar}"

    def count(self) -> int:
        return count_members(condition=self.condition, access=self.access)

    def count_at(self, moments: Sequence[datetime]) -> tuple[SizePoint, ...]:
        sizes = count_over_time(condition=self.condition, moments=moments, access=self.access)
        return tuple(SizePoint(at, persons) for at, persons in zip(moments, sizes, strict=True))


def _look(condition: Condition, calendar: Calendar, log: EventLog, end: datetime | None) -> _Look:
    expanded = expand(condition, segments=read_conditions())
    context = Context(until=until_of(end=end, log=log), calendar=calendar)
    return _Look(expanded, Access(log=log, context=context))


def _ends_of_periods(
    until: datetime, calendar: Calendar, grain: Grain, periods: int
) -> tuple[datetime, ...]:
    since = calendar.shifted(at=until, grain=grain, by=1 - periods)
    bounds = calendar.periods(grain=grain, start=since, end=until).bounds
    return (*(bound for bound in bounds[1:] if bound < until), until)[-periods:]
