"""Lists of persons that questions select by: kept as they were given, read with merges applied."""

from collections.abc import Sequence

from tenfold.eventlog.duckdb_log import arrow
from tenfold.eventlog.duckdb_log.journal import Change
from tenfold.eventlog.duckdb_log.state import State
from tenfold.eventlog.duckdb_log.writer import Writer

_MERGED = """(SELECT list_id, coalesce(persons.person, members.person) AS person
    FROM members LEFT JOIN persons ON persons.alias = members.person)"""


def put(*, list_id: int, persons: Sequence[str], state: State, writer: Writer) -> int:
    """Put these persons in the place of a list's; return how many it has now.

    Persons that were erased are left out. The work that grows with the list is done in the thread
    of whoever asks, not in the writer's.
    """
    tombstones = state.tombstones
    wanted = _without_erased(list(dict.fromkeys(persons)), state)
    table = _build(wanted)

    def replace() -> int:
        # Whoever was erased meanwhile must not come back.
        again = state.tombstones != tombstones
        kept = _without_erased(wanted, state) if again else wanted
        _replace(list_id, _build(kept) if again else table, state)
        return len(kept)

    return writer.run(replace, changes=Change(lists=frozenset({list_id})))


def drop(*, list_id: int, state: State, writer: Writer) -> None:
    """Drop a list; do nothing where there is none."""

    def delete() -> None:
        with state.transaction() as connection:
            connection.execute("DELETE FROM members WHERE list_id = ?", [list_id])

    writer.run(delete, changes=Change(lists=frozenset({list_id})))


def reading(*, merged: bool) -> str:
    """Return what to select list_id and person from; `merged` says whether any ids were joined."""
    return _MERGED if merged else "members"


def _without_erased(persons: list[str], state: State) -> list[str]:
    is_erased = state.erased_check()
    return persons if is_erased is None else [who for who in persons if not is_erased(who)]


def _build(persons: Sequence[str]) -> arrow.ArrowTable:
    return arrow.build_table(columns={"person": arrow.build_texts(values=persons)})


def _replace(list_id: int, table: arrow.ArrowTable, state: State) -> None:
    with state.transaction() as connection:
        connection.execute("DELETE FROM members WHERE list_id = ?", [list_id])
        connection.register("made", table)
        try:
            connection.execute("INSERT INTO members SELECT ?, person FROM made", [list_id])
        finally:
            connection.unregister("made")
