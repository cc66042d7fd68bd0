"""Which parts a draft has, for each kind of number; the same names stand in the address."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

Branch = dict[str, "str | list[Branch] | Branch"]


@dataclass(frozen=True)
class Shape:
    """The parts of a branch: texts, lists of branches, and branches."""

    leaves: frozenset[str] = frozenset()
    lists: Mapping[str, "Shape"] = field(default_factory=dict)
    branches: Mapping[str, "Shape"] = field(default_factory=dict)

    def and_(self, *leaves: str) -> "Shape":
        """Return the shape with further texts."""
        return replace(self, leaves=self.leaves | set(leaves))


ANY = "*"
"""Where "" means that nothing was chosen yet: any event."""

_TEST = Shape(leaves=frozenset({"property", "op", "value"}))
FILTER = replace(_TEST.and_("json"), lists={"or": _TEST})
_WHERE = {"where": FILTER}
OCCURRENCE = Shape(leaves=frozenset({"event"}), lists=_WHERE)
MEASURE = OCCURRENCE.and_("kind", "property", "q", "json")
PART = MEASURE.and_("letter", "name")
PERSON = OCCURRENCE.and_("how", "least", "most", "within", "property", "op", "value", "json")
_WHOLE = Shape(lists=_WHERE)

ASKING = ("range", "from", "to", "by", "split", "split2", "compare", "top", "zone", "view", "saved",
          "tile")  # fmt: skip
"""What is asked of the number, whatever its kind; for which tile of a board it is asked."""

MEASURES = ("count", "persons", "unique", "sum", "mean", "quantile", "min", "max")
OF_NUMBERS = ("sum", "mean", "quantile", "min", "max")
SERIES = (*MEASURES, "ratio", "per_person", "rolling", "formula", "metric")
"""Kinds that are a number for each period."""

_OWN: dict[str, Shape] = {
    "count": OCCURRENCE,
    "persons": OCCURRENCE,
    "unique": OCCURRENCE.and_("property"),
    "sum": OCCURRENCE.and_("property"),
    "mean": OCCURRENCE.and_("property"),
    "quantile": OCCURRENCE.and_("property", "q"),
    "min": OCCURRENCE.and_("property"),
    "max": OCCURRENCE.and_("property"),
    "ratio": replace(_WHOLE, branches={"of": MEASURE, "per": MEASURE}),
    "per_person": replace(_WHOLE, branches={"of": MEASURE}),
    "rolling": replace(_WHOLE.and_("over"), branches={"of": MEASURE}),
    "formula": Shape(leaves=frozenset({"text"}), lists={**_WHERE, "parts": PART}),
    "metric": Shape(leaves=frozenset({"name"})),
    "conversion": Shape(
        leaves=frozenset({"within", "order", "hold", "by_step"}),
        lists={**_WHERE, "steps": OCCURRENCE, "exclude": OCCURRENCE.and_("after", "before")},
    ),
    "retention": replace(
        _WHOLE.and_("grain", "of", "mode", "periods"),
        branches={"start": OCCURRENCE, "return": OCCURRENCE},
    ),
    "stickiness": OCCURRENCE.and_("grain"),
    "lifecycle": OCCURRENCE.and_("grain"),
    "segment": Shape(leaves=frozenset({"match"}), lists={"people": PERSON}),
    "paths": replace(_WHOLE.and_("direction", "steps", "gap", "show"), branches={"at": OCCURRENCE}),
}
SHAPES: dict[str, Shape] = {kind: own.and_("kind", *ASKING) for kind, own in _OWN.items()}


def keep_known(branch: Branch, shape: Shape) -> tuple[Branch, tuple[str, ...]]:
    """Return what of a branch has a place in the shape, and the paths of what has none.

    Texts that say nothing are left out; what is empty in a list keeps its place.
    """
    kept: Branch = {}
    lost: list[str] = []
    for name, node in branch.items():
        if isinstance(node, str) and name in shape.leaves:
            if node:
                kept[name] = node
        elif name in shape.branches and _is_branch(node):
            inner, gone = keep_known(node or {}, shape.branches[name])  # type: ignore[arg-type]
            if inner:
                kept[name] = inner
            lost += [f"{name}.{one}" for one in gone]
        elif name in shape.lists and isinstance(node, list):
            pairs = [keep_known(one, shape.lists[name]) for one in node]
            if pairs:
                kept[name] = [one for one, _ in pairs]
            lost += [f"{name}.{at}.{one}" for at, (_, gone) in enumerate(pairs, 1) for one in gone]
        elif node not in ("", {}, []):
            lost.append(name)
    return kept, tuple(lost)


def _is_branch(node: object) -> bool:
    return isinstance(node, dict) or node == ""


def text_of(branch: Branch, name: str, default: str = "") -> str:
    """Return a text of a branch; the default where there is none."""
    found = branch.get(name)
    return found if isinstance(found, str) and found else default


def list_of(branch: Branch, name: str) -> list[Branch]:
    """Return a list of a branch; empty where there is none."""
    found = branch.get(name)
    return found if isinstance(found, list) else []


def branch_of(branch: Branch, name: str) -> Branch:
    """Return a branch of a branch; empty where there is none."""
    found = branch.get(name)
    return found if isinstance(found, dict) else {}
