"""What persons do next after an event, or before one: how many go from what to what.

Each occurrence of the event begins a path (or ends one), and so does each visit where no event is
named. The events that follow may come after the end of the time asked for, as of conversion.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from time import perf_counter
from typing import Any

from django.utils.translation import gettext as _

from tenfold.metrics.access import Access
from tenfold.metrics.analyses.settling import own_currency, settle_some_time
from tenfold.metrics.behind import Behind, Selection, gather, no_such_part
from tenfold.metrics.calendar import Calendar
from tenfold.metrics.computed import Computed
from tenfold.metrics.definitions import Paths
from tenfold.metrics.figures import PERSONS, Figure
from tenfold.metrics.questions import InvalidQuestion, Question
from tenfold.metrics.sql.fields import Statement
from tenfold.metrics.sql.paths import (
    EDGE,
    ENDED,
    MOST_LABELS,
    OTHER,
    EdgePart,
    PathsPlan,
    properties_of_paths,
    render_edges,
    render_path_labels,
    render_path_persons,
)
from tenfold.metrics.wording import amount

OTHERS = "other"
"""The label of all that is not shown."""


@dataclass(frozen=True, slots=True)
class Edge:
    """Paths that lead from one label to another.

    step     counted from the event, in both directions: 1 is beside it
    source   what came earlier; None: nothing did within the gap, the path begins
    target   what came later; None: nothing did, the path ends
    persons  how many different persons; times: how many paths
    """

    step: int
    source: str | None
    target: str | None
    persons: int
    times: int

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "step": self.step,
            "source": self.source,
            "target": self.target,
            "persons": self.persons,
            "times": self.times,
        }


@dataclass(frozen=True, slots=True)
class Flow:
    """What a question about paths is answered with: edges by step, the most frequent first."""

    definition: Paths
    persons: int
    edges: tuple[Edge, ...]

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {"edges": [edge.to_json() for edge in self.edges]}

    def sentence(self) -> str:
        """Return what most of them do, in plain words."""
        if not self.edges:
            return _("Nothing to tell: nobody took such a path.")
        first = self.edges[0]
        told = {
            "persons": amount(value=self.persons, unit=PERSONS),
            "share": amount(value=first.times / self._times(), unit="%"),
        }
        if self.definition.before is not None:
            return self._before(first) % {**told, "label": first.source}
        return self._after(first) % {**told, "label": first.target}

    def _times(self) -> int:
        return sum(edge.times for edge in self.edges if edge.step == 1)

    def _after(self, edge: Edge) -> str:
        if edge.target is None:
            return _("The paths of %(persons)s: most often (%(share)s) nothing comes next.")
        return _("The paths of %(persons)s: most often (%(share)s) “%(label)s” comes next.")

    def _before(self, edge: Edge) -> str:
        if edge.source is None:
            return _("The paths of %(persons)s: most often (%(share)s) nothing comes before.")
        return _("The paths of %(persons)s: most often (%(share)s) “%(label)s” comes before.")


def compute(*, question: Question, calendar: Calendar, access: Access) -> Computed:
    """Return the numbers. Raises `InvalidQuestion` where paths cannot answer it."""
    began = perf_counter()
    asked = _Asked(question, calendar, access)
    persons, events, edges = asked.read_edges()
    return Computed(
        figure=Figure(value=persons, unit=PERSONS, events=events),
        points=(),
        groups=(),
        statement=asked.statement,
        milliseconds=(perf_counter() - began) * 1000,
        detail=Flow(definition=asked.definition, persons=persons, edges=asked.name(edges)),
    )


def who(
    *,
    question: Question,
    selection: Selection,
    calendar: Calendar,
    access: Access,
    limit: int,
) -> Behind:
    """Return who took the paths of an edge: `step`, and `source` or `target` or both.

    `dropped`: those whose path ends (before an event: begins) there. Events are the paths, and the
    newest of these. Raises `InvalidQuestion` where there is no such edge.
    """
    asked = _Asked(question, calendar, access)
    part = None if selection.step is None else asked.find(selection)
    reading = access.reading(properties=properties_of_paths(definition=asked.definition))
    statement = render_path_persons(plan=asked.plan, part=part, limit=limit, reading=reading)
    return gather(rows=access.read(statement))


_Row = tuple[int, int, int, int, int]
"""Step, place at its near end and at its far end (as seen from the event), persons, times."""


class _Asked:
    """One question, with the labels that are told apart."""

    def __init__(self, question: Question, calendar: Calendar, access: Access) -> None:
        if not isinstance(question.definition, Paths):
            raise TypeError(question.definition)
        _require_plain(question)
        self.definition = question.definition
        self.access = access
        self.properties = properties_of_paths(definition=self.definition)
        plan = _make_plan(question, self.definition, calendar, access)
        found = access.read(
            render_path_labels(plan=plan, reading=access.reading(properties=self.properties))
        )
        self.plan = replace(plan, labels=tuple(row[0] for row in found))
        self.statement = Statement("", {})

    def read_edges(self) -> tuple[int, int, list[_Row]]:
        """Return how many persons there are, how many events were looked at, and all edges."""
        reading = self.access.reading(properties=self.properties)
        self.statement = render_edges(plan=self.plan, reading=reading)
        rows = self.access.read(self.statement)
        ((_what, _step, _near, _far, persons, events),) = (row for row in rows if row[0] != EDGE)
        return persons, events, [row[1:] for row in rows if row[0] == EDGE]

    def name(self, rows: Iterable[_Row]) -> tuple[Edge, ...]:
        """Return the edges with their labels, in order."""
        edges = [self._edge(row) for row in rows]
        ends = [((one.source or "", one.target or ""), one) for one in edges]
        ranked = sorted(ends, key=lambda named: (named[1].step, -named[1].times, named[0]))
        return tuple(one for _ends, one in ranked)

    def _edge(self, row: _Row) -> Edge:
        step, near, far, persons, times = row
        ends = (self._label(near), self._label(far))
        source, target = ends if self.definition.before is None else reversed(ends)
        return Edge(step, source, target, persons, times)

    def _label(self, place: int) -> str | None:
        if place == ENDED:
            return None
        return OTHERS if place == OTHER else self.plan.labels[place - 1]

    # Who is behind an edge

    def find(self, selection: Selection) -> EdgePart:
        """Return the places that a selection means."""
        step = selection.step or 1
        near, far = selection.source, selection.target
        if self.definition.before is not None:
            near, far = far, near
        if not 1 <= step <= self.definition.steps or (selection.dropped and far is not None):
            raise no_such_part()
        shown = self._shown() if OTHERS in (near, far) else {}
        return EdgePart(
            step=step,
            sources=None if near is None else self._places(near, shown.get(step - 1, set())),
            targets=(ENDED,) if selection.dropped else self._far(far, shown.get(step, set())),
        )

    def _far(self, label: str | None, shown: set[int]) -> tuple[int, ...] | None:
        return None if label is None else self._places(label, shown)

    def _places(self, label: str, shown: set[int]) -> tuple[int, ...]:
        if label == OTHERS:
            every = {*range(1, len(self.plan.labels) + 1), OTHER}
            return tuple(sorted(every - shown))
        if label not in self.plan.labels:
            raise no_such_part()
        return (self.plan.labels.index(label) + 1,)

    def _shown(self) -> dict[int, set[int]]:
        """Return the places that are shown of each step; 0 is the event itself."""
        found: dict[int, set[int]] = {}
        for step, near, far, _persons, _times in self.read_edges()[2]:
            found.setdefault(step - 1, set()).add(near)
            found.setdefault(step, set()).add(far)
        return {step: places - {ENDED, OTHER} for step, places in found.items()}


def _make_plan(
    question: Question, definition: Paths, calendar: Calendar, access: Access
) -> PathsPlan:
    start, end = settle_some_time(question=question, access=access)
    return PathsPlan(
        definition=definition,
        start=start,
        end=end,
        labels=(),
        shown=min(question.top, MOST_LABELS),
        internal=question.internal,
        currency=own_currency(calendar=calendar, access=access),
    )


def _require_plain(question: Question) -> None:
    if question.grain is not None:
        raise InvalidQuestion(
            _("Paths are not told by period."),
            next_step=_("Leave out “by”, and say “from” and “to” instead."),
            field="by",
        )
    if question.breakdown:
        raise InvalidQuestion(
            _("Paths are not broken down."),
            next_step=_("Filter instead, or let “show” name the steps by the property."),
            field="breakdown",
        )
