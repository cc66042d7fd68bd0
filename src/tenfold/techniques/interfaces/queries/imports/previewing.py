"""The first rows of a file as the events they would become."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from tenfold.eventlog.envelope import Envelope
from tenfold.kit import clock
from tenfold.techniques.interfaces.queries.imports.runs import ProblemView
from tenfold.techniques.interfaces.readers import Chunk
from tenfold.techniques.interfaces.rules.expressions.values import say
from tenfold.techniques.interfaces.rules.rows import Mapped


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
