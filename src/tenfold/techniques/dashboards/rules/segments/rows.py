"""From rows of conditions to a segment's condition, and back. Pure.

Rows that are joined by "or" are alternatives, one of which must hold; what is joined by "and" must
all hold. So rows say: (A or B) and C and (D or E), each of them possibly with "not".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from django.utils.translation import gettext as _

from tenfold.kit.refusal import Refusal
from tenfold.metrics.definitions import (
    Condition,
    Did,
    InSegment,
    Joined,
    Lacks,
    Op,
    Test,
    condition_to_spec,
)
from tenfold.metrics.definitions.filters import BARE, LISTED, NUMERIC

MOST_ROWS = 20
DID, DID_NOT, IS, IN, NOT_IN = "did", "did_not", "is", "in", "not_in"
HOWS = (DID, DID_NOT, IS, IN, NOT_IN)
ANY_EVENT = "*"


class UnfinishedSegment(Refusal):
    """A row of conditions does not say enough yet."""

    code = "unfinished_segment"


@dataclass(frozen=True, slots=True)
class Row:
    """One condition as the form holds it: texts, "" for what was not said.

    join      how it goes on from the row before: and, or
    how       did, did_not, is, in, not_in
    event     a name; "*" is anything
    least     times, at least; most: at most; together: so much in all
    different the property of which each value counts once
    within    a number of `unit`; before: only what is longer ago than this number of `unit`
    property, op, value  of the event that is done, or of the person
    segment   the name of another
    """

    join: str = "and"
    how: str = DID
    event: str = ""
    least: str = "1"
    most: str = ""
    different: str = ""
    together: str = ""
    within: str = ""
    before: str = ""
    unit: str = "d"
    property: str = ""
    op: str = "is"
    value: str = ""
    segment: str = ""


def read_rows(given: Mapping[str, str]) -> tuple[Row, ...]:
    """Return the rows of a form: its fields are called "0-how", "0-event", "1-how", and so on."""
    names = [one.name for one in fields(Row)]
    rows = []
    for at in range(MOST_ROWS):
        said = {name: given[f"{at}-{name}"].strip() for name in names if f"{at}-{name}" in given}
        if said:
            rows.append(replace(Row(), **said))
    return tuple(rows) or (Row(),)


def change_rows(rows: Sequence[Row], *, do: str) -> tuple[Row, ...]:
    """Return the rows after a button: "and", "or", "or 2" (behind that row), "remove 2"."""
    verb, _space, place = do.partition(" ")
    at = int(place) if place.isdigit() else len(rows) - 1
    changed = list(rows)
    if verb in ("and", "or") and len(rows) < MOST_ROWS:
        changed.insert(min(at, len(rows) - 1) + 1, Row(join=verb))
    if verb == "remove" and at < len(rows):
        gone = changed.pop(at)
        if at < len(changed) and gone.join == "and":
            changed[at] = replace(changed[at], join="and")
    return tuple(changed) or (Row(),)


def spec_of(rows: Sequence[Row]) -> dict[str, Any]:
    """Return the condition's JSON form. Raises `UnfinishedSegment`."""
    groups: list[list[dict[str, Any]]] = []
    for at, row in enumerate(rows):
        spec = _spec_of_row(row, at)
        if at and row.join == "or":
            groups[-1].append(spec)
        else:
            groups.append([spec])
    parts = [one[0] if len(one) == 1 else {"any": one} for one in groups]
    return parts[0] if len(parts) == 1 else {"all": parts}


def rows_of(condition: Condition) -> tuple[Row, ...] | None:
    """Return the rows that say this condition; None where rows cannot say it."""
    outer = condition.of if isinstance(condition, Joined) and condition.every else (condition,)
    rows: list[Row] = []
    for part in outer:
        inner = part.of if isinstance(part, Joined) and not part.every else (part,)
        for at, one in enumerate(inner):
            row = _row_of(one)
            if row is None:
                return None
            rows.append(replace(row, join="or" if at else "and"))
    return tuple(rows) if len(rows) <= MOST_ROWS else None


