"""The kinds that follow persons from event to event: funnels, coming back, staying, paths, segments.

By hand for DuckDB: all events of a person as one sorted list of numbers, instant and event name
together, and one walk over it. That was faster than windows (1.2 times and more) and than as-of joins
(1.3 times and more).
"""

from typing import Any

from asking.cases import DAY, SOMEBODY, WEEK

FUNNEL = ("visit", "cart", "order")
STEPS = [{"event": name} for name in FUNNEL]
WITHIN = 7 * 86_400_000_000
VISITED = f"name IN ('visit', 'cart', 'order') AND {SOMEBODY}"


def steps(answer: dict[str, Any]) -> list[Any]:
    """How many persons took each step."""
    return [step["persons"] for step in answer["steps"]]


def cohorts(answer: dict[str, Any]) -> list[Any]:
    """Who came back, by cohort and offset."""
    return [number for cohort in answer["cohorts"] for number in cohort["returned"]]


def _listed(flags: str, where: str, having: str = "") -> str:
    packed = f"epoch_us(happened_at) * 4 + {flags}"
    return f"SELECT list_sort(list({packed})) AS l FROM events WHERE {where} GROUP BY actor{having}"


def _step(other: str = "2") -> str:
    return f"CASE name WHEN 'visit' THEN 0 WHEN 'cart' THEN 1 WHEN 'order' THEN 2 ELSE {other} END"


_STATE = "{s1: CAST(0 AS BIGINT), s2: CAST(0 AS BIGINT), s3: CAST(0 AS BIGINT)}"


def _ordered(lists: str, bits: int, grouped: bool = False) -> str:
    """The steps that were taken, and quartiles of how long each took, and all of them.

    A walk finds the latest start of a chain that reaches each step; then the first cart after the best
    start, and the first order after that. Below the instant a number has two bits of the step, and
    below these the `bits` of the label.
    """
    step, at = 3 << bits, bits + 2
    of_cart, of_order = f"& {step} = {1 << bits}", f"& {step} = {2 << bits}"

    def near(start: str) -> str:
        return f"(e.s1 >> {at}) - ({start} >> {at}) <= {WITHIN}"

    group = f"best & {(1 << bits) - 1} AS label, " if grouped else ""
    return (
        f"WITH lists AS ({lists}),"
        " walked AS (SELECT l, list_reduce("
        "list_transform(l, x -> {s1: x, s2: CAST(0 AS BIGINT), s3: CAST(0 AS BIGINT)}), (a, e) -> {"
        f"s1: CASE WHEN e.s1 & {step} = 0 THEN e.s1 ELSE a.s1 END,"
        f" s2: CASE WHEN e.s1 {of_cart} AND {near('a.s1')} THEN a.s1 ELSE a.s2 END,"
        f" s3: CASE WHEN e.s1 {of_order} AND {near('a.s2')} THEN a.s2 ELSE a.s3 END}},"
        f" {_STATE}) AS a FROM lists),"
        " reached AS (SELECT l,"
        " CASE WHEN a.s3 > 0 THEN 3 WHEN a.s2 > 0 THEN 2 WHEN a.s1 > 0 THEN 1 END AS level,"
        " CASE WHEN a.s3 > 0 THEN a.s3 WHEN a.s2 > 0 THEN a.s2 ELSE a.s1 END AS best"
        " FROM walked),"
        " carts AS (SELECT *, CASE WHEN level > 1"
        f" THEN list_filter(l, x -> x {of_cart} AND x > best)[1] END AS cart FROM reached),"
        f" taken AS (SELECT level, best, best >> {at} AS t1, cart >> {at} AS t2, CASE WHEN level > 2"
        f" THEN list_filter(l, x -> x {of_order} AND x > cart)[1] >> {at} END AS t3 FROM carts)"
        f" SELECT {group}count(level), count(*) FILTER (WHERE level > 1),"
        " count(*) FILTER (WHERE level > 2), quantile_cont(t2 - t1, [0.25, 0.5, 0.75]),"
        " quantile_cont(t3 - t2, [0.25, 0.5, 0.75]), quantile_cont(t3 - t1, [0.25, 0.5, 0.75])"
        f" FROM taken{' GROUP BY 1' if grouped else ''}"
    )


ORDERED = _ordered(_listed(_step(), VISITED), bits=0)

LABELS = "SELECT DISTINCT p1 FROM events WHERE name = 'visit' ORDER BY 1"
COUNTRIES = "['Denmark', 'France', 'Germany', 'Italy', 'Norway', 'Poland', 'Spain', 'Sweden']"
"""What `LABELS` finds: numbered, they fit into the list beside the instant."""

