"""The outbox: facts leave in the same transaction as the rows they speak of.

    with transaction.atomic():
        source = Source.objects.create(...)
        outbox.tell(fact=SourceCreated(source_id=source.id, kind="web"), actor_id=by, at=at)

Either both are there or neither is. `pump.deliver` carries what was told to the event log, at least
once and always with the same id and time; the log counts an id once. Together: exactly once.
"""

from datetime import datetime

from tenfold.facts.base import Fact


def tell(*, fact: Fact, at: datetime, actor_id: int | None = None) -> None:
    """State a fact inside the current transaction. `actor_id` is the member who did it, if any.

    Raises `RuntimeError` outside of a transaction: a fact must stand or fall with its rows.
    """
    from tenfold.outbox.telling import write_row

    write_row(fact=fact, at=at, actor_id=actor_id)
