"""What changed since a version: pure, against a model that forgets nothing and joins nothing."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.eventlog.duckdb_log import journal as journals
from tenfold.eventlog.duckdb_log.journal import (
    EVERYTHING,
    GRAIN,
    MOST_SPANS,
    NOTHING,
    PERSONS,
    Change,
    Journal,
    few_stretches,
    stretches_of,
)
from tenfold.kit.clock import to_micros

hours = st.integers(-500, 500)
stretches = st.builds(lambda start, length: (start, start + length), hours, st.integers(1, 9))


@st.composite
def changes(draw):
    return Change(
        names=frozenset(draw(st.sets(st.sampled_from("abcdef"), max_size=2))),
        stretches=few_stretches(
            (start * GRAIN, end * GRAIN) for start, end in draw(st.lists(stretches, max_size=3))
        ),
        persons=draw(st.booleans()),
        lists=frozenset(draw(st.sets(st.integers(1, 3), max_size=1))),
        everything=draw(st.integers(0, 19)) == 0,
    )


def _covers(spans, hour):
    return any(to_micros(at=start) <= hour * GRAIN < to_micros(at=end) for start, end in spans)


@given(made=st.lists(changes(), max_size=60), data=st.data())
def test_since__any_changes__covers_all_that_came_after(made, data):
    journal, versions = Journal(), []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(journals, "MOST_ENTRIES", 8)
        for change in made:
            versions.append(journal.version)
            journal.note(change)
    place = data.draw(st.integers(0, len(made)))
    version = [*versions, journal.version][place]

    told = journal.since(version=version)
    after = made[place:]

    assert told.everything or not any(change.everything for change in after)
    if not told.everything:
        assert told.names >= frozenset().union(*(change.names for change in after))
        assert told.lists >= frozenset().union(*(change.lists for change in after))
        assert told.persons >= any(change.persons for change in after)
        for change in after:
            for start, end in change.stretches:
                assert all(
                    _covers(told.spans, hour) for hour in range(start // GRAIN, end // GRAIN)
                )


@given(made=st.lists(changes(), max_size=30), data=st.data())
def test_since__while_changes_are_few__is_exactly_what_came_after(made, data):
    journal, versions = Journal(), []
    for change in made:
        versions.append(journal.version)
        journal.note(change)
    place = data.draw(st.integers(0, len(made)))

    told = journal.since(version=[*versions, journal.version][place])
    after = made[place:]

    assert told.everything == any(change.everything for change in after)
    if not told.everything:
        assert told.names == frozenset().union(*(change.names for change in after))
        assert told.persons == any(change.persons for change in after)
        touched = {
            hour
            for change in after
            for start, end in change.stretches
            for hour in range(start // GRAIN, end // GRAIN)
        }
        assert {hour for hour in range(-510, 520) if _covers(told.spans, hour)} == touched


@given(st.lists(stretches, max_size=300))
def test_few_stretches__any__cover_all_in_order_apart_and_are_few(given):
    made = few_stretches(given)

    assert len(made) <= MOST_SPANS
    assert all(before[1] < after[0] for before, after in pairwise(made))
    assert all(any(a <= start and end <= b for a, b in made) for start, end in given)


def test_few_stretches__too_many__close_the_shortest_gaps_first():
    near = [(hour, hour + 1) for hour in range(0, 400, 2)]

    made = few_stretches([*near, (-9_000, -8_999)])

    assert made[0] == (-9_000, -8_999)
    assert (made[1][0], made[-1][1]) == (0, 399)
    assert len(made) == MOST_SPANS


@given(st.lists(st.integers(-(10**15), 10**15), min_size=1, max_size=50))
def test_stretches_of__instants__are_the_hours_they_lie_in(times):
    made = stretches_of(times=np.array(times, np.int64))

    assert all(any(start <= time < end for start, end in made) for time in times)
    assert all(start % GRAIN == end % GRAIN == 0 for start, end in made)
    covered = sum(end - start for start, end in made) // GRAIN
    assert covered == len({time // GRAIN for time in times})


def test_version__nothing_changed__stays():
    journal = Journal()
    before = journal.version

    journal.note(NOTHING)

    assert journal.version == before
    assert journal.since(version=before) == journal.since(version=journal.version)


@pytest.mark.parametrize("away", [-1, 1])
def test_since__a_version_of_another_opening__is_everything(away):
    journal = Journal()

    assert journal.since(version=journal.version + away).everything


def test_since__more_names_than_are_kept__is_everything():
    journal = Journal()
    before = journal.version
    journal.note(Change(names=frozenset(map(str, range(journals.MOST_NAMES)))))
    assert not journal.since(version=before).everything

    journal.note(Change(names=frozenset({"one more"})))

    assert journal.since(version=before).everything


def test_since__very_many_changes__forgets_none_and_stays_bounded():
    journal = Journal()
    first = journal.version
    journal.note(Change(names=frozenset({"the first"}), stretches=((0, GRAIN),)))
    journal.note(PERSONS)
    second = journal.version
    for number in range(5_000):
        start = (number % 700 + 100) * GRAIN
        journal.note(Change(names=frozenset({"later"}), stretches=((start, start + GRAIN),)))

    assert journal.since(version=first).names == {"the first", "later"}
    assert journal.since(version=first).persons
    assert journal.since(version=journal.version - 3).names == {"later"}
    assert len(journal.since(version=journal.version - 3).spans) == 1
    assert len(journal._entries) <= journals.MOST_ENTRIES
    assert not journal.since(version=second).everything
    journal.note(EVERYTHING)
    assert journal.since(version=second).everything