ORDERED_BY_COUNTRY = _ordered(
    "SELECT list_sort(list((epoch_us(happened_at) * 4 + "
    f"{_step()}) * 16 + coalesce(list_position({COUNTRIES}, p1), 0))) AS l"
    f" FROM events WHERE {VISITED} GROUP BY actor",
    bits=4,
    grouped=True,
)

_BEST = "best >> 56 AS level, best & ((CAST(1 AS BIGINT) << 56) - 1) AS start"
"""A level, and the event where it begins, in one number of which the largest is best."""
_COUNTS = (
    "SELECT count(*) FILTER (WHERE level >= 1), count(*) FILTER (WHERE level >= 2),"
    " count(*) FILTER (WHERE level >= 3), quantile_cont(t2 - t1, [0.25, 0.5, 0.75]),"
    " quantile_cont(t3 - t2, [0.25, 0.5, 0.75]), quantile_cont(t3 - t1, [0.25, 0.5, 0.75])"
)

_NEXT = f"l[i + {{0}}] & 3 = {{0}} AND (l[i + {{0}}] >> 2) - (x >> 2) <= {WITHIN}"
STRICT = (
    f"WITH lists AS ({_listed(_step('3'), SOMEBODY)}),"
    " walked AS (SELECT l, list_max(list_transform(l, (x, i) -> CASE WHEN x & 3 = 0 THEN"
    f" i + (CAST(CASE WHEN {_NEXT.format(1)} THEN CASE WHEN {_NEXT.format(2)} THEN 3 ELSE 2 END"
    " ELSE 1 END AS BIGINT) << 56) END)) AS best FROM lists),"
    f" reached AS (SELECT l, {_BEST} FROM walked),"
    " taken AS (SELECT level, l[start] >> 2 AS t1,"
    " CASE WHEN level >= 2 THEN l[start + 1] >> 2 END AS t2,"
    " CASE WHEN level >= 3 THEN l[start + 2] >> 2 END AS t3 FROM reached)"
    f" {_COUNTS} FROM taken"
)


def _near(step: int) -> str:
    """Whether the step is taken at the event or after it, within the time: walking backwards."""
    near = f"(a.s{step} >> 2) - (e.s0 >> 2) <= {WITHIN}"
    return f"CAST(e.s0 & 3 = {step} OR {near} AS BIGINT)"


def _first(step: int) -> str:
    near = f"x >= start AND (x >> 2) - (start >> 2) <= {WITHIN}"
    return f"list_filter(l, x -> x & 3 = {step} AND {near})[1]"


_NEVER = "CAST(1 AS BIGINT) << 60"
UNORDERED = (
    f"WITH lists AS ({_listed(_step(), VISITED)}),"
    " walked AS (SELECT l, list_reduce(list_transform(list_reverse(l), x -> {s0: x,"
    f" s1: {_NEVER}, s2: {_NEVER}, best: CAST(0 AS BIGINT)}}), (a, e) -> {{"
    " s0: CASE WHEN e.s0 & 3 = 0 THEN e.s0 ELSE a.s0 END,"
    " s1: CASE WHEN e.s0 & 3 = 1 THEN e.s0 ELSE a.s1 END,"
    " s2: CASE WHEN e.s0 & 3 = 2 THEN e.s0 ELSE a.s2 END,"
    f" best: greatest(a.best, e.s0 + (({_near(0)} + {_near(1)} + {_near(2)}) << 56))}},"
    f" {{s0: {_NEVER}, s1: {_NEVER}, s2: {_NEVER}, best: CAST(0 AS BIGINT)}}).best AS best FROM lists),"
    f" reached AS (SELECT l, {_BEST} FROM walked),"
    f" steps AS (SELECT level, list_sort([{_first(0)}, {_first(1)}, {_first(2)}], 'ASC', 'NULLS LAST')"
    " AS t FROM reached),"
    " taken AS (SELECT level, t[1] >> 2 AS t1, t[2] >> 2 AS t2, t[3] >> 2 AS t3 FROM steps)"
    f" {_COUNTS} FROM taken"
)

