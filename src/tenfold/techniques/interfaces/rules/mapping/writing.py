"""Mapping -> plain dict, YAML."""

from typing import Any

import yaml

from tenfold.techniques.interfaces.rules.mapping.value import (
    VERSION,
    Meaning,
    MetricHint,
    Part,
    Properties,
)


def write_spec(*, meaning: Meaning) -> dict[str, Any]:
    """Return the mapping as plain JSON values: only what differs from the defaults."""
    spec: dict[str, Any] = {"version": VERSION}
    if meaning.source:
        spec["source"] = meaning.source
    spec["format"] = meaning.format.to_spec()
    if meaning.native:
        spec["native"] = True
    else:
        spec |= _meaning(meaning)
    if meaning.metrics:
        spec["metrics"] = [_metric(one) for one in meaning.metrics]
    return spec


def _meaning(meaning: Meaning) -> dict[str, Any]:
    time = meaning.time
    said: dict[str, Any] = {
        "time": {**_full(time.part), "format": time.format, "zone": time.zone},
        "event": _short(meaning.event, bare="constant"),
        "actor": _short(meaning.actor, bare="expression"),
        "value": _short(meaning.value, bare="expression"),
        "currency": _short(meaning.currency, bare="constant"),
        "id": list(meaning.id) or "content",
        "where": meaning.where,
        "properties": _properties(meaning.properties),
        "decimal": meaning.decimal if meaning.decimal != "." else "",
        "nothing": list(meaning.nothing),
    }
    return {key: value for key, value in said.items() if value}


def _full(part: Part) -> dict[str, str]:
    return {name: value for name, value in vars(part).items() if value}


def _short(part: Part | None, *, bare: str) -> dict[str, str] | str | None:
    if part is None:
        return None
    full = _full(part)
    return full[bare] if full.keys() == {bare} else full


def _properties(properties: Properties) -> dict[str, Any]:
    said: dict[str, Any] = {}
    if properties.keep is not None:
        said["keep"] = list(properties.keep)
    if properties.drop:
        said["drop"] = list(properties.drop)
    if properties.rename:
        said["rename"] = dict(properties.rename)
    if properties.types:
        said["types"] = dict(properties.types)
    return said


def _metric(metric: MetricHint) -> dict[str, Any]:
    said: dict[str, Any] = {"name": metric.name, "title": metric.title, "spec": metric.spec}
    if metric.asks:
        said["asks"] = metric.asks
    if metric.better != "up":
        said["better"] = metric.better
    if metric.headline is not None:
        said["headline"] = metric.headline
    return said


class _Plain(yaml.SafeDumper):
    """YAML without references: what is said twice is written twice."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002  the library's signature
        return True


def write_text(*, meaning: Meaning) -> str:
    """Return the mapping as YAML that `read_text` reads back to the same value."""
    spec = write_spec(meaning=meaning)
    return yaml.dump(
        spec, Dumper=_Plain, sort_keys=False, allow_unicode=True, default_flow_style=None
    )
