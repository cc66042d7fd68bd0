"""Checked access to the values of a definition's JSON form."""

import math
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from tenfold.metrics.definitions.refusals import InvalidDefinition

MAX_TEXT = 1_000
"""Characters in a name or in a text to compare with."""

MAX_NESTING = 60
"""Lists and objects in each other, in a whole definition."""


def refuse(sentence: str, *, field: str, next_step: str = "") -> InvalidDefinition:
    """Return the refusal to raise, naming the field."""
    return InvalidDefinition(sentence, field=field, next_step=next_step)


def require_shallow(given: Any, *, field: str) -> None:
    """Raise `InvalidDefinition` where lists and objects lie in each other too deep to be read."""
    level = [given]
    for _depth in range(MAX_NESTING):
        inner = [one.values() if isinstance(one, Mapping) else one for one in level]
        level = [
            part
            for parts in inner
            if isinstance(parts, Iterable) and not isinstance(parts, str)
            for part in parts
        ]
        if not level:
            return
    raise refuse(_("“%(field)s” is nested too deep.") % {"field": field}, field=field)


def read_object(given: Any, *, field: str) -> Mapping[str, Any]:
    """Return `given` where it is a JSON object. Raises `InvalidDefinition`."""
    if not isinstance(given, Mapping):
        raise refuse(_("“%(field)s” must be an object.") % {"field": field}, field=field)
    return given


def read_text(given: Any, *, field: str) -> str:
    """Return `given` where it is a text with something in it. Raises `InvalidDefinition`."""
    if not isinstance(given, str) or not given.strip():
        raise refuse(_("“%(field)s” must be a text.") % {"field": field}, field=field)
    return check_text(given, field=field)


def check_text(given: str, *, field: str) -> str:
    """Return `given` where it can be stored and compared. Raises `InvalidDefinition`."""
    if len(given) > MAX_TEXT:
        raise refuse(
            _("“%(field)s” is longer than %(most)d characters.")
            % {"field": field, "most": MAX_TEXT},
            field=field,
        )
    if "\x00" in given or any("\ud800" <= letter <= "\udfff" for letter in given):
        raise refuse(
            _("“%(field)s” holds a character that is no text.") % {"field": field}, field=field
        )
    return given


def read_number(given: Any, *, field: str) -> float | int:
    """Return `given` where it is a finite number. Raises `InvalidDefinition`."""
    number = isinstance(given, int | float) and not isinstance(given, bool)
    if not number or abs(given) > 1e300 or math.isnan(given):
        raise refuse(_("“%(field)s” must be a number.") % {"field": field}, field=field)
    checked: float | int = given
    return checked


def read_scalar(given: Any, *, field: str) -> str | float | int | bool:
    """Return `given` where it is a text, a number or true/false. Raises `InvalidDefinition`."""
    if isinstance(given, bool):
        return given
    if isinstance(given, str):
        return check_text(given, field=field)
    if isinstance(given, int | float):
        return read_number(given, field=field)
    raise refuse(
        _("“%(field)s” must be a text, a number, true or false.") % {"field": field}, field=field
    )
