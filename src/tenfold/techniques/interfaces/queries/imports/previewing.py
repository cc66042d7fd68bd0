"""The first rows of a file as the events they would become, and what could be seen afterwards."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import msgspec
from django.utils.translation import gettext as _

from tenfold.eventlog.envelope import Envelope
from tenfold.kit import clock
from tenfold.techniques.interfaces.queries.imports.runs import ProblemView
from tenfold.techniques.interfaces.readers import Chunk
from tenfold.techniques.interfaces.rules.expressions.values import say
from tenfold.techniques.interfaces.rules.rows import Mapped

_FEW = range(2, 200)


@dataclass(frozen=True)
class EventView:
    """An event that a row would become."""

    at: datetime
    name: str
    actor: str | None
    value: float | None
    currency: str | None
    properties: dict[str, Any]


@dataclass(frozen=True)
class RowView:
    """A row as it stands in the file, with its event or what is wrong with it.

    Neither: the mapping's filter does not want it.
    """

    line: int
    cells: tuple[str, ...]
    event: EventView | None
    problem: ProblemView | None


@dataclass(frozen=True)
class Glimpse:
    """A number that could be seen after the import."""

    label: str
    value: Decimal | int
    currency: str | None = None


def view_rows(*, chunk: Chunk, mapped: Mapped, count: int) -> tuple[RowView, ...]:
    """Return the first rows of a file, in its order."""
    events = dict(zip(mapped.lines, mapped.envelopes, strict=True))
    problems = {
        fault.line: ProblemView(fault.line, fault.column, fault.value, fault.reason)
        for fault in (*mapped.faults, *chunk.faults)
    }
    rows = [
        RowView(
            line=line,
            cells=tuple("" if cell is None else say(value=cell) for cell in row),
            event=_view_event(events[line]) if line in events else None,
            problem=problems.get(line),
        )
        for line, row in zip(chunk.lines[:count], chunk.rows[:count], strict=True)
    ]
    rows += [
        RowView(line=fault.line, cells=(fault.value,), event=None, problem=problems[fault.line])
        for fault in chunk.faults[:count]
    ]
    return tuple(sorted(rows, key=lambda row: row.line)[:count])


def _view_event(envelope: Envelope) -> EventView:
    return EventView(
        at=clock.from_micros(micros=envelope.at),
        name=envelope.name,
        actor=envelope.actor,
        value=envelope.value,
        currency=envelope.currency,
        properties=msgspec.json.decode(envelope.properties),
    )


def look_ahead(*, envelopes: Sequence[Envelope]) -> tuple[Glimpse, ...]:
    """Return some numbers that could be seen after the import."""
    glimpses = [Glimpse(_("Events"), len(envelopes))]
    worth: dict[str | None, Decimal] = defaultdict(Decimal)
    for envelope in envelopes:
        if envelope.value is not None:
            worth[envelope.currency] += Decimal(repr(envelope.value))
    glimpses += [
        Glimpse(_("Worth") if currency else _("Sum of the values"), total, currency)
        for currency, total in list(worth.items())[:2]
    ]
    actors = {envelope.actor for envelope in envelopes} - {None}
    if actors:
        glimpses.append(Glimpse(_("Persons or devices"), len(actors)))
    return (*glimpses, *_kinds(envelopes))[:4]


def _kinds(envelopes: Sequence[Envelope]) -> list[Glimpse]:
    """How many different texts a property has, for one that has few: countries, channels."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for envelope in envelopes:
        for name, value in msgspec.json.decode(envelope.properties).items():
            if isinstance(value, str) and len(seen[name]) < _FEW.stop:
                seen[name][value] += 1
    few = [(name, len(values)) for name, values in seen.items() if len(values) in _FEW]
    return [Glimpse(name, count) for name, count in few]
