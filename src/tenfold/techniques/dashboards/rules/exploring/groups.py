"""From a draft about people to a segment's condition, and back.

    kind=segment&people.1.event=order&people.1.least=2&people.1.within=365d
    &people.2.how=not&people.2.event=order&people.2.within=60d

are those who ordered at least twice in a year and not in the last 60 days.
"""

import json
from typing import Any

from django.utils.translation import gettext as _

from tenfold.techniques.dashboards.rules.exploring.drafts import (
    draft_of_occurrence,
    draft_of_test,
)
from tenfold.techniques.dashboards.rules.exploring.shapes import ANY, Branch, list_of, text_of
from tenfold.techniques.dashboards.rules.exploring.specs import (
    Spec,
    spec_of_json,
    spec_of_occurrence,
    spec_of_test,
    unfinished,
)
from tenfold.techniques.dashboards.rules.exploring.values import read_number, write_number

NOT, IS = "not", "is"
_NUMBERS = {"least": "at_least", "most": "at_most"}


def condition_of(draft: Branch) -> Spec:
    """Return the JSON form of the condition that a draft says.

    Raises `UnfinishedQuestion` where there is none yet, `InvalidDefinition` for broken JSON.
    """
    found = [one for one in map(_condition, list_of(draft, "people")) if one is not None]
    if not found:
        raise unfinished(_("Say what the people did, or did not do."), field="people")
    if len(found) == 1:
        return found[0]
    return {"any" if text_of(draft, "match") == "any" else "all": found}


def _condition(row: Branch) -> Spec | None:
    if text_of(row, "json"):
        return spec_of_json(text_of(row, "json"), field="people")
    if text_of(row, "how") == IS:
        return spec_of_test(row)
    if not text_of(row, "event"):
        return None
    did = spec_of_occurrence(row)
    for name, key in _NUMBERS.items():
        if text_of(row, name):
            did[key] = read_number(text_of(row, name))
    if text_of(row, "within"):
        did["within"] = text_of(row, "within")
    return {"not": {"did": did}} if text_of(row, "how") == NOT else {"did": did}


def draft_of_condition(spec: Spec) -> Branch:
    """Return the draft of a condition in its canonical JSON form."""
    draft: Branch = {"kind": "segment"}
    parts: list[Spec] = spec.get("all") or spec.get("any") or [spec]
    if "any" in spec and len(parts) > 1:
        draft["match"] = "any"
    if len(parts) == 1 and parts[0] is not spec:
        return {**draft, "people": [{"json": _write(spec)}]}
    draft["people"] = [_row(one) for one in parts]
    return draft


def _row(spec: Spec) -> Branch:
    inner, negated = (spec["not"], True) if "not" in spec else (spec, False)
    if "did" in inner and _is_simple(inner["did"]):
        return {**({"how": NOT} if negated else {}), **_did(inner["did"])}
    test = draft_of_test(spec)
    return {"json": _write(spec)} if test is None else {"how": IS, **test}


def _is_simple(did: Spec) -> bool:
    return not did.keys() & {"different", "property", "least_sum", "most_sum"}


def _did(did: Spec) -> Branch:
    numbers = {
        name: write_number(did[key]) for name, key in _NUMBERS.items() if did.get(key) is not None
    }
    within = {"within": did["within"]} if did.get("within") else {}
    return {**draft_of_occurrence(did, unsaid=ANY), **numbers, **within}


def _write(spec: Any) -> str:
    return json.dumps(spec, ensure_ascii=False, separators=(",", ":"))
