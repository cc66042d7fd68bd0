"""The log of a small web shop: a year of visits, views, carts and orders of skewed persons.

Made by SQL, the same in every run, in the order of time as a log would have it. Everybody arrives on
some day and comes back less and less; days have a week-end, hours a night, the year a December. One
session in thirty-three is nobody's. Some events happen at the same moment.

    from shop import shop_in
    path = shop_in(folder, events=10_000_000)

With merges that many persons were first seen under an anonymous id, which was merged later: the log
holds the same events of the same persons, and every answer is the same.

"""

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from tenfold.eventlog.duckdb_log import open_log
from tenfold.eventlog.duckdb_log.promoted import typed_copies

KEPT_IN = os.environ.get("BENCH_LOGS")
PER_PERSON = 20
KEY = b"k" * 32
START = datetime(2025, 11, 20, tzinfo=UTC)
END = datetime(2026, 11, 20, tzinfo=UTC)
PROMOTED = ("country", "channel", "price")
COUNTRIES = ("Norway", "Denmark", "Germany", "France", "Sweden", "Spain", "Poland", "Italy")
CHANNELS = ("search", "direct", "mail", "social", "partner")
_PER_SESSION = 3.44
"""Events of a session on average, by the shares in `_SESSIONS`."""

_SESSIONS = """CASE
    WHEN kind < 25 THEN ['visit']
    WHEN kind < 50 THEN ['visit', 'view', 'view']
    WHEN kind < 70 THEN ['visit', 'view', 'view', 'search', 'view']
    WHEN kind < 82 THEN ['visit', 'view', 'cart']
    WHEN kind < 90 THEN ['visit', 'view', 'view', 'cart', 'view', 'cart']
    ELSE ['visit', 'view', 'view', 'cart', 'checkout', 'order'] END"""


def _chance(seed: int, of: str = "i") -> str:
    """A number from 0 to 1 that depends on the row alone."""
    return f"((hash({of} * 64 + {seed}) % 1000003) / 1000003.0)"


