"""A mapping as the choices of a form, and back: which column is what, and a few texts.

Whatever the form does not speak of (the file's format, types and names of properties) stays as it
was. The numbers that follow from the meaning follow it; those that somebody wrote down stay.
"""

import re
from collections.abc import Mapping as Dict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from tenfold.techniques.interfaces.rules.guessing import Known, fit_metrics, guess_metrics
from tenfold.techniques.interfaces.rules.mapping import Mapping, MetricHint, Part

ROLES = ("property", "time", "actor", "event", "currency", "id", "dropped")
_PLAIN = re.compile(r"[^\W\d]\w*")
_KEYWORDS = frozenset({"and", "or", "not", "true", "false", "in", "is", "empty"})


@dataclass(frozen=True)
class Choices:
    """What somebody chose.

    roles   what each column is, one of `ROLES`; "id" is kept as a property as well
    time    when it happened, the same for each row, where no column has the role
    event   the name of the events, where no column has the role
    actor   an expression for who did it, where no column has the role; "" is nobody
    value   an expression for what it was worth; "" is nothing
    where   the condition that a row must meet; "" is every row
    """

    roles: Dict[str, str]
    time: str = ""
    event: str = ""
    actor: str = ""
    value: str = ""
    currency: str = ""
    where: str = ""
    time_format: str = "iso"
    zone: str = "UTC"
    decimal: str = "."


def quote_column(*, name: str) -> str:
    """Return a column's name as an expression writes it."""
    if _PLAIN.fullmatch(name) and name.lower() not in _KEYWORDS:
        return name
    return "`" + name.replace("`", "``") + "`"


def read_choices(*, mapping: Mapping, header: tuple[str, ...]) -> Choices:
    """Return a mapping as choices about the columns of `header`."""
    roles = {name: _role(mapping, name) for name in header}
    return Choices(
        roles=roles,
        time=mapping.time.part.constant,
        event=mapping.event.constant,
        actor=mapping.actor.expression if mapping.actor else "",
        value=_say_part(mapping.value),
        currency=mapping.currency.constant if mapping.currency else "",
        where=mapping.where,
        time_format=mapping.time.format,
        zone=mapping.time.zone,
        decimal=mapping.decimal,
    )


def apply_choices(*, mapping: Mapping, choices: Choices, there: Sequence[Known] = ()) -> Mapping:
    """Return the mapping with the choices in it, its numbers beside those that are `there`.

    Raises what a mapping refuses.
    """
    spec = mapping.to_spec()
    spec["time"] = _time(mapping, choices)
    spec["event"] = _column(choices, "event") or choices.event
    spec["actor"] = _actor(mapping, choices)
    spec["value"] = _value(choices)
    spec["currency"] = _column(choices, "currency") or choices.currency
    spec["id"] = [name for name, role in choices.roles.items() if role == "id"] or "content"
    spec["where"] = choices.where
    spec["decimal"] = choices.decimal
    spec["properties"] = _properties(mapping, choices)
    changed = Mapping.from_spec({key: value for key, value in spec.items() if value})
    return replace(
        changed, metrics=_follow(mapping, changed, header=tuple(choices.roles), there=there)
    )


def _follow(
    before: Mapping, after: Mapping, *, header: tuple[str, ...], there: Sequence[Known]
) -> tuple[MetricHint, ...]:
    """Metrics that followed from the meaning before are made anew from what it is now."""
    guessed = [one.spec for one in guess_metrics(mapping=before, header=header)]
    anew = guess_metrics(mapping=after, header=header)
    own = tuple(one for one in before.metrics if one.spec not in guessed)
    if guessed == [one.spec for one in anew] or len(own) == len(before.metrics):
        return before.metrics
    kept = [Known(one.name, one.spec, one.headline) for one in own]
    return own + fit_metrics(hints=anew, there=(*there, *kept), event=after.event.constant)


def _role(mapping: Mapping, name: str) -> str:
    parts = {
        "time": mapping.time.part,
        "actor": mapping.actor,
        "event": mapping.event,
        "currency": mapping.currency,
    }
    for role, part in parts.items():
        if part is not None and part.column == name:
            return role
    if name in mapping.id:
        return "id"
    keep, drop = mapping.properties.keep, mapping.properties.drop
    left_out = name in drop or (keep is not None and name not in keep)
    is_value = mapping.value is not None and mapping.value.column == name
    return "dropped" if left_out and not is_value else "property"


def _say_part(part: Part | None) -> str:
    if part is None:
        return ""
    return part.expression or part.constant or quote_column(name=part.column)


def _column(choices: Choices, role: str) -> dict[str, str] | None:
    for name, chosen in choices.roles.items():
        if chosen == role:
            return {"column": name}
    return None


def _time(mapping: Mapping, choices: Choices) -> dict[str, str]:
    said = _column(choices, "time")
    if said is None and choices.time:
        said = {"constant": choices.time}
    elif said is None and mapping.time.part.expression:
        said = {"expression": mapping.time.part.expression}
    return {**(said or {}), "format": choices.time_format, "zone": choices.zone}


def _actor(mapping: Mapping, choices: Choices) -> dict[str, str] | str:
    said = _column(choices, "actor")
    if said is None:
        return choices.actor
    if mapping.actor and mapping.actor.column == said["column"] and mapping.actor.drop_ending:
        said["drop_ending"] = mapping.actor.drop_ending
    return said


def _value(choices: Choices) -> dict[str, str] | str:
    for name in choices.roles:
        if choices.value in (name, quote_column(name=name)):
            return {"column": name}
    return choices.value


def _properties(mapping: Mapping, choices: Choices) -> dict[str, Any]:
    said: dict[str, Any] = dict(mapping.to_spec().get("properties", {}))
    said.pop("keep", None)
    said.pop("drop", None)
    dropped = [name for name, role in choices.roles.items() if role == "dropped"]
    return {**said, "drop": dropped} if dropped else said
