"""From the JSON form of a definition to the draft that shows it.

What the page has no fields for (a filter of filters of filters) is kept as it is, as JSON in its
place: it counts, it can be taken away, it cannot be changed there.
"""

import json
from collections.abc import Callable
from typing import Any

from tenfold.metrics.definitions import Op
from tenfold.metrics.definitions.filters import BARE, LISTED, NUMERIC
from tenfold.techniques.dashboards.rules.exploring.shapes import ANY, MEASURES, Branch
from tenfold.techniques.dashboards.rules.exploring.specs import (
    IN_SEGMENT,
    NOT_IN_SEGMENT,
    SEGMENT,
    Spec,
)
from tenfold.techniques.dashboards.rules.exploring.values import (
    MARK,
    write_number,
    write_value,
    write_values,
)


def draft_of(spec: Spec) -> Branch:
    """Return the draft of a definition in its canonical JSON form (`definitions.to_spec`)."""
    kind = spec["kind"]
    draft = _KINDS[kind](spec) if kind in _KINDS else _measure(spec)
    if kind not in MEASURES and kind not in ("stickiness", "lifecycle"):
        draft.update(_where(spec))
    return {"kind": kind, **draft}


# Filters


def _where(spec: Spec) -> Branch:
    rows = [_row(one) for one in spec.get("where", [])]
    return {"where": rows} if rows else {}


def _row(one: Spec) -> Branch:
    inner = one.get("any", [one])
    tests = [draft_of_test(part) for part in inner]
    known = [test for test in tests if test is not None]
    if len(known) < len(inner) or not known or ("any" in one and len(known) == 1):
        return {"json": _write_json(one)}
    first, *others = known
    return {**first, "or": others} if others else first


def draft_of_test(one: Spec) -> Branch | None:
    """Return the row of one comparison; None where the page has no fields for it."""
    if "segment" in one:
        return {"property": SEGMENT, "op": IN_SEGMENT, "value": one["segment"]}
    if "not" in one and "segment" in one["not"]:
        return {"property": SEGMENT, "op": NOT_IN_SEGMENT, "value": one["not"]["segment"]}
    op = next((op for op in Op if op.value in one), None)
    if op is None or one.get("property") == SEGMENT:
        return None
    text = _value(op, one[op.value])
    return {"property": one["property"], "op": op.value, **({"value": text} if text else {})}


def _value(op: Op, value: Any) -> str:
    if op in BARE:
        return ""
    if op in LISTED:
        return write_values(value)
    return write_number(value) if op in NUMERIC else write_value(value)


def _write_json(spec: Spec) -> str:
    return json.dumps(spec, ensure_ascii=False, separators=(",", ":"))


# Kinds


def draft_of_occurrence(spec: Spec, *, unsaid: str = "") -> Branch:
    """Return the branch of events in their JSON form; `unsaid`: how any event is said there."""
    event = _event(spec["event"]) if spec.get("event") else unsaid
    return {**({"event": event} if event else {}), **_where(spec)}


def _event(name: str) -> str:
    """An event whose name means something else here is marked as the text that it is."""
    return MARK + json.dumps(name) if name == ANY or name.startswith(MARK) else name


def _measure(spec: Spec) -> Branch:
    if spec["kind"] not in MEASURES:
        return {"json": _write_json(spec)}
    made: Branch = {"kind": spec["kind"], **draft_of_occurrence(spec)}
    if "property" in spec:
        made["property"] = spec["property"]
    if "q" in spec:
        made["q"] = write_number(spec["q"])
    return made


def _divided(spec: Spec) -> Branch:
    return {name: _measure(spec[name]) for name in ("of", "per") if name in spec}


def _rolling(spec: Spec) -> Branch:
    return {"of": _measure(spec["of"]), "over": spec["over"]}


def _formula(spec: Spec) -> Branch:
    parts = [{"letter": letter, **_part(one)} for letter, one in spec["of"].items()]
    return {"text": spec["text"], "parts": parts}


def _part(spec: Spec) -> Branch:
    if spec["kind"] == "metric":
        return {"kind": "metric", "name": spec["name"]}
    return _measure(spec)


def _named(spec: Spec) -> Branch:
    return {"name": spec["name"]}


def _conversion(spec: Spec) -> Branch:
    draft: Branch = {"steps": [draft_of_occurrence(one, unsaid=ANY) for one in spec["steps"]]}
    excluded = [
        {**draft_of_occurrence(one, unsaid=ANY), **_said(one, "after", "before")}
        for one in spec.get("exclude", [])
    ]
    if excluded:
        draft["exclude"] = excluded
    return {**draft, **_said(spec, "within", "order", "hold", "by_step")}


def _retention(spec: Spec) -> Branch:
    both: Branch = {
        name: draft_of_occurrence(spec[name], unsaid=ANY)
        for name in ("start", "return")
        if spec.get(name) is not None
    }
    return {**both, **_said(spec, "grain", "of", "mode", "periods")}


def _of_events(spec: Spec) -> Branch:
    return {**draft_of_occurrence(spec), **_said(spec, "grain")}


def _paths(spec: Spec) -> Branch:
    draft: Branch = {}
    for direction in ("after", "before"):
        if spec.get(direction) is not None:
            draft["at"] = draft_of_occurrence(spec[direction], unsaid=ANY)
            draft["direction"] = direction
    return {**draft, **_said(spec, "steps", "gap", "show")}


def _said(spec: Spec, *names: str) -> Branch:
    return {name: str(spec[name]) for name in names if spec.get(name) is not None}


_KINDS: dict[str, Callable[[Spec], Branch]] = {
    "ratio": _divided,
    "per_person": _divided,
    "rolling": _rolling,
    "formula": _formula,
    "metric": _named,
    "conversion": _conversion,
    "retention": _retention,
    "stickiness": _of_events,
    "lifecycle": _of_events,
    "paths": _paths,
}
