"""Which kinds of tiles there are, how large they begin, and what a question can be drawn as."""

from dataclasses import dataclass

from tenfold.techniques.dashboards.rules.exploring.shapes import SERIES, Branch, text_of

KINDS = (
    "number", "line", "bar", "area", "table", "funnel", "heat", "paths", "map", "gauge", "text",
    "stream",
)  # fmt: skip
SAYING = frozenset({"text", "stream"})
"""Kinds that ask nothing of the log's numbers."""


@dataclass(frozen=True, slots=True)
class Size:
    """Columns and rows."""

    width: int
    height: int


_FIRST = {
    "number": Size(3, 2),
    "gauge": Size(3, 3),
    "text": Size(4, 2),
    "stream": Size(4, 5),
    "funnel": Size(6, 5),
    "heat": Size(12, 7),
    "paths": Size(12, 6),
}
_COUNTED = frozenset({"count", "sum", "persons", "unique"})
_OF_VIEW = {
    "line": "line",
    "area": "area",
    "bar": "bar",
    "stacked": "bar",
    "map": "map",
    "table": "table",
}
"""What a way of looking on the page Explore is as a tile."""

_OF_DRAFT = {
    "conversion": "funnel",
    "retention": "heat",
    "paths": "paths",
    "stickiness": "bar",
    "lifecycle": "bar",
    "segment": "line",
}


def first_size(*, kind: str) -> Size:
    """Return how large a tile of this kind begins."""
    return _FIRST.get(kind, Size(6, 4))


def kinds_for(*, draft: Branch, of: str = "") -> tuple[str, ...]:
    """Return the kinds of tiles that can draw what a draft asks, the most fitting first.

    of  the kind of the number that a draft only names; "": not known, so that any may fit
    """
    kind = of or text_of(draft, "kind")
    shown = _OF_VIEW.get(text_of(draft, "view"), "")
    if kind == "metric":
        fitting = tuple(dict.fromkeys((*_of_series(draft, kind), *KINDS[: KINDS.index("text")])))
    elif kind in SERIES:
        fitting = _of_series(draft, kind)
    else:
        own = _OF_DRAFT[kind]
        fitting = (own, "number") if own == "heat" else (own, "number", "table")
    return tuple(sorted(fitting, key=lambda one: one != shown)) if shown else fitting


def _of_series(draft: Branch, kind: str) -> tuple[str, ...]:
    """As the page Explore draws it: bars for what is counted, else a line."""
    over_time = ("bar", "line") if kind in _COUNTED else ("line", "bar")
    split, alone = bool(text_of(draft, "split")), text_of(draft, "by") == "none"
    if split and alone:
        return ("bar", "table", "map", "number")
    if split:
        return (*over_time, "area", "table", "map", "number")
    if alone:
        return ("number", "gauge")
    return (*over_time, "number", "table", "gauge")


def draft_for(*, draft: Branch, kind: str) -> Branch:
    """Return the draft as a tile of this kind asks it: without what it has no room for."""
    kept = {name: node for name, node in draft.items() if name not in ("view", "tile", "saved")}
    if kind in ("number", "gauge"):
        kept = {name: node for name, node in kept.items() if name not in ("split", "split2")}
    if kind == "map" and text_of(kept, "kind") in SERIES:
        kept["by"] = "none"
    if kind in ("table", "map"):
        kept["view"] = kind
    return kept
