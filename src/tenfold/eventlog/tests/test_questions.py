"""Questions beside the writer."""

import pytest

from tenfold.eventlog.duckdb_log import questions
from tenfold.eventlog.refusals import QueryTooLong


def test_read__too_long__is_interrupted_and_the_log_goes_on(log, add, make_event):
    with pytest.raises(QueryTooLong):
        log.read("SELECT sum(a.range % 7) FROM range(10000000000) a", seconds=0.1)

    assert add(make_event()).accepted == 1
    assert log.read("SELECT count(*) FROM events") == [(1,)]


def test_read__no_free_turn__is_refused_in_its_time(log, monkeypatch):
    for _ in range(questions.MOST_AT_ONCE):
        log._questions._turns.acquire()

    with pytest.raises(QueryTooLong):
        log.read("SELECT 1", seconds=0.05)


@pytest.mark.parametrize("sql", ["DELETE FROM events", "SELECT 1; SELECT 2", "ATTACH 'x'", ""])
def test_read__anything_but_one_select__is_an_error(log, sql):
    with pytest.raises(ValueError, match="SELECT"):
        log.read(sql)


def test_read__while_a_commit_is_under_way__does_not_see_it(log, add, make_event):
    add(make_event())

    def look():
        with log._state.transaction() as connection:
            connection.execute("DELETE FROM events")
            return log.read("SELECT count(*) FROM events")

    assert log._writer.run(look) == [(1,)]
    assert log.read("SELECT count(*) FROM events") == [(0,)]


def test_read__with_parameters__uses_them(log, add, make_event):
    add(make_event(name="a"), make_event(name="b"))

    assert log.read("SELECT count(*) FROM events WHERE name = $name", {"name": "a"}) == [(1,)]
