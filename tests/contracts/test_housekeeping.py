"""What is thrown away by itself."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import transaction

from tenfold import outbox
from tenfold.config import housekeeping
from tenfold.facts.people import PurposeChanged
from tenfold.jobs import tidying
from tenfold.jobs.models import JobRow
from tenfold.outbox import pump
from tenfold.outbox.models import OutboxRow

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


class RetentionOnly:
    """A log that is told how long events are kept, and nothing else."""

    def __init__(self) -> None:
        self.told = []

    def retain(self, *, horizons):
        self.told.append(horizons)


@pytest.fixture
def log(monkeypatch):
    log = RetentionOnly()
    monkeypatch.setattr(housekeeping, "get_log", lambda: log)
    return log


def make_job(state: str, ended_at: datetime) -> None:
    JobRow.objects.create(
        job="tests.old",
        arguments={},
        state=state,
        problem="It did not work." if state == "failed" else "",
        enqueued_at=LONG_AGO,
        due_at=LONG_AGO,
        ended_at=ended_at if state in {"done", "failed"} else None,
    )


def tell_a_fact() -> None:
    with transaction.atomic():
        outbox.tell(fact=PurposeChanged(company_id=1), at=LONG_AGO)


def test_housekeeping__of_what_nobody_needs__throws_it_away(db, log):
    Session.objects.create(session_key="old", session_data="", expire_date=LONG_AGO)
    tell_a_fact()
    OutboxRow.objects.update(delivered_at=LONG_AGO)
    make_job("done", LONG_AGO)
    make_job("failed", LONG_AGO)
    housekeeping.tidy_up(at=LONG_AGO + timedelta(days=91))
    assert Session.objects.count() + OutboxRow.objects.count() + JobRow.objects.count() == 0
    assert log.told == [{}]


def test_housekeeping__of_what_is_still_needed__leaves_it(db, log):
    Session.objects.create(
        session_key="new", session_data="", expire_date=datetime(2999, 1, 1, tzinfo=UTC)
    )
    tell_a_fact()
    make_job("waiting", LONG_AGO)
    make_job("done", LONG_AGO + timedelta(days=900))
    make_job("failed", LONG_AGO + timedelta(days=870))
    housekeeping.tidy_up(at=LONG_AGO + timedelta(days=930))
    assert Session.objects.count() + OutboxRow.objects.count() == 2
    assert JobRow.objects.count() == 3


def test_housekeeping__of_jobs__keeps_failed_ones_longer(db):
    make_job("done", LONG_AGO)
    make_job("failed", LONG_AGO)
    assert tidying.prune(at=LONG_AGO + tidying.KEPT) == 0
    assert tidying.prune(at=LONG_AGO + tidying.KEPT + timedelta(seconds=1)) == 1
    assert pump.KEPT <= tidying.KEPT < tidying.FAILED_KEPT
