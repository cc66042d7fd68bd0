"""On which boards a number can be put, and as what."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

from tenfold.metrics.queries import get_metric, list_metrics
from tenfold.people.permissions import Viewer
from tenfold.techniques.dashboards.queries.boards.boards import list_boards
from tenfold.techniques.dashboards.rules.boards.kinds import kinds_for
from tenfold.techniques.dashboards.rules.exploring.drafts import draft_of
from tenfold.techniques.dashboards.rules.exploring.shapes import ASKING, Branch, text_of

KIND_NAMES: dict[str, Any] = {
    "number": gettext_lazy("A number"),
    "line": gettext_lazy("A line"),
    "bar": gettext_lazy("Bars"),
    "area": gettext_lazy("Areas on each other"),
    "table": gettext_lazy("A table"),
    "funnel": gettext_lazy("A funnel"),
    "heat": gettext_lazy("A heat map"),
    "paths": gettext_lazy("Paths"),
    "map": gettext_lazy("A map"),
    "gauge": gettext_lazy("A gauge, to a target"),
    "text": gettext_lazy("A text"),
    "stream": gettext_lazy("What is happening"),
}


@dataclass(frozen=True)
class BoardChoice:
    """A board on which somebody may put something."""

    id: int
    title: str


def draft_to_put(*, draft: Branch) -> Branch:
    """Return the draft that a tile keeps.

    One of the company's numbers that was opened in Explore and is what it was there is kept by its
    name: the tile then follows when the number is defined anew.
    """
    name = text_of(draft, "saved")
    metric = next((one for one in list_metrics() if one.name == name and one.version), None)
    asked = {key: draft[key] for key in (*ASKING, "kind") if key in draft}
    rest = {key: node for key, node in draft.items() if key not in ASKING}
    if metric is None or rest != draft_of(metric.spec):
        return draft
    return {**asked, "kind": "metric", "name": name}


def kinds_to_put(*, draft: Branch) -> tuple[str, ...]:
    """Return as what it can be drawn; a number that is only named is looked up.

    Raises `UnknownMetric`.
    """
    named = text_of(draft, "kind") == "metric" and text_of(draft, "name")
    of = get_metric(name=str(named)).definition.kind if named else ""
    return kinds_for(draft=draft, of=of)


def list_choices(*, viewer: Viewer) -> tuple[BoardChoice, ...]:
    """Return the boards that somebody may change: their own first, the last changed before others."""
    boards = [one for one in list_boards(viewer=viewer).boards if one.may_change]
    ordered = sorted(boards, key=lambda one: (not one.mine, -one.changed_at.timestamp()))
    return tuple(BoardChoice(one.id, one.title) for one in ordered)
