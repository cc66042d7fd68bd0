"""From one kind of number to another without losing what was chosen: the event, its filters."""

from django.utils.translation import gettext as _

from tenfold.techniques.dashboards.rules.exploring.addresses import unreadable
from tenfold.techniques.dashboards.rules.exploring.shapes import (
    ANY,
    ASKING,
    MEASURES,
    OF_NUMBERS,
    SHAPES,
    Branch,
    branch_of,
    keep_known,
    list_of,
    text_of,
)

_INNER = ("of", "start", "at")
_OCCURRENCE = ("event", "where")
_DEPENDS = frozenset({"by", "split", "split2", "compare", "view"})
"""What need not make sense for another kind."""


def switch_kind(draft: Branch, *, kind: str) -> Branch:
    """Return a draft of another kind about the same event. Raises `UnreadableAddress`."""
    if kind not in SHAPES:
        raise unreadable(_("This address asks for a kind of number that there is not."))
    before = text_of(draft, "kind")
    both_measures = before in MEASURES and kind in MEASURES
    asked = {
        name: draft[name]
        for name in ASKING
        if name in draft and (both_measures or name not in _DEPENDS)
    }
    made: Branch = {"kind": kind, **_begin(kind, _measured(draft)), **asked}
    if kind not in MEASURES and before not in MEASURES and list_of(draft, "where"):
        made["where"] = list_of(draft, "where")
    return keep_known(made, SHAPES[kind])[0]


def _measured(draft: Branch) -> Branch:
    """Return the measure that a draft is about first: its event, filters, property, kind."""
    kind = text_of(draft, "kind")
    if kind in MEASURES:
        return {
            name: draft[name] for name in (*_OCCURRENCE, "kind", "property", "q") if name in draft
        }
    listed = list_of(draft, "steps") or list_of(draft, "parts") or list_of(draft, "people")
    inner = listed[0] if listed else {}
    for name in _INNER:
        inner = inner or branch_of(draft, name)
    if kind == "segment":
        inner = {name: inner[name] for name in _OCCURRENCE if name in inner}
    if text_of(inner, "event") == ANY:
        inner = {name: node for name, node in inner.items() if name != "event"}
    return inner


def _begin(kind: str, measured: Branch) -> Branch:
    occurrence = {name: measured[name] for name in _OCCURRENCE if name in measured}
    if kind in MEASURES:
        same = kind in OF_NUMBERS and text_of(measured, "kind") in OF_NUMBERS
        kept = ("property", "q") if same else ()
        return {**occurrence, **{name: measured[name] for name in kept if name in measured}}
    measure = {"kind": "count", **measured}
    starts: dict[str, Branch] = {
        "ratio": {"of": measure, "per": {"kind": "persons", **occurrence}},
        "per_person": {"of": measure},
        "rolling": {"of": measure},
        "formula": {
            "parts": [{"letter": "a", **measure}, {"letter": "b", "kind": "persons", **occurrence}]
        },
        "conversion": {"steps": [occurrence, {}]},
        "retention": {"start": occurrence, "return": occurrence},
        "paths": {"at": occurrence},
        "segment": {"people": [{**occurrence, "least": "2", "within": "365d"}]},
        "stickiness": occurrence,
        "lifecycle": occurrence,
    }
    return starts.get(kind, {})
