"""A backup's log holds the facts of the backup's rows."""

from contextlib import closing
from datetime import UTC, datetime

import pytest
from django.db import transaction

from tenfold import outbox
from tenfold.config import backup
from tenfold.config.company import Company
from tenfold.config.home import Home
from tenfold.eventlog.duckdb_log import open_log
from tenfold.facts.people import MemberInvited

KEY = b"x" * 32


@pytest.mark.django_db(transaction=True)
def test_back_up__while_a_fact_waits__has_it_in_its_log(tmp_path, monkeypatch):
    monkeypatch.setattr(backup, "copy_rows", lambda home, folder: None)
    with transaction.atomic():
        outbox.tell(
            fact=MemberInvited(invitation_id=7, role="member"),
            at=datetime(2026, 11, 24, tzinfo=UTC),
        )
    with closing(open_log(path=tmp_path / "log.duckdb", erasure_key=KEY)) as log:
        backup.back_up(company=Company(home=Home(tmp_path), log=log), to=tmp_path / "copy")
    with closing(open_log(path=tmp_path / "copy" / "log.duckdb", erasure_key=KEY)) as copy:
        assert [event.name for event in copy.latest(limit=5, internal=True)] == ["MemberInvited"]
