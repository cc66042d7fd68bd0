"""Who hears of a fact when it is stated: inside the transaction that states it.

A technique says in its `handlers.py` what it does when a fact is stated, and has it heard when the
application starts:

    hear(fact=MetricDefined, by=note_definition)

What is heard stands or falls with the fact: there is no moment in which the one is there without the
other, and nothing is heard twice. So a handler is short, writes rows of its own, asks no other system,
and states no fact that it hears itself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tenfold.facts.base import Fact


@dataclass(frozen=True)
class Heard:
    """A fact as it was stated. `id` is the id of its event in the log."""

    id: UUID
    fact: Fact
    at: datetime
    actor_id: int | None


Handler = Callable[[Heard], None]
_handlers: dict[str, list[Handler]] = {}


def hear(*, fact: type[Fact], by: Handler) -> None:
    """Call `by` with every fact of this kind that is stated from now on. Saying it twice is once."""
    handlers = _handlers.setdefault(fact.name(), [])
    if by not in handlers:
        handlers.append(by)


def pass_on(*, heard: Heard) -> None:
    """Hand a fact to whoever hears it. Raises what they raise; then the fact was not stated."""
    for handle in _handlers.get(heard.fact.name(), ()):
        handle(heard)
