"""From a segment's condition to one that can be looked up: no other segment named, times settled."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from tenfold.metrics.calendar import Calendar, Grain
from tenfold.metrics.definitions import (
    Condition,
    Did,
    Duration,
    InSegment,
    Joined,
    Lacks,
    Op,
    Sum,
    Test,
    Unit,
)
from tenfold.metrics.definitions.names import Speaks, split_name
from tenfold.metrics.definitions.refusals import InvalidDefinition, unknown_segment
from tenfold.metrics.definitions.segments import adds_up
from tenfold.metrics.figures import refuse_mixture
from tenfold.metrics.knowledge import Currencies, consult

_GRAINS = {
    Unit.DAY: Grain.DAY,
    Unit.WEEK: Grain.WEEK,
    Unit.MONTH: Grain.MONTH,
    Unit.YEAR: Grain.YEAR,
}


Window = tuple[datetime | None, datetime | None]


def mentions(value: Any) -> set[str]:
    """Return the names of the segments that a definition, a condition or a question speaks of."""
    return {name for speaks, name in spoken_of(value) if speaks is Speaks.SEGMENT}


def segments_in(value: Any) -> set[str]:
    """Return the names of the segments that filters in a definition or a condition name."""
    if isinstance(value, InSegment):
        return {value.segment}
    parts = value if isinstance(value, tuple) else ()
    if is_dataclass(value):
        parts = tuple(getattr(value, one.name) for one in fields(value))
    return {name for part in parts for name in segments_in(part)}


def spoken_of(value: Any) -> Iterator[tuple[Speaks, str]]:
    """Yield what a definition, a condition or a question speaks of beside events themselves.

    Rather too much than too little: any text in it that could be a property's name.
    """
    if isinstance(value, InSegment):
        yield Speaks.SEGMENT, value.segment
    elif isinstance(value, str):
        speaks, name = split_name(value)
        if speaks is not Speaks.EVENT:
            yield speaks, name
    elif isinstance(value, tuple):
        for one in value:
            yield from spoken_of(one)
    elif is_dataclass(value):
        for one in fields(value):
            yield from spoken_of(getattr(value, one.name))


def expand(
    condition: Condition, *, segments: Mapping[str, Condition], above: tuple[str, ...] = ()
) -> Condition:
    """Return the condition with those of other segments in the place of their names.

    Raises `UnknownSegment`, and `InvalidDefinition` where a segment would be made of itself.
    """
    if isinstance(condition, InSegment):
        return _expand_named(condition.segment, segments, above)
    if isinstance(condition, Lacks):
        return Lacks(expand(condition.of, segments=segments, above=above))
    if isinstance(condition, Joined):
        parts = (expand(one, segments=segments, above=above) for one in condition.of)
        return replace(condition, of=tuple(parts))
    return condition


def _expand_named(
    name: str, segments: Mapping[str, Condition], above: tuple[str, ...]
) -> Condition:
    if name in above:
        raise InvalidDefinition(
            _("A segment cannot be made of itself: %(way)s.")
            % {"way": " → ".join([*above[above.index(name) :], name])},
            field="segment",
        )
    if name not in segments:
        raise unknown_segment(name=name)
    return expand(segments[name], segments=segments, above=(*above, name))


def windows_of(
    did: Iterable[Did], *, until: datetime | None, calendar: Calendar
) -> dict[Did, Window]:
    """Return when each counts: [since, up to); None: from the first, up to the moment itself.

    What is bounded by neither is left out, as all is of an empty log.
    """
    if until is None:
        return {}

    def bound(length: Duration | None) -> datetime | None:
        if length is None:
            return None
        return start_of(within=length, until=until, calendar=calendar)

    return {
        one: (bound(one.within), bound(one.before))
        for one in did
        if one.within is not None or one.before is not None
    }


def start_of(*, within: Duration, until: datetime, calendar: Calendar) -> datetime:
    """Return the beginning of a time that ends at `until`.

    Days, weeks, months and years are reckoned on the company's wall, the others are real time.
    """
    grain = _GRAINS.get(within.unit)
    if grain is None:
        return until - within.length
    return calendar.shifted(at=until, grain=grain, by=-within.count)


def currencies_of(did: Iterable[Did], *, known: Currencies, own: str) -> dict[Did, str | None]:
    """Return what the values of each are in where they say nothing; None: nothing is money.

    Raises `MixedCurrencies` where amounts of more than one currency would be added up.
    """
    return {one: _currency_of(one, known, own) for one in did}


def _currency_of(did: Did, known: Currencies, own: str) -> str | None:
    measure = Sum(event=did.event, where=did.where, property=did.property)
    found = consult(currencies=known, measures=[measure], own=own)
    if adds_up(did) and found.look and not _chooses_currency(did):
        names = known.values() if did.event is None else [known.get(did.event, frozenset())]
        raise refuse_mixture(currencies=sorted({coin or own for coins in names for coin in coins}))
    return own if found.has_money else None


def _chooses_currency(did: Did) -> bool:
    return any(
        isinstance(one, Test) and one.property == "currency" and one.op is Op.IS
        for one in did.where
    )
