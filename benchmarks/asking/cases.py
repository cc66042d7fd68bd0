"""What is asked, and what somebody would write by hand for the same numbers, in two languages of SQL.

Here are the kinds that count and add up; `journeys` has those that follow persons. The statements for
DuckDB are the fastest of several that were tried on ten million events. Where one answer holds what
needs two statements (different persons by day and in all), there are two.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

DAY = "epoch_us(happened_at) // 86400000000"
WEEK = "(epoch_us(happened_at) + 259200000000) // 604800000000"
MONTH = "date_trunc('month', happened_at)"
EVERY = "source <> 0"
ORDERS = f"name = 'order' AND {EVERY}"
VIEWS = f"name = 'view' AND {EVERY}"
SOMEBODY = f"{EVERY} AND actor IS NOT NULL"

Told = Callable[[dict[str, Any]], list[Any]]


def points(answer: dict[str, Any]) -> list[Any]:
    """The values of a series."""
    return [point["value"] for point in answer["points"]]


def groups(answer: dict[str, Any]) -> list[Any]:
    """The values of a breakdown."""
    return [group["value"] for group in answer["groups"] if not group["other"]]


def value(answer: dict[str, Any]) -> list[Any]:
    """The one number."""
    return [answer["value"]]


@dataclass(frozen=True)
class Case:
    """One question of one kind.

    by_hand, postgres  statements; the numbers of the first are compared with the answer's
    told               the answer's numbers; None: they are not comparable (ties in time)
    keys, values       how many columns of the first statement say what the next ones are about; how
                       many of these are compared, None: all
    """

    title: str
    spec: dict[str, Any]
    by_hand: tuple[str, ...]
    postgres: tuple[str, ...]
    grain: str | None = None
    breakdown: str | None = None
    told: Told | None = points
    keys: int = 1
    values: int | None = None

    @property
    def kind(self) -> str:
        """The kind of the metric."""
        return str(self.spec["kind"])


def by(key: str, values: str, where: str) -> str:
    """A plain aggregate by one key."""
    return f"SELECT {key}, {values} FROM events WHERE {where} GROUP BY 1"


def alone(values: str, where: str) -> str:
    """A plain aggregate of all."""
    return f"SELECT {values} FROM events WHERE {where}"


def peer(grain: str, values: str, where: str = "true") -> str:
    """The same in PostgreSQL, by a period."""
    return (
        f"SELECT date_trunc('{grain}', at) AS period, {values} FROM events WHERE {where} GROUP BY 1"
    )


def _persons_by_day(where: str) -> str:
    """Different persons of each day, and in all, from one pass."""
    return (
        f"WITH cells AS MATERIALIZED (SELECT DISTINCT {DAY} AS day, actor FROM events WHERE {where})"
        " SELECT day, count(actor) FROM cells GROUP BY 1"
        " UNION ALL SELECT NULL, count(DISTINCT actor) FROM cells"
    )


def _medians(key: str, total: bool) -> str:
    """Medians by counting equal numbers: the numbers are prices, of which there are a thousand."""
    counted = (
        f"SELECT {key} AS b, n3 AS v, count(*) AS n FROM events WHERE {VIEWS} AND n3 IS NOT NULL"
    )
    source = "(SELECT NULL AS b, v, sum(n) AS n FROM counted GROUP BY v)" if total else "counted"
    return (
        f"WITH counted AS ({counted} GROUP BY 1, 2), ranked AS (SELECT b, v,"
        " sum(n) OVER (PARTITION BY b ORDER BY v) AS upto, sum(n) OVER (PARTITION BY b) AS of"
        f" FROM {source})"
        " SELECT b, (min(v) FILTER (WHERE upto > (of - 1) // 2) + min(v) FILTER (WHERE upto > of // 2))"
        " / 2 FROM ranked GROUP BY b"
    )


def _rolling_persons() -> str:
    """A day with the person counts for itself and the next six, as far as no further day follows."""
    return (
        f"WITH days AS (SELECT DISTINCT actor, {DAY} AS d FROM events WHERE {SOMEBODY}),"
        " covered AS (SELECT d, least(7, coalesce(lead(d) OVER (PARTITION BY actor ORDER BY d) - d, 7))"
        " AS n FROM days),"
        " edges AS (SELECT d, count(*) AS n FROM covered GROUP BY d"
        " UNION ALL SELECT d + n, -count(*) FROM covered GROUP BY d + n)"
        " SELECT d, CAST(sum(n) OVER (ORDER BY d) AS BIGINT)"
        " FROM (SELECT d, sum(n) AS n FROM edges GROUP BY d)"
        f" QUALIFY d < (SELECT max({DAY}) FROM events)"
    )


_PEER_ROLLING = """WITH days AS (SELECT DISTINCT actor, at::date AS d FROM events
    WHERE actor IS NOT NULL),
