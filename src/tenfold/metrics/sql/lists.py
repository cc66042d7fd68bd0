"""What each person did, as one list of numbers: the form in which persons are followed.

To group by ids costs the most of all, so it is done once. Where ids were merged, lists are put
together, and only those of ids that were: no event is joined to its person.
"""

from dataclasses import dataclass

from tenfold.eventlog.store import Reading

ACTOR = '"actor"'


@dataclass(frozen=True, slots=True)
class Listing:
    """Which events are put into lists.

    rows     a SELECT of `actor` (or the person, where `late` is False), the keys and `x`
    keys     what a person has one list for each of, beside
    counted  the aggregate that says how many events count
    late     whether persons are joined to lists
    """

    reading: Reading
    rows: str
    keys: tuple[str, ...]
    counted: str
    late: bool

    def steps(self) -> list[str]:
        """Return common table expressions; the last is lists(person, keys…, l, n), unsorted."""
        keys = "".join(f", {key}" for key in self.keys)
        grouped = (
            f"SELECT actor{keys}, list(x) AS l, {self.counted} AS n"
            f" FROM ({self.rows}) GROUP BY actor{keys}"
        )
        if not self.late:
            return [f"lists AS (SELECT actor AS person{keys}, l, n FROM ({grouped}))"]
        ids = (
            f"SELECT {self.reading.person} AS person, actor{keys}, l, n"
            f" FROM ({grouped}) AS {self.reading.table} {self.reading.joins}"
        )
        merged = (
            f"SELECT person{keys}, flatten(list(l)) AS l, sum(n)::BIGINT AS n"
            f" FROM ids WHERE person <> actor GROUP BY person{keys}"
        )
        both = ", ".join(("person", *self.keys))
        lists = (
            f"SELECT {both}, CASE WHEN other.l IS NULL THEN own.l WHEN own.l IS NULL THEN other.l"
            " ELSE list_concat(own.l, other.l) END AS l,"
            " coalesce(own.n, 0) + coalesce(other.n, 0) AS n"
            f" FROM (SELECT * FROM ids WHERE person = actor) AS own"
            f" FULL JOIN merged AS other USING ({both})"
        )
        return [
            f"ids AS MATERIALIZED ({ids})",
            f"merged AS ({merged})",
            f"lists AS ({lists})",
        ]
