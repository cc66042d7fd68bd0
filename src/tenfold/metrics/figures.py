"""From statistics to values: exact arithmetic, currencies, what had to be left out. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from math import floor
from typing import Any

from django.utils.translation import gettext as _

from tenfold.kit.refusal import Refusal
from tenfold.metrics.definitions import (
    Count,
    Max,
    Mean,
    Measure,
    Min,
    OfNumbers,
    PerPerson,
    Persons,
    Quantile,
    Ratio,
    Rolling,
    Sum,
    Unique,
)

Statistical = Measure | Ratio | PerPerson
"""What is reckoned from the statistics of one or two measures."""

Number = int | float | Decimal
Statistics = Mapping[str, Any]

EVENTS, PERSONS, VALUES, NUMBER, SHARE = "events", "persons", "values", "", "%"
_COUNTED = {Count: EVENTS, Persons: PERSONS, Unique: VALUES}
_PRECISION = 34
_SIX = Decimal("0.000001")


class MixedCurrencies(Refusal):
    """Amounts in different currencies were to be added, averaged or compared."""

    code = "mixed_currencies"


@dataclass(frozen=True, slots=True)
class Figure:
    """A value and what it is in.

    value     int for counts, Decimal for exact amounts, float for the smallest and the largest, and
              for the quantiles of a property
    unit      events, persons, values, the ISO 4217 code of a currency, or "" for a plain number
    left_out  events whose property is no number, or too large to add exactly
    events    how many events it was made of
    """

    value: Number | None
    unit: str
    left_out: int = 0
    events: int = 0


@dataclass(frozen=True, slots=True)
class Money:
    """What is known of the currencies of an event name before any scan.

    `currency` is what its values are in where that is one and the same; None: plain numbers.
    """

    currency: str | None


def refuse_mixture(*, currencies: Sequence[str]) -> MixedCurrencies:
    """Return the refusal that names the currencies and says what to do."""
    return MixedCurrencies(
        _("Amounts in %(currencies)s cannot be added up.") % {"currencies": ", ".join(currencies)},
        next_step=_("Filter on “currency” or break down by it."),
        field="currency",
    )


def figure_of(
    *,
    definition: Statistical,
    statistics: Sequence[Statistics],
    events: int,
    money: Sequence[Money],
) -> Figure:
    """Return the value of a definition from the statistics of its measures, in order.

    Raises `MixedCurrencies` where the statistics say so.
    """
    measures = (definition,) if isinstance(definition, Measure) else (definition.of, definition.per)
    figures = [
        _measured(measure, own, events, known)
        for measure, own, known in zip(measures, statistics, money, strict=True)
    ]
    if isinstance(definition, Ratio | PerPerson):
        return _divided(figures[0], figures[1], events)
    return figures[0]


def of_nothing(definition: object) -> Number | None:
    """Return the value of a definition where nothing happened: 0 of what is counted or added."""
    measure = definition.of if isinstance(definition, Rolling) else definition
    return 0 if isinstance(measure, Count | Persons | Unique | Sum) else None


def value_of(*, measure: Measure, own: Statistics) -> Number | None:
    """Return the value of one measure, without asking what it is in."""
    if isinstance(measure, OfNumbers):
        return _value(measure, own)
    return int(own.get("n", own.get("key")) or 0)


def _measured(measure: Measure, own: Statistics, events: int, known: Money) -> Figure:
    value = value_of(measure=measure, own=own)
    if not isinstance(measure, OfNumbers):
        return Figure(value=value, unit=_COUNTED[type(measure)], events=events)
    unit = NUMBER
    if measure.property in (None, "value"):
        unit = _currency(own, known) or NUMBER
    return Figure(value=value, unit=unit, left_out=_left_out(own), events=events)


def _value(measure: OfNumbers, own: Statistics) -> Number | None:
    if isinstance(measure, Min):
        return _extreme(own.get("least"))
    if isinstance(measure, Max):
        return _extreme(own.get("most"))
    if isinstance(measure, Quantile):
        return _interpolated(measure, own) if "low" in own else _between(own.get("quantile"))
    added = own.get("sum")
    if isinstance(measure, Mean):
        return None if added is None else divide(of=added, per=own["used"])
    return Decimal(0) if added is None else _plain(added)


def _extreme(found: float | None) -> float | None:
    return None if found is None else float(found)


def _interpolated(measure: Quantile, own: Statistics) -> Number | None:
    """From the numbers at the places below and above (n - 1) q, counted from 0."""
    low, high = own["low"], own["high"]
    if low is None:
        return None
    place = (int(own["used"]) - 1) * measure.q
    part = place - floor(place)
    if isinstance(low, Decimal):
        return _plain((low + (high - low) * Decimal(part)).quantize(_SIX))
    return _extreme(low + (high - low) * part)


def _between(found: Decimal | float | None) -> Number | None:
    return _plain(found) if isinstance(found, Decimal) else _extreme(found)


def _currency(own: Statistics, known: Money) -> str | None:
    if own.get("coin_low") is None:
        return known.currency
    low, high = str(own["coin_low"]), str(own["coin_high"])
    if low != high:
        raise refuse_mixture(currencies=(low, high))
    return low


def _left_out(own: Statistics) -> int:
    return int((own.get("present") or 0) - (own.get("used") or 0)) if "present" in own else 0


def _divided(of: Figure, per: Figure, events: int) -> Figure:
    money = [one.unit for one in (of, per) if is_currency(one.unit)]
    if len(set(money)) > 1:
        raise refuse_mixture(currencies=money)
    unit = of.unit if len(money) == 1 and is_currency(of.unit) else NUMBER
    value = None
    if of.value is not None and per.value:
        value = divide(of=of.value, per=per.value)
    return Figure(value=value, unit=unit, left_out=of.left_out + per.left_out, events=events)


def divide(*, of: Number, per: Number) -> Decimal:
    """Return the quotient, right to 34 significant digits: the same for the same numbers."""
    with localcontext() as context:
        context.prec = _PRECISION
        return _plain(_decimal(of) / _decimal(per))


def _decimal(number: Number) -> Decimal:
    return Decimal(repr(number)) if isinstance(number, float) else Decimal(number)


def _plain(number: Decimal) -> Decimal:
    """Without trailing zeros, and without an exponent: 1E+2 is 100."""
    shortened = number.normalize()
    exponent = shortened.as_tuple().exponent
    return (
        shortened.quantize(Decimal(1)) if isinstance(exponent, int) and exponent > 0 else shortened
    )


def is_currency(unit: str) -> bool:
    """Return whether a unit is money."""
    return len(unit) == 3 and unit.isupper()


def change(*, value: Number | None, before: Number | None) -> float | None:
    """Return by what share `value` differs from `before`: 0.12 is 12 % more.

    None where there is nothing to compare with.
    """
    if value is None or not before:
        return None
    now, then = _decimal(value), _decimal(before)
    return float((now - then) / abs(then))


def as_json(number: Number | None) -> int | float | None:
    """Return the number as JSON writes it: an amount of 9747747.934 reads 9747747.934."""
    if isinstance(number, Decimal):
        return int(number) if number == number.to_integral_value() else float(number)
    if isinstance(number, float) and number.is_integer() and abs(number) < 2**53:
        return int(number)
    return number
