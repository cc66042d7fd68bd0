"""Filters and breakdowns by what a source is called."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tenfold.metrics import queries, sources
from tenfold.metrics.calendar import Calendar
from tenfold.metrics.definitions import from_spec
from tenfold.metrics.questions import Question
from tenfold.metrics.sources import Sources
from tenfold.metrics.sql.fields import SourceName
from tenfold.metrics.tests.world import Event, fill

AT = datetime(2026, 5, 1, tzinfo=UTC)
SHOP, TILL = SourceName(1, "Web shop", "web"), SourceName(2, "Till", "device")


@pytest.fixture
def company(log, monkeypatch):
    """Two orders from the shop, one from the till, one from a source that nobody knows."""
    fill(log, [Event(at=AT, source=number, actor="a") for number in (1, 1, 2, 9)])
    known = [SHOP, TILL]
    monkeypatch.setattr(sources, "_installed", Sources(read=lambda: known, seconds=lambda: 0.0))
    return log


def ask(log, *, where=(), breakdown=()):
    definition = from_spec({"kind": "count", "where": list(where)})
    question = Question(definition=definition, breakdown=breakdown)
    return queries.answer(question=question, calendar=Calendar(), at=AT, log=log)


def test_filter__by_the_name_of_a_source__counts_its_events(company):
    assert ask(company, where=[{"property": "source.name", "is": "Web shop"}]).value == 2
    assert ask(company, where=[{"property": "source.kind", "in": ["device", "file"]}]).value == 1


def test_filter__not_by_the_name_of_a_source__counts_events_of_unknown_ones_too(company):
    assert ask(company, where=[{"property": "source.name", "is_not": "Web shop"}]).value == 2
    assert ask(company, where=[{"property": "source.kind", "is_missing": True}]).value == 1


def test_breakdown__by_the_name_of_a_source__has_a_group_for_each(company):
    groups = ask(company, breakdown=("source.name",)).groups
    assert [(one.labels, one.value) for one in groups] == [
        (("Web shop",), 2),
        (("Till",), 1),
        ((None,), 1),
    ]


def test_answer__after_a_source_was_renamed__says_the_new_name(company, monkeypatch):
    ask(company, breakdown=("source.name",))
    renamed = Sources(read=lambda: [replace(SHOP, name="Shop"), TILL])
    monkeypatch.setattr(sources, "_installed", renamed)
    groups = ask(company, breakdown=("source.name",)).groups
    assert [one.labels for one in groups] == [("Shop",), ("Till",), (None,)]


def test_sources__within_a_second__are_read_once():
    read, now = [], [0.0]
    kept = Sources(read=lambda: read.append(1) or [TILL, SHOP], seconds=lambda: now[0])
    assert kept.get() == (SHOP, TILL)
    now[0] = 0.9
    assert kept.get() == (SHOP, TILL)
    assert len(read) == 1
    now[0] = 1.0
    kept.get()
    assert len(read) == 2


def test_property__that_was_sent_as_source_name__is_read_with_its_prefix(log):
    fill(log, [Event(at=AT, properties={"source.name": "flyer"}, actor="a")])
    where = [{"property": "properties.source.name", "is": "flyer"}]
    assert ask(log, where=where).value == 1
