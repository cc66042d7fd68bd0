"""The way of one event: from its source to the numbers, with what each step took."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from tenfold.eventlog.store import EventLog, StoredEvent
from tenfold.kit.refusal import Refusal
from tenfold.techniques.interfaces.queries import events
from tenfold.techniques.interfaces.queries.sources import list_source_names
from tenfold.techniques.interfaces.rules.sight import EVERYTHING, Sight

Result = TypeVar("Result")


class UnknownEvent(Refusal):
    """No event has that id."""

    code = "unknown_event"
    status = 404


@dataclass(frozen=True)
class Step:
    """One step. `millis` is what it took, as measured; None where nobody measured it."""

    step: str
    says: str
    at: datetime | None
    millis: float | None


@dataclass(frozen=True)
class Trace:
    """An event and its way."""

    event: events.EventView
    steps: tuple[Step, ...]


def trace_event(*, log: EventLog, event_id: str, sight: Sight = EVERYTHING) -> Trace:
    """Return the way of the event with this id. Raises `UnknownEvent`."""
    found, find_millis = _timed(lambda: log.get_event(event_id=event_id))
    if found is None:
        raise UnknownEvent(
            _("There is no event with the id “%(id)s”.") % {"id": event_id},
            next_step=_("Ids stand in the list of events: tenfold events list --format json"),
            field="event_id",
        )
    view = events.view_event(event=found, sight=sight, names=list_source_names())
    return Trace(
        event=view,
        steps=(
            *_recorded(event=found, view=view),
            *_timed_by_log(log=log, event=found),
            _measured_find(millis=find_millis),
            _measured_count(log=log, event=found),
        ),
    )


def as_json(*, trace: Trace) -> dict[str, Any]:
    """Return the trace as plain JSON values."""
    return {
        "event": events.as_json(view=trace.event),
        "steps": [
            {
                "step": step.step,
                "says": step.says,
                "at": None if step.at is None else step.at.isoformat(),
                "millis": step.millis,
            }
            for step in trace.steps
        ],
    }


def _recorded(*, event: StoredEvent, view: events.EventView) -> tuple[Step, ...]:
    underway = None
    if event.import_id is not None:
        arrived = _("read from a file by import %(id)d into “%(source)s”") % {
            "id": event.import_id,
            "source": view.source_name,
        }
    elif event.source == 0:
        arrived = _("stated by Tenfold itself and carried here by the outbox")
    else:
        arrived = _("arrived at the door from “%(source)s”") % {"source": view.source_name}
        underway = (event.received_at - event.at).total_seconds() * 1000 or None
    return (
        Step(_("happened"), _("the time the event carries"), event.at, None),
        Step(_("arrived"), arrived, event.received_at, underway),
        Step(_("stored"), _persons_sentence(view=view), None, None),
    )


def _timed_by_log(*, log: EventLog, event: StoredEvent) -> tuple[Step, ...]:
    """Return what the log remembers of how it wrote a recent event; nothing for an older one."""
    sentences = {
        "waited": _("for the writer"),
        "deduplicated": _("looked up whether the log had it already"),
        "encoded": _("turned into columns, with its whole batch"),
        "inserted": _("into the table, with its whole batch"),
        "committed": _("to disk, durable from here on"),
    }
    timings = log.timings(event_id=event.id) or {}
    return tuple(
        Step(name, sentences.get(name, ""), None, millis) for name, millis in timings.items()
    )


def _persons_sentence(*, view: events.EventView) -> str:
    if "actor" in view.hidden:
        return _("in the log, durable; its person is hidden from you")
    if view.actor is None:
        return _("in the log, durable; it is nobody's")
    if view.person != view.actor:
        return _("in the log, durable; “%(actor)s” is the person “%(person)s”") % {
            "actor": view.actor,
            "person": view.person,
        }
    return _("in the log, durable; done by “%(actor)s”") % {"actor": view.actor}


def _measured_find(*, millis: float) -> Step:
    return Step(_("found"), _("by its id, just now"), None, millis)


def _measured_count(*, log: EventLog, event: StoredEvent) -> Step:
    reading = log.reading()
    rows, millis = _timed(
        lambda: log.read(
            f"SELECT count(*) FROM {reading.table} WHERE name = $name "  # noqa: S608  the log's own table name
            "AND date_trunc('day', happened_at) = date_trunc('day', CAST($at AS TIMESTAMP))",
            {"name": event.name, "at": event.at.replace(tzinfo=None)},
        )
    )
    says = _("one of %(count)d events “%(name)s” of its day (UTC), counted just now") % {
        "count": rows[0][0],
        "name": event.name,
    }
    return Step(_("counted"), says, None, millis)


def _timed(work: Callable[[], Result]) -> tuple[Result, float]:
    began = time.perf_counter()
    return work(), (time.perf_counter() - began) * 1000
