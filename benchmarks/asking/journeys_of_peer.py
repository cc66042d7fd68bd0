"""The same journeys in the SQL of PostgreSQL."""

from itertools import pairwise

WITHIN = "interval '7 days'"
_STEP = "CASE name WHEN 'visit' THEN 1 WHEN 'cart' THEN 2 ELSE 3 END"
_WEEK = "((extract(epoch FROM at)::bigint + 259200) / 604800)"
_WINDOW = "WINDOW w AS (PARTITION BY actor ORDER BY at, step ROWS UNBOUNDED PRECEDING)"


# Running maxima: the latest start of a chain that has come so far.
ORDERED = f"""WITH rows AS (SELECT actor, at, {_STEP} AS step FROM events
        WHERE name IN ('visit', 'cart', 'order') AND actor IS NOT NULL),
    a AS (SELECT *, max(at) FILTER (WHERE step = 1) OVER w AS s1 FROM rows {_WINDOW}),
    b AS (SELECT *, max(CASE WHEN step = 2 AND at - s1 <= {WITHIN} THEN s1 END) OVER w AS s2
        FROM a {_WINDOW}),
    levels AS (SELECT actor, max(CASE WHEN step = 3 AND at - s2 <= {WITHIN} THEN 3
        WHEN s2 IS NOT NULL THEN 2 WHEN s1 IS NOT NULL THEN 1 END) AS level FROM b GROUP BY actor)
    SELECT count(*) FILTER (WHERE level >= 1), count(*) FILTER (WHERE level >= 2),
        count(*) FILTER (WHERE level >= 3) FROM levels"""

_COUNTRIES = "array['Denmark', 'France', 'Germany', 'Italy', 'Norway', 'Poland', 'Spain', 'Sweden']"
_MICROS = "(extract(epoch FROM at) * 1000000)::bigint"
_DAYS = 7 * 86_400_000_000

# The start of a chain with the number of its country in the last four bits; of equally long chains
# that which starts latest says the country.
ORDERED_BY_COUNTRY = f"""WITH rows AS (SELECT actor, at, {_MICROS} AS t, {_STEP} AS step,
        coalesce(array_position({_COUNTRIES}, country), 0) AS label FROM events
        WHERE name IN ('visit', 'cart', 'order') AND actor IS NOT NULL),
    a AS (SELECT *, max(t * 16 + label) FILTER (WHERE step = 1) OVER w AS s1 FROM rows {_WINDOW}),
    b AS (SELECT *, max(CASE WHEN step = 2 AND t - (s1 >> 4) <= {_DAYS} THEN s1 END) OVER w AS s2
        FROM a {_WINDOW}),
    best AS (SELECT max(s1) AS s1, max(s2) AS s2,
        max(CASE WHEN step = 3 AND t - (s2 >> 4) <= {_DAYS} THEN s2 END) AS s3 FROM b GROUP BY actor)
    SELECT coalesce(s3, s2, s1) & 15, count(*), count(s2), count(s3) FROM best
    WHERE s1 IS NOT NULL GROUP BY 1"""
STRICT = f"""WITH rows AS (SELECT actor, at, CASE name WHEN 'visit' THEN 1 WHEN 'cart' THEN 2
        WHEN 'order' THEN 3 ELSE 4 END AS step FROM events WHERE actor IS NOT NULL),
    followed AS (SELECT actor, step, at, lead(step, 1) OVER w AS n1, lead(at, 1) OVER w AS t1,
        lead(step, 2) OVER w AS n2, lead(at, 2) OVER w AS t2 FROM rows
        WINDOW w AS (PARTITION BY actor ORDER BY at, step)),
    levels AS (SELECT actor, max(CASE WHEN n1 = 2 AND n2 = 3 AND t2 - at <= {WITHIN} THEN 3
        WHEN n1 = 2 AND t1 - at <= {WITHIN} THEN 2 ELSE 1 END) AS level
        FROM followed WHERE step = 1 GROUP BY actor)
    SELECT count(*), count(*) FILTER (WHERE level >= 2), count(*) FILTER (WHERE level >= 3)
    FROM levels"""
