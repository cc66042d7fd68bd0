"""The numbers at the top: the week so far, beside the weeks before until the same moment."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from tenfold.kit.refusal import Refusal
from tenfold.metrics.answers import Answer
from tenfold.metrics.definitions import Lifecycle, Paths, Retention, Stickiness
from tenfold.metrics.queries import MetricView, list_metrics
from tenfold.metrics.questions import Compare, Question
from tenfold.techniques.dashboards.queries import words
from tenfold.techniques.dashboards.queries.asking import Asker, explain, unit_to_show
from tenfold.techniques.dashboards.queries.views import Headline
from tenfold.techniques.dashboards.queries.weeks import list_weeks_before, questions_before
from tenfold.techniques.dashboards.rules.looking import week_of
from tenfold.ui.words import Change, describe_change

HEADLINES = 4
EXPLORED = (Retention, Stickiness, Lifecycle, Paths)
"""Kinds of which a number a day tells little: cohorts, days, lives, ways."""
_MOMENT = timedelta(microseconds=1)


def list_headlines(*, asker: Asker) -> tuple[Headline, ...]:
    """Return the four numbers that the company put first; where it chose fewer, others follow."""
    asker.prepare(questions_of_headlines(asker=asker))
    return tuple(_headline(metric, asker) for metric in choose_metrics(metrics=list_metrics()))


def _tells_of_a_week(metric: MetricView) -> bool:
    return not (metric.technique or isinstance(metric.definition, EXPLORED))


def questions_of_headlines(*, asker: Asker) -> tuple[Question, ...]:
    """Return all that the numbers at the top will ask, so that a page can have it read together."""
    metrics = choose_metrics(metrics=list_metrics())
    return tuple(one for metric in metrics for one in _questions_of(metric, asker))


def choose_metrics(*, metrics: tuple[MetricView, ...]) -> tuple[MetricView, ...]:
    """Return at most four: those with a headline place in its order, then the rest as they come.

    Not those that a technique brings: what it says of itself is no news about the company. Not who
    comes back by month and the like either: of a week that is not over they tell nothing.
    """
    placed = sorted(
        (one for one in metrics if one.headline is not None), key=lambda one: one.headline or 0
    )
    rest = [one for one in metrics if one.headline is None and _tells_of_a_week(one)]
    return (*placed, *rest)[:HEADLINES]


def _questions_of(metric: MetricView, asker: Asker) -> tuple[Question, ...]:
    start, end = _this_week(asker)
    before = questions_before(definition=metric.definition, start=start, end=end, asker=asker)
    return (_this_week_of(metric, asker), *before)


def _this_week(asker: Asker) -> tuple[datetime, datetime]:
    start = week_of(until=asker.until, calendar=asker.calendar)
    return start, max(asker.until, start + _MOMENT)


def _this_week_of(metric: MetricView, asker: Asker) -> Question:
    start, end = _this_week(asker)
    return Question(definition=metric.definition, start=start, end=end, compare=Compare.WEEK)


def _headline(metric: MetricView, asker: Asker) -> Headline:
    week = week_of(until=asker.until, calendar=asker.calendar)
    label = _("%(title)s %(week)s") % {
        "title": metric.title,
        "week": words.name_week(asker=asker, starts_at=week),
    }
    try:
        return _measured(metric, label, asker)
    except Refusal as refusal:
        # One number that cannot be told must not take the other three with it.
        withheld = explain(refusal=refusal)
        return Headline(metric.name, label, "", None, (), withheld.why, withheld.instead)


def _measured(metric: MetricView, label: str, asker: Asker) -> Headline:
    start, end = _this_week(asker)
    answer = asker.ask(_this_week_of(metric, asker))
    before = list_weeks_before(definition=metric.definition, start=start, end=end, asker=asker)
    return Headline(
        name=metric.name,
        label=label,
        text=asker.write(answer.value, week_unit(metric=metric, answer=answer)),
        change=describe(metric=metric, answer=answer, asker=asker),
        values=(*before, answer.value),
    )


def week_unit(*, metric: MetricView, answer: Answer) -> str:
    """Return the unit in which a week and the week before it are written."""
    before = answer.previous.value if answer.previous else None
    return unit_to_show(
        definition=metric.definition, unit=answer.unit, values=(answer.value, before)
    )


def describe(*, metric: MetricView, answer: Answer, asker: Asker) -> Change | None:
    """Return the change since the week before in words; None where there is no number now."""
    if answer.value is None or answer.previous is None:
        return None
    return describe_change(
        now=answer.value,
        before=answer.previous.value,
        unit=week_unit(metric=metric, answer=answer),
        better=metric.better,
        period=words.name_last_week(asker=asker),
        formats=asker.formats,
    )
