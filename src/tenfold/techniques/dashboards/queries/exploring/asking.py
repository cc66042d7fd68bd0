"""The question of a draft, as the company reckons and as far as there is something to reckon."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from django.utils.translation import gettext as _

from tenfold.metrics.asking import calendar_of
from tenfold.metrics.calendar import Calendar, Grain
from tenfold.metrics.definitions import Definition, Named, from_spec
from tenfold.metrics.properties import find_extent
from tenfold.metrics.queries import MetricView, get_metric
from tenfold.metrics.questions import Compare, InvalidQuestion, Question
from tenfold.techniques.dashboards.queries.asking import Asker
from tenfold.techniques.dashboards.rules.exploring import times
from tenfold.techniques.dashboards.rules.exploring.shapes import SERIES, Branch, text_of
from tenfold.techniques.dashboards.rules.exploring.specs import Spec, spec_of
from tenfold.techniques.dashboards.rules.exploring.values import read_whole
from tenfold.ui.format import Formats

_Choice = TypeVar("_Choice", Grain, Compare)
GROUPS_OVER_TIME, GROUPS_ALONE, LINES_MOST = 5, 10, 25
_SPLIT = frozenset({*SERIES, "conversion", "retention", "stickiness", "lifecycle"})
"""Kinds that can be split by a property."""


@dataclass(frozen=True)
class Asked:
    """A draft with all that follows from it.

    spec     as it was put together; `definition` with the names in it looked up
    grain    None: one number, not one for each period
    metric   the company's number that is looked at, where it is one
    """

    draft: Branch
    kind: str
    spec: Spec
    question: Question
    calendar: Calendar
    formats: Formats
    span: times.Span
    metric: MetricView | None

    @property
    def definition(self) -> Definition:
        """What is counted."""
        return self.question.definition

    @property
    def grain(self) -> Grain | None:
        """One point for each of these."""
        return self.question.grain


def ask_of(*, draft: Branch, asker: Asker) -> Asked:
    """Return what a draft asks.

    Raises `UnfinishedQuestion`, `InvalidDefinition`, `InvalidQuestion`, `UnknownMetric`.
    """
    spec = spec_of(draft)
    definition, metric = _resolve(from_spec(spec))
    kind = definition.kind if metric else text_of(draft, "kind")
    zone = text_of(draft, "zone")
    calendar = calendar_of(company=asker.company, timezone=zone)
    span = times.span_of(draft, until=asker.until, calendar=calendar)
    grain = _grain(draft, kind, span)
    question = Question(
        definition=definition,
        grain=grain,
        start=span.start,
        end=span.end,
        breakdown=_breakdown(draft) if kind in _SPLIT else (),
        top=_top(draft, kind, grain),
        compare=_compare(draft, kind, span),
    )
    return Asked(
        draft=draft,
        kind=kind,
        spec=spec,
        question=question,
        calendar=calendar,
        formats=replace(asker.formats, timezone=calendar.timezone),
        span=span,
        metric=metric,
    )


def _resolve(definition: Definition) -> tuple[Definition, MetricView | None]:
    if not isinstance(definition, Named):
        return definition, None
    metric = get_metric(name=definition.name)
    return metric.definition, metric


def _grain(draft: Branch, kind: str, span: times.Span) -> Grain | None:
    said = text_of(draft, "by")
    if kind not in (*SERIES, "conversion") or said == "none":
        return None
    if said:
        return _choose(Grain, said, field="by")
    stretch = None if kind == "conversion" else _stretch(span)
    return None if stretch is None else times.choose_grain(start=stretch[0], end=stretch[1])


def _stretch(span: times.Span) -> tuple[datetime, datetime] | None:
    if span.start is not None and span.end is not None:
        return span.start, span.end
    return find_extent()


def _breakdown(draft: Branch) -> tuple[str, ...]:
    names = (text_of(draft, "split"), text_of(draft, "split2"))
    return tuple(dict.fromkeys(name for name in names if name))


def _top(draft: Branch, kind: str, grain: Grain | None) -> int:
    bars = grain is None and kind in SERIES
    usual = GROUPS_ALONE if bars else GROUPS_OVER_TIME
    said = text_of(draft, "top", str(usual))
    count = read_whole(said)
    if count is None:
        raise InvalidQuestion(
            _("“%(text)s” is no number of groups.") % {"text": said[:40]}, field="top"
        )
    return min(count, LINES_MOST)


def _compare(draft: Branch, kind: str, span: times.Span) -> Compare | None:
    said = text_of(draft, "compare")
    if not said or span.start is None or kind not in (*SERIES, "conversion"):
        return None
    return _choose(Compare, said, field="compare")


def _choose(choices: type[_Choice], text: str, *, field: str) -> _Choice:
    try:
        return choices(text)
    except ValueError as error:
        raise InvalidQuestion(
            _("“%(text)s” is none of the choices.") % {"text": text[:40]},
            next_step=_("Choose one of the list."),
            field=field,
        ) from error
