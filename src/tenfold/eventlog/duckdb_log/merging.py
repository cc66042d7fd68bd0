"""Merges on disk: claims stored beside the events that made them, decisions of people, and undoing.

Everything here runs in the writer's thread; functions that say so expect an open transaction.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from tenfold.eventlog.duckdb_log import arrow
from tenfold.eventlog.duckdb_log.identity import Claim, Draft, Identities, replay
from tenfold.eventlog.duckdb_log.state import State, load_identities
from tenfold.eventlog.refusals import MergeWithItself, UnknownMerge
from tenfold.eventlog.store import Merge
from tenfold.kit.clock import from_micros, to_micros

_MERGE = "id, alias, known, source, epoch_us(claimed_at), state"


def store_claims(*, draft: Draft, claims: Sequence[Claim], state: State) -> None:
    """Decide claims and write what is new of them, inside the open transaction."""
    for claim in claims:
        draft.claim(claim)
    write_draft(draft=draft, state=state)


def write_draft(*, draft: Draft, state: State) -> None:
    """Write a draft's merges, known ids and persons, inside the open transaction."""
    connection = state.connection()
    if draft.decided:
        made = [decided.claim for decided in draft.decided]
        table = _claims_table(made, state.take_merge_ids(len(made)))
        table["state"] = arrow.build_texts(values=[decided.state for decided in draft.decided])
        connection.register("made", arrow.build_table(columns=table))
        connection.execute(
            "INSERT INTO merges SELECT id, alias, known, source, make_timestamp(claimed_at), state,"
            " make_timestamp(claimed_at), id, import_id FROM made"
        )
        connection.unregister("made")
    if draft.first_known:
        table = _claims_table(draft.first_known, range(len(draft.first_known)))
        connection.register("made", arrow.build_table(columns=table))
        connection.execute("INSERT INTO known_ids SELECT known, import_id FROM made")
        connection.unregister("made")
    write_persons(changed=draft.person, state=state)


def write_persons(*, changed: dict[str, str], state: State) -> None:
    """Write who stands for these ids now, inside the open transaction."""
    if not changed:
        return
    connection = state.connection()
    moved = [alias for alias in changed if alias in state.identities.person]
    if moved:
        connection.execute("DELETE FROM persons WHERE alias IN (SELECT unnest(?))", [moved])
    _insert_persons(changed, state)


def _insert_persons(persons: dict[str, str], state: State) -> None:
    if not persons:
        return
    connection = state.connection()
    table = arrow.build_table(
        columns={
            "alias": arrow.build_texts(values=list(persons)),
            "person": arrow.build_texts(values=list(persons.values())),
        }
    )
    connection.register("made", table)
    connection.execute("INSERT INTO persons SELECT alias, person FROM made")
    connection.unregister("made")


def _claims_table(claims: Sequence[Claim], ids: Sequence[int]) -> dict[str, Any]:
    return {
        "id": arrow.build_integers(values=list(ids)),
        "alias": arrow.build_texts(values=[claim.alias for claim in claims]),
        "known": arrow.build_texts(values=[claim.known for claim in claims]),
        "source": arrow.build_integers(values=[claim.source for claim in claims]),
        "claimed_at": arrow.build_integers(values=[claim.at for claim in claims]),
        "import_id": arrow.build_integers(values=[claim.import_id for claim in claims]),
    }


def identify(*, claim: Claim, state: State) -> Merge:
    """Decide one claim as an event would, and return the merge that speaks of it."""
    _require_two(claim)
    draft = Draft(state.identities)
    draft.claim(claim)
    _keep(draft, state)
    return _find_pair(claim, state)


def join_known(*, claim: Claim, at: datetime, state: State) -> Merge:
    """Join two persons on somebody's decision; what was refused or undone before becomes active."""
    _require_two(claim)
    draft = Draft(state.identities)
    draft.join(claim)
    earlier = state.ask(
        "SELECT id FROM merges WHERE alias = ? AND known = ? AND state <> 'active'",
        [claim.alias, claim.known],
    )
    if earlier and draft.decided:
        draft.decided.clear()
    _keep(draft, state, revive=(int(earlier[0][0]), to_micros(at=at)) if earlier else None)
    if earlier:
        state.identities.settled.discard((str(claim.alias), claim.known))
    return _find_pair(claim, state)


def _keep(draft: Draft, state: State, revive: tuple[int, int] | None = None) -> None:
    with state.turns.urgent(), state.transaction() as connection:
        write_draft(draft=draft, state=state)
        if revive is not None:
            connection.execute(
                "UPDATE merges SET state = 'active', decided_at = make_timestamp(?), decision = ?"
                " WHERE id = ?",
                [revive[1], state.take_merge_ids(1)[0], revive[0]],
            )
    state.identities.keep(draft)


