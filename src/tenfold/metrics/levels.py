"""The statistics that a number is made of, and how those of new events are put to those kept.

Counts and sums add up, the smallest of the smallest is the smallest: so an answer over ten million
events is brought up to date from the few that came since. How many different persons there are does
not add up; who of them is new is another matter (`metrics.seen`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tenfold.metrics.calendar import Periods
from tenfold.metrics.figures import Statistics
from tenfold.metrics.knowledge import Known
from tenfold.metrics.sql import MeasuredStatement
from tenfold.metrics.sql.levels import (
    CELL,
    GROUP,
    POINT,
    POINT_DOUBLES,
    TOTAL,
    TOTAL_DOUBLES,
)

Labels = tuple[bool, tuple[str | None, ...]]
"""Whether it is the group of all others, and else the values of the breakdown."""

KEY = "key"
"""The role of what is counted as different persons, or different values."""

_MERGE: dict[str, Callable[[Any, Any], Any]] = {
    "n": lambda one, other: one + other,
    "sum": lambda one, other: one + other,
    "squares": lambda one, other: one + other,
    "used": lambda one, other: one + other,
    "present": lambda one, other: one + other,
    "least": min,
    "most": max,
    "coin_low": min,
    "coin_high": max,
}
"""By the role of a statistic; see `sql.measures.Statistic`. What is not here does not add up."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Statistics of each measure, and how many events they were made of."""

    statistics: tuple[Statistics, ...]
    events: int


@dataclass(slots=True)
class Levels:
    """What a statement returned; groups in the order of their size."""

    total: Cell
    points: dict[int, Cell] = field(default_factory=dict)
    groups: dict[Labels, Cell] = field(default_factory=dict)
    cells: dict[Labels, dict[int, Cell]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Basis:
    """What an answer was made of, for the next one to begin with.

    batch   the newest commit that is in it
    origin  stands for the computation that began it, through all that is put to it later
    """

    levels: Levels
    periods: Periods | None
    known: Known
    batch: int
    statement: MeasuredStatement
    origin: object = field(default_factory=object, compare=False)


def sort_rows(*, rows: Sequence[tuple[Any, ...]], statement: MeasuredStatement) -> Levels:
    """Return the rows of a statement by what they are about."""
    if statement.simple:
        return Levels(total=to_cell(row=rows[0], statement=statement))
    levels = Levels(total=Cell(tuple({} for _ in statement.roles), 0))
    for level, b, other, *rest in sorted(rows, key=lambda row: row[1] or 0):
        labels = other, () if other else tuple(rest[: statement.labels])
        cell = to_cell(row=rest[statement.labels :], statement=statement)
        if level == TOTAL:
            levels.total = cell
        elif level == POINT:
            levels.points[b] = cell
        elif level == GROUP:
            levels.groups[labels] = cell
        elif level == CELL:
            levels.cells.setdefault(labels, {})[b] = cell
    _take_doubles_away(levels, rows, statement)
    return levels


def _take_doubles_away(
    levels: Levels, rows: Sequence[tuple[Any, ...]], statement: MeasuredStatement
) -> None:
    for level, b, _other, *rest in rows:
        if level == TOTAL_DOUBLES:
            levels.total = _take_away(levels.total, to_cell(row=rest, statement=statement))
        elif level == POINT_DOUBLES:
            levels.points[b] = _take_away(levels.points[b], to_cell(row=rest, statement=statement))


def _take_away(cell: Cell, doubles: Cell) -> Cell:
    """Ids were counted in the place of persons: return the cell without those too many."""
    statistics = tuple(
        {**own, KEY: own[KEY] - too_many[KEY]} if too_many.get(KEY) else own
        for own, too_many in zip(cell.statistics, doubles.statistics, strict=True)
    )
    return Cell(statistics, cell.events)


def adds_up(*, roles: Sequence[Sequence[str]]) -> bool:
    """Return whether cells with these statistics can be put together."""
    return all(role in _MERGE for own in roles for role in own)


def put_together(*, kept: Levels, came: Levels) -> Levels:
    """Return the levels of all events from those of the ones before and of the ones that came.

    The order of groups is that in which they were seen; whoever shows them ranks them.
    """
    return Levels(
        total=merge(kept=kept.total, came=came.total),
        points=_merge_all(kept.points, came.points),
        groups=_merge_all(kept.groups, came.groups),
        cells={
            labels: _merge_all(kept.cells.get(labels, {}), came.cells.get(labels, {}))
            for labels in {**kept.cells, **came.cells}
        },
    )


def _merge_all(kept: Mapping[Any, Cell], came: Mapping[Any, Cell]) -> dict[Any, Cell]:
    merged = dict(kept)
    for key, cell in came.items():
        merged[key] = merge(kept=merged[key], came=cell) if key in merged else cell
    return merged


def merge(*, kept: Cell, came: Cell) -> Cell:
    """Return the cell of all events of two."""
    if not kept.statistics or not came.statistics:
        return came if not kept.statistics else kept
    statistics = tuple(
        {role: _merge_value(role, one[role], other[role]) for role in one}
        for one, other in zip(kept.statistics, came.statistics, strict=True)
    )
    return Cell(statistics, kept.events + came.events)


def _merge_value(role: str, one: Any, other: Any) -> Any:
    if one is None or other is None:
        return other if one is None else one
    return _MERGE[role](one, other)


def to_cell(*, row: Sequence[Any], statement: MeasuredStatement) -> Cell:
    """Return the cell that a row's events and statistics make."""
    first, *others = statement.roles
    events = int(row[0] or 0)
    if not others:  # by far the most
        return Cell((dict(zip(first, row[1:], strict=True)),), events)
    statistics, position = [], 1
    for roles in statement.roles:
        values = row[position : position + len(roles)]
        statistics.append(dict(zip(roles, values, strict=True)))
        position += len(roles)
    return Cell(tuple(statistics), events)
