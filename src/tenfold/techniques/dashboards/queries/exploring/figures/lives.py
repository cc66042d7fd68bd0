"""Who is new, stayed, came back, went quiet: period by period, above and below the line."""

from typing import Any

from django.utils.translation import gettext as _

from tenfold.metrics.analyses.lifecycle import Lived, Lives, Periodical
from tenfold.metrics.answers import Answer
from tenfold.techniques.dashboards.queries import words
from tenfold.techniques.dashboards.queries.exploring.asking import Asked
from tenfold.techniques.dashboards.queries.exploring.doors import Doors
from tenfold.techniques.dashboards.queries.exploring.figures.series import axis_of, select
from tenfold.techniques.dashboards.queries.exploring.naming import over_of, title_of
from tenfold.techniques.dashboards.queries.exploring.views import Figure
from tenfold.techniques.dashboards.queries.words import name_group
from tenfold.ui.charts import Chart, Kind, lifecycle_series
from tenfold.ui.charts import Lives as Drawn
from tenfold.ui.tables import Column, NumberTable, Row

STATES = ("new", "returning", "resurrecting", "dormant")


def draw(asked: Asked, answer: Answer, *, doors: Doors, csv_url: str, table: bool) -> list[Figure]:
    """Return the chart of all; split, also a table of the newest whole period by group."""
    if not isinstance(answer.detail, Lived):
        raise TypeError(answer.detail)
    frame: dict[str, Any] = {
        "id": "explored",
        "title": f"{title_of(asked)}, {over_of(asked)}",
        "csv_url": csv_url,
    }
    lives = answer.detail.periods.lives
    whole = (
        Figure("table", _table(asked, answer.detail, doors, frame))
        if table
        else Figure("chart", _chart(asked, answer.detail, doors, frame))
    )
    if not answer.groups or not lives:
        return [whole]
    return [whole, Figure("table", _by_group(asked, answer, doors))]


def _chart(asked: Asked, lived: Lived, doors: Doors, frame: dict[str, Any]) -> Chart:
    lives, grain = lived.periods.lives, lived.definition.grain
    rows = {state: tuple(getattr(one, state) for one in lives) for state in STATES}
    short = (words.label_short(at=one.start, grain=grain, formats=asked.formats) for one in lives)
    full = (words.label_full(at=one.start, grain=grain, formats=asked.formats) for one in lives)
    behind = {state: tuple(_door(one, state, doors) for one in lives) for state in STATES}
    return Chart(
        kind=Kind.STACKED,
        labels=tuple(short),
        full_labels=tuple(full),
        series=lifecycle_series(lives=Drawn(**rows), behind=behind),
        unfinished=bool(lives) and not lives[-1].complete,
        first_column=str(words.GRAINS[grain]),
        axis=axis_of(asked, [one.start for one in lives], grain) if doors.inside else None,
        **frame,
    )


def _door(one: Lives, state: str, doors: Doors) -> str:
    return doors.to(start=one.start, status=state) if getattr(one, state) else ""


def _table(asked: Asked, lived: Lived, doors: Doors, frame: dict[str, Any]) -> NumberTable:
    grain = lived.definition.grain
    return NumberTable(
        first_column=str(words.GRAINS[grain]),
        columns=_columns(),
        rows=tuple(
            Row(
                words.label_full(at=one.start, grain=grain, formats=asked.formats),
                tuple(getattr(one, state) for state in STATES),
                doors=tuple(_door(one, state, doors) for state in STATES),
            )
            for one in lived.periods.lives
        ),
        **frame,
    )


def _columns() -> tuple[Column, ...]:
    names = (_("New"), _("Stayed"), _("Came back"), _("Went quiet"))
    return tuple(Column(name) for name in names)


def _by_group(asked: Asked, answer: Answer, doors: Doors) -> NumberTable:
    rows = []
    for group in answer.groups:
        now = group.detail.now if isinstance(group.detail, Periodical) else None
        if now is None:
            continue
        addresses = (
            doors.to(start=now.start, status=state, **select(group)) if getattr(now, state) else ""
            for state in STATES
        )
        values = tuple(getattr(now, state) for state in STATES)
        rows.append(Row(name_group(group), values, doors=tuple(addresses)))
    return NumberTable(
        id="explored-groups",
        title=title_of(asked),
        first_column=_("Group, newest whole period"),
        columns=_columns(),
        rows=tuple(rows),
    )
