"""What the page shows, as CSV (RFC 4180): exact and unformatted, safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from tenfold.metrics.analyses.cohorts import Retained
from tenfold.metrics.analyses.funnel import Funnel, GroupFunnel
from tenfold.metrics.analyses.lifecycle import Lived
from tenfold.metrics.analyses.paths import Flow
from tenfold.metrics.analyses.stickiness import Stuck
from tenfold.metrics.answers import Answer
from tenfold.metrics.behind import Selection
from tenfold.techniques.dashboards.queries.asking import Asker
from tenfold.techniques.dashboards.queries.exploring.asking import Asked, ask_of
from tenfold.techniques.dashboards.queries.exploring.behind import MOST_IN_A_FILE, find_behind
from tenfold.techniques.dashboards.queries.exploring.groups import list_sizes
from tenfold.techniques.dashboards.queries.exploring.naming import title_of
from tenfold.techniques.dashboards.queries.number import harmless
from tenfold.techniques.dashboards.queries.words import name_group
from tenfold.techniques.dashboards.rules.exploring.shapes import Branch, text_of

Line = Sequence[Any]


def write_answer(*, draft: Branch, asker: Asker) -> str:
    """Return the answer's numbers. Raises what the question is refused for."""
    if text_of(draft, "kind") == "segment":
        sizes = ((one.at.isoformat(), one.persons) for one in list_sizes(draft, asker))
        return _write([("at", "persons"), *sizes])
    asked = ask_of(draft=draft, asker=asker)
    answer = asker.ask(asked.question, calendar=asked.calendar)
    return _write(_lines(asked, answer))


def write_persons(*, draft: Branch, selection: Selection, asker: Asker) -> str:
    """Return the persons behind a selection. Raises `PersonsHidden`."""
    found = find_behind(draft, selection, asker, limit=MOST_IN_A_FILE)
    lines = ((one.person, one.events, one.last_at.isoformat()) for one in found.persons)
    return _write([("person", "events", "last_at"), *lines])


def _lines(asked: Asked, answer: Answer) -> Iterable[Line]:
    write = _OF_KIND.get(type(answer.detail))
    if write is not None:
        return write(answer)
    if answer.points:
        return _by_period(asked, answer)
    if answer.groups:
        head = (*asked.question.breakdown, title_of(asked))
        return [head, *((*_labels(one, asked), one.value) for one in answer.groups)]
    return [(title_of(asked),), (answer.value,)]


def _labels(group: Any, asked: Asked) -> Line:
    """The group of all others has no values of its own: its name stands in the first column."""
    if group.other:
        return (name_group(group), *[""] * (len(asked.question.breakdown) - 1))
    return tuple("" if label is None else label for label in group.labels)


def _by_period(asked: Asked, answer: Answer) -> Iterable[Line]:
    columns = [group.points for group in answer.groups] or [answer.points]
    heads = [name_group(group) for group in answer.groups] or [title_of(asked)]
    if answer.previous and answer.previous.points and not answer.groups:
        heads, columns = [*heads, "before"], [*columns, answer.previous.points]
    grain = asked.grain.value if asked.grain else ""
    yield (grain, *heads)
    for at, point in enumerate(answer.points):
        values = (column[at].value if at < len(column) else None for column in columns)
        yield (point.start.isoformat(), *values)


def _funnel(answer: Answer) -> Iterable[Line]:
    yield ("group", "step", "event", "persons", "rate", "rate_of_previous")
    funnels = [(name_group(one), one.detail) for one in answer.groups]
    whole = answer.detail.funnel if isinstance(answer.detail, Funnel) else None
    for name, funnel in [("", whole), *funnels]:
        steps = funnel.steps if isinstance(funnel, GroupFunnel) else ()
        for at, step in enumerate(steps, 1):
            yield (name, at, step.event, step.persons, step.rate, step.rate_of_previous)


def _cohorts(answer: Answer) -> Iterable[Line]:
    cohorts = answer.detail.cohorts if isinstance(answer.detail, Retained) else ()
    longest = max((len(one.returned) for one in cohorts), default=0)
    yield ("start", "persons", *range(longest))
    for one in cohorts:
        yield (one.start.isoformat(), one.size, *one.returned)


def _lives(answer: Answer) -> Iterable[Line]:
    yield ("start", "new", "returning", "resurrecting", "dormant")
    for one in answer.detail.periods.lives if isinstance(answer.detail, Lived) else ():
        yield (one.start.isoformat(), one.new, one.returning, one.resurrecting, one.dormant)


def _regularity(answer: Answer) -> Iterable[Line]:
    spread = answer.detail.spread.persons if isinstance(answer.detail, Stuck) else {}
    yield ("periods", "persons")
    for number in range(1, max(spread, default=0) + 1):
        yield (number, spread.get(number, 0))


def _paths(answer: Answer) -> Iterable[Line]:
    yield ("step", "source", "target", "paths", "persons")
    for one in answer.detail.edges if isinstance(answer.detail, Flow) else ():
        yield (one.step, one.source, one.target, one.times, one.persons)


_OF_KIND: dict[type[Any], Callable[[Answer], Iterable[Line]]] = {
    Funnel: _funnel,
    Retained: _cohorts,
    Lived: _lives,
    Stuck: _regularity,
    Flow: _paths,
}


def _write(lines: Iterable[Line]) -> str:
    file = io.StringIO()
    writer = csv.writer(file)
    for line in lines:
        writer.writerow([_cell(one) for one in line])
    return file.getvalue()


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    return harmless(value) if isinstance(value, str) else value
