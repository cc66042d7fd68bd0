"""What a kept answer is still worth after the log has changed, and how it is brought up to date.

An answer that no new event touches stays. Statistics that add up are read of the new commits alone
and put to those kept. Of different persons the periods that were touched are read again, and who of
the new ones was seen before is remembered (`metrics.seen`). Anything else is computed anew.
"""

from bisect import bisect_left, bisect_right
from dataclasses import replace
from datetime import datetime, timedelta
from enum import Enum
from time import perf_counter

import numpy

from tenfold.eventlog.store import Changes
from tenfold.kit.refusal import Refusal
from tenfold.metrics import measured
from tenfold.metrics.access import Access
from tenfold.metrics.cache import Kept
from tenfold.metrics.calendar import Calendar, Grain, Periods
from tenfold.metrics.computed import Computed, settle
from tenfold.metrics.definitions import (
    Conversion,
    Count,
    Paths,
    PerPerson,
    Persons,
    Ratio,
    Sum,
    Unique,
    occurrences_of,
    segments_of,
)
from tenfold.metrics.figures import Statistical, value_of
from tenfold.metrics.levels import KEY, Basis, Cell, Labels, Levels, adds_up, put_together
from tenfold.metrics.memory import PerLog
from tenfold.metrics.questions import Question
from tenfold.metrics.seen import MOST_PERSONS, Hashes, SeenSets
from tenfold.metrics.sql import Arrivals, render_arrivals

_INSTANT = timedelta(microseconds=1)
_MOST_TOUCHED = 0.25
"""Where more of the periods were touched, all of them are read again."""


_seen = PerLog(SeenSets)


class Worth(Enum):
    """What is left of a kept answer."""

    ALL = "all"
    PART = "part"
    NOTHING = "nothing"


def bring_up_to_date(
    *, question: Question, calendar: Calendar, access: Access, kept: Kept
) -> Computed | None:
    """Return the answer as of now where it can be had from what is kept; None where it cannot."""
    changes = access.log.changes_since(version=kept.version)
    worth, basis = judge(question=question, changes=changes), kept.computed.basis
    if worth is Worth.ALL:
        return kept.computed
    if worth is Worth.NOTHING or basis is None:
        return None
    try:
        found = _Renewal(question, calendar, access, basis).run(changes)
    except Refusal:
        return None  # to compute it says the same, or does better
    # Ids may have been joined, or events taken out, while we read.
    later = judge(question=question, changes=access.log.changes_since(version=kept.version))
    return None if later is Worth.NOTHING else found


def judge(*, question: Question, changes: Changes) -> Worth:
    """Return what is left of an answer after these changes. Rather too little than too much."""
    if not (changes.everything or changes.persons or changes.lists or changes.names):
        return Worth.ALL
    if changes.everything or _looks_at_persons_as_they_are(question):
        return Worth.NOTHING
    definition = question.definition
    if not isinstance(definition, Statistical):
        return Worth.NOTHING if changes.persons or _within_sight(question, changes) else Worth.ALL
    if changes.persons and _counts_persons(question):
        return Worth.NOTHING
    names = {one.event for one in occurrences_of(definition)}
    happened = None in names or bool(names & changes.names)
    if happened and _within(question, changes):
        return Worth.PART
    # Periods may have been added at an open end.
    is_open = question.grain is not None and None in (question.start, question.end)
    return Worth.PART if is_open else Worth.ALL


def steady(*, question: Question, calendar: Calendar, access: Access) -> Question:
    """Return the question up to the end of its last period, where no event lies in between.

    "This week until now" is another question every second, and has the same answer until something
    happens.
    """
    if question.end is None or not isinstance(question.definition, Statistical):
        return question
    extent = access.reading().whole_extent
    if extent is None or question.end <= extent[1] or _looks_at_persons_as_they_are(question):
        return question
    last = calendar.periods(
        grain=question.grain or Grain.DAY, start=question.end - _INSTANT, end=question.end
    )
    return replace(question, end=last.bounds[-1])


