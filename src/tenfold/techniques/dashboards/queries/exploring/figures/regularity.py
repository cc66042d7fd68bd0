"""On how many different days people did it: a bar for each number of days."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenfold.metrics.analyses.stickiness import Spread, Stuck
from tenfold.metrics.answers import Answer, Group
from tenfold.metrics.calendar import Grain
from tenfold.techniques.dashboards.queries.exploring.asking import Asked
from tenfold.techniques.dashboards.queries.exploring.doors import Doors
from tenfold.techniques.dashboards.queries.exploring.figures.series import select
from tenfold.techniques.dashboards.queries.exploring.naming import over_of, title_of
from tenfold.techniques.dashboards.queries.exploring.views import Figure
from tenfold.techniques.dashboards.queries.words import name_group
from tenfold.ui.charts import Chart, Kind, Series
from tenfold.ui.tables import Column, NumberTable, Row


def draw(asked: Asked, answer: Answer, *, doors: Doors, csv_url: str, table: bool) -> list[Figure]:
    """Return the histogram of all; split, also a table of the mean by group."""
    if not isinstance(answer.detail, Stuck):
        raise TypeError(answer.detail)
    frame: dict[str, Any] = {
        "id": "explored",
        "title": f"{title_of(asked)}, {over_of(asked)}",
        "csv_url": csv_url,
    }
    spread, grain = answer.detail.spread, answer.detail.definition.grain
    whole = (
        Figure("table", _table(spread, grain, doors, frame))
        if table
        else Figure("chart", _chart(spread, grain, doors, frame))
    )
    return [whole, Figure("table", _by_group(asked, answer, doors))] if answer.groups else [whole]


def _counts(spread: Spread) -> tuple[int, ...]:
    return tuple(
        spread.persons.get(days, 0) for days in range(1, max(spread.persons, default=0) + 1)
    )


def _chart(spread: Spread, grain: Grain, doors: Doors, frame: dict[str, Any]) -> Chart:
    counts = _counts(spread)
    numbers = range(1, len(counts) + 1)
    return Chart(
        kind=Kind.HISTOGRAM,
        labels=tuple(map(str, numbers)),
        full_labels=tuple(name_number(grain=grain, count=number) for number in numbers),
        series=(Series(_("Persons"), counts, behind=_doors(counts, doors)),),
        first_column=_("On how many"),
        **frame,
    )


def _doors(counts: tuple[int, ...], doors: Doors) -> tuple[str, ...]:
    return tuple(doors.to(days=days) if count else "" for days, count in enumerate(counts, 1))


def name_number(*, grain: Grain, count: int) -> str:
    """Return so many periods: "3 days"."""
    numbers = {"count": count}
    if grain is Grain.WEEK:
        return ngettext("%(count)d week", "%(count)d weeks", count) % numbers
    if grain is Grain.MONTH:
        return ngettext("%(count)d month", "%(count)d months", count) % numbers
    return ngettext("%(count)d day", "%(count)d days", count) % numbers


def _table(spread: Spread, grain: Grain, doors: Doors, frame: dict[str, Any]) -> NumberTable:
    counts = _counts(spread)
    addresses = _doors(counts, doors)
    return NumberTable(
        first_column=_("On how many"),
        columns=(Column(_("Persons")),),
        rows=tuple(
            Row(name_number(grain=grain, count=at + 1), (count,), doors=(addresses[at],))
            for at, count in enumerate(counts)
        ),
        **frame,
    )


def _by_group(asked: Asked, answer: Answer, doors: Doors) -> NumberTable:
    return NumberTable(
        id="explored-groups",
        title=title_of(asked),
        first_column=_("Group"),
        columns=(Column(_("Persons")), Column(_("On average"))),
        rows=tuple(_row(group, doors) for group in answer.groups),
    )


def _row(group: Group, doors: Doors) -> Row:
    persons = group.detail.total if isinstance(group.detail, Spread) else None
    return Row(name_group(group), (persons, group.value), doors=(doors.to(**select(group)), ""))
