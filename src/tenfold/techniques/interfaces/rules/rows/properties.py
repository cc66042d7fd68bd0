"""What else is kept of a row, as the text of a JSON object."""

import math
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import msgspec
from django.utils.translation import gettext as _

from tenfold.eventlog.checks import MAX_DEPTH, MAX_EVENT_BYTES
from tenfold.techniques.interfaces.rules import checks
from tenfold.techniques.interfaces.rules.expressions.texts import TRUTHS
from tenfold.techniques.interfaces.rules.expressions.values import Remembered, Row, Scope
from tenfold.techniques.interfaces.rules.mapping import Mapping, MappingInvalid
from tenfold.techniques.interfaces.rules.numbers import say_number
from tenfold.techniques.interfaces.rules.rows.parts import as_number, as_plain

_encode = msgspec.json.Encoder(decimal_format="number").encode
_MOST_DIGITS = 18
GetProperties = Callable[[Row], str]


def kept_columns(*, mapping: Mapping, header: tuple[str, ...]) -> tuple[str, ...]:
    """Return the columns that become properties, in the order of the file."""
    properties = mapping.properties
    if properties.keep is not None:
        kept = [name for name in header if name in properties.keep]
    else:
        parts = (mapping.time.part, mapping.event, mapping.actor, mapping.currency, mapping.value)
        spoken_for = {part.column for part in parts if part is not None}
        kept = [name for name in header if name not in spoken_for]
    return tuple(name for name in kept if name not in properties.drop)


def make_properties(*, mapping: Mapping, header: tuple[str, ...], scope: Scope) -> GetProperties:
    """Return what writes the properties of a row; empty cells are left out. It raises `RowFault`."""
    rename, types = mapping.properties.rename, mapping.properties.types
    plan = [
        (scope.places[name], rename.get(name, name), _maker(name, types.get(name), scope))
        for name in kept_columns(mapping=mapping, header=header)
    ]
    _require_distinct([name for _place, name, _make in plan])
    return _remembering(plan) if scope.texts else _typed(plan)


def _require_distinct(names: list[str]) -> None:
    for name in names:
        if names.count(name) > 1:
            raise MappingInvalid(
                _("Two columns would become the property “%(name)s”.") % {"name": name},
                next_step=_("Give one of them another name, or leave it out."),
                field="properties.rename",
            )


_Plan = list[tuple[int, str, Callable[[Any], Any]]]


def _maker(column: str, kind: str | None, scope: Scope) -> Callable[[Any], Any]:
    """Return what turns a cell into a JSON value; None where it is empty."""

    def make(cell: Any) -> Any:
        if cell is None or cell == "" or (scope.nothing and str(cell).strip() in scope.nothing):
            return None
        checks.require_storable(value=cell, column=column, depth=MAX_DEPTH - 1)
        if kind == "number":
            return _as_number(cell, scope)
        if kind == "truth" and isinstance(cell, str):
            return TRUTHS.get(cell.strip().lower(), cell) if cell.strip() else None
        if isinstance(cell, float) and not math.isfinite(cell):
            return None
        plain = as_plain(cell=cell)
        return str(plain) if kind == "text" and not isinstance(plain, (dict, list)) else plain

    return make


def _as_number(cell: Any, scope: Scope) -> Any:
    """A number in plain digits where every reader of JSON will read the same; else what it was."""
    number = as_number(cell=cell, scope=scope)
    if number is None:
        return cell if not isinstance(cell, str) or cell.strip() else None
    digits = say_number(number=number)
    return Decimal(digits) if len(digits) <= _MOST_DIGITS else cell


def _remembering(plan: _Plan) -> GetProperties:
    """For tables of text: what was written once for a cell is written again from memory."""
    columns = [
        (place, Remembered(_fragment(name, make), columns=len(plan))) for place, name, make in plan
    ]

    def write(row: Row) -> str:
        inner = ",".join([said for place, known in columns if (said := known[row[place]])])
        if len(inner) > MAX_EVENT_BYTES // 4:
            checks.require_small(properties=inner.encode())
        return f"{{{inner}}}"

    return write


def _fragment(name: str, make: Callable[[Any], Any]) -> Callable[[Any], str]:
    key = _encode(name).decode()

    def write(cell: Any) -> str:
        value = make(cell)
        return "" if value is None else f"{key}:{_encode(value).decode()}"

    return write


def _typed(plan: _Plan) -> GetProperties:
    def write(row: Row) -> str:
        made = ((name, make(row[place])) for place, name, make in plan)
        return checks.require_small(
            properties=_encode({name: value for name, value in made if value is not None})
        )

    return write
