"""How the parts of a definition look in JSON: read with checks, written back, published as schema.

A definition is a frozen dataclass whose fields say their form:

    @dataclass(frozen=True, kw_only=True)
    class Quantile(OfNumbers):
        kind = "quantile"
        q: float = part(number(least=0, most=1))

`read_parts`, `write_parts` and `schema_of` do the rest, the same for every kind.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from tenfold.metrics.definitions.reading import (
    MAX_TEXT,
    read_number,
    read_object,
    read_text,
    refuse,
)
from tenfold.metrics.definitions.refusals import InvalidDefinition

Schema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Form:
    """One part's JSON form.

    read    (given, the place's name) -> value; raises `InvalidDefinition`
    write   value -> plain JSON
    schema  -> JSON Schema (2020-12); a function, because forms may contain each other
    """

    read: Callable[[Any, str], Any]
    write: Callable[[Any], Any]
    schema: Callable[[], Schema]


def part(form: Form, *, default: Any = MISSING, key: str | None = None) -> Any:
    """Declare a field of a definition. `key`: its name in JSON, where Python has that word."""
    return field(default=default, metadata={"form": form, "key": key})


def keys_of(kind: type[Any]) -> dict[str, "Field[Any]"]:
    """Return the fields of a definition's class by their names in JSON."""
    return {one.metadata.get("key") or one.name: one for one in fields(kind)}


def read_parts(kind: type[Any], spec: Mapping[str, Any], *, field: str) -> Any:
    """Return a `kind` from an object; null and what is left out are the default.

    Raises `InvalidDefinition` naming the place.
    """
    given = {}
    for key, one in keys_of(kind).items():
        if spec.get(key) is not None:
            given[one.name] = _form(one).read(spec[key], f"{field}.{key}")
        elif one.default is MISSING:
            raise refuse(_("“%(key)s” is missing.") % {"key": key}, field=f"{field}.{key}")
    try:
        return kind(**given)
    except InvalidDefinition as refused:  # the parts do not go together
        raise refuse(
            refused.sentence, field=f"{field}.{refused.field}", next_step=refused.next_step
        ) from refused


def write_parts(value: Any) -> dict[str, Any]:
    """Return the object of a definition; what says nothing is left out."""
    written = {}
    for key, one in keys_of(type(value)).items():
        said = getattr(value, one.name)
        if said != one.default:
            written[key] = None if said is None else _form(one).write(said)
    return written


def schema_of(kind: type[Any]) -> Schema:
    """Return the JSON Schema of a definition's object, without its `kind`."""
    required, properties = [], {}
    for key, one in keys_of(kind).items():
        properties[key] = _form(one).schema()
        if one.default is MISSING:
            required.append(key)
        elif one.default is None:
            properties[key] = {"anyOf": [properties[key], {"type": "null"}]}
    schema: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**schema, "required": required} if required else schema


def require_keys(kind: type[Any], spec: Mapping[str, Any], *, field: str, also: str = "") -> None:
    """Raise `InvalidDefinition` where the object says something that the class does not have."""
    for key in spec:
        if key not in keys_of(kind) and key != also:
            raise refuse(
                _("“%(key)s” is not understood here.") % {"key": key},
                field=f"{field}.{key}",
                next_step=_("Understood are: %(keys)s") % {"keys": ", ".join(keys_of(kind))},
            )


def _form(one: "Field[Any]") -> Form:
    form: Form = one.metadata["form"]
    return form


# Forms of single values


def text() -> Form:
    """A name or a text with something in it."""
    return Form(
        lambda given, place: read_text(given, field=place),
        lambda said: said,
        lambda: {"type": "string", "minLength": 1, "maxLength": MAX_TEXT},
    )


def number(*, least: float, most: float) -> Form:
    """A number of [least, most]."""

    def read(given: Any, place: str) -> float:
        found = read_number(given, field=place)
        if not least <= found <= most:
            raise _out_of_range(place, least, most)
        return float(found)

    return Form(
        read, lambda said: said, lambda: {"type": "number", "minimum": least, "maximum": most}
    )


def whole(*, least: int, most: int) -> Form:
    """A whole number of [least, most]."""

    def read(given: Any, place: str) -> int:
        found = read_number(given, field=place)
        if found != int(found) or not least <= found <= most:
            raise _out_of_range(place, least, most)
        return int(found)

    return Form(
        read, lambda said: said, lambda: {"type": "integer", "minimum": least, "maximum": most}
    )


def _out_of_range(place: str, least: float, most: float) -> Exception:
    return refuse(
        _("“%(field)s” must be between %(least)s and %(most)s.")
        % {"field": place, "least": f"{least:g}", "most": f"{most:g}"},
        field=place,
    )


def choice(choices: type[StrEnum]) -> Form:
    """One of a few words."""

    def read(given: Any, place: str) -> StrEnum:
        try:
            return choices(given)
        except ValueError as error:
            raise refuse(
                _("“%(field)s” must be one of: %(choices)s.")
                % {"field": place, "choices": ", ".join(choices)},
                field=place,
            ) from error

    return Form(
        read, lambda said: said.value, lambda: {"type": "string", "enum": list(map(str, choices))}
    )


# Forms made of others


def listed(one: Form, *, least: int, most: int) -> Form:
    """A list of `least` to `most` of something; a tuple in Python."""

    def read(given: Any, place: str) -> tuple[Any, ...]:
        if not isinstance(given, list | tuple) or not least <= len(given) <= most:
            raise refuse(
                _("“%(field)s” must be a list of %(least)d to %(most)d.")
                % {"field": place, "least": least, "most": most},
                field=place,
            )
        return tuple(one.read(item, f"{place}[{at}]") for at, item in enumerate(given))

    return Form(
        read,
        lambda said: [one.write(item) for item in said],
        lambda: {"type": "array", "items": one.schema(), "minItems": least, "maxItems": most},
    )


def parts(kind: type[Any]) -> Form:
    """An object with the fields of a dataclass."""

    def read(given: Any, place: str) -> Any:
        spec = read_object(given, field=place)
        require_keys(kind, spec, field=place)
        return read_parts(kind, spec, field=place)

    return Form(read, write_parts, lambda: schema_of(kind))


def one_of(*kinds: type[Any]) -> Form:
    """A definition of one of these kinds, which its `kind` names."""
    known = {kind.kind: kind for kind in kinds}

    def read(given: Any, place: str) -> Any:
        spec = read_object(given, field=place)
        kind = spec.get("kind")
        if not isinstance(kind, str) or kind not in known:
            raise refuse(
                _("“%(field)s” must be a metric of another kind.") % {"field": place},
                field=f"{place}.kind",
                next_step=_("One of: %(kinds)s") % {"kinds": ", ".join(known)},
            )
        return read_kind(known[kind], spec, field=place)

    return Form(
        read,
        write_kind,
        lambda: {"anyOf": [{"$ref": f"#/$defs/{kind}"} for kind in known]},
    )


def read_kind(kind: type[Any], spec: Mapping[str, Any], *, field: str) -> Any:
    """Return a `kind` from an object that also says its kind. Raises `InvalidDefinition`."""
    require_keys(kind, spec, field=field, also="kind")
    return read_parts(kind, spec, field=field)


def write_kind(value: Any) -> dict[str, Any]:
    """Return the object of a definition, with its kind."""
    return {"kind": value.kind, **write_parts(value)}
