"""The slow, obvious twin of what persons do period by period: coming back, staying, leaving."""

from collections import defaultdict
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tenfold.metrics.calendar import Calendar, Grain
from tenfold.metrics.definitions import Counting, Entry, Occurrence, Retention
from tenfold.metrics.tests.reference import Reference, period_of
from tenfold.metrics.tests.world import Event

FIRST_WEEKDAY = {"monday": 0, "saturday": 5, "sunday": 6}


class Wall:
    """Numbers the periods that the clock on the wall goes through, by looking at it all the time."""

    def __init__(self, calendar: Calendar, grain: Grain, first: datetime, last: datetime) -> None:
        self.zone, self.grain = ZoneInfo(calendar.timezone), grain
        self.first_weekday = FIRST_WEEKDAY[calendar.week_starts]
        self.numbers: dict[str, int] = {}
        step = timedelta(minutes=15) if grain is Grain.HOUR else timedelta(hours=1)
        at = first
        while at < last:
            self.numbers.setdefault(self._label(at), len(self.numbers))
            at += step
        self.numbers.setdefault(self._label(last), len(self.numbers))

    def _label(self, at: datetime) -> str:
        return period_of(at=at, grain=self.grain, zone=self.zone, first_weekday=self.first_weekday)

    def number(self, at: datetime) -> int:
        """The number of the period of an instant, the first one's being 0."""
        return self.numbers[self._label(at)]


class PresenceReference:
    """What a reference's persons did within [start, end), period by period."""

    def __init__(
        self,
        reference: Reference,
        calendar: Calendar,
        grain: Grain,
        start: datetime | None,
        end: datetime | None,
    ) -> None:
        self.reference = reference
        times = sorted(event.at for event in reference.events)
        self.start, self.end = start or times[0], end or times[-1] + timedelta(microseconds=1)
        self.within = [at for at in times if self.start <= at < self.end]
        self.known = times
        if self.within:
            self.wall = Wall(calendar, grain, times[0], times[-1])
            self.last = self.wall.number(self.within[-1])

    def acts(self, occurrence: Occurrence) -> dict[str, list[Event]]:
        """The events of each person up to the end, oldest first; also those before the start."""
        found = defaultdict(list)
        for event in sorted(self.reference.counting(occurrence), key=lambda event: event.at):
            person = self.reference.person(event)
            if person is not None and event.at < self.end:
                found[person].append(event)
        return found

    def labels(self, event: Event, breakdown) -> tuple:
        """What the event says, to sort by: missing texts come last."""
        texts = [self.reference.text(event, name) for name in breakdown]
        return tuple((text is None, text or "") for text in texts)


def occurrence(part: Occurrence | None, where) -> Occurrence:
    """A part of a definition, with the filters of the whole."""
    part = part or Occurrence()
    return Occurrence(event=part.event, where=(*part.where, *where))


def begun(twin: PresenceReference, definition: Retention, breakdown=()) -> list[tuple]:
    """(person, period, labels) of all who began."""
    found = []
    for person, events in twin.acts(occurrence(definition.start, definition.where)).items():
        in_order = sorted(events, key=lambda one: (one.at, twin.labels(one, breakdown)))
        seen = set()
        for event in in_order:
            number = twin.wall.number(event.at)
            early = event.at < twin.start
            if not early and number not in seen:
                found.append((person, number, twin.labels(event, breakdown)))
            seen.add(number if not early else None)
            if definition.of is Entry.FIRST:
                break
    return found


def came_back(twin: PresenceReference, definition: Retention, person: str, period: int) -> bool:
    """Whether a person came back in a period (rolling: or later)."""
    events = twin.acts(occurrence(definition.back, definition.where)).get(person, [])
    numbers = {twin.wall.number(event.at) for event in events if event.at >= twin.start}
    if definition.mode is Counting.ROLLING:
        return any(number >= period for number in numbers)
    return period in numbers


def retention(twin: PresenceReference, definition: Retention, breakdown=()) -> dict:
    """Cohorts by period, all together, and all together of each group."""
    members = begun(twin, definition, breakdown)
    cohorts = defaultdict(list)
    groups = defaultdict(list)
    for person, period, labels in members:
        cohorts[period].append((person, period))
        groups[labels].append((person, period))
    return {
        "cohorts": {period: _returned(twin, definition, own) for period, own in cohorts.items()},
        "overall": _returned(twin, definition, [pair[:2] for pair in members]),
        "groups": {labels: _returned(twin, definition, own) for labels, own in groups.items()},
    }


def _returned(twin: PresenceReference, definition: Retention, members: list) -> list[tuple]:
    """(eligible, returned) by offset, as far as any of them has that period."""
    found, offset = [], 0
    while True:
        eligible = [pair for pair in members if pair[1] + offset <= twin.last]
        if not eligible or (definition.periods is not None and offset > definition.periods):
            return found
        back = [
            person
            for person, period in eligible
            if offset == 0 or came_back(twin, definition, person, period + offset)
        ]
        found.append((len(eligible), len(back)))
        offset += 1


def active(twin: PresenceReference, definition: Occurrence, labels=None) -> dict[str, set[int]]:
    """The periods in which each person did it; `labels` as in `acts_within`."""
    return {
        person: {twin.wall.number(event.at) for event in events}
        for person, events in acts_within(twin, definition, labels).items()
    }


def acts_within(twin: PresenceReference, definition: Occurrence, labels=None) -> dict:
    """The events of each person within the time; `labels`: a breakdown, and what they must say."""
    found = {}
    for person, events in twin.acts(definition).items():
        own = [
            event
            for event in events
            if event.at >= twin.start
            and (labels is None or twin.labels(event, labels[0]) in labels[1])
        ]
        if own:
            found[person] = own
    return found


def stickiness(twin: PresenceReference, definition: Occurrence, labels=None) -> dict[int, int]:
    """How many persons did it in so many different periods."""
    spread = defaultdict(int)
    for numbers in active(twin, definition, labels).values():
        spread[len(numbers)] += 1
    return dict(spread)


def lifecycle(
    twin: PresenceReference, definition: Occurrence, labels=None
) -> dict[int, dict[str, set[str]]]:
    """Who is what in each period that the time touches; periods are looked at whole."""
    first = twin.wall.number(max(twin.start, twin.known[0]))
    found = {number: defaultdict(set) for number in range(first, twin.last + 1)}
    for person, events in twin.acts(definition).items():
        own = [one for one in events if labels is None or twin.labels(one, labels[0]) in labels[1]]
        numbers = {twin.wall.number(event.at) for event in own}
        for number, lives in found.items():
            status = _status(numbers, number)
            if status:
                lives[status].add(person)
    return found


def _status(numbers: set[int], number: int) -> str | None:
    if number not in numbers:
        return "dormant" if number - 1 in numbers else None
    if number == min(numbers):
        return "new"
    return "returning" if number - 1 in numbers else "resurrecting"
