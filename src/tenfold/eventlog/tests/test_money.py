"""Sums are exact to the thousandth, whatever the order and however often one asks."""

import random
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tenfold.eventlog.duckdb_log import batch, open_log
from tenfold.eventlog.envelope import Envelope


def _sum(log):
    return log.read("SELECT sum(amount) FROM events")[0][0]


def test_amount__cents_that_doubles_cannot_hold__sum_exactly(log, add, make_event):
    add(*[make_event(value=0.1) for _ in range(1000)], make_event(value=2.55 * 6))

    assert _sum(log) == Decimal("115.3")


def test_amount__a_large_total__is_exact_to_the_thousandth(log, add, make_event):
    parts = [9747747.934, 0.001, -0.002, 999_999_999_999.999, 123_456_789_012.345]
    add(*[make_event(value=part) for part in parts])

    assert _sum(log) == sum(Decimal(str(part)) for part in parts)


def test_amount__another_order__gives_the_same_total(open_again, tmp_path, make_event, noon):
    source = random.Random(3)
    events = [make_event(value=source.randrange(-(10**8), 10**8) / 100) for _ in range(20_000)]
    totals = set()
    for number in range(3):
        source.shuffle(events)
        log = open_again(at=tmp_path / f"{number}.duckdb")
        log.append(source=1, envelopes=events, received_at=noon).result(30)
        totals |= {_sum(log), _sum(log)}

    assert totals == {sum(Decimal(str(event.value)) for event in events)}


@settings(max_examples=200, deadline=None)
@given(value=st.floats(min_value=-1e12, max_value=1e12, exclude_min=True, exclude_max=True))
@example(value=2.55 * 6)
@example(value=9747747.934)
@example(value=999_999_999_999.9999)
@example(value=5e-324)
def test_amount__any_double__is_the_shortest_decimal_to_six_places(value, tmp_path_factory):
    log = _shared_log(tmp_path_factory)
    [[amount]] = log.read(
        f"SELECT {batch.AMOUNT} FROM (SELECT $value::DOUBLE AS value)", {"value": value}
    )

    assert abs(amount - Decimal(repr(value))) <= Decimal("0.0000005")
    assert f"{batch.AMOUNT} AS amount" in batch.INSERT


_open = []


def _shared_log(tmp_path_factory):
    if not _open:
        path = tmp_path_factory.mktemp("money") / "log.duckdb"
        _open.append(open_log(path=path, erasure_key=b"k"))
    return _open[0]


@pytest.fixture(autouse=True, scope="module")
def _close_shared():
    yield
    while _open:
        _open.pop().close()


def test_amount__no_value__is_null_and_sums_to_nothing(log, add):
    add(Envelope(event_id=bytes(16), at=0, name="visit"))

    assert _sum(log) is None
