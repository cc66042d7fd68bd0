"""Old files become files of today; newer ones are left alone."""

import duckdb
import pytest

from tenfold.eventlog.duckdb_log import needs_migration, schema
from tenfold.eventlog.refusals import LogTooNew


def test_needs_migration__of_no_file_or_todays__is_false(path, open_again):
    assert not needs_migration(path=path)
    open_again().close()
    assert not needs_migration(path=path)


def test_migration__new_step__runs_once_and_keeps_events(
    path, open_again, make_event, noon, monkeypatch
):
    log = open_again()
    log.append(source=1, envelopes=[make_event()], received_at=noon).result(30)
    log.close()
    step = schema.Step(schema.NEWEST + 1, "A test", ("CREATE TABLE added (n INTEGER)",))
    monkeypatch.setattr(schema, "STEPS", (*schema.STEPS, step))
    monkeypatch.setattr(schema, "NEWEST", step.number)

    assert needs_migration(path=path)
    assert open_again().status().events == 1
    log = open_again()

    assert log.read("SELECT count(*) FROM added") == [(0,)]
    assert log.read("SELECT max(version) FROM schema_version") == [(step.number,)]


def test_migration__that_fails__leaves_the_old_file(path, open_again, monkeypatch):
    open_again().close()
    step = schema.Step(
        schema.NEWEST + 1, "A test", ("CREATE TABLE added (n INTEGER)", "SELECT error('no')")
    )
    with monkeypatch.context() as patched:
        patched.setattr(schema, "STEPS", (*schema.STEPS, step))
        patched.setattr(schema, "NEWEST", step.number)
        with pytest.raises(duckdb.Error):
            open_again()

    log = open_again()
    assert log.read("SELECT max(version) FROM schema_version") == [(step.number - 1,)]
    assert log.read("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'added'") == [(0,)]


def test_open__newer_file__is_refused_untouched(path, open_again):
    open_again().close()
    with duckdb.connect(str(path)) as connection:
        connection.execute("INSERT INTO schema_version VALUES (99, 'later', now()::TIMESTAMP)")

    with pytest.raises(LogTooNew):
        open_again()
    with pytest.raises(LogTooNew):
        needs_migration(path=path)


def test_steps__are_numbered_without_gaps():
    assert [step.number for step in schema.STEPS] == list(range(1, len(schema.STEPS) + 1))


def test_migration__of_the_first_log__keeps_its_events_and_can_do_what_is_new(
    path, open_again, make_event, noon, monkeypatch
):
    with monkeypatch.context() as older, duckdb.connect(str(path)) as connection:
        older.setattr(schema, "STEPS", schema.STEPS[:1])
        older.setattr(schema, "NEWEST", 1)
        schema.migrate(connection=connection)
        connection.execute(
            "INSERT INTO events BY NAME SELECT uuid() AS event_id, 1 AS source,"
            " TIMESTAMP '2026-01-01' AS happened_at, TIMESTAMP '2026-01-01' AS received_at,"
            " 'visit' AS name, 'ada' AS actor, '{}' AS properties, 1 AS batch"
        )

    log = open_again()
    log.put_members(list_id=1, persons=["ada"])
    log.retain(horizons={1: noon})
    assert log._caretaker.do_slice()

    assert log.status().events == 1
    assert log.read("SELECT sum(events)::BIGINT FROM rolled") == [(1,)]
    assert [entry.name for entry in log.catalogue()] == ["visit"]
