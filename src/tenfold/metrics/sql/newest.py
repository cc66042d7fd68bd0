"""Who persons are: the newest value that each of them has of a property."""

from datetime import datetime

from tenfold.eventlog.envelope import INTERNAL_SOURCE
from tenfold.metrics.sql.fields import ACTOR, AT, BATCH, SOURCE, Fields
from tenfold.metrics.sql.scope import render_instant


def render_newest(*, name: str, until: datetime | None, fields: Fields) -> str:
    """Return a SELECT of (person, text), one row for each person with a value.

    The value is that of the person's event that happened last, among those before `until` that have
    one; of several at the same moment it is the one that was committed last, of those committed
    together always the same one.
    """
    reading, text = fields.reading, fields.read_sent(name).text
    where = " AND ".join([*outside(until=until, fields=fields), f"{text} IS NOT NULL"])
    of = f"{reading.table}.{ACTOR}"
    if not reading.joins:
        return (
            f"SELECT {of} AS person, arg_max({text}, {order_of(text)}) AS text"
            f" FROM {reading.table} WHERE {where} GROUP BY {of}"
        )
    by_id = (
        f"SELECT {of} AS actor, arg_max({text}, {order_of(text)}) AS text,"
        f" max({order_of(text)}) AS place FROM {reading.table} WHERE {where} GROUP BY {of}"
    )
    return (
        f"SELECT {reading.person} AS person, arg_max(text, place) AS text"
        f" FROM ({by_id}) AS {reading.table} {reading.joins} GROUP BY {reading.person}"
    )


def order_of(text: str) -> str:
    """Return what to order events by, of those with one moment and one commit by their text.

    A number that grows with the moment, then with the commit: to compare rows costs double.
    """
    arrived = f"({BATCH} << 32) + CAST(hash({text}) >> 33 AS BIGINT)"
    return f"CAST(epoch_us({AT}) AS HUGEINT) * {2**72} + ({arrived})"


def outside(*, until: datetime | None, fields: Fields) -> list[str]:
    """Return the conditions of somebody's events before `until` that are no facts of our own."""
    conditions = [f"{SOURCE} <> {INTERNAL_SOURCE}", f"{ACTOR} IS NOT NULL"]
    if until is not None:
        conditions.append(f"{AT} < {render_instant(until, fields=fields)}")
    return conditions
