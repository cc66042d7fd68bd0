"""A funnel, split or not; by periods also the share that goes all the way, period by period."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from tenfold.metrics.analyses.funnel import Funnel as Answered
from tenfold.metrics.analyses.funnel import GroupFunnel
from tenfold.metrics.answers import Answer
from tenfold.techniques.dashboards.queries.exploring.asking import Asked
from tenfold.techniques.dashboards.queries.exploring.doors import Doors
from tenfold.techniques.dashboards.queries.exploring.figures import series
from tenfold.techniques.dashboards.queries.exploring.naming import (
    name_occurrence,
    over_of,
    title_of,
)
from tenfold.techniques.dashboards.queries.exploring.views import Figure
from tenfold.techniques.dashboards.queries.words import name_group
from tenfold.ui.funnels import Funnel, FunnelGroup, FunnelStep
from tenfold.ui.tables import Column, NumberTable, Row


def draw(asked: Asked, answer: Answer, *, doors: Doors, csv_url: str, table: bool) -> list[Figure]:
    """Return the share by period where there are periods, then the steps."""
    if not isinstance(answer.detail, Answered):
        raise TypeError(answer.detail)
    frame: dict[str, Any] = {
        "id": "explored-steps",
        "title": f"{title_of(asked)}, {over_of(asked)}",
        "csv_url": csv_url,
    }
    found: list[Figure] = []
    if answer.points:
        last = replace(doors, also={"step": len(answer.detail.funnel.steps)})
        found = series.draw(asked, answer, doors=last, csv_url=csv_url, table=table)
        frame["csv_url"] = ""
    names = [name_occurrence(step) for step in answer.detail.definition.steps]
    groups = _groups(answer, answer.detail, doors)
    if table:
        return [*found, Figure("table", _table(names, groups, frame))]
    return [*found, Figure("funnel", Funnel(steps=tuple(names), groups=groups, **frame))]


def _groups(answer: Answer, whole: Answered, doors: Doors) -> tuple[FunnelGroup, ...]:
    if not answer.groups:
        return (FunnelGroup(_("All"), _steps(whole.funnel, doors, {})),)
    return tuple(
        FunnelGroup(
            name_group(group),
            _steps(group.detail, doors, series.select(group)),
            rest=group.other,
        )
        for group in answer.groups
        if isinstance(group.detail, GroupFunnel)
    )


def _steps(funnel: GroupFunnel, doors: Doors, selected: dict[str, Any]) -> tuple[FunnelStep, ...]:
    return tuple(
        FunnelStep(
            persons=step.persons,
            median=None if step.quartiles is None else timedelta(seconds=step.quartiles[1]),
            behind=doors.to(step=at, **selected) if step.persons else "",
            dropped_behind=doors.to(step=at - 1, dropped=True, **selected) if at > 1 else "",
        )
        for at, step in enumerate(funnel.steps, 1)
    )


def _table(
    names: Sequence[str], groups: Sequence[FunnelGroup], frame: dict[str, Any]
) -> NumberTable:
    """A row for each group: persons at each step, then the share that goes all the way."""
    return NumberTable(
        first_column=_("Group"),
        columns=(*(Column(name) for name in names), Column(_("All the way"), "%")),
        rows=tuple(
            Row(
                group.name,
                (*(step.persons for step in group.steps), _share(group.steps)),
                doors=tuple(step.behind for step in group.steps),
            )
            for group in groups
        ),
        **frame,
    )


def _share(steps: Sequence[FunnelStep]) -> float | None:
    return steps[-1].persons / steps[0].persons if steps[0].persons else None
