"""What happens after something, or before it: a column for each step, a band for each way."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tenfold.metrics.analyses.paths import OTHERS, Edge
from tenfold.metrics.analyses.paths import Flow as Answered
from tenfold.metrics.answers import Answer
from tenfold.metrics.definitions import Paths
from tenfold.techniques.dashboards.queries.exploring.asking import Asked
from tenfold.techniques.dashboards.queries.exploring.doors import Doors
from tenfold.techniques.dashboards.queries.exploring.naming import over_of, title_of
from tenfold.techniques.dashboards.queries.exploring.views import Figure
from tenfold.techniques.dashboards.rules.happening import name_in_words
from tenfold.ui.flows import Flow, FlowLink, FlowNode
from tenfold.ui.tables import Column, NumberTable, Row


def draw(asked: Asked, answer: Answer, *, doors: Doors, csv_url: str, table: bool) -> list[Figure]:
    """Return the ways; nothing where nobody took one."""
    if not isinstance(answer.detail, Answered):
        raise TypeError(answer.detail)
    edges = answer.detail.edges
    if not edges:
        return []
    frame: dict[str, Any] = {
        "id": "explored",
        "title": f"{title_of(asked)}, {over_of(asked)}",
        "csv_url": csv_url,
    }
    columns = _Columns(answer.detail.definition, max(one.step for one in edges))
    if table:
        return [Figure("table", _table(edges, columns, doors, frame))]
    links = tuple(
        FlowLink(columns.key(one, 0), columns.key(one, 1), one.times, _door(one, doors))
        for one in edges
    )
    steps = tuple(columns.name_step(at) for at in range(columns.last + 1))
    flow = Flow(steps=steps, nodes=_nodes(edges, columns), links=links, paths=True, **frame)
    return [Figure("flow", flow)]


@dataclass(frozen=True)
class _Columns:
    """Where the ends of an edge stand. Of what lies before an event, the event is the last."""

    definition: Paths
    last: int

    @property
    def backwards(self) -> bool:
        """Whether what lies before an event is looked at."""
        return self.definition.before is not None

    def place(self, edge: Edge, end: int) -> int:
        """Return the column of the earlier (0) or later (1) end."""
        return (self.last - edge.step if self.backwards else edge.step - 1) + end

    def key(self, edge: Edge, end: int) -> str:
        """Return the node of an end."""
        label = edge.target if end else edge.source
        return f"{self.place(edge, end)}:{'' if label is None else f'={label}'}"

    def name(self, label: str | None, end: int) -> str:
        """Return what the node is called."""
        if label is None:
            return _("Nothing more") if end else _("The beginning")
        if label == OTHERS:
            return _("Other")
        return name_in_words(name=label) if self.definition.show is None else label

    def name_step(self, at: int) -> str:
        """Return what a column is called."""
        away = self.last - at if self.backwards else at
        if not away:
            return _("Start") if not self.backwards else _("End")
        return _("%(number)d before") % {"number": away} if self.backwards else str(away)


def _nodes(edges: Sequence[Edge], columns: _Columns) -> tuple[FlowNode, ...]:
    """As many paths as come to a node, or go from it where it is the first."""
    found: dict[str, FlowNode] = {}
    counts: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    for edge in edges:
        for end, label in enumerate((edge.source, edge.target)):
            key = columns.key(edge, end)
            counts[key][end] += edge.times
            found[key] = FlowNode(
                key=key,
                name=columns.name(label, end),
                step=columns.place(edge, end),
                persons=max(counts[key]),
                rest=label is None or label == OTHERS,
            )
    return tuple(found.values())


def _door(edge: Edge, doors: Doors) -> str:
    ends = {"source": edge.source, "target": edge.target}
    named = {name: label for name, label in ends.items() if label is not None}
    return doors.to(step=edge.step, dropped=len(named) == 1, **named)


def _table(
    edges: Sequence[Edge], columns: _Columns, doors: Doors, frame: dict[str, Any]
) -> NumberTable:
    names = (_("From"), _("To"), _("Paths"), _("Persons"))
    return NumberTable(
        first_column=_("Step"),
        columns=(Column(names[0], text=True), Column(names[1], text=True), *map(Column, names[2:])),
        rows=tuple(
            Row(
                str(one.step),
                (
                    columns.name(one.source, 0),
                    columns.name(one.target, 1),
                    one.times,
                    one.persons,
                ),
                doors=("", "", "", _door(one, doors)),
            )
            for one in edges
        ),
        **frame,
    )
