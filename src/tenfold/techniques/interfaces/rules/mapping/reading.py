"""Plain dicts and YAML -> mapping; whatever cannot be meant is refused, saying where."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import yaml
from django.utils.translation import gettext as _

from tenfold.eventlog.checks import is_currency
from tenfold.kit.refusal import Refusal
from tenfold.techniques.interfaces.rules.expressions import ExpressionInvalid, parse_expression
from tenfold.techniques.interfaces.rules.expressions.tree import Column
from tenfold.techniques.interfaces.rules.formats import FileFormat
from tenfold.techniques.interfaces.rules.mapping.value import (
    VERSION,
    MetricHint,
    Part,
    Properties,
    TimeRule,
)
from tenfold.techniques.interfaces.rules.times import get_zone, make_time_reader

LONGEST_YAML = 256 * 1024
_KEYS = [
    "version",
    "source",
    "native",
    "format",
    "time",
    "event",
    "actor",
    "value",
    "currency",
    "id",
    "where",
    "properties",
    "decimal",
    "nothing",
    "metrics",
]
_PART_KEYS = ("constant", "column", "expression", "drop_ending")


class MappingInvalid(Refusal):
    """A mapping that cannot be meant; `field` says where."""

    code = "mapping_invalid"


def _invalid(field: str, sentence: str) -> MappingInvalid:
    step = _("See docs/reference/mapping.md for what a mapping may say.")
    return MappingInvalid(sentence, next_step=step, field=field)


def read_text(*, text: str) -> Any:
    """Return the plain values of a YAML (or JSON) text. Raises `MappingInvalid`."""
    if len(text) > LONGEST_YAML:
        raise _invalid("", _("The mapping is far too long."))
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text)):
            raise _invalid("", _("A mapping may not repeat itself by reference (* and &)."))
        return yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise _invalid("", _("The mapping is no YAML: %(why)s") % {"why": error}) from error


def read_fields(*, spec: Any) -> dict[str, Any]:
    """Return the fields of the mapping that a plain dict describes. Raises refusals."""
    found = _dict(spec, "", _KEYS)
    if found.get("version", VERSION) != VERSION:
        raise _invalid("version", _("This version of the mapping's form is not known."))
    form = FileFormat.from_spec(_dict(found.get("format", {}), "format"))
    fields: dict[str, Any] = {
        "format": form,
        "source": _text(found, "source"),
        "metrics": _metrics(found.get("metrics", [])),
    }
    if found.get("native") is True:
        time, event = TimeRule(Part(column="time")), Part(column="name")
        return {**fields, "native": True, "time": time, "event": event}
    return {**fields, **_read_meaning(found)}


def _read_meaning(found: dict[str, Any]) -> dict[str, Any]:
    return {
        "time": _time(found.get("time")),
        "event": _require_part(found, "event", bare="constant"),
        "actor": _part(found, "actor", bare="expression"),
        "value": _part(found, "value", bare="expression"),
        "currency": _currency(found),
        "id": _id(found.get("id", "content")),
        "where": _expression(_text(found, "where"), "where"),
        "properties": _properties(found.get("properties", {})),
        "decimal": _choice(found.get("decimal", "."), "decimal", (".", ",")),
        "nothing": _texts(found.get("nothing", []), "nothing"),
    }


def _dict(value: Any, field: str, known: Iterable[str] | None = None) -> dict[str, Any]:
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        raise _invalid(field, _("“%(field)s” must be names with values.") % {"field": field})
    if known is not None:
        for key in value:
            if key not in known:
                place = f"{field}.{key}" if field else key
                raise _invalid(place, _("A mapping has no “%(field)s”.") % {"field": place})
    return value


def _text(found: dict[str, Any], key: str, *, field: str = "") -> str:
    value = found.get(key, "")
    if not isinstance(value, str):
        place = field or key
        raise _invalid(place, _("“%(field)s” must be a text.") % {"field": place})
    return value


def _texts(value: Any, field: str) -> tuple[str, ...]:
    if not isinstance(value, (list, tuple)) or not all(isinstance(one, str) for one in value):
        raise _invalid(field, _("“%(field)s” must be a list of texts.") % {"field": field})
    return tuple(value)


def _choice(value: Any, field: str, choices: tuple[str, ...]) -> Any:
    if value not in choices:
        said = {"field": field, "choices": ", ".join(choices)}
        raise _invalid(field, _("“%(field)s” must be one of: %(choices)s.") % said)
    return value


def _expression(text: str, field: str) -> str:
    if text:
        try:
            parse_expression(text=text)
        except ExpressionInvalid as refusal:
            refusal.field = field
            raise
    return text


def _part(found: dict[str, Any], key: str, *, bare: str) -> Part | None:
    """Read a part: a bare text is short for a constant or an expression."""
    value = found.get(key)
    if value is None:
        return None
    given = {bare: value} if isinstance(value, str) else _dict(value, key, _PART_KEYS)
    said = {name: _text(given, name, field=f"{key}.{name}") for name in given}
    part = Part(**said)
    if sum(bool(one) for one in (part.constant, part.column, part.expression)) != 1:
        sentence = _("“%(field)s” must say one of constant, column and expression.")
        raise _invalid(key, sentence % {"field": key})
    _expression(part.expression, f"{key}.expression" if not isinstance(value, str) else key)
    return _as_column(part)


def _as_column(part: Part) -> Part:
    """An expression that is nothing but a column is that column."""
    root = parse_expression(text=part.expression).root if part.expression else None
    if isinstance(root, Column):
        return replace(part, expression="", column=root.name)
    return part


def _require_part(found: dict[str, Any], key: str, *, bare: str) -> Part:
    part = _part(found, key, bare=bare)
    if part is None:
        raise _invalid(key, _("The mapping does not say “%(field)s”.") % {"field": key})
    return part


def _time(value: Any) -> TimeRule:
    if value is None:
        raise _invalid("time", _("The mapping does not say “%(field)s”.") % {"field": "time"})
    found = dict(_dict(value, "time", (*_PART_KEYS[:3], "format", "zone")))
    form, zone = str(found.pop("format", "iso")), str(found.pop("zone", "UTC"))
    make_time_reader(format=form)
    get_zone(name=zone)
    return TimeRule(_require_part({"time": found}, "time", bare="column"), format=form, zone=zone)


def _currency(found: dict[str, Any]) -> Part | None:
    part = _part(found, "currency", bare="constant")
    if part is not None and part.constant and not is_currency(part.constant):
        raise _invalid("currency", _("A currency is three capital letters, such as EUR."))
    return part


def _id(value: Any) -> tuple[str, ...]:
    if value == "content":
        return ()
    columns = _texts([value] if isinstance(value, str) else value, "id")
    if not columns:
        raise _invalid("id", _("“id” must be “content” or the columns that identify a row."))
    return columns


def _properties(value: Any) -> Properties:
    found = _dict(value, "properties", ("keep", "drop", "rename", "types"))
    keep = found.get("keep")
    rename = _dict(found.get("rename", {}), "properties.rename")
    types = _dict(found.get("types", {}), "properties.types")
    for name, kind in types.items():
        _choice(kind, f"properties.types.{name}", ("text", "number", "truth"))
    for name in rename:
        _text(rename, name, field=f"properties.rename.{name}")
    return Properties(
        keep=None if keep is None else _texts(keep, "properties.keep"),
        drop=_texts(found.get("drop", []), "properties.drop"),
        rename=dict(rename),
        types=dict(types),
    )


def _metrics(value: Any) -> tuple[MetricHint, ...]:
    if not isinstance(value, list):
        raise _invalid("metrics", _("“%(field)s” must be a list.") % {"field": "metrics"})
    return tuple(_metric(one, f"metrics.{place}") for place, one in enumerate(value))


def _metric(value: Any, field: str) -> MetricHint:
    found = _dict(value, field, ("name", "title", "spec", "asks", "better", "headline"))
    name, spec, headline = _text(found, "name"), found.get("spec"), found.get("headline")
    if not name or not isinstance(spec, dict):
        raise _invalid(field, _("A metric needs a name and a spec."))
    if headline is not None and type(headline) is not int:
        raise _invalid(f"{field}.headline", _("A headline is a whole number: its place."))
    return MetricHint(
        name=name,
        title=_text(found, "title") or name,
        spec=spec,
        asks=_text(found, "asks"),
        better=_choice(found.get("better", "up"), f"{field}.better", ("up", "down", "none")),
        headline=headline,
    )
