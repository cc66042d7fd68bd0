"""Questions beside the writer: their time, their memory, and how they are taken back."""

import threading
from contextlib import ExitStack, contextmanager

import pytest

from tenfold.eventlog.cancellation import Cancellation
from tenfold.eventlog.duckdb_log import questions
from tenfold.eventlog.duckdb_log.journal import EVERYTHING
from tenfold.eventlog.refusals import Overloaded, QueryCancelled, QueryTooLarge, QueryTooLong
from tenfold.kit.refusal import Refusal

ENDLESS = "SELECT sum(a.range % 7) FROM range(10000000000) a"
HOARDING = "SELECT sum(length(l)) FROM (SELECT list(range) AS l FROM range(200000000))"
SPILLING = """SELECT count(*) FROM (
    SELECT repeat('x', 40) || range AS word, count(*) FROM range(1500000) GROUP BY word)"""


@contextmanager
def _all_turns_taken(log):
    with ExitStack() as stack:
        for _ in range(questions.MOST_AT_ONCE):
            stack.enter_context(log._questions.connection(seconds=30))
        yield


def _ask(log, sql, cancelled):
    """Ask in another thread; return the thread and what became of the question."""
    became = []

    def ask():
        try:
            became.append(log.read(sql, cancelled=cancelled))
        except Refusal as refusal:
            became.append(type(refusal))

    thread = threading.Thread(target=ask)
    thread.start()
    return thread, became


def test_read__cancelled_while_it_runs__stops_and_the_log_goes_on(log, add, make_event):
    cancelled = Cancellation()
    thread, became = _ask(log, ENDLESS, cancelled)
    while log._questions._turns._free == questions.MOST_AT_ONCE:
        thread.join(0.01)

    cancelled.cancel()
    thread.join(30)

    assert became == [QueryCancelled]
    assert add(make_event()).accepted == 1
    assert log.read("SELECT count(*) FROM events") == [(1,)]


def test_read__cancelled_while_it_waits_for_its_turn__gives_up_at_once(log):
    cancelled = Cancellation()
    with _all_turns_taken(log):
        thread, became = _ask(log, "SELECT 1", cancelled)
        cancelled.cancel()
        thread.join(20)  # it would wait for thirty

        assert became == [QueryCancelled]
    assert log.read("SELECT 1") == [(1,)]


def test_read__cancelled_beforehand__never_runs(log):
    cancelled = Cancellation()
    cancelled.cancel()

    with pytest.raises(QueryCancelled):
        log.read("SELECT 1", cancelled=cancelled)


def test_read__cancelled_between_two_statements__is_not_forgotten(log):
    cancelled = Cancellation()

    def ask():
        with log._questions.connection(seconds=30, cancelled=cancelled) as connection:
            cancelled.cancel()
            connection.execute(ENDLESS).fetchall()

    with pytest.raises(QueryCancelled):
        ask()


def test_read__one_of_many_cancelled__leaves_the_others_alone(log):
    one, other = Cancellation(), Cancellation()
    first, became_first = _ask(log, ENDLESS, one)
    second, became_second = _ask(log, "SELECT sum(range % 7) FROM range(30000000)", other)

    one.cancel()
    first.join(30)
    second.join(30)

    assert became_first == [QueryCancelled]
    assert became_second == [[(89_999_995,)]]


def test_read__cancelled_after_the_answer__changes_nothing(log):
    cancelled = Cancellation()
    assert log.read("SELECT 1", cancelled=cancelled) == [(1,)]

    cancelled.cancel()

    assert cancelled.is_cancelled
    assert log.read("SELECT 1") == [(1,)]


def test_read__more_memory_than_there_is__is_refused_and_the_log_goes_on(log, add, make_event):
    with pytest.raises(QueryTooLarge) as refused:
        log.read(HOARDING)

    assert "shorter time" in refused.value.next_step
    assert add(make_event()).accepted == 1


def test_read__a_longer_answer_than_there_may_be__is_refused(log):
    with pytest.raises(QueryTooLarge):
        log.read(f"SELECT * FROM range({questions.MOST_ROWS + 1})")


def test_read__outgrows_memory__goes_on_on_disk_and_leaves_nothing(log, path):
    log._engine._connection.execute("SET memory_limit = '40MB'")

    assert log.read(SPILLING) == [(1_500_000,)]
    log.close()

    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_read__outgrows_memory_and_the_room_on_disk__is_refused(log, add, make_event):
    log._engine._connection.execute("SET memory_limit = '40MB'")
    log._engine._connection.execute("SET max_temp_directory_size = '1MB'")

    with pytest.raises(QueryTooLarge):
        log.read(SPILLING)

    assert add(make_event()).accepted == 1


def test_read__room_on_disk__is_bounded(log, path):
    [(folder, most)] = log.read(
        "SELECT current_setting('temp_directory'), current_setting('max_temp_directory_size')"
    )

    assert folder.startswith(str(path))
    assert most.split()[1] in {"KiB", "MiB", "GiB"}
    assert float(most.split()[0]) * {"K": 1, "M": 2**10, "G": 2**20}[most.split()[1][0]] <= 2**23


def test_read__what_a_killed_process_spilled__is_removed_at_start(log, path, open_again):
    left = path.with_name(path.name + ".spill-0a1b2c3d")
    left.mkdir()
    (left / "duckdb_temp_storage_DEFAULT-0.tmp").write_bytes(b"x")

    open_again()

    assert not left.exists()


def test_read__too_long__is_interrupted_and_the_log_goes_on(log, add, make_event):
    with pytest.raises(QueryTooLong):
        log.read(ENDLESS, seconds=0.1)

    assert add(make_event()).accepted == 1
    assert log.read("SELECT count(*) FROM events") == [(1,)]


def test_read__no_free_turn__is_refused_in_its_time(log):
    with _all_turns_taken(log), pytest.raises(QueryTooLong):
        log.read("SELECT 1", seconds=0.05)

    assert log.read("SELECT 1") == [(1,)]


def test_append__no_memory_for_it__is_overloaded_and_succeeds_later(log, add, make_event):
    text = '{"words": "' + "x" * 4_000 + '"}'
    events = [make_event(properties=text) for _ in range(5_000)]
    log._engine._connection.execute("SET memory_limit = '1MB'")
    with pytest.raises(Overloaded):
        add(*events)

    log._engine._connection.execute("SET memory_limit = '512MB'")

    assert add(*events).accepted == 5_000
    assert log.status().writable


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

    assert log._writer.run(look, changes=EVERYTHING) == [(1,)]
    assert log.read("SELECT count(*) FROM events") == [(0,)]


def test_read__with_parameters__uses_them(log, add, make_event):
    add(make_event(name="a"), make_event(name="b"))

    assert log.read("SELECT count(*) FROM events WHERE name = $name", {"name": "a"}) == [(1,)]
