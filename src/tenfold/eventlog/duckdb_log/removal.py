"""Taking events out again: an import undone, a person erased.

Everything here runs in the writer's thread, between two commits.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

import duckdb

from tenfold.eventlog.duckdb_log import catalogue, copies, merging
from tenfold.eventlog.duckdb_log.batch import CLAIMED, CLAIMS
from tenfold.eventlog.duckdb_log.state import State
from tenfold.eventlog.envelope import Envelope
from tenfold.eventlog.store import Erased
from tenfold.kit.clock import to_micros

_MANY = 10_000


def undo_import(*, import_id: int, state: State) -> int:
    """Remove all that an import added, the merges that only it knew of included."""
    with state.turns.urgent(), state.transaction() as connection:
        removed = _count(
            connection.execute("DELETE FROM events WHERE import_id = ?", [import_id]).fetchall()
        )
        # And what became of its oldest events.
        totals = connection.execute(
            "DELETE FROM rolled WHERE import_id = ? RETURNING events", [import_id]
        ).fetchall()
        removed += sum(int(events) for (events,) in totals)
        if removed:
            _withdraw_claims(import_id, connection, state)
            catalogue.forget(connection=connection)
    _settle(removed, state)
    return removed


def forget_import(*, import_id: int, envelopes: Sequence[Envelope], state: State) -> int:
    """Remove just these events of an import."""
    ids = [envelope.event_id.hex() for envelope in envelopes]
    with state.turns.urgent(), state.transaction() as connection:
        removed = _count(
            connection.execute(
                "DELETE FROM events WHERE import_id = ? AND event_id IN (SELECT unnest(?)::UUID)",
                [import_id, ids],
            ).fetchall()
        )
        if removed:
            _withdraw_claims(import_id, connection, state)
            catalogue.forget(connection=connection)
    _settle(removed, state)
    return removed


def _settle(removed: int, state: State) -> None:
    state.reload()
    if removed > _MANY:
        # Ids that are gone would be looked up in the table whenever they come again.
        state.load_seen()


def _count(rows: list[tuple[int]]) -> int:
    return int(rows[0][0])


def _withdraw_claims(import_id: int, connection: duckdb.DuckDBPyConnection, state: State) -> None:
    """Take back merges and known ids for which no event speaks any more."""
    _find_spoken(import_id, connection)
    gone = connection.execute(
        """DELETE FROM merges WHERE import_id = ? AND state <> 'undone' AND NOT EXISTS (
            SELECT 1 FROM spoken WHERE spoken.alias = merges.alias AND spoken.known = merges.known)
        RETURNING alias, known""",
        [import_id],
    ).fetchall()
    connection.execute(
        """UPDATE merges SET import_id = spoken.stays FROM spoken
        WHERE import_id = ? AND spoken.alias = merges.alias AND spoken.known = merges.known""",
        [import_id],
    )
    connection.execute(
        "DELETE FROM known_ids WHERE import_id = ? AND id NOT IN (SELECT known FROM spoken)",
        [import_id],
    )
    connection.execute(
        """UPDATE known_ids SET import_id = (
            SELECT CASE WHEN bool_and(stays IS NOT NULL) THEN min(stays) END
            FROM spoken WHERE known = id)
        WHERE import_id = ?""",
        [import_id],
    )
    connection.execute("DROP TABLE spoken")
    members: set[str] = set()
    for alias, known in gone:
        members |= state.identities.members_of(alias) | state.identities.members_of(known)
    if members:
        merging.decide_again(members=members, state=state)


def _find_spoken(import_id: int, connection: duckdb.DuckDBPyConnection) -> None:
    """Make the table `spoken`: the claims of an import that events still make, and who makes them."""
    # stays: the import that speaks for it now; NULL where any event outside of imports does.
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE spoken AS
        SELECT actor AS known, {CLAIMED} AS alias,
            CASE WHEN bool_and(import_id IS NOT NULL) THEN min(import_id) END AS stays
        FROM events
        WHERE {CLAIMS} AND actor IS NOT NULL AND actor IN (
            SELECT known FROM merges WHERE import_id = $import
            UNION ALL SELECT id FROM known_ids WHERE import_id = $import)
        GROUP BY ALL""",
        {"import": import_id},
    )


def erase(*, person: str, at: datetime, state: State) -> Erased:
    """Remove a person under all its ids, leave tombstones, and rewrite the file without it."""
    ids = state.identities.members_of(person) | {person}
    hashes = {state.hash_of(who) for who in ids}
    return _erase(ids, hashes - state.tombstones, at, state)


def bury(*, hashes: Iterable[bytes], at: datetime, state: State) -> Erased:
    """Add tombstones made elsewhere, and erase whoever they stand for from this log."""
    wanted = set(hashes)
    known = state.ask(
        f"""SELECT DISTINCT actor FROM events WHERE actor IS NOT NULL
        UNION SELECT {CLAIMED} FROM events WHERE {CLAIMS}
        UNION SELECT alias FROM merges UNION SELECT known FROM merges
        UNION SELECT person FROM members"""
    )
    ids = {who for (who,) in known if who is not None and state.hash_of(who) in wanted}
    return _erase(ids, wanted - state.tombstones, at, state)


def _erase(ids: set[str], hashes: Collection[bytes], at: datetime, state: State) -> Erased:
    listed = sorted(ids)
    copies.note_rewrite(path=state.engine.path)
    with state.turns.urgent(), state.transaction() as connection:
        members: set[str] = set()
        for who in ids:
            members |= state.identities.members_of(who)
        events = _count(
            connection.execute(
                f"""DELETE FROM events WHERE actor IN (SELECT unnest($ids))
                OR ({CLAIMS} AND {CLAIMED} IN (SELECT unnest($ids)))""",
                {"ids": listed},
            ).fetchall()
        )
        merges = _count(
            connection.execute(
                """DELETE FROM merges WHERE alias IN (SELECT unnest($ids))
                OR known IN (SELECT unnest($ids))""",
                {"ids": listed},
            ).fetchall()
        )
        connection.execute("DELETE FROM known_ids WHERE id IN (SELECT unnest(?))", [listed])
        connection.execute("DELETE FROM members WHERE person IN (SELECT unnest(?))", [listed])
        merging.rebuild_persons(members=members, state=state)
        for tombstone in sorted(hashes):
            connection.execute(
                "INSERT INTO tombstones VALUES (?, make_timestamp(?))",
                [tombstone, to_micros(at=at)],
            )
        catalogue.forget(connection=connection)
    state.reload()
    copies.rewrite(state=state)
    return Erased(events=events, merges=merges, left=_count_left(listed, state))


def _count_left(ids: Sequence[str], state: State) -> int:
    """Return how many rows of any table still name one of these ids."""
    return _count(
        state.ask(
            f"""SELECT (SELECT count(*) FROM events WHERE actor IN (SELECT unnest($ids))
                OR ({CLAIMS} AND {CLAIMED} IN (SELECT unnest($ids))))
            + (SELECT count(*) FROM merges WHERE alias IN (SELECT unnest($ids))
                OR known IN (SELECT unnest($ids)))
            + (SELECT count(*) FROM persons WHERE alias IN (SELECT unnest($ids))
                OR person IN (SELECT unnest($ids)))
            + (SELECT count(*) FROM known_ids WHERE id IN (SELECT unnest($ids)))
            + (SELECT count(*) FROM members WHERE person IN (SELECT unnest($ids)))
            + (SELECT count(*) FROM catalogue_properties
                WHERE list_has_any(json_extract_string(samples, '$[*]'), $ids))""",
            {"ids": list(ids)},
        )
    )
