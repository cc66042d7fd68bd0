"""Answers are computed once, and never kept too long."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from tenfold.metrics import queries
from tenfold.metrics.cache import ROOM, Cache
from tenfold.metrics.calendar import Calendar
from tenfold.metrics.compute import Computed
from tenfold.metrics.definitions import Count, Sum
from tenfold.metrics.figures import Figure, MixedCurrencies
from tenfold.metrics.questions import Question
from tenfold.metrics.sql import Statement
from tenfold.metrics.tests.world import Event, fill

AT = datetime(2024, 3, 1, tzinfo=UTC)


def computed(value: int) -> Computed:
    return Computed(Figure(value, "events"), (), (), Statement("", {}, (), True), 0.0)


def test_cache__asked_by_fifty_at_once__computes_once():
    cache, started, runs = Cache(), threading.Event(), []

    def slow() -> Computed:
        runs.append(1)
        started.wait(5)
        return computed(7)

    with ThreadPoolExecutor(50) as pool:
        found = [pool.submit(cache.get, key="q", version=1, compute=slow) for _ in range(50)]
        started.set()
        assert {one.result().figure.value for one in found} == {7}
    assert len(runs) == 1


def test_cache__asked_about_a_newer_log__computes_again():
    cache = Cache()
    assert cache.get(key="q", version=1, compute=lambda: computed(1)).figure.value == 1
    assert cache.get(key="q", version=2, compute=lambda: computed(2)).figure.value == 2
    assert cache.get(key="q", version=2, compute=lambda: computed(3)).figure.value == 2


def test_cache__after_a_failure__tries_again():
    cache = Cache()

    def fail() -> Computed:
        raise MixedCurrencies("mixed")

    with pytest.raises(MixedCurrencies):
        cache.get(key="q", version=1, compute=fail)
    assert cache.get(key="q", version=1, compute=lambda: computed(1)).figure.value == 1


def test_cache__of_more_questions_than_it_has_room_for__forgets_the_oldest():
    cache, runs = Cache(), []

    def count() -> Computed:
        runs.append(1)
        return computed(1)

    for position in range(ROOM + 1):
        cache.get(key=str(position), version=1, compute=count)
    cache.get(key="0", version=1, compute=count)
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