covered AS (SELECT d, least(7, coalesce(lead(d) OVER (PARTITION BY actor ORDER BY d) - d, 7)) AS n
    FROM days),
edges AS (SELECT d, count(*) AS n FROM covered GROUP BY d
    UNION ALL SELECT d + n, -count(*) FROM covered GROUP BY d + n),
summed AS (SELECT d, sum(n) OVER (ORDER BY d) AS n
    FROM (SELECT d, sum(n) AS n FROM edges GROUP BY d) s)
SELECT * FROM summed WHERE d < (SELECT max(at::date) FROM events)"""

# The day that is not over yet ends with the newest event, and so do its seven days.
_LAST_SEVEN_DAYS = f"""SELECT count(DISTINCT actor) FROM events WHERE {EVERY}
    AND happened_at > (SELECT max(happened_at) FROM events) - INTERVAL 7 DAY"""
_PEER_LAST_SEVEN_DAYS = """SELECT count(DISTINCT actor) FROM events
    WHERE at > (SELECT max(at) FROM events) - interval '7 days'"""

_PEER_PERSONS_BY_DAY = """WITH days AS MATERIALIZED (
    SELECT DISTINCT date_trunc('day', at) AS d, actor FROM events WHERE actor IS NOT NULL)
SELECT d, count(*) FROM days GROUP BY 1 UNION ALL SELECT NULL, count(DISTINCT actor) FROM days"""
_PEER_PERSONS = "SELECT count(*) FROM (SELECT DISTINCT actor FROM events WHERE actor IS NOT NULL) s"
_PEER_PERSONS_PER_COUNTRY = """SELECT country, count(actor)
    FROM (SELECT DISTINCT country, actor FROM events) s GROUP BY 1"""
_PERSONS_PER_COUNTRY = (
    f"SELECT p1, count(actor) FROM (SELECT DISTINCT p1, actor FROM events WHERE {EVERY}) GROUP BY 1"
)
_PRICES = (
    f"SELECT b, count(v) FROM (SELECT DISTINCT {WEEK} AS b, p3 AS v FROM events WHERE {VIEWS})"
    " GROUP BY 1"
)
_BOTH = "name IN ('order', 'visit')"
_OF_VISITS = (
    "100 * count(*) FILTER (WHERE name = 'order')"
    " / nullif(count(*) FILTER (WHERE name = 'visit'), 0)"
)

ORDER = {"event": "order"}
REVENUE = {"kind": "sum", **ORDER}
OF_PRICE = {"event": "view", "property": "price"}

MEASURES: tuple[Case, ...] = (
    Case(
        "count by day",
        {"kind": "count"},
        (by(DAY, "count(*)", EVERY),),
        (peer("day", "count(*)"),),
        grain="day",
    ),
    Case(
        "count per country",
        {"kind": "count"},
        (by("p1", "count(*)", EVERY),),
        ("SELECT country, count(*) FROM events GROUP BY 1",),
        breakdown="country",
        told=groups,
    ),
    Case(
        "sum by week",
        REVENUE,
        (by(WEEK, "sum(amount)", ORDERS),),
        (peer("week", "sum(value)", "name = 'order'"),),
        grain="week",
    ),
    Case(
        "mean by week",
        {"kind": "mean", **OF_PRICE},
        (by(WEEK, "CAST(sum(x3) AS DOUBLE) / count(x3)", VIEWS),),
        (peer("week", "avg(price)", "name = 'view'"),),
        grain="week",
    ),
    Case(
        "min by week",
        {"kind": "min", **OF_PRICE},
        (by(WEEK, "min(n3)", VIEWS),),
        (peer("week", "min(price)", "name = 'view'"),),
        grain="week",
    ),
    Case(
        "max by week",
        {"kind": "max", **OF_PRICE},
        (by(WEEK, "max(n3)", VIEWS),),
        (peer("week", "max(price)", "name = 'view'"),),
        grain="week",
    ),
    Case(
        "median by week",
        {"kind": "quantile", "q": 0.5, **OF_PRICE},
        (_medians(WEEK, total=False), _medians(WEEK, total=True)),
        (peer("week", "percentile_cont(0.5) WITHIN GROUP (ORDER BY price)", "name = 'view'"),),
        grain="week",
    ),
    Case(
        "persons",
        {"kind": "persons"},
        (alone("count(DISTINCT actor)", EVERY),),
        (_PEER_PERSONS,),
        told=value,
        keys=0,
    ),
    Case(
        "persons by day",
        {"kind": "persons"},
        (_persons_by_day(EVERY),),
        (_PEER_PERSONS_BY_DAY,),
        grain="day",
        told=lambda answer: [*points(answer), answer["value"]],
    ),
    Case(
        "persons per country",
        {"kind": "persons"},
        (
            _PERSONS_PER_COUNTRY,
            alone("count(DISTINCT actor)", EVERY),
        ),
        (
            _PEER_PERSONS_PER_COUNTRY,
            _PEER_PERSONS,
        ),
        breakdown="country",
        told=groups,
    ),
    Case(
        "different prices by week",
        {"kind": "unique", **OF_PRICE},
        (
            _PRICES,
            alone("count(DISTINCT p3)", VIEWS),
        ),
        (peer("week", "count(DISTINCT price)", "name = 'view'"),),
        grain="week",
    ),
    Case(
        "revenue per customer by month",
        {"kind": "ratio", "of": REVENUE, "per": {"kind": "persons", **ORDER}},
        (
            by(MONTH, "sum(amount) / count(DISTINCT actor)", ORDERS),
            alone("sum(amount), count(DISTINCT actor)", ORDERS),
        ),
        (peer("month", "sum(value) / count(DISTINCT actor)", "name = 'order'"),),
        grain="month",
    ),
    Case(
        "orders of a person by month",
        {"kind": "per_person", "of": {"kind": "count", **ORDER}},
        (
            by(MONTH, "count(actor) / count(DISTINCT actor)", ORDERS),
            alone("count(actor), count(DISTINCT actor)", ORDERS),
        ),
        (peer("month", "count(actor)::float / count(DISTINCT actor)", "name = 'order'"),),
        grain="month",
    ),
    Case(
        "orders of 100 visits by day",
        {
            "kind": "formula",
            "text": "100 * orders / visits",
            "of": {
                "orders": {"kind": "count", **ORDER},
                "visits": {"kind": "count", "event": "visit"},
            },
        },
        (by(DAY, _OF_VISITS, f"{_BOTH} AND {EVERY}"),),
        (peer("day", _OF_VISITS.replace("100", "100.0"), _BOTH),),
        grain="day",
    ),
    Case(
        "active in 7 days, by day",
        {"kind": "rolling", "of": {"kind": "persons"}, "over": "7d"},
        (_rolling_persons(), _LAST_SEVEN_DAYS),
        (_PEER_ROLLING, _PEER_LAST_SEVEN_DAYS),
        told=lambda answer: points(answer)[:-1],
        grain="day",
    ),
)
"""`p1` is the country and `p3`, `n3`, `x3` the price: the columns that `shop` has the log make."""
