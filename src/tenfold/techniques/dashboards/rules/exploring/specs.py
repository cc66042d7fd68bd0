"""From a draft to the JSON form of a metric's definition, and to what is asked of it.

What is not finished is left out where the rest makes sense without it, and said where not.
"""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from tenfold.kit.refusal import Refusal
from tenfold.metrics.definitions import InvalidDefinition, Op
from tenfold.metrics.definitions.filters import BARE, LISTED, NUMERIC
from tenfold.techniques.dashboards.rules.exploring.shapes import (
    ANY,
    MEASURES,
    OF_NUMBERS,
    Branch,
    branch_of,
    list_of,
    text_of,
)
from tenfold.techniques.dashboards.rules.exploring.values import (
    read_json,
    read_number,
    read_value,
    read_values,
)

SEGMENT = "@segment"
"""Stands where a property stands: whether the person is in a segment."""

IN_SEGMENT, NOT_IN_SEGMENT = "in_segment", "not_in_segment"
Spec = dict[str, Any]


class UnfinishedQuestion(Refusal):
    """Something must still be chosen before there is a number."""

    code = "unfinished_question"


def unfinished(next_step: str, *, field: str) -> UnfinishedQuestion:
    """Return the refusal that says what to choose next."""
    return UnfinishedQuestion(
        _("One more choice and there is an answer."), next_step=next_step, field=field
    )


def spec_of(draft: Branch) -> Spec:
    """Return the definition's JSON form.

    Raises `UnfinishedQuestion` where something is missing, `InvalidDefinition` for broken JSON.
    Whether the rest makes sense is for `definitions.from_spec` to say.
    """
    kind = text_of(draft, "kind")
    make = _KINDS.get(kind, _measure)
    spec = make({**draft, "kind": kind})
    where = [] if kind in _OCCURRING else _where(draft)
    return {**spec, "where": where} if where else spec


# Filters


def _where(branch: Branch) -> list[Spec]:
    made = (_row(one) for one in list_of(branch, "where"))
    return [one for one in made if one is not None]


def _row(row: Branch) -> Spec | None:
    if text_of(row, "json"):
        return spec_of_json(text_of(row, "json"), field="where")
    tests = [one for one in map(spec_of_test, (row, *list_of(row, "or"))) if one is not None]
    if len(tests) > 1:
        return {"any": tests}
    return tests[0] if tests else None


def spec_of_test(row: Branch) -> Spec | None:
    """Return the JSON form of one comparison; None while it is not finished."""
    name, value = text_of(row, "property"), text_of(row, "value")
    if name == SEGMENT:
        inside: Spec = {"segment": value}
        return (
            (inside if text_of(row, "op") != NOT_IN_SEGMENT else {"not": inside}) if value else None
        )
    op = text_of(row, "op", Op.IS.value)
    if not name or not (value or op in BARE):
        return None
    if op in BARE:
        return {"property": name, op: True}
    if op in LISTED:
        values = list(read_values(value))
        return {"property": name, op: values} if values else None
    return {"property": name, op: read_number(value) if op in NUMERIC else read_value(value)}


def spec_of_json(text: str, *, field: str) -> Spec:
    """Return what stands in an address as JSON. Raises `InvalidDefinition` where it is broken."""
    found = read_json(text)
    if not isinstance(found, dict):
        raise InvalidDefinition(
            _("A part of this address is broken."),
            next_step=_("Take that part away, or begin anew."),
            field=field,
        )
    return found


# Kinds


def spec_of_occurrence(branch: Branch) -> Spec:
    """Return the JSON form of the events that a branch is about."""
    event, where = text_of(branch, "event"), _where(branch)
    spec: Spec = {"event": read_value(event)} if event and event != ANY else {}
    return {**spec, "where": where} if where else spec


def _measure(branch: Branch) -> Spec:
    if text_of(branch, "json"):
        return spec_of_json(text_of(branch, "json"), field="of")
    kind = text_of(branch, "kind", "count")
    spec = {"kind": kind, **spec_of_occurrence(branch)}
    if kind == "unique" and not text_of(branch, "property"):
        raise unfinished(_("Choose which property's values are counted."), field="property")
    if kind in ("unique", *OF_NUMBERS) and text_of(branch, "property"):
        spec["property"] = text_of(branch, "property")
    if kind == "quantile" and text_of(branch, "q"):
        spec["q"] = read_number(text_of(branch, "q"))
    return spec


