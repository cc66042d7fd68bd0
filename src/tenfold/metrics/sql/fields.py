"""How to read a property: of the event itself, or one that was sent."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from tenfold.eventlog.store import Column, Reading
from tenfold.metrics.definitions import (
    BUILT_IN,
    Filter,
    Measure,
    OfNumbers,
    Unique,
    properties_of,
)

_PREFIX = "properties."

AT = '"happened_at"'
NAME = '"name"'
SOURCE = '"source"'
VALUE = '"value"'
AMOUNT = '"amount"'
CURRENCY = '"currency"'
EXACT = "DECIMAL(38, 6)"


class Bindings:
    """The parameters of one statement, each under a name of its own."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}
        self._names: dict[str, str] = {}

    def bind(self, value: Any) -> str:
        """Return the placeholder that stands for `value`; the same one for the same value."""
        name = self._names.setdefault(f"{type(value)} {value!r}", f"p{len(self.values)}")
        self.values[name] = value
        return f"${name}"


@dataclass
class Fields:
    """Resolves properties to SQL, and remembers whether a person was asked for."""

    reading: Reading
    bindings: Bindings
    currency: str | None
    persons_used: bool = field(default=False)

    def person(self) -> str:
        """Return the SQL of the person, NULL for nobody."""
        self.persons_used = True
        return self.reading.person

    def money(self) -> str:
        """Return the SQL of the currency; a value that says none is in the company's own.

        Where nothing says a currency (`currency` is None) nothing is money.
        """
        if self.currency is None:
            return CURRENCY
        own = self.bindings.bind(self.currency)
        return f"coalesce({CURRENCY}, CASE WHEN {VALUE} IS NOT NULL THEN {own} END)"

    def read(self, name: str) -> Column:
        """Return how to read a property as text and as a number."""
        if name not in BUILT_IN:
            return self.reading.columns[sent_name(name)]
        if name == "value":
            return _built_in(text=f"CAST({VALUE} AS VARCHAR)", number=VALUE)
        if name == "source":
            return _built_in(text=f"CAST({SOURCE} AS VARCHAR)", number=f"CAST({SOURCE} AS DOUBLE)")
        text = self._built_in_text(name)
        number = f"TRY_CAST({text} AS DOUBLE)"
        return _built_in(text=text, number=f"CASE WHEN isfinite({number}) THEN {number} END")

    def _built_in_text(self, name: str) -> str:
        if name == "person":
            return self.person()
        return self.money() if name == "currency" else f'"{name}"'


def _built_in(*, text: str, number: str) -> Column:
    return Column(text=text, number=number, exact=f"TRY_CAST({text} AS {EXACT})", promoted=True)


def sent_name(name: str) -> str:
    """Return the name under which a property was sent: without a leading "properties."."""
    return name.removeprefix(_PREFIX)


def needed_properties(
    *, measures: Iterable[Measure], where: Iterable[Filter], breakdown: str | None
) -> tuple[str, ...]:
    """Return the sent properties that a question reads, sorted."""
    names: set[str] = set()
    for measure in measures:
        names |= properties_of(measure.where)
        if isinstance(measure, Unique | OfNumbers) and measure.property is not None:
            names.add(measure.property)
    names |= properties_of(where)
    if breakdown is not None:
        names.add(breakdown)
    return tuple(sorted({sent_name(name) for name in names if name not in BUILT_IN}))