_DISTINCT = f"SELECT DISTINCT actor, {WEEK} AS w FROM events WHERE {SOMEBODY}"
FIRST = (
    f"WITH seen AS MATERIALIZED ({_DISTINCT}),"
    " firsts AS (SELECT actor, min(w) AS f FROM seen GROUP BY actor)"
    " SELECT f, w - f, count(*) FROM seen JOIN firsts USING (actor) GROUP BY 1, 2"
)
FIRST_ORDER = (
    f"WITH seen AS MATERIALIZED (SELECT actor, {WEEK} AS w, bool_or(name = 'order') AS bought"
    f" FROM events WHERE {SOMEBODY} GROUP BY 1, 2),"
    " firsts AS (SELECT actor, min(w) AS f FROM seen WHERE bought GROUP BY actor)"
    " SELECT f, w - f, count(*) FROM seen JOIN firsts USING (actor) WHERE w >= f GROUP BY 1, 2"
)
RECURRING = (
    f"WITH lists AS (SELECT list(DISTINCT {WEEK}) AS l FROM events WHERE {SOMEBODY} GROUP BY actor),"
    " starts AS (SELECT l, unnest(l) AS f FROM lists),"
    " pairs AS (SELECT f, unnest(l) AS w FROM starts)"
    " SELECT f, w - f, count(*) FROM pairs WHERE w >= f GROUP BY 1, 2"
)
ROLLING = (
    "SELECT f, last - f, count(*) FROM"
    f" (SELECT min({WEEK}) AS f, max({WEEK}) AS last FROM events WHERE {SOMEBODY} GROUP BY actor)"
    " GROUP BY 1, 2"
)
STICKINESS = (
    f"SELECT n, count(*) FROM (SELECT count(*) AS n FROM (SELECT DISTINCT actor, {DAY} AS d"
    f" FROM events WHERE {SOMEBODY}) GROUP BY actor) GROUP BY 1"
)
LIFECYCLE = (
    f"WITH seen AS MATERIALIZED ({_DISTINCT}),"
    " firsts AS (SELECT f AS w, count(*) AS n FROM"
    " (SELECT min(w) AS f FROM seen GROUP BY actor) GROUP BY 1),"
    " again AS (SELECT b.w, count(*) AS n FROM seen a JOIN seen b ON a.actor = b.actor"
    " AND b.w = a.w + 1 GROUP BY 1),"
    " weeks AS (SELECT w, count(*) AS n FROM seen GROUP BY 1)"
    " SELECT w, coalesce(firsts.n, 0), coalesce(again.n, 0),"
    " weeks.n - coalesce(firsts.n, 0) - coalesce(again.n, 0),"
    " coalesce(lag(weeks.n) OVER (ORDER BY w), 0) - coalesce(again.n, 0)"
    " FROM weeks LEFT JOIN firsts USING (w) LEFT JOIN again USING (w)"
)
_PLACE = "list_position(['view', 'visit', 'cart', 'search', 'checkout', 'order'], name)"


def _following(at: int) -> str:
    """The names of the events from that place on, in base 8, as far as no gap is too long."""
    if at > 4:
        return "0"
    gap = f"(l[i + {at}] >> 3) - (l[i + {at - 1}] >> 3) <= 1800000000"
    return f"CASE WHEN {gap} THEN (l[i + {at}] & 7) + 8 * ({_following(at + 1)}) ELSE 0 END"


def _edges() -> str:
    """What follows what; 0: nothing does."""
    names = ["3", *(f"(w >> {3 * at}) & 7" for at in range(4))]
    return " UNION ALL ".join(
        f"SELECT i, any_value(n) AS n, {at + 1} AS k, {names[at]} AS a, {names[at + 1]} AS b,"
        f" count(*) AS m FROM words WHERE {names[at]} > 0 GROUP BY i, 4, 5"
        for at in range(4)
    )


PATHS = (
    f"WITH lists AS (SELECT list_sort(list(epoch_us(happened_at) * 8 + {_PLACE})) AS l FROM events"
    f" WHERE {SOMEBODY} GROUP BY actor HAVING bool_or(name = 'cart')),"
    " paths AS (SELECT list_sort(list_filter(list_transform(l, (x, i) -> CASE WHEN x & 7 = 3 THEN"
    f" {_following(1)} END), w -> w IS NOT NULL)) AS ws FROM lists),"
    " alike AS (SELECT row_number() OVER () AS i, ws, n"
    " FROM (SELECT ws, count(*) AS n FROM paths GROUP BY ws)),"
    " words AS MATERIALIZED (SELECT i, n, unnest(ws) AS w FROM alike)"
    f" SELECT k, a, b, sum(n), sum(n * m) FROM ({_edges()}) GROUP BY 1, 2, 3"
)
