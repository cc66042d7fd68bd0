"""The slow, obvious twin of segments: who is in one, by looking at each person in turn.

Nothing here is shared with the code it checks, except the definitions themselves.
"""

import calendar as month_lengths
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from tenfold.metrics.definitions import (
    Condition,
    Did,
    Duration,
    InSegment,
    Joined,
    Lacks,
    Listed,
    Sum,
    Test,
    Unit,
)
from tenfold.metrics.tests.reference import Reference
from tenfold.metrics.tests.world import Event


class People:
    """Persons as they were just before `until`. `lists` and `segments` by number and name."""

    def __init__(
        self,
        reference: Reference,
        until: datetime,
        zone: ZoneInfo,
        *,
        lists: dict[int, set[str]] | None = None,
        segments: dict[str, Condition] | None = None,
    ) -> None:
        self.reference = reference
        self.until = until
        self.zone = zone
        self.lists = lists or {}
        self.segments = segments or {}
        self.events: dict[str, list[Event]] = {}
        for event in reference.events:
            person = reference.person(event)
            if person and event.at < until:
                self.events.setdefault(person, []).append(event)

    def members(self, condition: Condition) -> set[str]:
        """Whoever was seen, or is on a list, and meets the condition."""
        listed = {person for number in self._lists_in(condition) for person in self.lists[number]}
        known = {*self.events, *(self.reference.aliases.get(one, one) for one in listed)}
        return {person for person in known if self.meets(person, condition)}

    def meets(self, person: str, one: Condition) -> bool:
        """Whether the person meets the condition."""
        if isinstance(one, Joined):
            return (all if one.every else any)(self.meets(person, part) for part in one.of)
        if isinstance(one, Lacks):
            return not self.meets(person, one.of)
        if isinstance(one, InSegment):
            return self.meets(person, self.segments[one.segment])
        if isinstance(one, Listed):
            aliases = self.reference.aliases
            return person in {aliases.get(who, who) for who in self.lists[one.members]}
        if isinstance(one, Test):
            return self._is(person, one)
        return self._did(person, one)

    def newest(self, person: str | None, name: str) -> object:
        """The newest value of a property that is not null; of one moment the last to arrive."""
        known = [e for e in self.events.get(person or "", []) if self.reference.text(e, name)]
        known += [
            e for e in self.events.get(person or "", []) if self.reference.text(e, name) == ""
        ]
        if not known:
            return None
        arrived = {id(event): place for place, event in enumerate(self.reference.events)}
        newest = max(known, key=lambda event: (event.at, arrived[id(event)]))
        return newest.properties[name]

    def _is(self, person: str, test: Test) -> bool:
        name = test.property.removeprefix("person.")
        held = Event(at=self.until, properties={name: self.newest(person, name)})
        return self.reference.passes(held, replace(test, property=name))

    def _did(self, person: str, did: Did) -> bool:
        since = datetime.min.replace(tzinfo=self.until.tzinfo)
        if did.within is not None:
            since = before(self.until, did.within, self.zone)
        upto = self.until if did.before is None else before(self.until, did.before, self.zone)
        counting = self.reference.counting(Sum(event=did.event, where=did.where))
        own = {id(event) for event in self.events.get(person, []) if since <= event.at < upto}
        found = [event for event in counting if id(event) in own]
        return self._often(did, self._times(did, found)) and self._much(did, found)

    def _times(self, did: Did, found: list[Event]) -> int:
        if did.different is None:
            return len(found)
        return len({self.reference.text(one, did.different) for one in found} - {None})

    def _often(self, did: Did, times: int) -> bool:
        return times >= did.at_least and (did.at_most is None or times <= did.at_most)

    def _much(self, did: Did, found: list[Event]) -> bool:
        if did.least_sum is None and did.most_sum is None:
            return True
        added = Sum(event=did.event, where=did.where, property=did.property)
        total = self.reference.value(added, found) if found else Decimal(0)
        enough = did.least_sum is None or float(total) >= did.least_sum
        return enough and (did.most_sum is None or float(total) <= did.most_sum)

    def _lists_in(self, one: Condition) -> Iterable[int]:
        if isinstance(one, Listed):
            yield one.members
        if isinstance(one, InSegment):
            yield from self._lists_in(self.segments[one.segment])
        for part in (
            one.of if isinstance(one, Joined) else (one.of,) if isinstance(one, Lacks) else ()
        ):
            yield from self._lists_in(part)


def before(until: datetime, within: Duration, zone: ZoneInfo) -> datetime:
    """The first moment of a time that ends at `until`: on the wall from days on."""
    if within.unit in (Unit.SECOND, Unit.MINUTE, Unit.HOUR):
        return until - within.length
    wall = until.astimezone(zone).replace(tzinfo=None)
    if within.unit in (Unit.MONTH, Unit.YEAR):
        wall = _months_before(wall, within.count * (12 if within.unit is Unit.YEAR else 1))
    else:
        wall -= timedelta(days=within.count * (7 if within.unit is Unit.WEEK else 1))
    return _first_moment(wall, zone)


def _months_before(wall: datetime, months: int) -> datetime:
    years, month = divmod(wall.year * 12 + wall.month - 1 - months, 12)
    last = month_lengths.monthrange(years, month + 1)[1]
    return wall.replace(year=years, month=month + 1, day=min(wall.day, last))


def _first_moment(wall: datetime, zone: ZoneInfo) -> datetime:
    """The first moment at which the wall shows that time, or a later one where it was skipped."""
    moment = wall.replace(tzinfo=ZoneInfo("UTC")) - timedelta(hours=36)
    step = timedelta(minutes=15)
    while moment.astimezone(zone).replace(tzinfo=None) + step <= wall:
        moment += step
    while moment.astimezone(zone).replace(tzinfo=None) < wall:
        moment += timedelta(minutes=1)
    return moment