UNORDERED = f"""WITH rows AS (SELECT actor, at, {_STEP} AS step FROM events
        WHERE name IN ('visit', 'cart', 'order') AND actor IS NOT NULL),
    last AS (SELECT actor, at, max(at) FILTER (WHERE step = 1) OVER w AS s1,
        max(at) FILTER (WHERE step = 2) OVER w AS s2, max(at) FILTER (WHERE step = 3) OVER w AS s3
        FROM rows {_WINDOW}),
    levels AS (SELECT actor, max(coalesce((at - s1 <= {WITHIN})::int, 0)
        + coalesce((at - s2 <= {WITHIN})::int, 0) + coalesce((at - s3 <= {WITHIN})::int, 0)) AS level
        FROM last GROUP BY actor)
    SELECT count(*), count(*) FILTER (WHERE level >= 2), count(*) FILTER (WHERE level >= 3)
    FROM levels"""

_SEEN = f"SELECT DISTINCT actor, {_WEEK} AS w FROM events WHERE actor IS NOT NULL"
FIRST = f"""WITH seen AS MATERIALIZED ({_SEEN}),
    firsts AS (SELECT actor, min(w) AS f FROM seen GROUP BY actor)
    SELECT f, w - f, count(*) FROM seen JOIN firsts USING (actor) GROUP BY 1, 2"""
FIRST_ORDER = f"""WITH firsts AS (SELECT actor, min({_WEEK}) AS f FROM events
        WHERE name = 'order' AND actor IS NOT NULL GROUP BY actor),
    seen AS ({_SEEN})
    SELECT f, w - f, count(*) FROM seen JOIN firsts USING (actor) WHERE w >= f GROUP BY 1, 2"""
RECURRING = f"""WITH seen AS MATERIALIZED ({_SEEN})
    SELECT a.w, b.w - a.w, count(*) FROM seen a JOIN seen b ON a.actor = b.actor AND b.w >= a.w
    GROUP BY 1, 2"""
ROLLING = f"""SELECT f, last - f, count(*) FROM (SELECT min({_WEEK}) AS f, max({_WEEK}) AS last
    FROM events WHERE actor IS NOT NULL GROUP BY actor) s GROUP BY 1, 2"""
STICKINESS = """SELECT n, count(*) FROM (SELECT count(*) AS n FROM
    (SELECT DISTINCT actor, at::date AS d FROM events WHERE actor IS NOT NULL) s GROUP BY actor) t
    GROUP BY 1"""
LIFECYCLE = f"""WITH seen AS ({_SEEN}),
    around AS (SELECT w, lag(w) OVER o AS p, lead(w) OVER o AS n FROM seen
        WINDOW o AS (PARTITION BY actor ORDER BY w))
    SELECT w, count(*) FILTER (WHERE p IS NULL), count(*) FILTER (WHERE p = w - 1),
        count(*) FILTER (WHERE p < w - 1),
        lag(count(*) FILTER (WHERE n IS NULL OR n > w + 1)) OVER (ORDER BY w)
    FROM around GROUP BY w"""


_PLACE = """CASE name WHEN 'view' THEN 1 WHEN 'visit' THEN 2 WHEN 'cart' THEN 3
    WHEN 'search' THEN 4 WHEN 'checkout' THEN 5 ELSE 6 END"""
"""The order of events of one moment: the most frequent name first."""


def _paths() -> str:
    leads = ", ".join(
        f"lead(name, {n}) OVER o AS n{n}, lead(at, {n}) OVER o AS t{n}" for n in (1, 2, 3, 4)
    )
    instants = ["at", "t1", "t2", "t3", "t4"]
    near = [f"{b} - {a} <= interval '30 minutes'" for a, b in pairwise(instants)]
    kept = ", ".join(
        f"CASE WHEN {' AND '.join(near[:n])} THEN n{n} END AS n{n}" for n in (1, 2, 3, 4)
    )
    edges = " UNION ALL ".join(
        f"SELECT {n + 1}, n{n} AS a, n{n + 1} AS b, count(DISTINCT actor), count(*) FROM paths"
        f" WHERE n{n} IS NOT NULL GROUP BY 2, 3"
        for n in range(4)
    )
    return f"""WITH followed AS (SELECT actor, name AS n0, at, {leads} FROM events
        WHERE actor IS NOT NULL WINDOW o AS (PARTITION BY actor ORDER BY at, {_PLACE})),
    paths AS MATERIALIZED (SELECT actor, n0, {kept} FROM followed WHERE n0 = 'cart') {edges}"""


PATHS = _paths()
LAPSING = """SELECT date_trunc('week', at), count(*) FROM events WHERE actor IN (
    SELECT actor FROM events WHERE name = 'order' AND actor IS NOT NULL
    AND at > (SELECT max(at) FROM events) - interval '90 days'
    GROUP BY actor HAVING count(*) >= 2
    AND max(at) <= (SELECT max(at) FROM events) - interval '60 days') GROUP BY 1"""
