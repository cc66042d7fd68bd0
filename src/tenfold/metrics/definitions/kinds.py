"""Every kind of metric by its name, and its JSON form."""

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from tenfold.metrics.definitions.analyses import (
    Analysis,
    Conversion,
    Lifecycle,
    Paths,
    Retention,
    Stickiness,
)
from tenfold.metrics.definitions.filters import Filter, filter_schema
from tenfold.metrics.definitions.forms import (
    Schema,
    read_kind,
    schema_of,
    write_kind,
)
from tenfold.metrics.definitions.measures import (
    Count,
    Max,
    Mean,
    Measure,
    Min,
    Occurrence,
    Persons,
    Quantile,
    Sum,
    Unique,
)
from tenfold.metrics.definitions.reading import read_object, refuse, require_shallow
from tenfold.metrics.definitions.segments import condition_schema
from tenfold.metrics.definitions.series import Formula, Named, PerPerson, Ratio, Rolling

Definition = Measure | Ratio | PerPerson | Rolling | Formula | Named | Analysis

KINDS: dict[str, type[Any]] = {
    kind.kind: kind
    for kind in (
        Count,
        Persons,
        Unique,
        Sum,
        Mean,
        Min,
        Max,
        Quantile,
        Ratio,
        PerPerson,
        Rolling,
        Formula,
        Named,
        Conversion,
        Retention,
        Stickiness,
        Lifecycle,
        Paths,
    )
}


def from_spec(given: Any, *, field: str = "spec") -> Definition:
    """Return the definition that a JSON object describes.

    Raises `InvalidDefinition` with `field` naming the place ("spec.where[0].is").
    """
    spec = read_object(given, field=field)
    require_shallow(spec, field=field)
    kind = spec.get("kind")
    known = KINDS.get(kind) if isinstance(kind, str) else None
    if known is None:
        raise refuse(
            _("“kind” must say what to count."),
            field=f"{field}.kind",
            next_step=_("One of: %(kinds)s") % {"kinds": ", ".join(KINDS)},
        )
    definition: Definition = read_kind(known, spec, field=field)
    return definition


def to_spec(definition: Definition) -> dict[str, Any]:
    """Return the JSON form; what says nothing is left out. `from_spec` makes an equal one of it."""
    return write_kind(definition)


def canonical(definition: Definition) -> str:
    """Return the JSON form as one line with sorted keys: equal definitions, equal text."""
    return json.dumps(
        to_spec(definition), sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )


def narrowed(definition: Definition, *, where: tuple[Filter, ...]) -> Definition:
    """Return the definition with further filters that must hold too."""
    if isinstance(definition, Named):
        raise TypeError("a name has no filters: resolve it first")
    return replace(definition, where=definition.where + where)


def schema() -> Schema:
    """Return the JSON Schema (2020-12) of every definition, filter and segment's condition."""
    kinds = {name: _with_kind(name, kind) for name, kind in KINDS.items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A metric of Tenfold",
        "anyOf": [{"$ref": f"#/$defs/{name}"} for name in KINDS],
        "$defs": {**kinds, "filter": filter_schema(), "condition": condition_schema()},
    }


def _with_kind(name: str, kind: type[Any]) -> Schema:
    own = schema_of(kind)
    return {
        **own,
        "description": (kind.__doc__ or "").strip().splitlines()[0],
        "properties": {"kind": {"const": name}, **own["properties"]},
        "required": ["kind", *own.get("required", [])],
    }


def occurrences_of(definition: Definition) -> tuple[Occurrence, ...]:
    """Return all that a definition looks at: the events of its measures, steps and parts.

    Filters that narrow the whole are in each of them.
    """
    where: tuple[Filter, ...] = getattr(definition, "where", ())
    if isinstance(definition, Occurrence):
        return (definition,)
    return tuple(
        replace(one, where=one.where + where)
        for part in _parts_of(definition)
        for one in (occurrences_of(part) if part is not None else (Occurrence(),))
    )


def _parts_of(definition: Any) -> Iterable[Any]:
    return next((find(definition) for kind, find in _PARTS if isinstance(definition, kind)), ())


_PARTS: tuple[tuple[Any, Callable[[Any], Iterable[Any]]], ...] = (
    (Ratio, lambda one: (one.of, one.per)),
    (PerPerson | Rolling, lambda one: (one.of,)),
    (Formula, lambda one: (part for _letter, part in one.of)),
    (Conversion, lambda one: (*one.steps, *one.exclude)),
    (Retention, lambda one: (one.start, one.back)),
    (Paths, lambda one: (one.after, one.before)),
)
"""What kinds are made of; None where any event is."""
