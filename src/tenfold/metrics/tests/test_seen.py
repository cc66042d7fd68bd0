"""A count of persons grows by those who were not seen before."""

import numpy
from hypothesis import given
from hypothesis import strategies as st

from tenfold.metrics import seen
from tenfold.metrics.seen import SeenSets

PERSONS = st.sets(st.integers(0, 40))


@given(batches=st.lists(PERSONS, min_size=1, max_size=8))
def test_count_new__batch_after_batch__grows_to_all_that_ever_came(batches):
    sets, known, origin = SeenSets(), set(), object()

    def read(after, upto):
        found = set().union(*batches[after or 0 : upto])
        return numpy.array(sorted(found, reverse=True), numpy.uint64)

    known |= batches[0]
    for upto in range(2, len(batches) + 1):
        new = sets.count_new(key="q", origin=origin, batches=(upto - 1, upto), read=read)
        assert new == len(batches[upto - 1] - known)
        known |= batches[upto - 1]


def test_count_new__of_an_answer_that_was_computed_anew__reads_everybody_again():
    sets, reads = SeenSets(), []

    def read(after, upto):
        reads.append((after, upto))
        return numpy.array([1], numpy.uint64)

    for origin in (object(), object()):
        sets.count_new(key="q", origin=origin, batches=(3, 4), read=read)
    assert reads == [(None, 3), (3, 4), (None, 3), (3, 4)]


def test_count_new__beyond_the_room_there_is__forgets_the_oldest(monkeypatch):
    monkeypatch.setattr(seen, "ROOM_BYTES", 8 * 5)
    sets, origin, reads = SeenSets(), object(), []

    def read(after, upto):
        reads.append(after)
        return numpy.arange(3 if after is None else 0, dtype=numpy.uint64)

    for key in ("a", "b", "a"):
        sets.count_new(key=key, origin=origin, batches=(1, 1), read=read)
    assert reads == [None, 1] * 3
