"""One metric over time: what changed this week, a chart, and how else it could be looked at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from tenfold.kit.refusal import Refusal
from tenfold.metrics.answers import Answer
from tenfold.metrics.calendar import Grain
from tenfold.metrics.definitions import Count, Persons, Sum, Unique
from tenfold.metrics.queries import MetricView, list_metrics
from tenfold.metrics.questions import Compare, Question
from tenfold.techniques.dashboards.queries import words
from tenfold.techniques.dashboards.queries.annotations.marking import Drawn, find_axis
from tenfold.techniques.dashboards.queries.asking import Asker, Withheld, explain, unit_to_show
from tenfold.techniques.dashboards.queries.breakdowns import list_breakdowns
from tenfold.techniques.dashboards.queries.contributions import (
    Told,
    Week,
    make_week,
    tell,
)
from tenfold.techniques.dashboards.queries.contributions import questions_of as contributions_of
from tenfold.techniques.dashboards.queries.headlines import week_unit
from tenfold.techniques.dashboards.queries.views import Choice, Movement
from tenfold.techniques.dashboards.queries.words import name_group
from tenfold.techniques.dashboards.rules import looking
from tenfold.techniques.dashboards.rules.happening import name_in_words
from tenfold.ui.charts import Axis, Chart, Kind, Series

TOP = 5
_ADDED = (Count, Sum)
_COUNTED = (Count, Sum, Persons, Unique)
MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Wanted:
    """How a metric is to be looked at: what an address says."""

    grain: Grain
    breakdown: str
    compared: bool = True

    def query(self, **other: str) -> str:
        """Return the query string of the same look, but for what `other` says."""
        said = {
            "by": self.grain.value,
            "breakdown": self.breakdown,
            "compare": "before" if self.compared else "none",
        }
        return urlencode({**said, **other})


def look_at(*, metric: MetricView, wanted: Wanted, asker: Asker, choose_metric: bool) -> Movement:
    """Return everything that the card of one metric shows."""
    asker.prepare(questions_of(metric=metric, wanted=wanted, asker=asker))
    try:
        return _moved(metric, wanted, asker, choose_metric)
    except Refusal as refusal:
        return _withheld(metric, wanted, choose_metric, explain(refusal=refusal))


def _moved(metric: MetricView, wanted: Wanted, asker: Asker, choose_metric: bool) -> Movement:
    answer = ask_for_chart(metric=metric, wanted=wanted, asker=asker)
    before = asker.ask(_before_question(metric, wanted, asker)) if wanted.compared else None
    say, told = _say(metric, wanted, asker)
    return Movement(
        name=metric.name,
        title=_title(asker),
        asks=metric.asks,
        say=say,
        say_more=told.most,
        say_beside=told.beside,
        note=_note(metric, wanted),
        chart=_chart(metric, wanted, answer, before, asker),
        query=wanted.query(show=metric.name) if choose_metric else wanted.query(),
        compared=wanted.compared,
        metrics=_metrics(metric, wanted) if choose_metric else (),
        grains=_grains(metric, wanted, choose_metric),
        breakdowns=_breakdowns(metric, wanted, asker),
    )


def questions_of(*, metric: MetricView, wanted: Wanted, asker: Asker) -> tuple[Question, ...]:
    """Return all that the card will ask, so that a page can have it read together."""
    week = _week(metric, wanted, asker)
    return (
        _chart_question(metric, wanted, asker),
        *([_before_question(metric, wanted, asker)] if wanted.compared else []),
        _week_question(metric, asker),
        *(contributions_of(week=week) if week is not None else ()),
    )


def ask_for_chart(*, metric: MetricView, wanted: Wanted, asker: Asker) -> Answer:
    """Return the numbers of the chart: a point a period, for the largest groups and the rest."""
    return asker.ask(_chart_question(metric, wanted, asker))


def _chart_question(metric: MetricView, wanted: Wanted, asker: Asker) -> Question:
    span = looking.span_of(grain=wanted.grain, until=asker.until, calendar=asker.calendar)
    return Question(
        definition=metric.definition,
        grain=wanted.grain,
        start=span.start,
        end=max(span.end, span.start + MOMENT),
        breakdown=(wanted.breakdown,) if wanted.breakdown else (),
        top=TOP,
    )


def _withheld(
    metric: MetricView, wanted: Wanted, choose_metric: bool, withheld: Withheld
) -> Movement:
    return Movement(
        name=metric.name,
        title=metric.title,
        asks=metric.asks,
        say="",
        say_more="",
        note="",
        chart=None,
        metrics=_metrics(metric, wanted) if choose_metric else (),
        grains=(),
        breakdowns=(),
        query=wanted.query(),
        compared=wanted.compared,
        withheld=withheld.why,
        instead=withheld.instead,
    )


def _title(asker: Asker) -> str:
    week = looking.week_of(until=asker.until, calendar=asker.calendar)
    return _("What changed %(week)s") % {"week": words.name_week(asker=asker, starts_at=week)}


def _note(metric: MetricView, wanted: Wanted) -> str:
    count = looking.SPANS[wanted.grain]
    return words.name_chart(title=metric.title, grain=wanted.grain, count=count)


def _before_question(metric: MetricView, wanted: Wanted, asker: Asker) -> Question:
    span = looking.span_of(grain=wanted.grain, until=asker.until, calendar=asker.calendar)
    return Question(
        definition=metric.definition,
        grain=wanted.grain,
        start=span.before_start,
        end=span.before_end,
    )


def _chart(
    metric: MetricView, wanted: Wanted, answer: Answer, before: Answer | None, asker: Asker
) -> Chart:
    formats, grain = asker.formats, wanted.grain
    starts = [point.start for point in answer.points]
    series, compared = _series(metric, wanted, answer), _before_series(before, grain)
    return Chart(
        id="movement-chart",
        title=_note(metric, wanted),
        kind=_kind(metric, split=bool(wanted.breakdown)),
        labels=tuple(words.label_short(at=at, grain=grain, formats=formats) for at in starts),
        full_labels=tuple(words.label_full(at=at, grain=grain, formats=formats) for at in starts),
        series=series,
        before=compared,
        unit=unit_to_show(
            definition=metric.definition,
            unit=answer.unit,
            values=[value for one in series for value in one.values],
        ),
        unfinished=True,
        first_column=str(words.GRAINS[grain]),
        axis=_axis(metric, starts, grain, asker),
    )


def _axis(metric: MetricView, starts: Sequence[datetime], grain: Grain, asker: Asker) -> Axis:
    drawn = Drawn(
        starts=starts,
        grain=grain,
        calendar=asker.calendar,
        formats=asker.formats,
        definition=metric.definition,
        metric=metric.name,
    )
    return find_axis(drawn=drawn)


def _before_series(before: Answer | None, grain: Grain) -> Series | None:
    if before is None:
        return None
    name = words.name_before(grain=grain, count=looking.SPANS[grain])
    return Series(name, tuple(point.value for point in before.points))


def _kind(metric: MetricView, *, split: bool) -> Kind:
    if split:
        return Kind.STACKED if isinstance(metric.definition, _ADDED) else Kind.LINE
    return Kind.BAR if isinstance(metric.definition, _COUNTED) else Kind.LINE


def _series(metric: MetricView, wanted: Wanted, answer: Answer) -> tuple[Series, ...]:
    if not wanted.breakdown:
        return (Series(metric.title, tuple(point.value for point in answer.points)),)
    return tuple(
        Series(name_group(one), tuple(point.value for point in one.points), rest=one.other)
        for one in answer.groups
    )


def _say(metric: MetricView, wanted: Wanted, asker: Asker) -> tuple[str, Told]:
    answer = asker.ask(_week_question(metric, asker))
    stood = words.Stood(
        title=metric.title,
        now=answer.value,
        before=answer.previous.value if answer.previous else None,
        unit=week_unit(metric=metric, answer=answer),
    )
    if not isinstance(metric.definition, _COUNTED):
        return words.say_level(stood=stood, asker=asker), Told()
    sentence, week = words.say_change(stood=stood, asker=asker), _week(metric, wanted, asker)
    if week is None:
        return sentence, Told()
    return sentence, tell(week=week, write=lambda value: asker.write(value, stood.unit))


def _week_question(metric: MetricView, asker: Asker) -> Question:
    start = looking.week_of(until=asker.until, calendar=asker.calendar)
    return Question(
        definition=metric.definition,
        start=start,
        end=max(asker.until, start + MOMENT),
        compare=Compare.WEEK,
    )


def _week(metric: MetricView, wanted: Wanted, asker: Asker) -> Week | None:
    """Return what a sum is to be explained by; None for what is no sum, or is not split."""
    if not wanted.breakdown or not isinstance(metric.definition, _ADDED):
        return None
    return make_week(
        question=_week_question(metric, asker),
        breakdown=wanted.breakdown,
        offered=list_breakdowns(definition=metric.definition, viewer=asker.viewer),
        asker=asker,
    )


def _grains(metric: MetricView, wanted: Wanted, choose_metric: bool) -> tuple[Choice, ...]:
    kept = {"show": metric.name} if choose_metric else {}
    return tuple(
        Choice(
            value=grain.value,
            label=str(words.GRAINS[grain]),
            query=wanted.query(by=grain.value, **kept),
            chosen=grain is wanted.grain,
        )
        for grain in (Grain.DAY, Grain.WEEK, Grain.MONTH)
    )


def _metrics(shown: MetricView, wanted: Wanted) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            value=one.name,
            label=one.title,
            query=wanted.query(show=one.name),
            chosen=one.name == shown.name,
        )
        for one in list_metrics()
    )


def _breakdowns(metric: MetricView, wanted: Wanted, asker: Asker) -> tuple[Choice, ...]:
    names = list_breakdowns(definition=metric.definition, viewer=asker.viewer)
    if not names:
        return ()
    return tuple(
        Choice(
            value=name,
            label=name_in_words(name=name) if name else _("nothing"),
            query=wanted.query(breakdown=name),
            chosen=name == wanted.breakdown,
        )
        for name in ("", *names)
    )
