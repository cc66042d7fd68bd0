"""What the imports of these tests have in common."""

import datetime as dt

from tenfold.eventlog.store import EventLog
from tenfold.techniques.interfaces.queries.imports import ImportView

AT = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
SPEC = {
    "time": {"column": "at"},
    "event": "order",
    "actor": "who",
    "value": "n * price",
    "currency": "EUR",
    "properties": {"types": {"n": "number", "price": "number"}},
}
HEADER = "at,who,n,price"
ROWS = [f"2026-01-{day:02d} 10:00,{who},{day},0.1" for day in range(1, 29) for who in "abc"]


def counts(view: ImportView) -> tuple[int, int, int, int]:
    """Return read, accepted, duplicates, rejected."""
    return view.read, view.accepted, view.duplicates, view.rejected


def total(log: EventLog) -> tuple[int, object]:
    """Return how many events there are outside of the company's own, and what they are worth."""
    table = log.reading().table
    found = log.read(f"SELECT count(*), sum(amount) FROM {table} WHERE source > 0")[0]
    return found[0], found[1]
