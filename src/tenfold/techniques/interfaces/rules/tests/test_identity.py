"""Which row is which."""

from collections import Counter
from uuid import UUID

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tenfold.kit.ids import stable_id
from tenfold.techniques.interfaces.rules.identity import (
    Occurrences,
    RowIds,
    given_id,
    write_content,
    write_named_content,
)

contents = st.lists(
    st.sampled_from([b"a", b"b", b"c", b"d", b"e"]) | st.binary(max_size=3), max_size=60
)


def ids_of(rows, *, source=1, chunk=7):
    made = RowIds(source=source)
    found = []
    for start in range(0, len(rows), chunk):
        found += made.next_ids(contents=rows[start : start + chunk])
    return found


@settings(max_examples=200, deadline=None)
@given(rows=contents, chunk=st.integers(1, 20))
def test_ids__of_any_rows__are_as_many_as_rows_and_the_same_again(rows, chunk):
    ids = ids_of(rows, chunk=chunk)
    assert len(set(ids)) == len(rows)
    assert ids == ids_of(rows, chunk=3)


@settings(max_examples=200, deadline=None)
@given(rows=contents, more=contents, seed=st.randoms(use_true_random=False))
def test_ids__of_a_grown_and_re_sorted_file__hold_all_the_old_ones(rows, more, seed):
    grown = [*rows, *more]
    seed.shuffle(grown)
    assert set(ids_of(rows)) <= set(ids_of(grown))


@settings(max_examples=100, deadline=None)
@given(keys=st.lists(st.integers(0, 9), max_size=200), chunk=st.integers(1, 40))
def test_occurrences__counted_in_chunks__are_those_of_a_plain_count(keys, chunk):
    counted, seen = Occurrences(), Counter()
    for start in range(0, len(keys), chunk):
        part = keys[start : start + chunk]
        got = counted.count(keys=np.array(part, np.uint64))
        for key, before in zip(part, got, strict=True):
            assert before == seen[key]
            seen[key] += 1


def test_ids__of_different_sources__never_meet():
    assert not set(ids_of([b"a", b"a"], source=1)) & set(ids_of([b"a", b"a"], source=2))


def test_ids__are_uuids_of_version_8():
    for made in ids_of([b"a", b"a", b"b"]):
        assert UUID(bytes=made).version == 8


def test_content__of_different_rows__differs_wherever_the_border_is():
    rows = [
        ["a", "b,c"],
        ["a,b", "c"],
        ["a", "b", "c"],
        ["", "a"],
        ["a", ""],
        ["a"],
        [1],
        ["1"],
        [True],
    ]
    assert len({write_content(row=row) for row in rows}) == len(rows)


def test_named_content__minds_neither_order_nor_empty_cells():
    one = write_named_content(names=("a", "b", "c"), row=[1, {"y": 1, "x": 2}, None])
    assert one == write_named_content(names=("b", "a"), row=[{"x": 2, "y": 1}, 1])


def test_given_id__of_one_column__is_the_id_that_the_collector_would_give():
    assert given_id(source=3, texts=["o-1"]) == stable_id(source=3, given="o-1").bytes
    assert given_id(source=3, texts=["a", "b"]) != given_id(source=3, texts=["ab"])
