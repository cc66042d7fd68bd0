"""How a fact is written down, and the bell that says that one is waiting."""

from datetime import datetime
from threading import Event

from django.db import transaction

from tenfold.facts.base import Fact
from tenfold.outbox.hearing import Heard, pass_on
from tenfold.outbox.models import OutboxRow

told = Event()
"""Set after each commit that stated a fact: whoever delivers may wait for it instead of polling."""


def write_row(*, fact: Fact, at: datetime, actor_id: int | None) -> None:
    """Write the fact's row. Raises `RuntimeError` outside of a transaction."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"{fact.name()} was stated outside of a transaction")
    row = OutboxRow.objects.create(
        at=at, name=fact.name(), actor_id=actor_id, properties=fact.properties()
    )
    pass_on(heard=Heard(id=row.id, fact=fact, at=at, actor_id=actor_id))
    transaction.on_commit(told.set)
