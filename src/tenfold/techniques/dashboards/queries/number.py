"""The page of one metric, and the same as a file for a spreadsheet."""

import csv
import io
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from tenfold.metrics.answers import Answer, Group
from tenfold.metrics.queries import MetricView, get_metric
from tenfold.metrics.questions import Compare, Question
from tenfold.techniques.dashboards.queries import words
from tenfold.techniques.dashboards.queries.asking import Asker
from tenfold.techniques.dashboards.queries.breakdowns import list_breakdowns
from tenfold.techniques.dashboards.queries.headlines import EXPLORED, describe, week_unit
from tenfold.techniques.dashboards.queries.movement import (
    MOMENT,
    Wanted,
    ask_for_chart,
    look_at,
)
from tenfold.techniques.dashboards.queries.views import Choice, Fact, Look, NumberView
from tenfold.techniques.dashboards.queries.words import name_group
from tenfold.techniques.dashboards.rules import looking
from tenfold.ui.format import Formats

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def get_number(*, name: str, look: Look, asker: Asker) -> NumberView:
    """Return the page. Raises `UnknownMetric` and `UnknownChoice`."""
    metric = get_metric(name=name)
    if isinstance(metric.definition, EXPLORED):
        return NumberView(
            name=metric.name,
            title=metric.title,
            asks=metric.asks,
            movement=None,
            explored=_explored(metric),
        )
    wanted = _wanted(metric, look, asker)
    movement = look_at(metric=metric, wanted=wanted, asker=asker, choose_metric=False)
    if movement.withheld:
        return NumberView(name=metric.name, title=metric.title, asks=metric.asks, movement=movement)
    answer = _this_week(metric, asker)
    week = looking.week_of(until=asker.until, calendar=asker.calendar)
    return NumberView(
        name=metric.name,
        title=metric.title,
        asks=metric.asks,
        movement=movement,
        value=asker.write(answer.value, week_unit(metric=metric, answer=answer)),
        period=_("%(title)s %(week)s")
        % {"title": metric.title, "week": words.name_week(asker=asker, starts_at=week)},
        change=describe(metric=metric, answer=answer, asker=asker),
        lineage=describe_lineage(answer, asker.formats),
        query_text=answer.lineage.sql,
        fresh_at=answer.freshness.newest_event_at,
        compares=_compares(wanted),
        csv_query=wanted.query(),
    )


def _explored(metric: MetricView) -> str:
    said = urlencode(
        {"kind": "metric", "name": metric.name, "range": "last_12_weeks", "alone": "yes"}
    )
    return f"{reverse('dashboards:explore_answer')}?{said}"


def write_csv(*, name: str, look: Look, asker: Asker) -> str:
    """Return the chart's numbers as CSV (RFC 4180): a line for each period, exact and unformatted.

    Raises `MoneyHidden` or `PersonsHidden` where the viewer may not see it.
    """
    metric = get_metric(name=name)
    wanted = _wanted(metric, look, asker)
    answer = ask_for_chart(metric=metric, wanted=wanted, asker=asker)
    file = io.StringIO()
    lines = csv.writer(file)
    lines.writerow([wanted.grain.value, *_heads(metric, answer.groups)])
    columns = [group.points for group in answer.groups] or [answer.points]
    for at, point in enumerate(answer.points):
        values = (column[at].value for column in columns)
        lines.writerow(
            [point.start.isoformat(), *("" if value is None else value for value in values)]
        )
    return file.getvalue()


def _heads(metric: MetricView, groups: tuple[Group, ...]) -> list[str]:
    return [harmless(name_group(one)) for one in groups] or [harmless(metric.title)]


def harmless(text: str) -> str:
    """A spreadsheet must not take a value from outside for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _wanted(metric: MetricView, look: Look, asker: Asker) -> Wanted:
    names = list_breakdowns(definition=metric.definition, viewer=asker.viewer)
    return Wanted(
        grain=looking.read_grain(given=look.by),
        breakdown=looking.choose(given=look.breakdown or "", among=names),
        compared=look.compared,
    )


def _this_week(metric: MetricView, asker: Asker) -> Answer:
    start = looking.week_of(until=asker.until, calendar=asker.calendar)
    return asker.ask(
        Question(
            definition=metric.definition,
            start=start,
            end=max(asker.until, start + MOMENT),
            compare=Compare.WEEK,
        )
    )


def _compares(wanted: Wanted) -> tuple[Choice, ...]:
    return (
        Choice(
            value="before",
            label=_("With the time before"),
            query=wanted.query(compare="before"),
            chosen=wanted.compared,
        ),
        Choice(
            value="none",
            label=_("Alone"),
            query=wanted.query(compare="none"),
            chosen=not wanted.compared,
        ),
    )


def describe_lineage(answer: Answer, formats: Formats) -> tuple[Fact, ...]:
    """Return where a number comes from, line by line."""
    lineage = answer.lineage
    facts = [
        Fact(_("Events counted"), formats.number(value=lineage.events)),
        Fact(_("Time zone"), lineage.timezone),
        Fact(_("Computed in"), _("%(ms)s ms") % {"ms": formats.number(value=lineage.milliseconds)}),
    ]
    if lineage.start and lineage.end:
        stretch = f"{formats.moment(at=lineage.start)} \u2013 {formats.moment(at=lineage.end)}"
        facts.insert(0, Fact(_("From, to"), stretch))
    if lineage.left_out:
        left_out = _("%(count)s events had a text where a number was expected") % {
            "count": formats.number(value=lineage.left_out)
        }
        facts.append(Fact(_("Left out"), left_out))
    facts += [Fact(_("To be known"), note) for note in lineage.notes]
    return tuple(facts)