def is_settled(*, question: Question, access: Access) -> bool:
    """Return whether the log reaches beyond all that somebody could still do in a question's time.

    Before that, any event may say that the last period is over, or that the last step can no longer
    come. So the answers before and after are kept apart. What is only counted knows no such thing.
    """
    if isinstance(question.definition, Statistical):
        return True
    reading, last = access.reading(), _end_of_sight(question)
    extent = reading.whole_extent if question.internal else reading.extent
    return last is not None and extent is not None and extent[1] >= last


def looks_at_persons(*, question: Question) -> bool:
    """Return whether events are told apart by who did them, beyond the id that they carry."""
    return _looks_at_persons_as_they_are(question) or "person" in _named_in(question)


def _looks_at_persons_as_they_are(question: Question) -> bool:
    """Segments and persons' properties change with events that the question does not name."""
    filters = [one for part in occurrences_of(question.definition) for one in part.where]
    return bool(segments_of(filters)) or any(
        name.startswith(("person.", "segment:")) for name in _named_in(question)
    )


def _named_in(question: Question) -> set[str]:
    """The properties that events are told apart by, and those that are counted or added up."""
    measured_of = {getattr(one, "property", None) for one in question.measures}
    return question.properties | {name for name in measured_of if name}


def _counts_persons(question: Question) -> bool:
    counted = any(isinstance(one, Persons) for one in question.measures)
    return counted or isinstance(question.definition, PerPerson) or "person" in _named_in(question)


def _within_sight(question: Question, changes: Changes) -> bool:
    last = _end_of_sight(question)
    return any(last is None or since < last for since, _ in changes.spans)


def _end_of_sight(question: Question) -> datetime | None:
    """The instant from which on no event says anything of the answer; None: there is none."""
    end, definition = question.end, question.definition
    if end is not None and isinstance(definition, Conversion):
        return end + definition.within.length
    if end is not None and isinstance(definition, Paths) and definition.before is None:
        return end + definition.steps * definition.gap.length
    return end


def _within(question: Question, changes: Changes) -> bool:
    return any(
        (question.end is None or since < question.end)
        and (question.start is None or until > question.start)
        for since, until in changes.spans
    )


