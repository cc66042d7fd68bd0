"""The filter of ids: never a wrong no, seldom a wrong yes."""

import os

from hypothesis import given
from hypothesis import strategies as st

from tenfold.eventlog.duckdb_log import seen as module
from tenfold.eventlog.duckdb_log.seen import SeenIds

ids = st.lists(st.binary(min_size=16, max_size=16), min_size=1, max_size=50)


@given(batches=st.lists(ids, min_size=1, max_size=8))
def test_seen__whatever_was_added__is_always_found(batches):
    seen = SeenIds()
    for batch in batches:
        seen.add(ids=b"".join(batch))

    for batch in batches:
        assert seen.may_contain(ids=b"".join(batch)).all()


def test_seen__more_than_its_first_layers_hold__still_finds_all(monkeypatch):
    monkeypatch.setattr(module, "_SMALLEST", 64)
    seen = SeenIds()
    batches = [os.urandom(16 * 50) for _ in range(200)]

    for batch in batches:
        seen.add(ids=batch)

    assert all(seen.may_contain(ids=batch).all() for batch in batches)


def test_seen__full_filter__is_wrong_about_fewer_than_one_in_ten_thousand():
    seen = SeenIds(expected=200_000)
    seen.add(ids=os.urandom(16 * 200_000))

    wrong = int(seen.may_contain(ids=os.urandom(16 * 200_000)).sum())

    assert wrong < 20


def test_seen__ids_that_differ_in_one_bit__are_told_apart():
    seen = SeenIds()
    first = bytes(16)
    seen.add(ids=first)

    others = b"".join((1 << bit).to_bytes(16, "little") for bit in range(128))

    assert not seen.may_contain(ids=others).any()


def test_seen__ten_million_ids__take_fewer_than_a_hundred_megabytes():
    assert SeenIds(expected=15_000_000).memory_bytes() < 100_000_000
