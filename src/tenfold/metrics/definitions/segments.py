"""Segments: persons by what they did, by who they are, by a list.

Segment(of=Both((Did(event="order", at_least=2, within=Duration(90, Unit.DAY)), ...)))
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tenfold.metrics.definitions.durations import Duration, duration
from tenfold.metrics.definitions.filters import (
    BUILT_IN,
    InSegment,
    Op,
    Test,
    filter_from_spec,
    filter_to_spec,
    leaves_of,
)
from tenfold.metrics.definitions.forms import (
    Schema,
    number,
    part,
    read_parts,
    require_keys,
    schema_of,
    text,
    whole,
    write_parts,
)
from tenfold.metrics.definitions.measures import Occurrence
from tenfold.metrics.definitions.names import Speaks, split_name
from tenfold.metrics.definitions.reading import read_object, refuse

MAX_CONDITIONS = 20
MAX_LEAVES = 50
MAX_DEPTH = 4


@dataclass(frozen=True, kw_only=True)
class Did(Occurrence):
    """Somebody did something so many times, or with so much together, within a time.

    within    the time up to the moment that is looked at; None: ever. Days, weeks, months and years
              are those of the company's wall, however long they were
    before    only what is at least so long ago; None: up to the moment itself
    at_least  times, at least once; at_most: times at most (with at_least, both)
    different what makes two of them different: events with the same value of this property count
              once, those without it not at all; None: each event counts
    property  the property that is added up for least_sum and most_sum; None: the event's own value
    """

    at_least: int = part(whole(least=1, most=1_000_000), default=1)
    at_most: int | None = part(whole(least=1, most=1_000_000), default=None)
    within: Duration | None = part(duration(), default=None)
    before: Duration | None = part(duration(), default=None)
    different: str | None = part(text(), default=None)
    property: str | None = part(text(), default=None)
    least_sum: float | None = part(number(least=-1e12, most=1e12), default=None)
    most_sum: float | None = part(number(least=-1e12, most=1e12), default=None)


@dataclass(frozen=True, slots=True)
class Listed:
    """Whoever is on the list with that number, which the log keeps."""

    members: int


@dataclass(frozen=True, slots=True)
class Joined:
    """All of the conditions hold, or at least one of them."""

    of: tuple["Condition", ...]
    every: bool


@dataclass(frozen=True, slots=True)
class Lacks:
    """The condition does not hold. Whoever is in no event is in no segment."""

    of: "Condition"


Condition = Did | Listed | Joined | Lacks | Test | InSegment
"""Of a test, the property is the person's newest value of it."""


def condition_from_spec(given: Any, *, field: str = "segment") -> Condition:
    """Return a segment's condition from its JSON form. Raises `InvalidDefinition`.

    {"did": {"event": "order", "at_least": 2, "within": "90d"}}, {"property": "country", "is": …},
    {"segment": name}, {"members": 3}, {"not": …}, {"all": […]}, {"any": […]}.
    """
    found = _read(given, field, 0)
    if _count(found) > MAX_LEAVES:
        raise refuse(
            _("A segment can have at most %(most)d conditions.") % {"most": MAX_LEAVES}, field=field
        )
    return found


def adds_up(did: Did) -> bool:
    """Return whether it asks for so much together."""
    return did.least_sum is not None or did.most_sum is not None


def own_property(test: Test) -> str:
    """Return the property of a person that a segment's test is about."""
    return split_name(test.property)[1]


def _read(given: Any, field: str, depth: int) -> Condition:
    if depth > MAX_DEPTH:
        raise refuse(
            _("Conditions can be nested %(most)d deep.") % {"most": MAX_DEPTH}, field=field
        )
    spec = read_object(given, field=field)
    for key, read in _READ.items():
        if key in spec:
            _require_alone(spec, key, field)
            return read(spec[key], f"{field}.{key}", depth)
    simple = filter_from_spec(spec, field=field)
    if isinstance(simple, Test):
        _require_of_person(simple, field)
    assert isinstance(simple, Test | InSegment)  # noqa: S101  the joined ones are read above
    return simple


def _read_not(given: Any, field: str, depth: int) -> Condition:
    return Lacks(_read(given, field, depth + 1))


def _read_all(given: Any, field: str, depth: int) -> Condition:
    return Joined(_read_joined(given, field, depth), every=True)


def _read_any(given: Any, field: str, depth: int) -> Condition:
    return Joined(_read_joined(given, field, depth), every=False)


