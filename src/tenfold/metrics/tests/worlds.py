"""Generated logs of few persons who do much, and times to ask about them."""

import tempfile
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from hypothesis import strategies as st

from tenfold.eventlog.duckdb_log import open_log
from tenfold.metrics.calendar import Calendar
from tenfold.metrics.tests.reference import Reference
from tenfold.metrics.tests.reference_presence import PresenceReference
from tenfold.metrics.tests.test_against_reference import CHANGES, an_event
from tenfold.metrics.tests.world import RECEIVED_AT, fill

GRAINS = ["hour", "day", "week", "month", "quarter", "year"]
FAR = timedelta(hours=37)


@st.composite
def a_dense_world(draw):
    """Few persons who do much, around a moment when clocks change."""
    zone, around = draw(st.sampled_from(CHANGES))
    event = an_event(around, [None])
    if draw(st.booleans()):  # at few different moments
        event = event.map(lambda one: replace(one, at=one.at - (one.at - around) % FAR))
    return (
        Calendar(zone, draw(st.sampled_from(["monday", "saturday", "sunday"])), "EUR"),
        around,
        draw(st.one_of(st.lists(event, max_size=5), st.lists(event, min_size=12, max_size=30))),
        draw(st.sampled_from([{}, {"b": "a"}, {"b": "a", "c": "a"}, {"a": "d", "c": "b"}])),
    )


@contextmanager
def logged(world):
    """A log of the world's events, in the order in which they came; ids are merged afterwards."""
    calendar, _, events, aliases = world
    with tempfile.TemporaryDirectory() as folder:
        log = open_log(path=Path(folder) / "log.duckdb", erasure_key=b"test")
        try:
            fill(log, events)
            for alias, known in aliases.items():
                log.identify(known=known, alias=alias, source=1, at=RECEIVED_AT)
            yield log, Reference(events, aliases, calendar.currency)
        finally:
            log.close()


@st.composite
def a_time(draw, around):
    """A start and an end, either of them open."""
    start = draw(st.one_of(st.none(), st.integers(-60 * 24 * 20, 0)))
    end = draw(st.one_of(st.none(), st.integers(1, 60 * 24 * 20)))
    at = [
        None if minutes is None else around + timedelta(minutes=minutes) for minutes in (start, end)
    ]
    return {"start": at[0], "end": at[1]}


def twin_of(reference, calendar, question):
    """The slow twin over the question's time; None where nothing happened in it."""
    if not reference.events:
        return None
    grain = question.definition.grain
    twin = PresenceReference(reference, calendar, grain, question.start, question.end)
    return twin if twin.within else None


def start_of(question, calendar, twin, period):
    """The first moment of a period that has events, by the calendar."""
    inside = next(at for at in twin.known if twin.wall.number(at) == period)
    until = inside + timedelta(microseconds=1)
    periods = calendar.periods(grain=question.definition.grain, start=inside, end=until)
    return periods.bounds[0]
