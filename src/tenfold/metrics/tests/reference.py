"""The slow, obvious twin: every kind of metric over a plain list of events, without SQL.

Nothing here is shared with the code it checks, except the definitions themselves.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from math import isfinite
from zoneinfo import ZoneInfo

from tenfold.metrics.calendar import Grain
from tenfold.metrics.definitions import (
    Count,
    Every,
    Max,
    Mean,
    Measure,
    Min,
    Not,
    Op,
    Persons,
    Quantile,
    Some,
    Sum,
    Test,
    Unique,
)
from tenfold.metrics.tests.world import Event

SIX = Decimal("0.000001")
Label = str


class Mixed(Exception):  # noqa: N818  the answer is that there is none
    """Amounts in more than one currency."""


class Reference:
    """Answers over these events. `aliases` maps an id to the person it was merged into."""

    def __init__(self, events: Sequence[Event], aliases: dict[str, str], own: str) -> None:
        self.events = [event for event in events if event.source != 0]
        self.aliases = aliases
        self.own = own

    def text(self, event: Event, name: str) -> str | None:
        """A property as text; None where it is missing."""
        if name == "name":
            return event.name
        if name == "actor":
            return event.actor
        if name == "person":
            return self.person(event)
        given = event.properties.get(name)
        if given is None:
            return None
        return given if isinstance(given, str) else json.dumps(given, separators=(",", ":"))

    def number(self, event: Event, name: str) -> float | None:
        """A property as a number; None where it is none."""
        if name == "value":
            return event.value
        text = self.text(event, name)
        try:
            number = float(Decimal(text)) if text is not None else None
        except InvalidOperation:
            return None
        return number if number is not None and isfinite(number) else None

    def person(self, event: Event) -> str | None:
        """Who did it, after merges; None: nobody."""
        return self.aliases.get(event.actor, event.actor) if event.actor else None

    def passes(self, event: Event, one) -> bool:
        """Whether the filter lets the event pass."""
        if isinstance(one, Every):
            return all(self.passes(event, part) for part in one.of)
        if isinstance(one, Some):
            return any(self.passes(event, part) for part in one.of)
        if isinstance(one, Not):
            return not self.passes(event, one.of)
        return self._holds(event, one)

    def _holds(  # noqa: C901  one line for each comparison
        self, event: Event, test: Test
    ) -> bool:
        text, number = self.text(event, test.property), self.number(event, test.property)
        match test.op:
            case Op.IS:
                return self._equal(text, number, test.value)
            case Op.IS_NOT:
                return not self._equal(text, number, test.value)
            case Op.IN:
                return any(self._equal(text, number, value) for value in test.value)
            case Op.NOT_IN:
                return not any(self._equal(text, number, value) for value in test.value)
            case Op.ABOVE:
                return number is not None and number > test.value
            case Op.AT_LEAST:
                return number is not None and number >= test.value
            case Op.BELOW:
                return number is not None and number < test.value
            case Op.AT_MOST:
                return number is not None and number <= test.value
            case Op.CONTAINS:
                return text is not None and test.value in text
            case Op.NOT_CONTAINS:
                return text is None or test.value not in text
            case Op.STARTS_WITH:
                return text is not None and text.startswith(test.value)
            case Op.EXISTS:
                return text is not None
            case Op.IS_MISSING:
                return text is None

    @staticmethod
    def _equal(text, number, value) -> bool:
        if isinstance(value, bool):
            return text == ("true" if value else "false")
        return text == value if isinstance(value, str) else number is not None and number == value

    def counting(self, measure: Measure) -> list[Event]:
        """The events that the measure is about."""
        return [
            event
            for event in self.events
            if measure.event in (None, event.name)
            and all(self.passes(event, one) for one in measure.where)
        ]

    def value(self, measure: Measure, events: Iterable[Event]):
        """The measure over events that were chosen already. Raises `Mixed`."""
        events = list(events)
        if isinstance(measure, Count):
            return len(events)
        if isinstance(measure, Persons):
            return len({self.person(event) for event in events} - {None})
        if isinstance(measure, Unique):
            return len({self.text(event, measure.property) for event in events} - {None})
        numbers = self._numbers(measure, events)
        if isinstance(measure, Sum):
            return sum(numbers, Decimal(0))
        if not numbers:
            return None
        if isinstance(measure, Mean):
            return sum(numbers, Decimal(0)) / len(numbers)
        if isinstance(measure, Quantile):
            return self.quantile(numbers, measure.q)
        return {Min: min, Max: max}[type(measure)](numbers)

    @staticmethod
    def quantile(numbers: Sequence[float], q: float) -> float:
        """The number at place (n - 1) q of all in their order, counted from 0."""
        ordered = sorted(numbers)
        place = (len(ordered) - 1) * q
        below = int(place)
        above = min(below + 1, len(ordered) - 1)
        return ordered[below] + (ordered[above] - ordered[below]) * (place - below)

    def _numbers(self, measure, events: Sequence[Event]) -> list:
        exact = isinstance(measure, Sum | Mean)
        if measure.property is None:
            valued = [event for event in events if event.value is not None]
            self.require_one_currency(valued)
            found = [Decimal(repr(event.value)) for event in valued]
        else:
            texts = [
                (self.text(e, measure.property), self.number(e, measure.property)) for e in events
            ]
            found = [Decimal(text.strip()) for text, number in texts if number is not None]
            found = [number for number in found if not exact or abs(number) < 10**15]
        if exact:
            return [number.quantize(SIX, rounding="ROUND_HALF_UP") for number in found]
        return [float(number) for number in found]

    def require_one_currency(self, valued: Sequence[Event]) -> None:
        """Raise `Mixed` where there is more than one; none at all is a plain number."""
        currencies = {event.currency or self.own for event in valued}
        if len(currencies) > 1 and any(event.currency for event in valued):
            raise Mixed


def period_of(*, at: datetime, grain: Grain, zone: ZoneInfo, first_weekday: int) -> Label:
    """What the wall says of the period that an instant is in: its first day, or its hour."""
    wall = at.astimezone(zone)
    if grain in (Grain.MINUTE, Grain.HOUR):
        return _clock_label(wall, grain)
    day = wall.date()
    if grain is Grain.WEEK:
        while day.weekday() != first_weekday:
            day -= timedelta(days=1)
    if grain is Grain.MONTH:
        day = day.replace(day=1)
    if grain is Grain.QUARTER:
        day = day.replace(month={1: 1, 2: 4, 3: 7, 4: 10}[(day.month + 2) // 3], day=1)
    if grain is Grain.YEAR:
        day = day.replace(month=1, day=1)
    return day.isoformat()


def _clock_label(wall: datetime, grain: Grain) -> Label:
    """An hour that is gone through twice is two, unless the clock goes back by half of one."""
    if grain is Grain.MINUTE:
        return f"{wall:%Y-%m-%d %H:%M} {wall.fold}"
    other = wall.replace(fold=1 - wall.fold).utcoffset()
    apart = abs((wall.utcoffset() or timedelta(0)) - (other or timedelta(0)))
    return f"{wall:%Y-%m-%d %H} {wall.fold if apart % timedelta(hours=1) == timedelta(0) else 0}"
