"""Who hears a fact hears it in the transaction that states it."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from django.db import transaction

from tenfold import outbox
from tenfold.facts.base import Fact
from tenfold.outbox.hearing import Heard, hear
from tenfold.outbox.models import OutboxRow

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 25, 11, 30, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class BellRang(Fact):
    """A bell rang so many times."""

    times: int


@dataclass(frozen=True, kw_only=True)
class LampBroke(Fact):
    """A lamp broke."""


@dataclass(frozen=True, kw_only=True)
class DoorOpened(Fact):
    """A door opened, and nobody listens."""


def test_fact__that_somebody_hears__is_heard_once_with_the_id_of_its_event() -> None:
    heard: list[Heard] = []

    def note(one: Heard) -> None:
        heard.append(one)

    hear(fact=BellRang, by=note)
    hear(fact=BellRang, by=note)
    with transaction.atomic():
        outbox.tell(fact=BellRang(times=3), at=AT, actor_id=7)
        outbox.tell(fact=DoorOpened(), at=AT)
    (one,) = heard
    row = OutboxRow.objects.get(name="BellRang")
    assert (one.id, one.fact, one.at, one.actor_id) == (row.id, BellRang(times=3), AT, 7)


def test_fact__whose_hearer_fails__is_not_stated() -> None:
    def fail(_heard: Heard) -> None:
        raise ValueError("no room")

    hear(fact=LampBroke, by=fail)
    with pytest.raises(ValueError, match="no room"), transaction.atomic():
        outbox.tell(fact=LampBroke(), at=AT)
    assert not OutboxRow.objects.exists()