def _read_members(given: Any, field: str, _depth: int) -> Condition:
    return Listed(whole(least=1, most=2**31).read(given, field))


def _read_did(given: Any, field: str, _depth: int) -> Condition:
    spec = read_object(given, field=field)
    require_keys(Did, spec, field=field)
    did: Did = read_parts(Did, spec, field=field)
    for name, least, most in (
        ("at_most", did.at_least, did.at_most),
        ("most_sum", did.least_sum, did.most_sum),
    ):
        if least is not None and most is not None and most < least:
            raise refuse(
                _("“%(field)s” is less than what it is at least.") % {"field": name},
                field=f"{field}.{name}",
            )
    if did.within and did.before and did.within.length <= did.before.length:
        raise refuse(
            _("“before” must be shorter than “within”: nothing lies between them."),
            field=f"{field}.before",
        )
    if did.property is not None and not adds_up(did):
        raise refuse(
            _("“property” says what is added up, but not how much it must come to."),
            field=f"{field}.property",
            next_step=_("Say least_sum, most_sum or both."),
        )
    _require_of_events(did, field)
    return did


_READ: dict[str, Callable[[Any, str, int], Condition]] = {
    "all": _read_all,
    "any": _read_any,
    "not": _read_not,
    "did": _read_did,
    "members": _read_members,
}


def _require_of_person(test: Test, field: str) -> None:
    speaks, _name = split_name(test.property)
    if test.property in BUILT_IN or speaks in (Speaks.SOURCE, Speaks.SEGMENT):
        raise refuse(
            _("“%(name)s” belongs to an event, not to a person.") % {"name": test.property},
            field=f"{field}.property",
            next_step=_("Put it into the filters of something that was done."),
        )


def _require_of_events(did: Did, field: str) -> None:
    for one in leaves_of((*did.where, *_looked_at(did))):
        speaks = Speaks.SEGMENT if isinstance(one, InSegment) else split_name(one.property)[0]
        if speaks in (Speaks.SEGMENT, Speaks.PERSON):
            raise refuse(
                _("What was done is filtered by what the event says, not by who did it."),
                field=f"{field}.where",
                next_step=_("Put the condition on the person beside it."),
            )


def _looked_at(did: Did) -> tuple[Test, ...]:
    names = (one for one in (did.property, did.different) if one is not None)
    return tuple(Test(name, Op.EXISTS) for name in names)


def _count(one: Condition) -> int:
    if isinstance(one, Joined):
        return sum(map(_count, one.of))
    return _count(one.of) if isinstance(one, Lacks) else 1


def condition_to_spec(one: Condition) -> dict[str, Any]:
    """Return the JSON form; `condition_from_spec` makes an equal condition of it."""
    if isinstance(one, Joined):
        return {"all" if one.every else "any": [condition_to_spec(part) for part in one.of]}
    if isinstance(one, Lacks):
        return {"not": condition_to_spec(one.of)}
    if isinstance(one, Did):
        return {"did": write_parts(one)}
    if isinstance(one, Listed):
        return {"members": one.members}
    return filter_to_spec(one)


def condition_schema() -> Schema:
    """Return the JSON Schema of a condition; it refers to itself as #/$defs/condition."""
    inner: Schema = {"$ref": "#/$defs/condition"}
    joined = {"type": "array", "items": inner, "minItems": 1, "maxItems": MAX_CONDITIONS}
    shapes: dict[str, Schema] = {
        "all": joined,
        "any": joined,
        "not": inner,
        "did": schema_of(Did),
        "members": {"type": "integer", "minimum": 1},
    }
    alone = [
        {
            "type": "object",
            "properties": {key: shape},
            "required": [key],
            "additionalProperties": False,
        }
        for key, shape in shapes.items()
    ]
    return {"anyOf": [*alone, {"$ref": "#/$defs/filter"}]}


def _read_joined(given: Any, field: str, depth: int) -> tuple[Condition, ...]:
    if not isinstance(given, list | tuple) or not 1 <= len(given) <= MAX_CONDITIONS:
        raise refuse(
            _("“%(field)s” must be a list of 1 to %(most)d conditions.")
            % {"field": field, "most": MAX_CONDITIONS},
            field=field,
        )
    return tuple(_read(one, f"{field}[{at}]", depth + 1) for at, one in enumerate(given))


def _require_alone(spec: Mapping[str, Any], key: str, field: str) -> None:
    for other in spec:
        if other != key:
            raise refuse(
                _("“%(key)s” is not understood here.") % {"key": other}, field=f"{field}.{other}"
            )