def undo_merge(*, merge_id: int, at: datetime, state: State) -> Merge:
    """Take an active merge back; the ids that it joined part where nothing else joins them."""
    merge = _require_merge(merge_id, state)
    if merge.state == "undone":
        return merge
    if merge.state == "refused":
        raise UnknownMerge(
            "This merge was never made: it would have joined two known persons.",
            next_step="There is nothing to undo.",
        )
    members = state.identities.members_of(merge.alias)
    with state.turns.urgent(), state.transaction() as connection:
        connection.execute(
            "UPDATE merges SET state = 'undone', decided_at = make_timestamp(?) WHERE id = ?",
            [to_micros(at=at), merge_id],
        )
        person = rebuild_persons(members=members, state=state)
    settle_persons(members=members, person=person, state=state)
    state.identities.settled.add((merge.alias, merge.known))
    return _require_merge(merge_id, state)


def rebuild_persons(*, members: set[str], state: State) -> dict[str, str]:
    """Join these ids anew by the merges that are active, inside the open transaction."""
    connection = state.connection()
    ids = sorted(members)
    pairs = connection.execute(
        "SELECT alias, known FROM merges WHERE state = 'active'"
        " AND (alias IN (SELECT unnest($ids)) OR known IN (SELECT unnest($ids)))"
        " ORDER BY decision",
        {"ids": ids},
    ).fetchall()
    person = dict(replay(pairs=pairs))
    connection.execute("DELETE FROM persons WHERE alias IN (SELECT unnest(?))", [ids])
    _insert_persons(person, state)
    return person


def decide_again(*, members: set[str], state: State) -> None:
    """Join these ids anew and decide again what was refused, inside the open transaction.

    A claim may have been refused only because of a merge that is gone now.
    """
    connection = state.connection()
    rebuild_persons(members=members, state=state)
    refused = connection.execute(
        "DELETE FROM merges WHERE state = 'refused' AND alias IN (SELECT unnest(?))"
        " RETURNING known, alias, source, epoch_us(claimed_at), import_id, id",
        [sorted(members)],
    ).fetchall()
    # The transaction sees its own changes; whoever opened it reloads when it ends, however it ends.
    state.identities = load_identities(connection=connection)
    claims = [Claim(*row[:5]) for row in sorted(refused, key=lambda row: int(row[5]))]
    store_claims(draft=Draft(state.identities), claims=claims, state=state)


def settle_persons(*, members: set[str], person: dict[str, str], state: State) -> None:
    """Take over what `rebuild_persons` wrote, now that it is committed."""
    for who in members:
        state.identities.person.pop(who, None)
    state.identities.person.update(person)


def list_merges(
    *, connection: Any, identities: Identities, person: str | None, limit: int
) -> list[Merge]:
    """Return merges, newest first; of all ids of one person where asked."""
    where = ""
    parameters: dict[str, Any] = {"limit": limit}
    if person is not None:
        where = "WHERE alias IN (SELECT unnest($ids)) OR known IN (SELECT unnest($ids))"
        parameters["ids"] = sorted(identities.members_of(person))
    rows = connection.execute(
        f"SELECT {_MERGE} FROM merges {where} ORDER BY id DESC LIMIT $limit", parameters
    ).fetchall()
    return [_to_merge(row) for row in rows]


def _require_two(claim: Claim) -> None:
    if claim.alias == claim.known:
        raise MergeWithItself(
            f"{claim.known} is one id already.", next_step="Name two different ids.", field="alias"
        )


def _find_pair(claim: Claim, state: State) -> Merge:
    rows = state.ask(
        f"SELECT {_MERGE} FROM merges"
        " WHERE (alias = $alias AND known = $known) OR (alias = $known AND known = $alias)"
        " OR (state = 'active' AND alias IN ($alias, $known))"
        " ORDER BY (alias = $alias AND known = $known) DESC, id DESC LIMIT 1",
        {"alias": claim.alias, "known": claim.known},
    ) or state.ask(
        # They are one person by way of other ids.
        f"SELECT {_MERGE} FROM merges WHERE state = 'active' AND alias IN (SELECT unnest(?))"
        " ORDER BY id DESC LIMIT 1",
        [sorted(state.identities.members_of(claim.known))],
    )
    return _to_merge(rows[0])


def _require_merge(merge_id: int, state: State) -> Merge:
    rows = state.ask(f"SELECT {_MERGE} FROM merges WHERE id = ?", [merge_id])
    if not rows:
        raise UnknownMerge(
            f"There is no merge {merge_id}.", next_step="See the merges of a person on its page."
        )
    return _to_merge(rows[0])


def _to_merge(row: tuple[Any, ...]) -> Merge:
    merge_id, alias, known, source, at, state = row
    return Merge(merge_id, alias, known, source, from_micros(micros=at), state)
