"""A number for each period, for each group, or both: lines, areas, bars, a map, a table."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from tenfold.metrics.answers import Answer, Group, Point
from tenfold.metrics.calendar import Grain
from tenfold.metrics.definitions import Count, Persons, Sum, Unique
from tenfold.techniques.dashboards.queries import words
from tenfold.techniques.dashboards.queries.annotations.marking import Drawn, find_axis
from tenfold.techniques.dashboards.queries.asking import unit_to_show
from tenfold.techniques.dashboards.queries.exploring.asking import Asked
from tenfold.techniques.dashboards.queries.exploring.doors import Doors
from tenfold.techniques.dashboards.queries.exploring.naming import over_of, title_of
from tenfold.techniques.dashboards.queries.exploring.views import Figure
from tenfold.techniques.dashboards.queries.words import name_group
from tenfold.techniques.dashboards.rules.exploring.shapes import text_of
from tenfold.techniques.dashboards.rules.happening import name_in_words
from tenfold.ui.bars import Bar, Bars
from tenfold.ui.charts import Axis, Chart, Kind, Series
from tenfold.ui.countries import find_country
from tenfold.ui.format import Value
from tenfold.ui.maps import Place, WorldMap
from tenfold.ui.tables import Column, NumberTable, Row

CHART = "explored"
MAP = "map"
_ADDED = (Count, Sum)
_COUNTED = (Count, Sum, Persons, Unique)


def unit_of(asked: Asked, answer: Answer) -> str:
    """Return the unit in which all that is shown together is written."""
    values: list[Value | None] = [answer.value, *(point.value for point in answer.points)]
    for group in answer.groups:
        values += [group.value, *(point.value for point in group.points)]
    return unit_to_show(definition=asked.definition, unit=answer.unit, values=values)


def draw(asked: Asked, answer: Answer, *, doors: Doors, csv_url: str, table: bool) -> list[Figure]:
    """Return what is drawn of a number; nothing where it is the one number alone.

    A view that does not fit the answer (a map of what is split by no country) is left as it is:
    the draft may have changed since it was chosen.
    """
    frame: dict[str, Any] = {
        "id": CHART,
        "title": f"{title_of(asked)}, {over_of(asked)}",
        "csv_url": csv_url,
    }
    unit = unit_of(asked, answer)
    if table:
        return [Figure("table", _table(asked, answer, doors, unit, frame))]
    if chosen_view(asked, answer) == MAP:
        return [Figure("map", _map(asked, answer, doors, unit, frame))]
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
        kind=Kind(chosen_view(asked, answer)),
        labels=short,
        full_labels=full,
        series=_series(asked, answer, doors),
        before=_before(answer, len(starts)),
        unit=unit,
        unfinished=not asked.span.is_over,
        first_column=first_column(asked),
        axis=axis_of(asked, starts, asked.grain or Grain.DAY) if doors.inside else None,
        **frame,
    )


def axis_of(asked: Asked, starts: Sequence[datetime], grain: Grain) -> Axis:
    """Return what happened in the periods of an answer."""
    drawn = Drawn(
        starts=starts,
        grain=grain,
        calendar=asked.calendar,
        formats=asked.formats,
        definition=asked.definition,
        metric=asked.metric.name if asked.metric else "",
    )
    return find_axis(drawn=drawn)


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


def list_views(asked: Asked, answer: Answer) -> tuple[str, ...]:
    """Return as what an answer can be drawn, its own way first; empty for one number alone."""
    over_time = () if not answer.points else _over_time(asked, answer)
    return (*over_time, *((MAP,) if _has_countries(asked, answer) else ()))


def _over_time(asked: Asked, answer: Answer) -> tuple[str, ...]:
    """Parts are stacked only where they add up to the whole."""
    adds = isinstance(asked.definition, _ADDED)
    ways = (Kind.LINE, Kind.AREA, Kind.BAR) if adds else (Kind.LINE, Kind.BAR)
    own = _own_kind(asked, answer)
    return (own.value, *(one.value for one in ways if one is not own and not _is_bar(one, own)))


def _is_bar(one: Kind, other: Kind) -> bool:
    return {one, other} == {Kind.BAR, Kind.STACKED}


def chosen_view(asked: Asked, answer: Answer) -> str:
    """Return the view that the draft asks for, where the answer can be drawn so; else its own."""
    offered, said = list_views(asked, answer), text_of(asked.draft, "view")
    if said == Kind.BAR and Kind.STACKED in offered:
        return Kind.STACKED.value
    return said if said in offered else (offered[0] if answer.points else "")


def _has_countries(asked: Asked, answer: Answer) -> bool:
    if len(asked.question.breakdown) != 1:
        return False
    return any(find_country(text=name_group(one)) for one in answer.groups if not one.other)


def _map(asked: Asked, answer: Answer, doors: Doors, unit: str, frame: dict[str, Any]) -> WorldMap:
    return WorldMap(
        places=tuple(
            Place(name_group(one), one.value, doors.to(**select(one)), rest=one.other)
            for one in answer.groups
        ),
        unit=unit,
        adds=isinstance(asked.definition, _ADDED),
        column=title_of(asked),
        **frame,
    )


def _own_kind(asked: Asked, answer: Answer) -> Kind:
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
