"""From an alert to the question that it asks, and from the answer to what its rule says."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import parse_qsl

from django.utils.translation import gettext as _

from tenfold.metrics.answers import Answer, Group, Point
from tenfold.metrics.definitions import Conversion, Count, Definition, Persons, Ratio, Unique
from tenfold.metrics.figures import SHARE
from tenfold.metrics.questions import Question
from tenfold.metrics.showing import names_persons, tells_money
from tenfold.people.permissions import Viewer
from tenfold.people.queries import CompanyView
from tenfold.techniques.dashboards.queries.asking import Asker, Volume
from tenfold.techniques.dashboards.queries.exploring.asking import Asked, ask_of
from tenfold.techniques.dashboards.queries.exploring.figures.series import unit_of
from tenfold.techniques.dashboards.rules.alerts.conditions import InvalidAlert, Rule
from tenfold.techniques.dashboards.rules.alerts.recalling import Bounds, Judged, judge_all
from tenfold.techniques.dashboards.rules.alerts.windows import NO_TIME, Window, window_of
from tenfold.techniques.dashboards.rules.exploring.addresses import read_draft, write_draft
from tenfold.techniques.dashboards.rules.exploring.shapes import SERIES, Branch, text_of

MOST_VALUES = 10
"""Values of a breakdown that are watched: the largest ones."""

_ASKED_BY_THE_ALERT = frozenset({"range", "from", "to", "by", "compare", "view", "zone", "saved"})
_OVER_TIME = (*SERIES, "conversion")


@dataclass(frozen=True)
class Watch:
    """What is asked for an alert at one look.

    asked     the draft as Explore understands it
    question  over the window, a point for each period
    """

    asked: Asked
    question: Question
    rule: Rule
    window: Window

    @property
    def tells_money(self) -> bool:
        """Whether what it says needs the permission to see money."""
        return tells_money(question=self.question)

    @property
    def names_persons(self) -> bool:
        """Whether its values may be persons."""
        return names_persons(question=self.question)


@dataclass(frozen=True)
class Seen:
    """What a look found. `labels` by the key of the value; `points` all that was asked for."""

    unit: str
    is_money: bool
    labels: Mapping[str, tuple[str | None, ...]]
    points: Mapping[str, Sequence[Point]]
    judged: Mapping[str, Judged]


def eyes_of(*, viewer: Viewer, company: CompanyView, at: datetime) -> Asker:
    """Return the eyes with which an alert is looked at: now is now, also where nothing comes in."""
    return Asker(
        viewer=viewer, company=company, at=at, until=at, volume=Volume(events=1, newest_at=None)
    )


def make_watch(
    *, query: str, rule: Rule, asker: Asker, periods: int, reach: datetime | None = None
) -> Watch:
    """Return what to ask so that so many periods can be judged; in the company's calendar.

    Raises `InvalidAlert` where there is no number over time, and what `ask_of` raises.
    """
    draft = read_watched(query=query)
    asked = ask_of(draft={**draft, "by": rule.grain.value}, asker=asker)
    if asked.kind not in _OVER_TIME or asked.grain is None:
        raise not_over_time()
    window = window_of(
        rule=rule,
        at=asker.until,
        calendar=asker.calendar,
        periods=periods,
        reach=reach,
        ripens=_ripens(asked.definition),
    )
    question = replace(
        asked.question,
        start=window.start,
        end=window.end,
        compare=None,
        top=min(asked.question.top, MOST_VALUES),
    )
    return Watch(replace(asked, question=question), question, rule, window)


def not_over_time() -> InvalidAlert:
    """Return the refusal of what is no number for each period."""
    return InvalidAlert(
        _("This is not a number over time, so there is nothing to watch."),
        next_step=_(
            "Choose how often, how many people, how much, a share or a funnel. Or set a goal on it: a "
            "goal is watched whatever it is measured by."
        ),
        field="query",
    )


def read_watched(*, query: str) -> Branch:
    """Return the draft of an address without what the alert decides itself.

    Raises `UnreadableAddress`, and `InvalidAlert` for a group of people.
    """
    draft, _lost = read_draft(parse_qsl(query, keep_blank_values=True))
    if text_of(draft, "kind") not in _OVER_TIME:
        raise not_over_time()
    return {name: node for name, node in draft.items() if name not in _ASKED_BY_THE_ALERT}


def write_watched(*, query: str) -> str:
    """Return the address that an alert keeps: the same draft always in the same words."""
    return write_draft(read_watched(query=query))


def _ripens(definition: Definition) -> timedelta:
    return definition.within.length if isinstance(definition, Conversion) else NO_TIME


def look(*, watch: Watch, answer: Answer) -> Seen:
    """Return what the rule says of an answer."""
    labels, points = _values(watch, answer)
    return Seen(
        unit=_unit(watch, answer),
        is_money=answer.is_money or watch.tells_money,
        labels=labels,
        points=points,
        judged=judge_all(points=points, rule=watch.rule, since=watch.window.judged_from),
    )


def _unit(watch: Watch, answer: Answer) -> str:
    """A part of the same events is a share also while there is none."""
    definition = watch.asked.definition
    is_share = isinstance(definition, Ratio) and _is_counted(definition) and _is_part(definition)
    return SHARE if is_share else unit_of(watch.asked, answer)


def _values(
    watch: Watch, answer: Answer
) -> tuple[dict[str, tuple[str | None, ...]], dict[str, Sequence[Point]]]:
    if not watch.question.breakdown:
        return {"": ()}, {"": answer.points}
    watched = [group for group in answer.groups if not group.other]
    labels = {key_of(labels=group.labels): group.labels for group in watched}
    return labels, {key_of(labels=group.labels): _points(group) for group in watched}


def _points(group: Group) -> Sequence[Point]:
    return group.points


def key_of(*, labels: Sequence[str | None]) -> str:
    """Return a short text that only equal values of a breakdown have; "" where there is none."""
    if not labels:
        return ""
    return hashlib.sha256(json.dumps(list(labels)).encode()).hexdigest()[:40]


def bounds_of(*, watch: Watch, unit: str) -> Bounds:
    """Return between what the number can lie at all."""
    definition = watch.asked.definition
    counted = isinstance(definition, Count | Persons | Unique)
    if isinstance(definition, Conversion):
        return Bounds(low=0.0, high=1.0)
    if isinstance(definition, Ratio) and _is_counted(definition):
        return Bounds(low=0.0, high=1.0 if unit == SHARE and _is_part(definition) else None)
    return Bounds(low=0.0) if counted else Bounds()


def _is_counted(ratio: Ratio) -> bool:
    return all(isinstance(part, Count | Persons | Unique) for part in (ratio.of, ratio.per))


def _is_part(ratio: Ratio) -> bool:
    """Events with something more to them are a part of the same events: never more than all."""
    of, per = ratio.of, ratio.per
    same = type(of) is type(per) and of.event == per.event
    return same and set(per.where) <= set(of.where)