def _statement(*, events: int, persons: int, merges: int) -> str:
    sessions = int(events / _PER_SESSION * 1.03) + 100
    # Everybody once, then the first ones far more often than the last.
    who = f"CASE WHEN i < {persons} THEN i ELSE ({persons} * {_chance(1)} ** 2)::BIGINT END"
    arrived = f"360 * {_chance(2, 'who')} ** 0.9"
    later = f"CASE WHEN i < {persons} THEN 0 ELSE (363 - arrived) * {_chance(3)} ** 1.6 END"
    day = "floor(arrived + later)::INTEGER"
    # One in three of a week-end comes on Monday; one in twelve waits for December.
    shifted = (
        f"CASE WHEN {_chance(4)} < 0.33 AND {day} % 7 IN (2, 3) THEN {day} + 4 - {day} % 7"
        f" WHEN i >= {persons} AND arrived < 11 AND {_chance(5)} < 0.2"
        f" THEN 11 + ({_chance(6)} * 30)::INTEGER ELSE {day} END"
    )
    hour = f"(6 + 18 * (1 - abs({_chance(7)} + {_chance(8)} - 1)) * {_chance(9)} ** 0.3)"
    copies = ", ".join(
        f"{expression} AS {column}{place}"
        for place, name in enumerate(PROMOTED, 1)
        for column, expression in zip("pnx", typed_copies(name=name), strict=True)
    )
    anonymous = f"who < {merges} AND moment < seen + (363 - seen) / 3"
    return f"""INSERT INTO events BY NAME
    WITH persons_of AS (SELECT i, {who} AS who FROM range({sessions}) AS r(i)),
    arrivals AS (SELECT *, {arrived} AS arrived FROM persons_of),
    days AS (SELECT *, {later} AS later FROM arrivals),
    sessions AS (
        SELECT i, CASE WHEN hash(i * 64 + 10) % 33 > 0 THEN who END AS who, arrived AS seen,
            least({shifted}, 364)::BIGINT * 86400000
                + ({hour} * 3600000)::BIGINT % 82800000 AS moment_ms,
            hash(i * 64 + 11) % 100 AS kind, hash(who * 64 + 12) AS h, hash(i * 64 + 13) AS g,
            (20000 * (1 + hash(i * 64 + 14) % 18))::BIGINT AS gap
        FROM days),
    rows AS (
        SELECT i, who, seen, h, g, moment_ms / 86400000.0 AS moment,
            unnest({_SESSIONS}) AS name, generate_subscripts({_SESSIONS}, 1) AS place, moment_ms, gap
        FROM sessions),
    filled AS (
        SELECT uuid() AS event_id, 1 AS source,
            make_timestamp({int(START.timestamp()) * 1_000_000} + 1000 * (moment_ms
                + CASE WHEN g % 50 = 0 THEN 0 ELSE gap * (place - 1) END)) AS happened_at,
            name,
            CASE WHEN {anonymous} THEN 'anonymous-' || who ELSE 'customer-' || who END AS actor,
            CASE WHEN name IN ('view', 'cart', 'order')
                THEN ((hash(i * 16 + place) % 1000) ** 2 / 5000 + 4)::DECIMAL(18,2) END AS price,
            {list(COUNTRIES)}[1 + (8 * ((h % 10007) / 10007.0) ** 2)::INTEGER % 8] AS country,
            {list(CHANNELS)}[1 + (5 * (((g >> 8) % 10007) / 10007.0) ** 1.5)::INTEGER % 5] AS channel,
            'SKU-' || (4000 * ((hash(i * 16 + place + 7) % 10007) / 10007.0) ** 2)::INTEGER AS sku,
            g
        FROM rows),
    stored AS (
        SELECT event_id, source, happened_at, happened_at AS sent_at, happened_at AS received_at,
            name, actor, CASE WHEN name = 'order' THEN price::DOUBLE END AS value,
            CASE WHEN name = 'order' THEN price::DECIMAL(18,6) END AS amount,
            CASE WHEN name = 'order' THEN 'EUR' END AS currency,
            ('{{"country":"' || country || '","channel":"' || channel || '"'
                || CASE WHEN price IS NULL THEN '' ELSE ',"sku":"' || sku || '","price":' || price END
                || CASE WHEN g % 7 = 0 THEN ',"coupon":"WELCOME"' ELSE '' END || '}}')::JSON
                AS properties
        FROM filled ORDER BY happened_at LIMIT {events})
    SELECT *, 1 + (row_number() OVER ()) // 5000 AS batch, {copies} FROM stored"""


_MERGES = """
    CREATE TEMP TABLE made AS SELECT row_number() OVER () AS id, 'anonymous-' || i AS alias,
        'customer-' || i AS known FROM range({merges}) AS r(i);
    INSERT INTO merges SELECT id, alias, known, 1, TIMESTAMP '2026-11-20', 'active',
        TIMESTAMP '2026-11-20', id, NULL FROM made;
    INSERT INTO known_ids SELECT known, NULL FROM made;
    INSERT INTO persons SELECT alias, known FROM made"""


def shop_in(folder: Path, *, events: int, merges: int = 0) -> Path:
    """Return a log of one's own in `folder`, with one person for twenty events.

    Where BENCH_LOGS names a folder it is copied from there, and made there first if need be.
    """
    persons = events // PER_PERSON
    name = f"shop-{events}{'-merged' if merges else ''}.duckdb"
    path = folder / name
    if not KEPT_IN:
        make_shop(path=path, events=events, persons=persons, merges=merges)
        return path
    kept = Path(KEPT_IN) / name
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        make_shop(path=kept, events=events, persons=persons, merges=merges)
    shutil.copy(kept, path)
    return path


def make_shop(*, path: Path, events: int, persons: int, merges: int = 0) -> None:
    """Fill a new log at `path`, with typed copies of `PROMOTED`."""
    log = open_log(path=path, erasure_key=KEY)
    for name in PROMOTED:
        log.promote(name=name)
    log.close()
    settings = {"threads": 2, "memory_limit": "6GB", "preserve_insertion_order": True}
    with duckdb.connect(str(path), config=settings) as connection:
        connection.execute(_statement(events=events, persons=persons, merges=merges))
        for statement in _MERGES.format(merges=merges).split(";") if merges else []:
            connection.execute(statement)
        connection.execute("CHECKPOINT")
