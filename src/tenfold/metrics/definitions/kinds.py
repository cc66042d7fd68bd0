"""What is counted: one frozen dataclass for each kind of metric.

To add a kind: a dataclass here and in `KINDS`, its aggregates in `metrics/sql/measures.py`, its
line in docs/reference/metrics.md, its slow twin in the tests' reference.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from tenfold.metrics.definitions.filters import Filter, filter_to_spec, filters_from_spec
from tenfold.metrics.definitions.reading import read_object, read_text, refuse


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A number over the events of one name (None: of any name) that pass all filters."""

    kind: ClassVar[str]
    event: str | None = None
    where: tuple[Filter, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Count(Measure):
    """How many events."""

    kind = "count"


@dataclass(frozen=True, kw_only=True)
class Persons(Measure):
    """How many different persons did it. Several ids of one person are one; nobody is no person."""

    kind = "persons"


@dataclass(frozen=True, kw_only=True)
class Unique(Measure):
    """How many different values the property has. A missing one is no value."""

    kind = "unique"
    property: str


@dataclass(frozen=True, kw_only=True)
class OfNumbers(Measure):
    """A number over the event's own value, or over a property. Events without one do not count."""

    property: str | None = None


@dataclass(frozen=True, kw_only=True)
class Sum(OfNumbers):
    """All of them together, exact to six decimals. Nothing together is 0."""

    kind = "sum"


@dataclass(frozen=True, kw_only=True)
class Mean(OfNumbers):
    """The arithmetic mean. Of nothing there is none."""

    kind = "mean"


@dataclass(frozen=True, kw_only=True)
class Min(OfNumbers):
    """The smallest. Of nothing there is none."""

    kind = "min"


@dataclass(frozen=True, kw_only=True)
class Max(OfNumbers):
    """The largest. Of nothing there is none."""

    kind = "max"


@dataclass(frozen=True, kw_only=True)
class Ratio:
    """One measure for each of another: `of` divided by `per`. Where `per` is 0 there is none.

    `where` narrows both.
    """

    kind: ClassVar[str] = "ratio"
    of: Measure
    per: Measure
    where: tuple[Filter, ...] = ()


Definition = Measure | Ratio

KINDS: dict[str, type[Measure] | type[Ratio]] = {
    kind.kind: kind for kind in (Count, Persons, Unique, Sum, Mean, Min, Max, Ratio)
}


def from_spec(given: Any, *, field: str = "spec") -> Definition:
    """Return the definition that a JSON object describes.

    Raises `InvalidDefinition` with `field` naming the place ("spec.where[0].is").
    """
    spec = read_object(given, field=field)
    kind = spec.get("kind")
    known = KINDS.get(kind) if isinstance(kind, str) else None
    if known is None:
        raise refuse(
            _("“kind” must say what to count."),
            field=f"{field}.kind",
            next_step=_("One of: %(kinds)s") % {"kinds": ", ".join(KINDS)},
        )
    names = {one.name for one in fields(known)}
    for key in spec:
        if key not in names | {"kind"}:
            raise refuse(
                _("A metric of the kind “%(kind)s” has no “%(key)s”.") % {"kind": kind, "key": key},
                field=f"{field}.{key}",
            )
    return _read_ratio(spec, field) if known is Ratio else _read_measure(known, spec, field)


def _read_measure(kind: type[Any], spec: Mapping[str, Any], field: str) -> Measure:
    given: dict[str, Any] = {"where": filters_from_spec(spec.get("where"), field=f"{field}.where")}
    if spec.get("event") is not None:
        given["event"] = read_text(spec["event"], field=f"{field}.event")
    if kind is Unique or spec.get("property") is not None:
        given["property"] = read_text(spec.get("property"), field=f"{field}.property")
    measure: Measure = kind(**given)
    return measure


def _read_ratio(spec: Mapping[str, Any], field: str) -> Ratio:
    return Ratio(
        of=_read_part(spec, "of", field),
        per=_read_part(spec, "per", field),
        where=filters_from_spec(spec.get("where"), field=f"{field}.where"),
    )


def _read_part(spec: Mapping[str, Any], key: str, field: str) -> Measure:
    part = read_object(spec.get(key), field=f"{field}.{key}")
    if part.get("kind") == Ratio.kind:
        raise refuse(
            _("A ratio is of two plain metrics, not of another ratio."), field=f"{field}.{key}.kind"
        )
    measure = from_spec(part, field=f"{field}.{key}")
    if not isinstance(measure, Measure):
        raise TypeError(measure)
    return measure


def to_spec(definition: Definition) -> dict[str, Any]:
    """Return the JSON form; what says nothing is left out. `from_spec` makes an equal one of it."""
    spec: dict[str, Any] = {"kind": definition.kind}
    for one in fields(definition):
        said = getattr(definition, one.name)
        if isinstance(said, Measure):
            spec[one.name] = to_spec(said)
        elif isinstance(said, tuple):
            spec |= {"where": [filter_to_spec(part) for part in said]} if said else {}
        elif said is not None:
            spec[one.name] = said
    return spec


def canonical(definition: Definition) -> str:
    """Return the JSON form as one line with sorted keys: equal definitions, equal text."""
    return json.dumps(
        to_spec(definition), sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )


def narrowed(definition: Definition, *, where: tuple[Filter, ...]) -> Definition:
    """Return the definition with further filters that must hold too."""
    return replace(definition, where=definition.where + where)
