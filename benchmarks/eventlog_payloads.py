"""What the benchmarks of the event log write: one plausible web shop, the same in every run."""

import random
from collections.abc import Iterator
from pathlib import Path

import duckdb

from tenfold.eventlog.duckdb_log import open_log
from tenfold.eventlog.envelope import Envelope

START = 1_760_000_000_000_000
KEY = b"k" * 32
_NAMES = ("view", "view", "cart", "order")
_COUNTRIES = ("United Kingdom", "Germany", "France", "Norway", "Spain", "Portugal")


def make_batches(
    *, events: int, size: int, persons: int = 200_000, seed: int = 7, start: int = START
) -> Iterator[list[Envelope]]:
    """Yield batches of events with random ids, one a millisecond, 7 of 8 somebody's."""
    source = random.Random(seed)
    made = 0
    while made < events:
        count = min(size, events - made)
        yield [_make_event(source, start + (made + i) * 1000, persons) for i in range(count)]
        made += count


def _make_event(source: random.Random, at: int, persons: int) -> Envelope:
    number = source.getrandbits(64)
    price = number % 9973 / 100
    country = _COUNTRIES[number % 6]
    return Envelope(
        event_id=source.randbytes(16),
        at=at,
        name=_NAMES[number >> 8 & 3],
        actor=f"person-{(number >> 10) % persons}" if number & 7 else None,
        value=price,
        currency="EUR",
        properties=f'{{"country": "{country}", "price": {price}, "sku": "S{number % 4000}"}}',
        sent_at=at,
    )


def make_log(
    *,
    path: Path,
    events: int,
    persons: int = 200_000,
    names: tuple[str, ...] = _NAMES,
    apart: int = 1000,
) -> None:
    """Fill a new log with such events, by SQL: what is measured is not how it came to be.

    They lie so many microseconds apart; each name is as frequent as it is often in `names`.
    """
    open_log(path=path, erasure_key=KEY).close()
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            f"""INSERT INTO events BY NAME SELECT
                uuid() AS event_id, 1 AS source, make_timestamp({START} + i * {apart}) AS happened_at,
                make_timestamp({START} + i * {apart}) AS sent_at,
                make_timestamp({START} + i * {apart}) AS received_at,
                {list(names)}[1 + (h >> 8) % {len(names)}] AS name,
                CASE WHEN h % 8 > 0 THEN 'person-' || (h >> 10) % {persons} END AS actor,
                (h % 9973) / 100 AS value, ((h % 9973) / 100)::DECIMAL(18,6) AS amount,
                'EUR' AS currency,
                '{{"country": "' || {list(_COUNTRIES)}[1 + h % 6] || '", "price": '
                    || (h % 9973) / 100 || ', "sku": "S' || h % 4000 || '"}}' AS properties,
                1 + i // 5000 AS batch
            FROM (SELECT i, (hash(i) >> 1)::BIGINT AS h FROM range({events}) AS r(i))"""
        )