def _ratio(draft: Branch) -> Spec:
    return {
        "kind": "ratio",
        "of": _measure(branch_of(draft, "of")),
        "per": _measure({"kind": "persons", **branch_of(draft, "per")}),
    }


def _per_person(draft: Branch) -> Spec:
    return {"kind": "per_person", "of": _measure(branch_of(draft, "of"))}


def _rolling(draft: Branch) -> Spec:
    over = text_of(draft, "over", FIRST_OVER)
    return {"kind": "rolling", "of": _measure(branch_of(draft, "of")), "over": over}


def _formula(draft: Branch) -> Spec:
    parts = {
        text_of(one, "letter"): _part(one)
        for one in list_of(draft, "parts")
        if text_of(one, "letter")
    }
    if not parts:
        raise unfinished(_("Add a number to reckon with."), field="parts")
    return {"kind": "formula", "text": text_of(draft, "text", first_text(draft)), "of": parts}


def first_text(draft: Branch) -> str:
    """Return the arithmetic to begin with: the first two numbers divided."""
    letters = [text_of(one, "letter") for one in list_of(draft, "parts") if text_of(one, "letter")]
    return " / ".join(letters[:2])


def _part(branch: Branch) -> Spec:
    return _named(branch) if text_of(branch, "kind") == "metric" else _measure(branch)


def _named(branch: Branch) -> Spec:
    if not text_of(branch, "name"):
        raise unfinished(_("Choose one of your numbers."), field="name")
    return {"kind": "metric", "name": text_of(branch, "name")}


def _conversion(draft: Branch) -> Spec:
    steps = [spec_of_occurrence(one) for one in list_of(draft, "steps") if text_of(one, "event")]
    if len(steps) < 2:
        sentence = _("Choose the first step.") if not steps else _("Choose the next step.")
        raise unfinished(sentence, field=f"steps.{len(steps) + 1}")
    excluded = [_exclusion(one) for one in list_of(draft, "exclude") if text_of(one, "event")]
    spec: Spec = {"kind": "conversion", "steps": steps}
    if excluded:
        spec["exclude"] = excluded
    return {**spec, **_texts(draft, "within", "order", "hold"), **_numbers(draft, "by_step")}


def _exclusion(branch: Branch) -> Spec:
    return {**spec_of_occurrence(branch), **_numbers(branch, "after", "before")}


def _retention(draft: Branch) -> Spec:
    spec: Spec = {"kind": "retention"}
    for name in ("start", "return"):
        if branch_of(draft, name):
            spec[name] = spec_of_occurrence(branch_of(draft, name))
    return {**spec, **_texts(draft, "grain", "of", "mode"), **_numbers(draft, "periods")}


def _of_events(draft: Branch) -> Spec:
    return {"kind": draft["kind"], **spec_of_occurrence(draft), **_texts(draft, "grain")}


def _paths(draft: Branch) -> Spec:
    spec: Spec = {"kind": "paths"}
    at = branch_of(draft, "at")
    if text_of(at, "event"):
        spec[text_of(draft, "direction", "after")] = spec_of_occurrence(at)
    return {**spec, **_texts(draft, "gap", "show"), **_numbers(draft, "steps")}


def _texts(branch: Branch, *names: str) -> Spec:
    return {name: text_of(branch, name) for name in names if text_of(branch, name)}


def _numbers(branch: Branch, *names: str) -> Spec:
    return {name: read_number(text_of(branch, name)) for name in names if text_of(branch, name)}


FIRST_OVER = "7d"
_OCCURRING = (*MEASURES, "stickiness", "lifecycle", "metric")
_KINDS: dict[str, Callable[[Branch], Spec]] = {
    "ratio": _ratio,
    "per_person": _per_person,
    "rolling": _rolling,
    "formula": _formula,
    "metric": _named,
    "conversion": _conversion,
    "retention": _retention,
    "stickiness": _of_events,
    "lifecycle": _of_events,
    "paths": _paths,
}
