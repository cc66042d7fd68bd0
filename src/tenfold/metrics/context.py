"""What names in a question stand for: segments, sources, and the moment that is looked at."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tenfold.eventlog.store import EventLog
from tenfold.metrics.calendar import Calendar
from tenfold.metrics.definitions import Condition, Did
from tenfold.metrics.definitions.names import Speaks
from tenfold.metrics.definitions.refusals import unknown_segment
from tenfold.metrics.expanding import (
    currencies_of,
    expand,
    mentions,
    spoken_of,
    windows_of,
)
from tenfold.metrics.questions import Question
from tenfold.metrics.sources import list_sources
from tenfold.metrics.sql.fields import Fields, SourceName
from tenfold.metrics.sql.newest import render_newest
from tenfold.metrics.sql.segments import Membership, leaves_of, render_members

_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Context:
    """Implements `metrics.sql.fields.Names`.

    until     the end of the question's time, or just after the newest event; None: there is none
    segments  the conditions of the segments that the question names, no other named in them
    """

    until: datetime | None = None
    calendar: Calendar = field(default_factory=Calendar)
    segments: Mapping[str, Condition] = field(default_factory=dict)
    sources: tuple[SourceName, ...] = ()

    def key(self) -> str:
        """Return a text that only equal contexts of one question have."""
        return f"{sorted(self.segments.items())} {self.sources}"

    def render_segment(self, *, name: str, fields: Fields) -> str:
        """Return a SELECT of the persons of a segment. Raises `UnknownSegment`."""
        condition = self.segments.get(name)
        if condition is None:
            raise unknown_segment(name=name)
        return render_members(membership=self.membership_of(condition, fields), fields=fields)

    def render_newest(self, *, name: str, fields: Fields) -> str:
        """Return a SELECT of persons' newest values of a property."""
        return render_newest(name=name, until=self.until, fields=fields)

    def membership_of(self, condition: Condition, fields: Fields) -> Membership:
        """Return whom to find for a condition at the context's moment."""
        did = [leaf for leaf in leaves_of(condition) if isinstance(leaf, Did)]
        return Membership(
            of=condition,
            until=self.until,
            windows=windows_of(did, until=self.until, calendar=self.calendar),
            currencies=currencies_of(
                did, known=fields.reading.currencies, own=self.calendar.currency
            ),
        )


def make_context(*, questions: Sequence[Question], calendar: Calendar, log: EventLog) -> Context:
    """Return what names stand for in questions about the same time.

    An unknown segment is refused where it is used.
    """
    spoken = [one for question in questions for one in spoken_of(question)]
    named = any(speaks is Speaks.SOURCE for speaks, _name in spoken)
    return Context(
        until=until_of(end=questions[0].end, log=log) if spoken else None,
        calendar=calendar,
        segments=find_segments(name for speaks, name in spoken if speaks is Speaks.SEGMENT),
        sources=list_sources() if named else (),
    )


def find_segments(names: Iterable[str]) -> dict[str, Condition]:
    """Return the conditions of these segments, of those that there are, with none named in them.

    Raises `InvalidDefinition` where a segment is made of itself.
    """
    asked = set(names)
    if not asked:
        return {}
    # Only here, so that questions without segments need no database.
    from tenfold.metrics.stored_segments import read_conditions

    stored = read_conditions()
    return {
        name: expand(stored[name], segments=stored, above=(name,))
        for name in sorted(asked & stored.keys())
    }


def expand_stored(condition: Condition) -> Condition:
    """Return the condition with those of stored segments in the place of their names.

    Raises `UnknownSegment`.
    """
    named = mentions(condition)
    return expand(condition, segments=find_segments(named))


def until_of(*, end: datetime | None, log: EventLog) -> datetime | None:
    """Return the moment that a question with this end looks at persons; None: no event is there."""
    if end is not None:
        return end
    extent = log.reading().extent
    return None if extent is None else extent[1] + _INSTANT
