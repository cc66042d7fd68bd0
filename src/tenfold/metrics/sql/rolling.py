"""Windows over pieces of time: what adds up is added up, different persons are counted once.

Of persons (or values) a window counts the last piece in which each was seen: a piece counts for
all windows it is in, up to those that reach the next piece in which the same one was seen. So a
person costs as much as the pieces they were seen in, however many windows these are in; and what
comes out are the changes from window to window, to be summed up in their order.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tenfold.eventlog.store import Reading
from tenfold.metrics.sql.buckets import unnested
from tenfold.metrics.sql.fields import Bindings
from tenfold.metrics.sql.levels import CELL, POINT
from tenfold.metrics.windows import Windows

IN_WINDOWS = "JOIN windows ON b >= first_b AND b < until_b"
"""To put after cells: each once for every window that it is in."""


def render_windows(windows: Windows, *, bindings: Bindings) -> str:
    """Return the common table expression that `IN_WINDOWS` refers to: w, first_b, until_b."""
    return (
        f"windows AS MATERIALIZED (SELECT unnest(range({len(windows.first)})) AS w,"
        f" {unnested(windows.first, bindings)} AS first_b,"
        f" {unnested(windows.until, bindings)} AS until_b)"
    )


@dataclass(frozen=True, slots=True)
class Changes:
    """How many different ones there are, as changes from window to window.

    key     the column of cells that holds the person or the value
    labels  the names of the columns of cells that hold the breakdown
    top     how many labels are told apart
    ids     set where cells hold ids instead of persons: how to read the person of one. To be seen
            twice in a piece does not matter here, so that nothing need be put together
    """

    windows: Windows
    key: str
    labels: Sequence[str]
    top: int
    ids: Reading | None = None

    def steps(self, *, bindings: Bindings) -> list[str]:
        """Return the common table expressions that `levels` refers to, after `cells`."""
        pieces, since, until = zip(*self.windows.reach(), strict=True)
        reach = (
            f"reach AS MATERIALIZED (SELECT {unnested(pieces, bindings)} AS b,"
            f" {unnested(since, bindings)} AS since, {unnested(until, bindings)} AS until)"
        )
        steps = [reach, f"spans AS MATERIALIZED ({self._spans(self._cells(), [])})"]
        if self.labels:
            told = ["place", *self.labels]
            steps.append(f"spans_of_groups AS MATERIALIZED ({self._spans('placed', told)})")
        return steps

    def levels(self) -> list[str]:
        """Return the SELECTs of what changes: in all, and of each group."""
        nothing = "".join(", NULL" for _label in self.labels)
        in_all = (
            f"SELECT {POINT}, w, false{nothing}, 0 AS events, sum(n)"
            f" FROM ({_changes('spans', '')}) GROUP BY w"
        )
        if not self.labels:
            return [in_all]
        told = "".join(f", {name}" for name in ("place", *self.labels))
        labels = "".join(f", any_value({name})" for name in self.labels)
        of_groups = (
            f"SELECT {CELL}, w, place > {self.top}{labels}, 0 AS events, sum(n)"
            f" FROM ({_changes('spans_of_groups', told)}) GROUP BY w, place"
        )
        return [in_all, of_groups]

    def _cells(self) -> str:
        if self.ids is None:
            return "cells"
        table, person = self.ids.table, self.ids.person
        of_ids = f"(SELECT b, {self.key} AS actor FROM cells) AS {table} {self.ids.joins}"
        return f"(SELECT b, {person} AS {self.key} FROM {of_ids})"

    def _spans(self, source: str, told: list[str]) -> str:
        """How many ones there are from which window to which: few rows, however many ones.

        First by the pieces themselves, so that only few rows are joined to the windows.
        """
        columns = "".join(f", {name}" for name in told)
        partition = ", ".join([self.key, *told[:1]])
        seen = (
            f"SELECT b, following, count(*) AS n{columns} FROM ("
            f"SELECT b, lead(b) OVER (PARTITION BY {partition} ORDER BY b) AS following{columns}"
            f" FROM {source} WHERE {self.key} IS NOT NULL) GROUP BY ALL"
        )
        until = "least(reach.until, coalesce(later.since, reach.until))"
        return (
            f"SELECT reach.since, {until} AS until, n{columns} FROM ({seen})"
            " JOIN reach USING (b) LEFT JOIN reach AS later ON later.b = following"
            f" WHERE reach.since < {until}"
        )


def _changes(spans: str, told: str) -> str:
    return f"SELECT since AS w, n{told} FROM {spans} UNION ALL SELECT until, -n{told} FROM {spans}"
