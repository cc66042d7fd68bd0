"""What is known before anything is scanned: which currencies the values of an event name are in.

Looking at the currency of every event makes a sum several times slower. Where the log knows that
there is but one, nobody needs to look.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tenfold.metrics.definitions import Measure, OfNumbers
from tenfold.metrics.figures import Money

Currencies = Mapping[str, frozenset[str | None]]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the measures of one question.

    money      for each measure, what its values are in where they are in one currency
    has_money  whether any event of these names says a currency
    look       whether the scan must look at currencies
    """

    money: tuple[Money, ...]
    has_money: bool
    look: bool


def consult(*, currencies: Currencies, measures: Sequence[Measure], own: str) -> Known:
    """Return what is known of the measures in a company whose own currency is `own`."""
    found = [_of_names(measure, currencies) for measure in measures]
    said = [coins - {None} for coins in found]
    return Known(
        money=tuple(Money(_only(coins)) for coins in said),
        has_money=any(said),
        look=any(
            _adds_values(measure) and _may_mix(coins, own)
            for measure, coins in zip(measures, found, strict=True)
        ),
    )


def _may_mix(coins: frozenset[str | None], own: str) -> bool:
    """What says no currency is in the company's own, where anything says one."""
    return len({coin or own for coin in coins}) > 1


def _adds_values(measure: Measure) -> bool:
    return isinstance(measure, OfNumbers) and measure.property in (None, "value")


def _of_names(measure: Measure, currencies: Currencies) -> frozenset[str | None]:
    if measure.event is not None:
        return currencies.get(measure.event, frozenset())
    return frozenset().union(*currencies.values())


def _only(coins: frozenset[str | None]) -> str | None:
    return next(iter(coins)) if len(coins) == 1 else None
