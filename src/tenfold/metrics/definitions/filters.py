"""Which events count: tests of one property each, joined by every, some and not.

A test is either true or false of an event, never unknown: a property that is missing is not equal
to anything, not above anything, and `not` of that is true.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from tenfold.metrics.definitions.forms import Form, Schema
from tenfold.metrics.definitions.reading import (
    read_number,
    read_object,
    read_scalar,
    read_text,
    refuse,
)

Scalar = str | float | int | bool

BUILT_IN = frozenset({"name", "actor", "person", "value", "currency", "source"})
"""Properties that every event has of itself. `properties.name` reads a sent one of that name."""

MAX_DEPTH = 8
MAX_TESTS = 100
MAX_VALUES = 1_000
MAX_VALUES_IN_ALL = 5_000


class Op(StrEnum):
    """How a property is compared."""

    IS = "is"
    IS_NOT = "is_not"
    IN = "in"
    NOT_IN = "not_in"
    ABOVE = "above"
    AT_LEAST = "at_least"
    BELOW = "below"
    AT_MOST = "at_most"
    CONTAINS = "contains"
    NOT_CONTAINS = "not_contains"
    STARTS_WITH = "starts_with"
    EXISTS = "exists"
    IS_MISSING = "is_missing"


NUMERIC = frozenset({Op.ABOVE, Op.AT_LEAST, Op.BELOW, Op.AT_MOST})
TEXTUAL = frozenset({Op.CONTAINS, Op.NOT_CONTAINS, Op.STARTS_WITH})
LISTED = frozenset({Op.IN, Op.NOT_IN})
BARE = frozenset({Op.EXISTS, Op.IS_MISSING})


@dataclass(frozen=True, slots=True, eq=False)
class Test:
    """One property compared. `value`: a tuple for in and not_in, None for exists and is_missing."""

    __test__ = False  # not a case of pytest

    property: str
    op: Op
    value: Scalar | tuple[Scalar, ...] | None = None

    def __eq__(self, other: object) -> bool:
        """Return whether it is the same test. Python takes 1 for True; the log does not."""
        return isinstance(other, Test) and _identity(self) == _identity(other)

    def __hash__(self) -> int:
        """Return a number that equal tests have in common."""
        return hash(_identity(self))


def _identity(test: Test) -> tuple[object, ...]:
    values = test.value if isinstance(test.value, tuple) else (test.value,)
    told = tuple((value, isinstance(value, bool)) for value in values)
    return test.property, test.op, isinstance(test.value, tuple), told


@dataclass(frozen=True, slots=True)
class Every:
    """All of them hold. True where there are none."""

    of: tuple["Filter", ...]


@dataclass(frozen=True, slots=True)
class Some:
    """At least one of them holds. False where there are none."""

    of: tuple["Filter", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """It does not hold."""

    of: "Filter"


@dataclass(frozen=True, slots=True)
class InSegment:
    """Whoever did it is in the segment of that name. Nobody is in no segment."""

    segment: str


Filter = Test | Every | Some | Not | InSegment


def filters_from_spec(given: Any, *, field: str = "where") -> tuple[Filter, ...]:
    """Return the filters that must all hold, from a list of them, one, or None.

    Raises `InvalidDefinition`, naming the place ("where[1].any[0].above").
    """
    if given is None:
        return ()
    listed = given if isinstance(given, list | tuple) else [given]
    filters = tuple(
        filter_from_spec(one, field=f"{field}[{position}]") for position, one in enumerate(listed)
    )
    if sum(map(_count_tests, filters)) > MAX_TESTS:
        raise refuse(
            _("A filter can make at most %(most)d comparisons.") % {"most": MAX_TESTS}, field=field
        )
    if sum(map(_count_values, leaves_of(filters))) > MAX_VALUES_IN_ALL:
        raise refuse(
            _("A filter can compare with at most %(most)d values.") % {"most": MAX_VALUES_IN_ALL},
            field=field,
        )
    return filters


def filter_from_spec(given: Any, *, field: str = "where", depth: int = 0) -> Filter:
    """Return one filter from its JSON form. Raises `InvalidDefinition`."""
    if depth > MAX_DEPTH:
        raise refuse(_("Filters can be nested %(most)d deep.") % {"most": MAX_DEPTH}, field=field)
    spec = read_object(given, field=field)
    if "segment" in spec:
        _require_only(spec, {"segment"}, field=field)
        return InSegment(read_text(spec["segment"], field=f"{field}.segment"))
    for key, read in _JOINED.items():
        if key in spec:
            _require_only(spec, {key}, field=field)
            return read(spec[key], f"{field}.{key}", depth + 1)
    return _test_from_spec(spec, field=field)


def _read_every(given: Any, field: str, depth: int) -> Filter:
    return Every(_read_joined(given, field, depth))


def _read_some(given: Any, field: str, depth: int) -> Filter:
    return Some(_read_joined(given, field, depth))


def _read_not(given: Any, field: str, depth: int) -> Filter:
    return Not(filter_from_spec(given, field=field, depth=depth))


_JOINED: dict[str, Callable[[Any, str, int], Filter]] = {
    "all": _read_every,
    "any": _read_some,
    "not": _read_not,
}


def _read_joined(given: Any, field: str, depth: int) -> tuple[Filter, ...]:
    if not isinstance(given, list | tuple) or not given:
        raise refuse(
            _("“%(field)s” must be a list with at least one filter.") % {"field": field},
            field=field,
        )
    return tuple(
        filter_from_spec(one, field=f"{field}[{position}]", depth=depth)
        for position, one in enumerate(given)
    )


def _test_from_spec(spec: Mapping[str, Any], *, field: str) -> Test:
    said = [op for op in Op if op.value in spec]
    if "property" not in spec or len(said) != 1:
        raise refuse(
            _("A filter names one property and one comparison."),
            field=field,
            next_step=_("For example: %(example)s")
            % {"example": '{"property": "country", "is": "Norway"}'},
        )
    op = said[0]
    _require_only(spec, {"property", op.value}, field=field)
    property_name = read_text(spec["property"], field=f"{field}.property")
    return make_test(
        property_name=property_name, op=op, given=spec[op.value], field=f"{field}.{op.value}"
    )


def make_test(*, property_name: str, op: Op, given: Any, field: str) -> Test:
    """Return the test, with its value checked. Raises `InvalidDefinition` naming `field`."""
    if op in BARE:
        return _bare(property_name, op, given, field)
    if op in LISTED:
        return Test(property_name, op, _read_values(given, field))
    if op in NUMERIC:
        return Test(property_name, op, read_number(given, field=field))
    if op in TEXTUAL:
        return Test(property_name, op, read_text(given, field=field))
    return Test(property_name, op, read_scalar(given, field=field))


def _bare(property_name: str, op: Op, given: Any, field: str) -> Test:
    if not isinstance(given, bool):
        raise refuse(_("“%(field)s” must be true or false.") % {"field": field}, field=field)
    opposite = Op.IS_MISSING if op is Op.EXISTS else Op.EXISTS
    return Test(property_name, op if given else opposite)


def _read_values(given: Any, field: str) -> tuple[Scalar, ...]:
    if not isinstance(given, list | tuple) or not 1 <= len(given) <= MAX_VALUES:
        raise refuse(
            _("“%(field)s” must be a list of one to %(most)d values.")
            % {"field": field, "most": MAX_VALUES},
            field=field,
        )
    return tuple(
        read_scalar(one, field=f"{field}[{position}]") for position, one in enumerate(given)
    )


def _require_only(spec: Mapping[str, Any], allowed: set[str], *, field: str) -> None:
    for key in spec:
        if key not in allowed:
            raise refuse(
                _("“%(key)s” is not understood here.") % {"key": key}, field=f"{field}.{key}"
            )


def _count_tests(one: Filter) -> int:
    if isinstance(one, Test | InSegment):
        return 1
    if isinstance(one, Not):
        return _count_tests(one.of)
    return sum(map(_count_tests, one.of))


def _count_values(leaf: Test | InSegment) -> int:
    listed = isinstance(leaf, Test) and isinstance(leaf.value, tuple)
    return len(leaf.value) if listed else 1  # type: ignore[union-attr,arg-type]


def properties_of(filters: Iterable[Filter]) -> set[str]:
    """Return the properties that the filters look at."""
    return {one.property for one in leaves_of(filters) if isinstance(one, Test)}


def segments_of(filters: Iterable[Filter]) -> set[str]:
    """Return the names of the segments that the filters look at."""
    return {one.segment for one in leaves_of(filters) if isinstance(one, InSegment)}


def leaves_of(filters: Iterable[Filter]) -> Iterator[Test | InSegment]:
    """Yield what the filters are made of in the end."""
    for one in filters:
        if isinstance(one, Test | InSegment):
            yield one
        else:
            yield from leaves_of((one.of,) if isinstance(one, Not) else one.of)


def filter_to_spec(one: Filter) -> dict[str, Any]:
    """Return the JSON form; `filter_from_spec` makes an equal filter of it."""
    if isinstance(one, Every):
        return {"all": [filter_to_spec(part) for part in one.of]}
    if isinstance(one, Some):
        return {"any": [filter_to_spec(part) for part in one.of]}
    if isinstance(one, Not):
        return {"not": filter_to_spec(one.of)}
    if isinstance(one, InSegment):
        return {"segment": one.segment}
    if one.op in BARE:
        return {"property": one.property, one.op.value: True}
    value = list(one.value) if isinstance(one.value, tuple) else one.value
    return {"property": one.property, one.op.value: value}


def filters() -> Form:
    """The form of filters that must all hold: a list of them, or one."""
    return Form(
        lambda given, place: filters_from_spec(given, field=place),
        lambda said: [filter_to_spec(one) for one in said],
        lambda: {"type": "array", "items": {"$ref": "#/$defs/filter"}},
    )


def filter_schema() -> Schema:
    """Return the JSON Schema of one filter; it refers to itself as #/$defs/filter."""
    inner: Schema = {"$ref": "#/$defs/filter"}
    joined = {"type": "array", "items": inner, "minItems": 1}
    shapes = [_object({"all": joined}), _object({"any": joined}), _object({"not": inner})]
    shapes.append(_object({"segment": {"type": "string", "minLength": 1}}))
    name: Schema = {"type": "string", "minLength": 1}
    return {
        "anyOf": [*shapes, *(_object({"property": name, op.value: _value_of(op)}) for op in Op)]
    }


def _object(properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _value_of(op: Op) -> Schema:
    scalar: Schema = {"type": ["string", "number", "boolean"]}
    if op in LISTED:
        return {"type": "array", "items": scalar, "minItems": 1, "maxItems": MAX_VALUES}
    if op in BARE:
        return {"type": "boolean"}
    if op in NUMERIC:
        return {"type": "number"}
    return {"type": "string", "minLength": 1} if op in TEXTUAL else scalar
