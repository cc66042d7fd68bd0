"""Which of the events in hand the log has already: exact, for ever, and cheap.

The filter in memory says of almost every new id that it is certainly new. The few others are looked
up in the table: first where the client's own time is equal, which the minima and maxima of row
groups make cheap, then those still not found everywhere.
"""

from collections.abc import Sequence

import duckdb
import numpy as np

from tenfold.eventlog.duckdb_log import arrow
from tenfold.eventlog.duckdb_log.batch import Part, join_ids
from tenfold.eventlog.duckdb_log.seen import SeenIds
from tenfold.eventlog.envelope import Envelope

_Suspect = tuple[Part, int]

_FIND_NEAR = """SELECT place FROM suspects JOIN events
    ON events.event_id = suspects.event_id::UUID AND events.source = suspects.source
    WHERE suspects.sent_at IS NOT NULL AND events.sent_at = make_timestamp(suspects.sent_at)
    AND events.sent_at BETWEEN make_timestamp($lowest) AND make_timestamp($highest)"""

_FIND_ANYWHERE = """SELECT DISTINCT place FROM suspects JOIN events
    ON events.event_id = suspects.event_id::UUID AND events.source = suspects.source"""


def set_stored_aside(
    *, parts: Sequence[Part], seen: SeenIds, connection: duckdb.DuckDBPyConnection
) -> None:
    """Move the positions of events that are stored already from new to doubled."""
    if not any(part.fresh for part in parts):
        return
    possible = np.flatnonzero(seen.may_contain(ids=join_ids(parts=parts)))
    if not len(possible):
        return
    everyone = [(part, position) for part in parts for position in part.fresh]
    suspects = [everyone[place] for place in possible]
    stored = _find_stored(suspects, connection)
    gone: dict[int, set[int]] = {}
    for place in stored:
        part, position = suspects[place]
        gone.setdefault(id(part), set()).add(position)
    for part in parts:
        if id(part) in gone:
            part.drop(gone[id(part)])


def _find_stored(suspects: list[_Suspect], connection: duckdb.DuckDBPyConnection) -> set[int]:
    sent = [at for part, position in suspects if (at := _event(part, position).sent_at) is not None]
    found: set[int] = set()
    if sent:
        bounds = {"lowest": min(sent), "highest": max(sent)}
        found = _ask(_FIND_NEAR, suspects, range(len(suspects)), connection, bounds)
    left = [place for place in range(len(suspects)) if place not in found]
    if left:
        found |= _ask(_FIND_ANYWHERE, suspects, left, connection, {})
    return found


def _ask(
    question: str,
    suspects: list[_Suspect],
    places: Sequence[int],
    connection: duckdb.DuckDBPyConnection,
    bounds: dict[str, int],
) -> set[int]:
    asked = [suspects[place] for place in places]
    events = [_event(part, position) for part, position in asked]
    table = arrow.build_table(
        columns={
            "place": arrow.build_integers(values=list(places)),
            "event_id": arrow.from_ids(ids=b"".join([event.event_id for event in events])),
            "source": arrow.build_integers(values=[part.waiting.source for part, _ in asked]),
            "sent_at": arrow.build_integers(values=[event.sent_at for event in events]),
        }
    )
    connection.register("suspects", table)
    try:
        rows = connection.execute(question, bounds or None).fetchall()
    finally:
        connection.unregister("suspects")
    return {int(row[0]) for row in rows}


def _event(part: Part, position: int) -> Envelope:
    return part.waiting.envelopes[position]
