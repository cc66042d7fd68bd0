"""What is thrown away by itself, and how often somebody looks."""

from datetime import UTC, datetime, timedelta

from django.contrib.sessions.models import Session
from django.db import transaction

from tenfold import outbox
from tenfold.config.housekeeping import EVERY, Housekeeping
from tenfold.facts.people import PurposeChanged
from tenfold.outbox import pump
from tenfold.outbox.models import OutboxRow

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def make_rubbish() -> None:
    Session.objects.create(session_key="old", session_data="", expire_date=LONG_AGO)
    with transaction.atomic():
        outbox.tell(fact=PurposeChanged(company_id=1), at=LONG_AGO)
    OutboxRow.objects.update(delivered_at=LONG_AGO)


def count_rubbish() -> int:
    return Session.objects.count() + OutboxRow.objects.count()


class RetentionOnly:
    """A log that is told how long events are kept, and nothing else."""

    def __init__(self) -> None:
        self.told = []

    def retain(self, *, horizons):
        self.told.append(horizons)


def test_housekeeping__called_often__tidies_up_once_an_hour(db):
    log = RetentionOnly()
    at = [LONG_AGO + pump.KEPT + timedelta(days=1)]
    tidy = Housekeeping(now=lambda: at[0], log=lambda: log)
    seen = []
    for later in (timedelta(), EVERY - timedelta(seconds=1), timedelta(seconds=1)):
        at[0] += later
        make_rubbish()
        tidy()
        seen.append(count_rubbish())
        Session.objects.all().delete()
    assert seen == [0, 2, 0]
    assert log.told == [{}, {}]


def test_housekeeping__of_what_is_still_needed__leaves_it(db):
    Session.objects.create(
        session_key="new", session_data="", expire_date=datetime(2999, 1, 1, tzinfo=UTC)
    )
    with transaction.atomic():
        outbox.tell(fact=PurposeChanged(company_id=1), at=LONG_AGO)
    Housekeeping(now=lambda: datetime(2990, 1, 1, tzinfo=UTC), log=RetentionOnly)()
    assert count_rubbish() == 2