class _Renewal:
    """One answer being brought up to date. Each step may find that it cannot be: None."""

    def __init__(
        self, question: Question, calendar: Calendar, access: Access, basis: Basis
    ) -> None:
        self.question = question
        self.calendar = calendar
        self.access = access
        self.basis = basis

    def run(self, changes: Changes) -> Computed | None:
        began = perf_counter()
        periods = settle(question=self.question, calendar=self.calendar, access=self.access)
        if not _continues(self.basis.periods, periods) or self._currencies_changed():
            return None
        basis = self._add(periods, changes)
        if basis is None or self._currencies_changed():
            return None
        return measured.make(question=self.question, basis=basis, began=began)

    def _currencies_changed(self) -> bool:
        known = measured.consult_log(
            question=self.question, calendar=self.calendar, access=self.access
        )
        return known != self.basis.known

    def _add(self, periods: Periods | None, changes: Changes) -> Basis | None:
        roles = self.basis.statement.roles
        if adds_up(roles=roles):
            return self._add_up(periods)
        others = [[role for role in own if role != KEY] for own in roles]
        unique = any(isinstance(one, Unique) for one in self.question.measures)
        if self.question.breakdown or unique or not adds_up(roles=others):
            return None
        counts = [own.get(KEY, 0) for own in self.basis.levels.total.statistics]
        if max(counts) > MOST_PERSONS:
            return None
        return self._add_persons(periods, changes)

    # What adds up

    def _add_up(self, periods: Periods | None) -> Basis | None:
        found = self._read(self.question, periods, after=self.basis.batch)
        levels = put_together(kept=self.basis.levels, came=found.levels)
        if any(other for other, _labels in levels.groups):
            return None  # one of the others may be among the largest now
        if len(levels.groups) > self.question.top:
            return None
        levels.groups = dict(sorted(levels.groups.items(), key=self._place))
        return replace(self.basis, levels=levels, periods=periods, batch=found.batch)

    def _place(self, group: tuple[Labels, Cell]) -> tuple[object, ...]:
        (_other, labels), cell = group
        first = self.question.measures[0]
        alone = len(self.question.measures) == 1 and isinstance(first, Count | Sum)
        size = value_of(measure=first, own=cell.statistics[0]) if alone else cell.events
        return (-(size or 0), *((label is None, label or "") for label in labels))

    # Persons

    def _add_persons(self, periods: Periods | None, changes: Changes) -> Basis | None:
        if periods is None:
            return None
        touched = _touched(periods, changes)
        if len(touched) > max(2, _MOST_TOUCHED * len(periods.starts)):
            return None
        in_all = replace(self.question, grain=None)
        came = self._read(in_all, None, after=self.basis.batch)
        points = {**self.basis.levels.points, **self._points(periods, touched)}
        total = self._total(came.levels.total, upto=came.batch)
        levels = Levels(total=total, points=points)
        return replace(self.basis, levels=levels, periods=periods, batch=came.batch)

    def _points(self, periods: Periods, touched: range) -> dict[int, Cell]:
        """Read the touched periods, and those between them, again."""
        if not touched:
            return {}
        part = Periods(bounds=periods.bounds[touched.start : touched.stop + 1], zone=periods.zone)
        start, end = part.bounds[0], part.bounds[-1]
        asked = replace(
            self.question,
            start=max(start, self.question.start or start),
            end=min(end, self.question.end or end),
        )
        found = self._read(asked, part).levels.points
        return {touched.start + place: cell for place, cell in found.items()}

    def _total(self, came: Cell, *, upto: int) -> Cell:
        kept = self.basis.levels.total
        merged = put_together(kept=Levels(_without_keys(kept)), came=Levels(_without_keys(came)))
        statistics = tuple(
            {**own, KEY: kept.statistics[at][KEY] + self._new_persons(at, upto)}
            if KEY in kept.statistics[at]
            else own
            for at, own in enumerate(merged.total.statistics)
        )
        return Cell(statistics, merged.total.events)

    def _new_persons(self, place: int, upto: int) -> int:
        """Return how many came since who had never done it before, in the question's time."""
        return _seen.get(self.access.log).count_new(
            key=f"{place} {self.question.key()}",
            origin=self.basis.origin,
            batches=(self.basis.batch, upto),
            read=lambda after, until: self._persons(place, after, until),
        )

    def _persons(self, place: int, after: int | None, upto: int) -> Hashes:
        definition, measure = self.question.definition, self.question.measures[place]
        arrivals = Arrivals(
            measure=measure,
            where=definition.where if isinstance(definition, Ratio | PerPerson) else (),
            start=self.question.start,
            end=self.question.end,
            internal=self.question.internal,
            after=after,
            upto=upto,
            currency=self.calendar.currency if self.basis.known.has_money else None,
        )
        reading = self.access.reading(properties=arrivals.properties())
        rows = self.access.read(render_arrivals(arrivals=arrivals, reading=reading))
        return numpy.fromiter((one for (one,) in rows), numpy.uint64, len(rows))

    def _read(
        self, question: Question, periods: Periods | None, after: int | None = None
    ) -> measured.Found:
        return measured.read_levels(
            question=question,
            calendar=self.calendar,
            access=self.access,
            known=self.basis.known,
            periods=periods,
            after=after,
        )


def _without_keys(cell: Cell) -> Cell:
    kept = tuple(
        {role: value for role, value in own.items() if role != KEY} for own in cell.statistics
    )
    return Cell(kept, cell.events)


def _continues(kept: Periods | None, now: Periods | None) -> bool:
    """Return whether the periods now are those kept, perhaps with further ones behind."""
    if kept is None or now is None:
        return kept is now
    return now.bounds[: len(kept.bounds)] == kept.bounds


def _touched(periods: Periods, changes: Changes) -> range:
    """Return the places of the periods from the first that was touched to the last."""
    first = min((since for since, _ in changes.spans), default=periods.bounds[-1])
    last = max((until for _, until in changes.spans), default=periods.bounds[0])
    begin = max(0, bisect_right(periods.bounds, first) - 1)
    return range(begin, min(len(periods.starts), bisect_left(periods.bounds, last)))
