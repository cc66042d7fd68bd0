"""Facts: in the rows' transaction, and in the log exactly once."""

import json
import os
import signal
import subprocess
import sys
import textwrap
from concurrent.futures import Future
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction

from tenfold import outbox
from tenfold.eventlog.duckdb_log import open_log
from tenfold.eventlog.refusals import LogUnwritable
from tenfold.facts.people import MemberInvited, PurposeChanged
from tenfold.outbox import pump
from tenfold.outbox.models import OutboxRow

AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
FACT = MemberInvited(invitation_id=7, role="member")
ROOT = Path(__file__).parents[4]


@pytest.fixture
def log(tmp_path):
    opened = open_log(path=tmp_path / "log.duckdb", erasure_key=b"x" * 32)
    yield opened
    opened.close()


def tell(*facts):
    with transaction.atomic():
        for fact in facts:
            outbox.tell(fact=fact, actor_id=3, at=AT)


@pytest.mark.django_db(transaction=True)
def test_fact__stated_outside_of_a_transaction__is_refused():
    with pytest.raises(RuntimeError, match="MemberInvited"):
        outbox.tell(fact=FACT, at=AT)


@pytest.mark.django_db(transaction=True)
def test_fact__whose_transaction_fails__was_never_stated():
    def state_and_fail():
        with transaction.atomic():
            outbox.tell(fact=FACT, at=AT)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        state_and_fail()
    assert pump.count_waiting() == 0


@pytest.mark.django_db
def test_facts__more_than_one_delivery_takes__are_all_delivered(log):
    tell(*[FACT] * 501)
    assert pump.deliver_all(log=log, at=AT) == 501
    assert pump.count_waiting() == 0


@pytest.mark.django_db
def test_fact__delivered__is_an_internal_event_of_its_own_time(log):
    tell(FACT)
    assert pump.deliver(log=log, at=AT + timedelta(hours=1)) == 1
    (event,) = log.latest(limit=10, internal=True)
    assert (event.source, event.name, event.actor) == (0, "MemberInvited", "member:3")
    assert event.at == AT
    assert dict(event.properties) == {"invitation_id": 7, "role": "member"}
    assert list(log.latest(limit=10)) == []


@pytest.mark.django_db
def test_facts__delivered_again__are_counted_once(log):
    tell(FACT, PurposeChanged(company_id=1))
    pump.deliver(log=log, at=AT)
    OutboxRow.objects.update(delivered_at=None)
    assert pump.deliver(log=log, at=AT + timedelta(days=3)) == 2
    assert len(log.latest(limit=10, internal=True)) == 2


@pytest.mark.django_db
def test_facts__more_than_the_limit__are_delivered_oldest_first(log):
    tell(*(PurposeChanged(company_id=number) for number in range(5)))
    assert [pump.deliver(log=log, at=AT, limit=2) for _ in range(4)] == [2, 2, 1, 0]
    assert pump.count_waiting() == 0


class FullDisk:
    """A log whose disk is full."""

    def append(self, **_):
        failed: Future = Future()
        failed.set_exception(LogUnwritable("The disk is full."))
        return failed


@pytest.mark.django_db
def test_facts__that_the_log_cannot_take__wait(log):
    tell(FACT)
    with pytest.raises(LogUnwritable):
        pump.deliver(log=FullDisk(), at=AT)
    assert pump.count_waiting() == 1
    assert pump.deliver(log=log, at=AT) == 1


@pytest.mark.django_db
def test_rows__delivered_long_ago__are_pruned_and_waiting_ones_stay(log):
    tell(FACT)
    pump.deliver(log=log, at=AT)
    tell(PurposeChanged(company_id=1))
    assert pump.prune(at=AT + pump.KEPT) == 0
    assert pump.prune(at=AT + pump.KEPT + timedelta(seconds=1)) == 1
    assert pump.count_waiting() == 1


CHILD = """
    import os, signal
    import django
    django.setup()
    from datetime import UTC, datetime
    from django.core.management import call_command
    from django.db import transaction
    from tenfold import outbox
    from tenfold.config.home import current_home
    from tenfold.eventlog.duckdb_log import open_log
    from tenfold.facts.people import MemberInvited
    from tenfold.outbox import pump
    from tenfold.outbox.models import OutboxRow

    AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
    call_command("migrate", "outbox", verbosity=0)
    log = open_log(path=current_home().log, erasure_key=b"x" * 32)
"""
TELL_AND_DIE = (
    CHILD
    + """
    with transaction.atomic():
        for number in range(3):
            outbox.tell(fact=MemberInvited(invitation_id=number, role="member"), at=AT)

    def die(*_, **__):
        os.kill(os.getpid(), signal.SIGKILL)

    OutboxRow.objects.filter(id__in=[]).__class__.update = die
    pump.deliver(log=log, at=AT)
"""
)
DELIVER = (
    CHILD
    + """
    import json
    before = pump.count_waiting()
    delivered = pump.deliver(log=log, at=AT)
    events = [event.id for event in log.latest(limit=100, internal=True)]
    ids = [str(row.id) for row in OutboxRow.objects.all()]
    print(json.dumps([before, delivered, sorted(events), sorted(ids)]))
    log.close()
"""
)


def run(code: str, home: Path) -> subprocess.CompletedProcess:
    environment = os.environ | {
        "TENFOLD_HOME": str(home),
        "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "tenfold.config.settings",
    }
    command = [sys.executable, "-c", textwrap.dedent(code)]
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.mark.reliability
def test_process__killed_between_the_log_and_the_mark__has_stated_its_facts_once(tmp_path):
    (tmp_path / "secret.key").write_text("x" * 64)  # a home without one is refused
    died = run(TELL_AND_DIE, tmp_path)
    assert died.returncode == -signal.SIGKILL, died.stderr
    again = run(DELIVER, tmp_path)
    assert again.returncode == 0, again.stderr
    before, delivered, events, ids = json.loads(again.stdout)
    assert (before, delivered) == (3, 3)
    assert events == ids
