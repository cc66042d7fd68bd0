"""A number for each period, for each group, or both: lines, bars, a table."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from tenfold.metrics.answers import Answer, Group, Point
from tenfold.metrics.calendar import Grain
from tenfold.metrics.definitions import Count, Persons, Sum, Unique
from tenfold.techniques.dashboards.queries import words
from tenfold.techniques.dashboards.queries.asking import unit_to_show
from tenfold.techniques.dashboards.queries.exploring.asking import Asked
from tenfold.techniques.dashboards.queries.exploring.doors import Doors
from tenfold.techniques.dashboards.queries.exploring.naming import over_of, title_of
from tenfold.techniques.dashboards.queries.exploring.views import Figure
from tenfold.techniques.dashboards.queries.movement import name_group
from tenfold.techniques.dashboards.rules.happening import name_in_words
from tenfold.ui.bars import Bar, Bars
from tenfold.ui.charts import Chart, Kind, Series
from tenfold.ui.format import Value
from tenfold.ui.tables import Column, NumberTable, Row

CHART = "explored"
_ADDED = (Count, Sum)
_COUNTED = (Count, Sum, Persons, Unique)


def unit_of(asked: Asked, answer: Answer) -> str:
    """Return the unit in which all that is shown together is written."""
    values: list[Value | None] = [answer.value, *(point.value for point in answer.points)]
    for group in answer.groups:
        values += [group.value, *(point.value for point in group.points)]
    return unit_to_show(definition=asked.definition, unit=answer.unit, values=values)


def draw(asked: Asked, answer: Answer, *, doors: Doors, csv_url: str, table: bool) -> list[Figure]:
    """Return what is drawn of a number; nothing where it is the one number alone."""
    frame: dict[str, Any] = {
        "id": CHART,
        "title": f"{title_of(asked)}, {over_of(asked)}",
        "csv_url": csv_url,
    }
    unit = unit_of(asked, answer)
    if table:
        return [Figure("table", _table(asked, answer, doors, unit, frame))]
    if answer.points:
        return [Figure("chart", _chart(asked, answer, doors, unit, frame))]
    if answer.groups:
        bars = tuple(_bar(group, doors) for group in answer.groups)
        return [Figure("bars", Bars(bars=bars, unit=unit, **frame))]
    return []


def select(group: Group) -> dict[str, Any]:
    """Return what points at a group."""
    return {"other": True} if group.other else {"labels": group.labels}


def _bar(group: Group, doors: Doors) -> Bar:
    return Bar(
        name=name_group(group),
        value=group.value,
        behind=doors.to(**select(group)),
        rest=group.other,
    )


def _chart(asked: Asked, answer: Answer, doors: Doors, unit: str, frame: dict[str, Any]) -> Chart:
    starts = [point.start for point in answer.points]
    short, full = label_periods(asked, starts)
    return Chart(
        kind=_kind(asked, answer),
        labels=short,
        full_labels=full,
        series=_series(asked, answer, doors),
        before=_before(answer, len(starts)),
        unit=unit,
        unfinished=not asked.span.is_over,
        first_column=first_column(asked),
        **frame,
    )


def first_column(asked: Asked) -> str:
    """Return what the rows of a table are: "Day"."""
    return str(words.GRAINS[asked.grain]) if asked.grain else ""


def label_periods(
    asked: Asked, starts: Sequence[datetime]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of periods for an axis and for a table."""
    grain = asked.grain or Grain.DAY
    short = (words.label_short(at=at, grain=grain, formats=asked.formats) for at in starts)
    full = (words.label_full(at=at, grain=grain, formats=asked.formats) for at in starts)
    return tuple(short), tuple(full)


def _kind(asked: Asked, answer: Answer) -> Kind:
    if answer.groups:
        return Kind.STACKED if isinstance(asked.definition, _ADDED) else Kind.LINE
    many = len(answer.points) > 62
    return Kind.BAR if isinstance(asked.definition, _COUNTED) and not many else Kind.LINE


def _series(asked: Asked, answer: Answer, doors: Doors) -> tuple[Series, ...]:
    if not answer.groups:
        return (_one(title_of(asked), answer.points, doors),)
    return tuple(
        _one(name_group(group), group.points, doors, rest=group.other, **select(group))
        for group in answer.groups
    )


def _one(
    name: str, points: Sequence[Point], doors: Doors, *, rest: bool = False, **selected: Any
) -> Series:
    return Series(
        name,
        tuple(point.value for point in points),
        rest=rest,
        behind=tuple(
            doors.to(start=point.start, **selected) if point.value else "" for point in points
        ),
    )


def _before(answer: Answer, count: int) -> Series | None:
    """The n-th period before stands beside the n-th, as far as there are both."""
    if answer.previous is None or not answer.previous.points:
        return None
    values = [point.value for point in answer.previous.points][:count]
    return Series(_("the time before"), tuple(values))


def _table(
    asked: Asked, answer: Answer, doors: Doors, unit: str, frame: dict[str, Any]
) -> NumberTable:
    if not answer.points:
        return _table_of_groups(asked, answer, doors, unit, frame)
    _short, full = label_periods(asked, [point.start for point in answer.points])
    series = [*_series(asked, answer, doors)]
    before = _before(answer, len(full))
    if before:
        series.append(before)
    return NumberTable(
        first_column=first_column(asked),
        columns=tuple(Column(one.name, unit) for one in series),
        rows=tuple(_row(label, at, series) for at, label in enumerate(full)),
        **frame,
    )


def _row(label: str, at: int, series: Sequence[Series]) -> Row:
    values = tuple(one.values[at] if at < len(one.values) else None for one in series)
    return Row(label, values, doors=tuple(one.address(at=at) for one in series))


def _table_of_groups(
    asked: Asked, answer: Answer, doors: Doors, unit: str, frame: dict[str, Any]
) -> NumberTable:
    names = asked.question.breakdown
    rows = [
        Row(name_group(one), (one.value,), doors=(doors.to(**select(one)),))
        for one in answer.groups
    ]
    total = Row(_("All together"), (answer.value,), doors=(doors.to(),))
    return NumberTable(
        first_column=_(" and ").join(name_in_words(name=name) for name in names),
        columns=(Column(title_of(asked), unit),),
        rows=tuple(rows),
        totals=total,
        sorted_by=0 if rows else None,
        **frame,
    )
