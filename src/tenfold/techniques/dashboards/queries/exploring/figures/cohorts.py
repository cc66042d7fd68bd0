"""Coming back: a row for each cohort, a column for each period after, darker where more came."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenfold.metrics.analyses.cohorts import Cohort, Offsets, Retained
from tenfold.metrics.answers import Answer
from tenfold.metrics.calendar import Grain
from tenfold.metrics.definitions import Counting
from tenfold.techniques.dashboards.queries import words
from tenfold.techniques.dashboards.queries.exploring.asking import Asked
from tenfold.techniques.dashboards.queries.exploring.doors import Doors
from tenfold.techniques.dashboards.queries.exploring.figures.series import select
from tenfold.techniques.dashboards.queries.exploring.naming import over_of, title_of
from tenfold.techniques.dashboards.queries.exploring.views import Figure
from tenfold.techniques.dashboards.queries.words import name_group
from tenfold.ui.charts import Chart, Kind, Series
from tenfold.ui.heat import HeatCell, HeatMap, HeatRow

MOST_OFFSETS = 53
"""Columns that are drawn; the file has them all."""

_FIRST: dict[Grain, Any] = {
    Grain.DAY: gettext_lazy("Began on"),
    Grain.WEEK: gettext_lazy("Began in the week of"),
    Grain.MONTH: gettext_lazy("Began in"),
}


def draw(
    asked: Asked,
    answer: Answer,
    *,
    doors: Doors,
    csv_url: str,
    table: bool,  # noqa: ARG001  a heat map is a table
) -> list[Figure]:
    """Return the heat map; split, also one row for each group, all its cohorts together."""
    if not isinstance(answer.detail, Retained):
        raise TypeError(answer.detail)
    found = answer.detail
    offsets = tuple(str(one.offset) for one in found.offsets.overall[:MOST_OFFSETS])
    title = f"{title_of(asked)}, {over_of(asked)}"
    everybody = _together(_("All together"), found.offsets, doors, {})
    whole = HeatMap(
        id="explored-cohorts",
        title=title,
        first_column=str(_FIRST.get(found.definition.grain, _("Beginning"))),
        offsets=offsets,
        rows=tuple(_row(one, asked, doors) for one in found.cohorts if one.size),
        overall=everybody,
        csv_url=csv_url,
    )
    found_figures = _by_beginning(asked, answer, doors, title)
    if not answer.groups:
        return [*found_figures, Figure("heat_map", whole)]
    groups = HeatMap(
        id="explored-groups",
        title=title,
        first_column=_("Group"),
        offsets=offsets,
        rows=tuple(
            _together(name_group(group), group.detail, doors, select(group))
            for group in answer.groups
            if isinstance(group.detail, Offsets)
        ),
        overall=everybody,
    )
    return [*found_figures, Figure("heat_map", groups), Figure("heat_map", whole)]


def _by_beginning(asked: Asked, answer: Answer, doors: Doors, title: str) -> list[Figure]:
    """Return, of whether people ever came back, the share by when they began, as a line.

    The newest cohorts have had no time to come back; they have no share yet.
    """
    detail = answer.detail
    if not isinstance(detail, Retained) or detail.definition.mode is not Counting.ROLLING:
        return []
    grain, formats = detail.definition.grain, asked.formats
    cohorts = [one for one in detail.cohorts if one.size and len(one.returned) > 1]
    shares = tuple(one.returned[1] / one.size for one in cohorts)
    starts = [one.start for one in cohorts]
    behind = tuple(
        doors.to(start=one.start, offset=1) if one.returned[1] else "" for one in cohorts
    )
    chart = Chart(
        id="explored-shares",
        title=title,
        kind=Kind.LINE,
        labels=tuple(words.label_short(at=at, grain=grain, formats=formats) for at in starts),
        full_labels=tuple(words.label_full(at=at, grain=grain, formats=formats) for at in starts),
        series=(Series(_("Came back later"), shares, behind=behind),),
        unit="%",
        first_column=str(_FIRST.get(grain, "")),
    )
    return [Figure("chart", chart)]


def _row(cohort: Cohort, asked: Asked, doors: Doors) -> HeatRow:
    last = len(cohort.returned) - 1
    grain = getattr(asked.definition, "grain", Grain.WEEK)
    return HeatRow(
        label=words.label_short(at=cohort.start, grain=grain, formats=asked.formats),
        size=cohort.size,
        cells=tuple(
            HeatCell(
                share=came / cohort.size,
                persons=came,
                behind=doors.to(start=cohort.start, offset=offset) if came else "",
                unfinished=offset == last and not cohort.complete,
            )
            for offset, came in enumerate(cohort.returned[:MOST_OFFSETS])
        ),
        behind=doors.to(start=cohort.start),
    )


def _together(label: str, offsets: Offsets, doors: Doors, selected: dict[str, Any]) -> HeatRow:
    found = offsets.overall[:MOST_OFFSETS]
    return HeatRow(
        label=label,
        size=found[0].eligible if found else 0,
        cells=tuple(
            HeatCell(
                share=float(one.share or 0),
                persons=one.returned,
                of=one.eligible,
                behind=doors.to(offset=one.offset, **selected) if one.returned else "",
            )
            for one in found
        ),
        behind=doors.to(**selected),
    )
