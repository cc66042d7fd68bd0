"""Who is whom. Pure: no engine, no clock; every decision is drafted first and kept when committed.

An id is known once it has been the actor of an `$identify` or `$alias` event, or the `known` of a
merge. An anonymous id joins the known id that claims it first. Two known persons never become one
by themselves.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody says that `alias` is `known`; without an alias, only that `known` is known."""

    known: str
    alias: str | None
    source: int
    at: int
    import_id: int | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of a claim that was not made before."""

    claim: Claim
    state: Literal["active", "refused"]


class Identities:
    """What is settled: known ids, the person behind each merged id, and claims not to repeat."""

    def __init__(self) -> None:
        self.known: set[str] = set()
        self.person: dict[str, str] = {}
        self.settled: set[Pair] = set()

    def person_of(self, who: str) -> str:
        """Return the one id that stands for the person behind `who`."""
        return self.person.get(who, who)

    def ids_of(self, person: str) -> tuple[str, ...]:
        """Return all ids that read as this person; none where it was merged into another."""
        # A copy, because readers ask while the writer adds.
        merged = [alias for alias, of in self.person.copy().items() if of == person]
        return tuple(merged) if person in self.person else (person, *merged)

    def members_of(self, who: str) -> set[str]:
        """Return all ids of the person behind `who`, that one included."""
        person = self.person_of(who)
        # A copy, because readers ask while the writer adds.
        return {person} | {alias for alias, of in self.person.copy().items() if of == person}

    def keep(self, draft: "Draft") -> None:
        """Take over what was drafted, now that it is committed."""
        self.known |= draft.known
        self.person |= draft.person
        self.settled |= draft.settled


@dataclass(slots=True)
class Draft:
    """Decisions that stand on what is settled and change nothing until they are kept."""

    settled_before: Identities
    known: set[str] = field(default_factory=set)
    person: dict[str, str] = field(default_factory=dict)
    settled: set[Pair] = field(default_factory=set)
    decided: list[Decided] = field(default_factory=list)
    first_known: list[Claim] = field(default_factory=list)

    def person_of(self, who: str) -> str:
        """Return the person behind `who`, with what was drafted so far."""
        return self.person.get(who) or self.settled_before.person_of(who)

    def is_known(self, who: str) -> bool:
        """Return whether `who` is a known person's."""
        return who in self.known or who in self.settled_before.known

    def claim(self, claim: Claim) -> None:
        """Decide a claim made by an event: join, refuse, or nothing where it is settled."""
        if not self.is_known(claim.known):
            self.known.add(claim.known)
            self.first_known.append(claim)
        alias = claim.alias
        if alias is None or self._is_settled((alias, claim.known)):
            return
        person = self.person_of(claim.known)
        if self.person_of(alias) == person:
            return
        if self.is_known(alias) or self.person_of(alias) != alias:
            self.settled.add((alias, claim.known))
            self.decided.append(Decided(claim, "refused"))
            return
        self.person[alias] = person
        self.decided.append(Decided(claim, "active"))

    def join(self, claim: Claim) -> None:
        """Join two persons because somebody with the right to it decided so."""
        if not self.is_known(claim.known):
            self.known.add(claim.known)
            self.first_known.append(claim)
        if claim.alias is None:
            return
        person = self.person_of(claim.known)
        joining = self.person_of(claim.alias)
        if joining == person:
            return
        for member in self.settled_before.members_of(joining):
            self.person[member] = person
        self.decided.append(Decided(claim, "active"))

    def _is_settled(self, pair: Pair) -> bool:
        return pair in self.settled or pair in self.settled_before.settled


def replay(*, pairs: Iterable[Pair]) -> Mapping[str, str]:
    """Return the person behind each alias after these (alias, known) joins, in their order.

    Chains are resolved: every alias points to the one id that stands for the person.
    """
    person: dict[str, str] = {}
    members: dict[str, set[str]] = {}
    for alias, known in pairs:
        joining, stays = person.get(alias, alias), person.get(known, known)
        if joining == stays:
            continue
        moved = members.pop(joining, {joining})
        for member in moved:
            person[member] = stays
        members.setdefault(stays, {stays}).update(moved)
    return person
