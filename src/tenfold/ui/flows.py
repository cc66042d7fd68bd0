"""Paths as a value: how many persons went from one event to the next, step by step."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import ngettext

from tenfold.ui.format import Formats
from tenfold.ui.words import count_persons

REST_COLOUR = 6


@dataclass(frozen=True)
class FlowNode:
    """An event at one step of the paths.

    key    unique in the flow; the same event at two steps is two nodes
    step   how many steps from the start, counted from 0; the column in which it is drawn
    rest   what is left over ("Other"), and ends ("Left"): drawn in the quiet colour
    """

    key: str
    name: str
    step: int
    persons: int
    behind: str = ""
    rest: bool = False


@dataclass(frozen=True)
class FlowLink:
    """Persons who went from the node `source` to the node `target`, both by key."""

    source: str
    target: str
    persons: int
    behind: str = ""


@dataclass(frozen=True)
class Flow:
    """Nodes in columns and what runs between them. Links must lead to a later step.

    steps    what each column is: "Start", "1st step", ...; for the table
    csv_url  where the same can be fetched as CSV; "": nowhere
    paths    whether what is counted are paths that persons took (somebody may take several), not
             persons
    """

    id: str
    title: str
    steps: tuple[str, ...]
    nodes: tuple[FlowNode, ...]
    links: tuple[FlowLink, ...]
    csv_url: str = ""
    paths: bool = False

    def as_json(self, *, formats: Formats) -> dict[str, Any]:
        """Return what charts.js reads."""
        colours = self._colours()
        return {
            "kind": "flow",
            "title": self.title,
            "nodes": [
                {
                    "key": one.key,
                    "name": one.name,
                    "step": one.step,
                    "text": self._count(one.persons, formats),
                    "short": formats.number(value=one.persons),
                    "colour": colours[one.name],
                }
                for one in self.nodes
            ],
            "links": [
                {
                    "source": one.source,
                    "target": one.target,
                    "value": one.persons,
                    "text": self._count(one.persons, formats),
                }
                for one in self.links
            ],
        }

    def rows(self, *, formats: Formats) -> list["DrawnLink"]:
        """Return the table: every link, the steps in their order, the most travelled first."""
        nodes = {one.key: one for one in self.nodes}
        ordered = sorted(
            enumerate(self.links),
            key=lambda pair: (nodes[pair[1].source].step, -pair[1].persons),
        )
        return [
            DrawnLink(
                point=f"link-{at}",
                step=self.steps[nodes[link.source].step],
                source=nodes[link.source].name,
                target=nodes[link.target].name,
                persons=formats.number(value=link.persons),
                behind=link.behind,
            )
            for at, link in ordered
        ]

    def stops(self, *, formats: Formats) -> list["DrawnNode"]:
        """Return the second table: every event at every step."""
        return [
            DrawnNode(
                point=f"node-{at}",
                step=self.steps[one.step],
                name=one.name,
                persons=formats.number(value=one.persons),
                behind=one.behind,
            )
            for at, one in enumerate(self.nodes)
        ]

    def _count(self, count: int, formats: Formats) -> str:
        if not self.paths:
            return count_persons(count=count, formats=formats)
        return ngettext("%(number)s path", "%(number)s paths", count) % {
            "number": formats.number(value=count)
        }

    def _colours(self) -> dict[str, int]:
        """One event has one colour in all columns; the ones after the fifth begin anew."""
        names = dict.fromkeys(one.name for one in self.nodes if not one.rest)
        colours = {name: at % (REST_COLOUR - 1) + 1 for at, name in enumerate(names)}
        return {one.name: colours.get(one.name, REST_COLOUR) for one in self.nodes}


@dataclass(frozen=True)
class DrawnLink:
    """A link with every text ready. `point` is what a click in the picture looks for."""

    point: str
    step: str
    source: str
    target: str
    persons: str
    behind: str


@dataclass(frozen=True)
class DrawnNode:
    """A node with every text ready."""

    point: str
    step: str
    name: str
    persons: str
    behind: str