def _spec_of_row(row: Row, at: int) -> dict[str, Any]:
    if row.how in (IN, NOT_IN):
        inside = {"segment": _require(row.segment, at, _("a segment"))}
        return inside if row.how == IN else {"not": inside}
    if row.how == IS:
        return _test(row, at)
    did = {"did": _did(row, at)}
    return {"not": did} if row.how == DID_NOT else did


def _did(row: Row, at: int) -> dict[str, Any]:
    event = _require(row.event, at, _("what was done"))
    said: dict[str, Any] = {} if event == ANY_EVENT else {"event": event}
    for name, text in (("at_least", row.least), ("at_most", row.most)):
        if text:
            said[name] = _whole(text, at)
    if row.different:
        said["different"] = row.different
    if row.together:
        said["least_sum"] = _number(row.together, at)
    for name, text in (("within", row.within), ("before", row.before)):
        if text:
            said[name] = f"{_whole(text, at)}{row.unit}"
    if row.property:
        said["where"] = [_test(row, at)]
    return said


def _test(row: Row, at: int) -> dict[str, Any]:
    name = _require(row.property, at, _("a property"))
    op = Op(row.op) if row.op in list(Op) else Op.IS
    if op in BARE:
        return {"property": name, op.value: True}
    value = _require(row.value, at, _("a value"))
    if op in NUMERIC:
        return {"property": name, op.value: _number(value, at)}
    if op in LISTED:
        return {
            "property": name,
            op.value: [one.strip() for one in value.split(",") if one.strip()],
        }
    return {"property": name, op.value: value}


def _row_of(one: Condition) -> Row | None:
    if isinstance(one, Lacks):
        inner = _row_of(one.of)
        opposite = {DID: DID_NOT, IN: NOT_IN}.get(inner.how) if inner else None
        return replace(inner, how=opposite) if inner and opposite else None
    if isinstance(one, InSegment):
        return Row(how=IN, segment=one.segment)
    if isinstance(one, Test):
        return _row_of_test(one, Row(how=IS))
    return _row_of_did(one) if isinstance(one, Did) else None


def _row_of_did(did: Did) -> Row | None:
    units = {one.unit.value for one in (did.within, did.before) if one is not None}
    if len(units) > 1 or len(did.where) > 1 or did.property or did.most_sum is not None:
        return None
    row = Row(
        event=did.event or ANY_EVENT,
        least=str(did.at_least),
        most="" if did.at_most is None else str(did.at_most),
        different=did.different or "",
        together="" if did.least_sum is None else f"{did.least_sum:g}",
        within="" if did.within is None else str(did.within.count),
        before="" if did.before is None else str(did.before.count),
        unit=units.pop() if units else "d",
    )
    if not did.where:
        return row
    return _row_of_test(did.where[0], row) if isinstance(did.where[0], Test) else None


def _row_of_test(test: Test, row: Row) -> Row | None:
    spec = condition_to_spec(test)
    value = spec[test.op.value]
    if isinstance(value, bool) and test.op not in BARE:
        return None
    texts = value if isinstance(value, list) else [] if test.op in BARE else [value]
    if test.op not in NUMERIC and not all(isinstance(one, str) for one in texts):
        return None
    if test.op in LISTED and any("," in one for one in texts):
        return None
    said = ", ".join(f"{one:g}" if isinstance(one, float) else str(one) for one in texts)
    return replace(row, property=test.property, op=test.op.value, value=said)


def _require(text: str, at: int, what: str) -> str:
    if not text:
        raise UnfinishedSegment(
            _("Condition %(number)d does not say %(what)s yet.") % {"number": at + 1, "what": what},
            field=f"{at}",
        )
    return text


def _whole(text: str, at: int) -> int:
    try:
        return int(text)
    except ValueError as error:
        raise _no_number(text, at) from error


def _number(text: str, at: int) -> float:
    try:
        return float(text.replace(",", "."))
    except ValueError as error:
        raise _no_number(text, at) from error


def _no_number(text: str, at: int) -> UnfinishedSegment:
    return UnfinishedSegment(
        _("“%(text)s” in condition %(number)d is no number.")
        % {"text": text[:20], "number": at + 1},
        field=f"{at}",
    )
