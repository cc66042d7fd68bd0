"""Filters as SQL conditions.

A test is true or false, never unknown, also under `not`. So `not` is pushed down to the tests, and
each test is rendered in the one of two ways that treats NULL right.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

from tenfold.eventlog.store import Column
from tenfold.metrics.definitions import Every, Filter, InSegment, Not, Op, Scalar, Test
from tenfold.metrics.definitions.filters import BARE, LISTED, MAX_VALUES
from tenfold.metrics.definitions.names import Speaks, split_name
from tenfold.metrics.sql.fields import ACTOR, Bindings, Fields, worded

_OPPOSITE = {
    Op.IS_NOT: Op.IS,
    Op.NOT_IN: Op.IN,
    Op.NOT_CONTAINS: Op.CONTAINS,
    Op.IS_MISSING: Op.EXISTS,
}
NEWEST = worded(text="text")
"""How to read a person's newest value, in a table of those."""

_Compare = Callable[[Column, Test, Bindings], str]


def render_all(filters: Iterable[Filter], *, fields: Fields) -> list[str]:
    """Return one condition for each filter; all must hold."""
    return [render_filter(one, fields=fields) for one in filters]


def render_filter(one: Filter, *, fields: Fields, negated: bool = False) -> str:
    """Return a condition that is true of exactly the events that the filter lets pass."""
    if isinstance(one, Test):
        return _render_test(one, fields, negated)
    if isinstance(one, InSegment):
        return _render_membership(one, fields, negated)
    if isinstance(one, Not):
        return render_filter(one.of, fields=fields, negated=not negated)
    parts = [render_filter(part, fields=fields, negated=negated) for part in one.of]
    word = " AND " if isinstance(one, Every) is not negated else " OR "
    if not parts:
        return "true" if word == " AND " else "false"
    return "(" + word.join(parts) + ")"


def _render_membership(one: InSegment, fields: Fields, negated: bool) -> str:
    condition = f"{ACTOR} IN ({fields.ids_in(one.segment)})"
    return f"({condition}) IS NOT TRUE" if negated else condition


def _render_test(test: Test, fields: Fields, negated: bool) -> str:
    if test.property == "person" and fields.reading.joins:
        test = _of_ids(test, fields)
    positive = stated(test)
    negated ^= positive.op is not test.op
    speaks, own = split_name(test.property)
    if speaks is Speaks.PERSON:
        condition = _render_newest(positive, own, fields)
    else:
        condition = compare(fields.read(test.property), positive, fields.bindings)
    return f"({condition}) IS NOT TRUE" if negated else f"({condition})"


def _render_newest(test: Test, name: str, fields: Fields) -> str:
    """Ask for the ids of whoever passes: a value for each event would be joined to each event."""
    table = fields.newest_of(name)
    return f"{ACTOR} IN (SELECT id FROM {table} WHERE {compare(NEWEST, test, fields.bindings)})"


def stated(test: Test) -> Test:
    """Return the test without a "not" in its comparison: of is_not, is."""
    return replace(test, op=_OPPOSITE.get(test.op, test.op))


def compare(column: Column, test: Test, bindings: Bindings) -> str:
    """Return a condition that is true where a test without a "not" holds, else false or NULL."""
    return _COMPARE[test.op](column, test, bindings)


def _exists(column: Column, _test: Test, _bindings: Bindings) -> str:
    return f"{column.text} IS NOT NULL"


def _of_ids(test: Test, fields: Fields) -> Test:
    """Ask for the ids of persons where that says the same: then no event is joined to its person.

    Where only the person's own text can tell, the test stays as it is.
    """
    if test.op in BARE:
        return replace(test, property="actor")
    op = {Op.IS: Op.IN, Op.IS_NOT: Op.NOT_IN}.get(test.op, test.op)
    values = test.value if isinstance(test.value, tuple) else (test.value,)
    names = [value for value in values if isinstance(value, str)]
    if op not in LISTED or len(names) < len(values):
        return test
    ids = tuple(one for name in names for one in fields.reading.ids_of(name))
    return Test("actor", op, ids) if len(ids) <= MAX_VALUES else test


def _is(column: Column, test: Test, bindings: Bindings) -> str:
    return _equal(column, test.value, bindings)  # type: ignore[arg-type]


def _in(column: Column, test: Test, bindings: Bindings) -> str:
    """One list for each way to read the column: a comparison for each value takes long to plan."""
    values: tuple[Scalar, ...] = test.value  # type: ignore[assignment]
    by_reading: dict[str, list[str]] = {}
    for value in values:
        reading, placeholder = _comparable(column, value, bindings)
        by_reading.setdefault(reading, []).append(placeholder)
    lists = [f"{reading} IN ({', '.join(bound)})" for reading, bound in by_reading.items()]
    return " OR ".join(lists) or "false"


def _equal(column: Column, value: Scalar, bindings: Bindings) -> str:
    reading, placeholder = _comparable(column, value, bindings)
    return f"{reading} = {placeholder}"


def _comparable(column: Column, value: Scalar, bindings: Bindings) -> tuple[str, str]:
    """A number equals what reads as that number ("5", 5, 5.0); true equals true."""
    if isinstance(value, bool):
        return column.text, bindings.bind("true" if value else "false")
    if isinstance(value, str):
        return column.text, bindings.bind(value)
    return column.number, bindings.bind(float(value))


def _compared(sign: str) -> _Compare:
    def compare(column: Column, test: Test, bindings: Bindings) -> str:
        return f"{column.number} {sign} {bindings.bind(float(test.value))}"  # type: ignore[arg-type]

    return compare


def _textual(function: str) -> _Compare:
    def compare(column: Column, test: Test, bindings: Bindings) -> str:
        return f"{function}({column.text}, {bindings.bind(test.value)})"

    return compare


_COMPARE: dict[Op, _Compare] = {
    Op.IS: _is,
    Op.IN: _in,
    Op.EXISTS: _exists,
    Op.ABOVE: _compared(">"),
    Op.AT_LEAST: _compared(">="),
    Op.BELOW: _compared("<"),
    Op.AT_MOST: _compared("<="),
    Op.CONTAINS: _textual("contains"),
    Op.STARTS_WITH: _textual("starts_with"),
}
