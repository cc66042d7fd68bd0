"""Reads: answers to questions, and the metrics there are."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from tenfold.eventlog.current import get_log
from tenfold.eventlog.store import EventLog
from tenfold.kit.refusal import Refusal
from tenfold.metrics import rules, wording
from tenfold.metrics.answers import Answer, Comparison, Freshness, Lineage
from tenfold.metrics.cache import Cache
from tenfold.metrics.calendar import Calendar
from tenfold.metrics.compute import Computed, compute
from tenfold.metrics.definitions import Count, Definition, Persons, from_spec, to_spec
from tenfold.metrics.figures import change
from tenfold.metrics.memory import PerLog
from tenfold.metrics.models import MetricDefinition
from tenfold.metrics.questions import Question, resolve_comparison

_caches = PerLog(Cache)


@dataclass(frozen=True, slots=True)
class MetricView:
    """A metric that can be asked for by its name. `version` 0: every company has it."""

    name: str
    title: str
    asks: str
    definition: Definition
    better: rules.Better
    headline: int | None
    version: int

    @property
    def spec(self) -> dict[str, Any]:
        """The definition's JSON form."""
        return to_spec(self.definition)


def answer(
    *, question: Question, calendar: Calendar, at: datetime, log: EventLog | None = None
) -> Answer:
    """Return the answer as of now; `at` is now, for how fresh it is.

    `log` is the company's open log unless another is given. Raises `MixedCurrencies`,
    `TooManyPeriods`, `QueryTooLong`.
    """
    log = log or get_log()
    found = _compute(question, calendar, log)
    previous = _previous(question, calendar, log, found)
    figure = found.figure
    return Answer(
        value=figure.value,
        unit=figure.unit,
        points=found.points,
        groups=found.groups,
        previous=previous,
        freshness=_freshness(log, at),
        lineage=_lineage(question, calendar, found),
        sentence=wording.say(value=figure.value, unit=figure.unit, previous=previous),
    )


def answer_all(
    *,
    questions: Sequence[Question],
    calendar: Calendar,
    at: datetime,
    log: EventLog | None = None,
) -> tuple[Answer | Refusal, ...]:
    """Return the answers to all questions of a page, in order; the same question is read once.

    What one question is refused for stands in its place and does not touch the others.
    """
    log = log or get_log()
    answers: dict[str, Answer | Refusal] = {}
    for question in questions:
        if question.key() not in answers:
            answers[question.key()] = _answer_or_refusal(question, calendar, at, log)
    return tuple(answers[question.key()] for question in questions)


def list_metrics() -> tuple[MetricView, ...]:
    """Return every metric: headlines in their order, then the others by name."""
    rows = [_view(row) for row in MetricDefinition.objects.all()]
    named = sorted([*rows, *_always()], key=lambda one: one.name)
    return tuple(sorted(named, key=lambda one: one.headline or rules.MAX_HEADLINE + 1))


def get_metric(*, name: str) -> MetricView:
    """Return the metric of that name. Raises `UnknownMetric`."""
    for one in _always():
        if one.name == name:
            return one
    row = MetricDefinition.objects.filter(name=name).first()
    if row is None:
        raise rules.unknown_metric(name=name)
    return _view(row)


def _answer_or_refusal(
    question: Question, calendar: Calendar, at: datetime, log: EventLog
) -> Answer | Refusal:
    try:
        return answer(question=question, calendar=calendar, at=at, log=log)
    except Refusal as refusal:
        return refusal


def _compute(question: Question, calendar: Calendar, log: EventLog) -> Computed:
    asked = replace(question, compare=None)
    return _caches.get(log).get(
        key=f"{calendar} {asked.key()}",
        version=log.version(),
        compute=lambda: compute(question=asked, calendar=calendar, log=log),
    )


def _previous(
    question: Question, calendar: Calendar, log: EventLog, found: Computed
) -> Comparison | None:
    if question.compare is None or question.start is None or question.end is None:
        return None
    start, end, unit = resolve_comparison(
        start=question.start, end=question.end, compare=question.compare, calendar=calendar
    )
    earlier = replace(question, start=start, end=end, grain=None, breakdown=None)
    before = _compute(earlier, calendar, log).figure
    comparable = before.unit == found.figure.unit
    return Comparison(
        start=calendar.to_local(at=start),
        end=calendar.to_local(at=end),
        value=before.value,
        change=change(value=found.figure.value, before=before.value) if comparable else None,
        unit=None if unit is None else unit.value,
    )


def _freshness(log: EventLog, at: datetime) -> Freshness:
    """The company's own facts are left out: they say nothing about how fresh a number is."""
    extent = log.reading().extent
    if extent is None:
        return Freshness(newest_event_at=None, seconds=None)
    return Freshness(newest_event_at=extent[1], seconds=max(0.0, (at - extent[1]).total_seconds()))


def _lineage(question: Question, calendar: Calendar, found: Computed) -> Lineage:
    return Lineage(
        definition=to_spec(question.definition),
        start=None if question.start is None else calendar.to_local(at=question.start),
        end=None if question.end is None else calendar.to_local(at=question.end),
        timezone=calendar.timezone,
        events=found.figure.events,
        left_out=found.figure.left_out,
        sql=found.statement.text,
        parameters=found.statement.parameters,
        milliseconds=round(found.milliseconds, 3),
    )


def _always() -> tuple[MetricView, ...]:
    """Return the metrics that every company has."""
    return (
        _built_in("events", _("Events"), _("How much happens?"), Count()),
        _built_in("persons", _("Persons"), _("How many different persons are there?"), Persons()),
    )


def _built_in(name: str, title: str, asks: str, definition: Definition) -> MetricView:
    return MetricView(name, title, asks, definition, rules.Better.UP, None, 0)


def _view(row: MetricDefinition) -> MetricView:
    return MetricView(
        name=row.name,
        title=row.title,
        asks=row.asks,
        definition=from_spec(row.spec),
        better=rules.Better(row.better),
        headline=row.headline,
        version=row.version,
    )


def as_json(*, metric: MetricView) -> dict[str, Any]:
    """Return a metric as plain JSON values."""
    return {
        "name": metric.name,
        "title": metric.title,
        "asks": metric.asks,
        "spec": metric.spec,
        "better": metric.better.value,
        "headline": metric.headline,
        "version": metric.version,
    }
