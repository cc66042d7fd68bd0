"""A part of an event, as a function of the row. Compiled once, before the first row."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from tenfold.eventlog.checks import MAX_VALUE
from tenfold.techniques.interfaces.rules import checks
from tenfold.techniques.interfaces.rules.expressions import (
    Scope,
    compile_condition,
    compile_number,
    compile_text,
    parse_expression,
)
from tenfold.techniques.interfaces.rules.expressions.values import (
    Remembered,
    Row,
    number_of,
    say,
    text_of,
)
from tenfold.techniques.interfaces.rules.faults import RowFault
from tenfold.techniques.interfaces.rules.mapping import Part, TimeRule
from tenfold.techniques.interfaces.rules.times import (
    NotATime,
    get_zone,
    make_time_reader,
    to_micros,
)

GetMicros = Callable[[Row], int]
GetText = Callable[[Row], str | None]
GetName = Callable[[Row], str]
GetFloat = Callable[[Row], float | None]
GetTruth = Callable[[Row], bool]


def make_time(*, rule: TimeRule, scope: Scope, latest: int) -> GetMicros:
    """Return what finds the time of a row in microseconds. It raises `RowFault`."""
    read, zone = make_time_reader(format=rule.format), get_zone(name=rule.zone)
    column = rule.part.column or "time"

    def convert(cell: Any) -> int:
        if cell is None or (isinstance(cell, str) and _is_nothing(cell, scope)):
            raise RowFault(column=column, value=cell, reason=_("There is no time."))
        try:
            micros = to_micros(at=read(cell), zone=zone)
        except (NotATime, OverflowError) as error:
            reason = _("This is no time written like %(format)s.") % {"format": rule.format}
            raise RowFault(column=column, value=cell, reason=reason) from error
        return checks.require_time(micros=micros, latest=latest, column=column, value=cell)

    if rule.part.constant:
        constant = convert(rule.part.constant)
        return lambda _row: constant
    if rule.part.column and not scope.texts:
        place = scope.places[rule.part.column]
        return lambda row: convert(row[place])
    remembered = Remembered(convert, columns=len(scope.places))
    if rule.part.column:
        place = scope.places[rule.part.column]
        return lambda row: remembered[row[place]]
    text = _text_getter(rule.part, scope, label="time")
    return lambda row: remembered[text(row) or ""]


def _is_nothing(cell: str, scope: Scope) -> bool:
    stripped = cell.strip()
    return not stripped or stripped in scope.nothing


def make_actor(*, part: Part | None, scope: Scope) -> GetText:
    """Return what finds who did it; None is nobody. It raises `RowFault`."""
    if part is None:
        return lambda _row: None
    return _cleaned(part, scope, "actor")


def make_name(*, part: Part, scope: Scope) -> GetName:
    """Return what finds the event's name. It raises `RowFault`."""
    if part.constant:
        constant = checks.require_text(text=part.constant.strip(), column="event")
        return lambda _row: constant
    text, label = _cleaned(part, scope, "event"), part.column or "event"

    def name(row: Row) -> str:
        got = text(row)
        if not got:
            raise RowFault(column=label, value="", reason=_("The event has no name."))
        return got

    return name


def make_currency(*, part: Part | None, scope: Scope) -> GetText:
    """Return what finds the currency; None is a plain number. It raises `RowFault`."""
    if part is None:
        return lambda _row: None
    if part.constant:
        constant = part.constant
        return lambda _row: constant
    text, label = _cleaned(part, scope, "currency"), part.column or "currency"

    def currency(row: Row) -> str | None:
        got = text(row)
        return None if got is None else checks.require_currency(text=got.upper(), column=label)

    return currency


def _cleaned(part: Part, scope: Scope, label: str) -> GetText:
    """A text without blanks at its ends and without the ending that is to be dropped."""
    column, ending = part.column or label, part.drop_ending

    def clean(cell: Any) -> str | None:
        said = text_of(cell=cell, scope=scope)
        trimmed = "" if said is None else said.strip().removesuffix(ending)
        return checks.require_text(text=trimmed, column=column) if trimmed else None

    if part.column and not scope.texts:
        place = scope.places[part.column]
        return lambda row: clean(row[place])
    remembered = Remembered(clean, columns=len(scope.places))
    if part.column:
        place = scope.places[part.column]
        return lambda row: remembered[row[place]]
    text = _text_getter(part, scope, label=label)
    return lambda row: remembered[text(row)]


def _text_getter(part: Part, scope: Scope, *, label: str) -> GetText:
    if part.constant:
        constant = part.constant
        return lambda _row: constant
    get = compile_text(expression=parse_expression(text=part.expression), scope=scope)

    def text(row: Row) -> str | None:
        try:
            return get(row)
        except RowFault as fault:
            fault.column = fault.column or label
            raise

    return text


def make_value(*, part: Part | None, scope: Scope) -> GetFloat:
    """Return what computes the value; None is no value. It raises `RowFault`."""
    if part is None:
        return lambda _row: None
    expression = part.expression or part.constant or f"`{part.column.replace('`', '``')}`"
    number = compile_number(expression=parse_expression(text=expression), scope=scope)
    label, least, most = part.column or "value", -MAX_VALUE, MAX_VALUE

    def value(row: Row) -> float | None:
        try:
            got = number(row)
        except RowFault as fault:
            fault.column = fault.column or label
            raise
        if got is None or least < got < most:
            return None if got is None else float(got)
        return checks.require_value(value=got, column=label)

    return value


def make_filter(*, where: str, scope: Scope) -> GetTruth | None:
    """Return what says whether a row is wanted; None: every row is. It raises `RowFault`."""
    if not where:
        return None
    meets = compile_condition(expression=parse_expression(text=where), scope=scope)

    def wanted(row: Row) -> bool:
        try:
            return meets(row)
        except RowFault as fault:
            fault.column = fault.column or "where"
            raise

    return wanted


def as_number(*, cell: Any, scope: Scope) -> Decimal | None:
    """Return the number a cell says, or None where it is empty or none."""
    try:
        return number_of(cell=cell, column="", scope=scope)
    except RowFault:
        return None


def as_plain(*, cell: Any) -> Any:
    """Return a typed cell as a JSON value."""
    if isinstance(cell, (dt.datetime, dt.date, dt.time)):
        return say(value=cell)
    return cell
