"""Answers are computed once, and never kept too long."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from tenfold.eventlog.cancellation import Cancellation
from tenfold.eventlog.refusals import QueryCancelled
from tenfold.metrics import queries
from tenfold.metrics.cache import ROOM, Cache, Kept
from tenfold.metrics.calendar import Calendar
from tenfold.metrics.compute import Computed
from tenfold.metrics.definitions import Count, Sum
from tenfold.metrics.figures import Figure, MixedCurrencies
from tenfold.metrics.questions import Question
from tenfold.metrics.sql import MeasuredStatement
from tenfold.metrics.tests.world import Event, fill

AT = datetime(2024, 3, 1, tzinfo=UTC)


def computed(value: int) -> Computed:
    return Computed(Figure(value, "events"), (), (), MeasuredStatement("", {}, (), True), 0.0)


class Log:
    """A version that grows when it is told to."""

    def __init__(self) -> None:
        self.now = 1

    def version(self) -> int:
        return self.now


def test_cache__asked_by_fifty_at_once__computes_once():
    cache, started, runs = Cache(), threading.Event(), []

    def slow(kept: Kept | None) -> Computed:
        runs.append(kept)
        started.wait(5)
        return computed(7)

    with ThreadPoolExecutor(50) as pool:
        ask = partial(cache.get, key="q", version=Log().version, compute=slow)
        found = [pool.submit(ask) for _ in range(50)]
        started.set()
        assert {one.result().figure.value for one in found} == {7}
    assert runs == [None]


def test_cache__asked_by_fifty_while_events_arrive__computes_one_at_a_time_and_is_never_too_old():
    cache, log, lock, under_way, most = Cache(), Log(), threading.Lock(), 0, 0

    def count(_kept: Kept | None) -> Computed:
        nonlocal under_way, most
        with lock:
            under_way += 1
            most = max(most, under_way)
        value = log.now
        time.sleep(0.001)
        with lock:
            under_way -= 1
        return computed(value)

    def ask() -> bool:
        with lock:
            log.now += 1
            asked = log.now
        return cache.get(key="q", version=log.version, compute=count).figure.value >= asked

    with ThreadPoolExecutor(50) as pool:
        assert all(one.result() for one in [pool.submit(ask) for _ in range(500)])
    assert most == 1


def test_cache__asked_about_a_newer_log__computes_again_with_what_is_kept():
    cache, log, seen = Cache(), Log(), []

    def count(kept: Kept | None) -> Computed:
        seen.append(kept and (kept.version, kept.computed.figure.value))
        return computed(10 * log.now)

    def ask() -> int:
        return cache.get(key="q", version=log.version, compute=count).figure.value

    assert (ask(), ask()) == (10, 10)
    log.now = 2
    assert (ask(), ask()) == (20, 20)
    assert seen == [None, (1, 10)]


def test_cache__after_a_failure__tries_again():
    cache = Cache()

    def fail(_kept: Kept | None) -> Computed:
        raise MixedCurrencies("mixed")

    with pytest.raises(MixedCurrencies):
        cache.get(key="q", version=Log().version, compute=fail)
    found = cache.get(key="q", version=Log().version, compute=lambda _kept: computed(1))
    assert found.figure.value == 1


def test_cache__whose_computation_another_takes_back__computes_for_those_who_wait():
    cache, started, taken_back = Cache(), threading.Event(), threading.Event()

    def give_up(_kept: Kept | None) -> Computed:
        started.set()
        taken_back.wait(5)
        raise QueryCancelled("taken back")

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(cache.get, key="q", version=Log().version, compute=give_up)
        started.wait(5)
        second = pool.submit(
            cache.get, key="q", version=Log().version, compute=lambda _kept: computed(2)
        )
        taken_back.set()
        assert second.result().figure.value == 2
        with pytest.raises(QueryCancelled):
            first.result()


def test_cache__asked_by_one_who_takes_it_back__lets_go_while_another_computes():
    cache, started, finish = Cache(), threading.Event(), threading.Event()

    def take_long(_kept: Kept | None) -> Computed:
        started.set()
        assert finish.wait(5)
        return computed(1)

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(cache.get, key="q", version=Log().version, compute=take_long)
        assert started.wait(5)
        cancelled = Cancellation()
        second = pool.submit(
            cache.get_all, keys=["q"], version=Log().version, compute=dict, cancelled=cancelled
        )
        cancelled.cancel()
        assert isinstance(second.result(5)["q"], QueryCancelled)
        assert not first.done()
        finish.set()
        assert first.result().figure.value == 1


def test_cache__whose_computation_forgets_a_question__leaves_nobody_waiting():
    found = Cache().get_all(keys=["a", "b"], version=Log().version, compute=lambda _wanted: {})
    assert [type(one) for one in found.values()] == [KeyError, KeyError]


def test_cache__asked_for_several__computes_together_what_is_missing():
    cache, rounds = Cache(), []

    def count(wanted):
        rounds.append(sorted(wanted))
        return {key: MixedCurrencies("mixed") if key == "c" else computed(1) for key in wanted}

    ask = partial(cache.get_all, version=Log().version, compute=count)
    ask(keys=["a"])
    found = ask(keys=["a", "b", "c", "b"])
    assert isinstance(found.pop("c"), MixedCurrencies)
    assert [one.figure.value for one in found.values()] == [1, 1]
    assert rounds == [["a"], ["b", "c"]]


def test_cache__of_more_questions_than_it_has_room_for__forgets_the_oldest():
    cache, runs = Cache(), []

    def count(_kept: Kept | None) -> Computed:
        runs.append(1)
        return computed(1)

    for position in range(ROOM + 1):
        cache.get(key=str(position), version=Log().version, compute=count)
    cache.get(key="0", version=Log().version, compute=count)
    assert len(runs) == ROOM + 2


def test_answer__after_another_event__counts_it(log):
    question = Question(definition=Count())

    def ask() -> int:
        return queries.answer(question=question, calendar=Calendar(), at=AT, log=log).value

    fill(log, [Event(AT)])
    assert ask() == 1
    fill(log, [Event(AT)])
    assert ask() == 2


def test_answer__asked_twice__is_the_same_to_the_byte_and_reads_once(log, monkeypatch):
    fill(log, [Event(AT, value=0.1), Event(AT, value=0.2)])
    question = Question(definition=Sum(), start=AT, end=AT + timedelta(days=1))
    reads = []
    read = log.read
    monkeypatch.setattr(log, "read", lambda *a, **k: reads.append(a) or read(*a, **k))
    answers = [
        queries.answer(question=question, calendar=Calendar(), at=AT, log=log) for _ in range(2)
    ]
    assert answers[0] == answers[1]
    assert str(answers[0].value) == "0.3"
    assert sum("sum(" in sql for sql, *_ in reads) == 1


def test_answer_all__of_one_page__reads_the_same_question_once_and_lets_one_be_refused(log):
    fill(log, [Event(AT, value=1, currency="EUR"), Event(AT, value=1, currency="NOK")])
    count, mixed = Question(definition=Count()), Question(definition=Sum())
    found = queries.answer_all(questions=[count, mixed, count], calendar=Calendar(), at=AT, log=log)
    assert (found[0].value, found[2].value) == (2, 2)
    assert isinstance(found[1], MixedCurrencies)
