"""The persons of a segment as statements of their own: all of them, how many, a page of them."""

from collections.abc import Sequence

from tenfold.eventlog.store import Reading
from tenfold.metrics.sql.fields import ACTOR, AT, Bindings, Fields, Statement
from tenfold.metrics.sql.newest import outside
from tenfold.metrics.sql.segments import Membership, render_members

_APART = "\x1f"  # stands in no id: the log keeps none with it


def render_persons(*, membership: Membership, fields: Fields) -> Statement:
    """Return the statement of all persons (person), in the order of their ids."""
    members = render_members(membership=membership, fields=fields)
    return _statement(f"{members} ORDER BY person", fields)


def render_count(*, membership: Membership, fields: Fields) -> Statement:
    """Return the statement of how many persons there are."""
    members = render_members(membership=membership, fields=fields)
    return _statement(f"SELECT count(*) FROM ({members})", fields)


def render_page(*, membership: Membership, fields: Fields, offset: int, limit: int) -> Statement:
    """Return the statement of some persons: (person, events, last_at, how many there are in all).

    Whoever did something last comes first.
    """
    reading, members = fields.reading, render_members(membership=membership, fields=fields)
    where = " AND ".join(outside(until=membership.until, fields=fields))
    seen = (
        f"SELECT {reading.person} AS person, sum(events) AS events, max(last_at) AS last_at"
        f" FROM (SELECT {ACTOR} AS actor, count(*) AS events, max({AT}) AS last_at"
        f" FROM {reading.table} WHERE {where} GROUP BY {ACTOR}) AS {reading.table} {reading.joins}"
        f" GROUP BY {reading.person}"
    )
    bind = fields.bindings.bind
    return _statement(
        f"SELECT person, events, last_at, count(*) OVER () FROM ({seen})"
        f" WHERE person IN (SELECT person FROM ({members}))"
        f" ORDER BY last_at DESC, person LIMIT {bind(limit)} OFFSET {bind(offset)}",
        fields,
    )


def render_known(*, ids: Sequence[str], reading: Reading) -> Statement:
    """Return the statement of those ids that the log has seen (id)."""
    bindings = Bindings()
    # One text for all of them: the engine's client takes a millisecond for each item of a list.
    given = f"SELECT unnest(string_split({bindings.bind(_APART.join(ids))}, chr(31))) AS id"
    known = [f"id IN (SELECT {ACTOR} FROM {reading.table} WHERE {ACTOR} IS NOT NULL)"]
    if reading.merged:
        known.append(f"id IN (SELECT alias FROM {reading.merged})")
        known.append(f"id IN (SELECT person FROM {reading.merged})")
    return bindings.statement(f"SELECT id FROM ({given}) WHERE {' OR '.join(known)}")


def _statement(text: str, fields: Fields) -> Statement:
    return fields.bindings.statement(f"{fields.with_steps([])} {text}".lstrip())
