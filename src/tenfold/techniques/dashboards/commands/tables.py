"""What a kind answers beside its number, as tables: steps, days, periods, edges, parts.

A kind that adds a list of objects to its answer gets a table for it by a line in `_TABLES`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy

from tenfold.metrics.calendar import Grain
from tenfold.metrics.wording import amount
from tenfold.ui.format import Formats

MOST_ROWS = 60
_NONE = "–"
Write = Callable[[Any, "Reader"], str]


@dataclass(frozen=True, slots=True)
class Reader:
    """How the company writes. `grain`: of periods."""

    formats: Formats
    grain: Grain | None

    def period(self, start: datetime) -> str:
        """Return what a period is called."""
        if self.grain in (Grain.MINUTE, Grain.HOUR):
            return self.formats.moment(at=start)
        if self.grain is Grain.YEAR:
            return str(start.year)
        if self.grain is Grain.MONTH:
            return self.formats.skeleton(on=start.date(), pattern="yMMM")
        return self.formats.day(on=start.date())


@dataclass(frozen=True, slots=True)
class Column:
    """One member of the objects. `name`: what it is called; `number`: aligned to the right."""

    key: str
    name: Any
    write: Write
    number: bool = True


def list_tables(*, detail: Mapping[str, Any], reader: Reader) -> list[dict[str, Any]]:
    """Return the tables of an answer's own members: names of columns, and rows of texts."""
    return [
        _table(detail[key], columns, reader)
        for key, columns in _TABLES.items()
        if detail.get(key) and all(one.key in detail[key][0] for one in columns[:2])
    ]


def _table(
    objects: list[Mapping[str, Any]], columns: tuple[Column, ...], reader: Reader
) -> dict[str, Any]:
    shown = [one for one in columns if one.key in objects[0]]
    return {
        "columns": [f"{one.name}#" if one.number else str(one.name) for one in shown],
        "rows": [[one.write(given, reader) for one in shown] for given in objects[:MOST_ROWS]],
        "more": len(objects) > MOST_ROWS,
    }


def _text(key: str, missing: Any) -> Write:
    def write(given: Any, _reader: Reader) -> str:
        return str(missing) if given[key] is None else str(given[key])

    return write


def _number(key: str) -> Write:
    def write(given: Any, reader: Reader) -> str:
        found = given[key]
        return _NONE if found is None else reader.formats.number(value=found)

    return write


def _share(key: str) -> Write:
    def write(given: Any, reader: Reader) -> str:
        found = given[key]
        return _NONE if found is None else reader.formats.percent(share=found, digits=1)

    return write


def _seconds(key: str) -> Write:
    def write(given: Any, reader: Reader) -> str:
        found = given[key]
        return _NONE if found is None else reader.formats.duration(of=timedelta(seconds=found))

    return write


def _start(given: Any, reader: Reader) -> str:
    return reader.period(datetime.fromisoformat(given["start"]))


def _value(given: Any, _reader: Reader) -> str:
    return amount(value=given["value"], unit=given["unit"])


_PERSONS = Column("persons", gettext_lazy("persons"), _number("persons"))

_TABLES: dict[str, tuple[Column, ...]] = {
    "steps": (
        Column("event", gettext_lazy("step"), _text("event", gettext_lazy("any event")), False),
        _PERSONS,
        Column("rate", gettext_lazy("of all"), _share("rate")),
        Column("rate_of_previous", gettext_lazy("of the step before"), _share("rate_of_previous")),
        Column("median_seconds", gettext_lazy("half within"), _seconds("median_seconds")),
    ),
    "overall": (
        Column("offset", gettext_lazy("periods later"), _number("offset")),
        Column("eligible", gettext_lazy("could be back"), _number("eligible")),
        Column("returned", gettext_lazy("were back"), _number("returned")),
        Column("share", gettext_lazy("share"), _share("share")),
    ),
    "days": (
        Column("days", gettext_lazy("on so many"), _number("days")),
        _PERSONS,
        Column("at_least", gettext_lazy("or more"), _number("at_least")),
    ),
    "periods": (
        Column("start", gettext_lazy("from"), _start, False),
        Column("new", gettext_lazy("new"), _number("new")),
        Column("returning", gettext_lazy("returning"), _number("returning")),
        Column("resurrecting", gettext_lazy("back again"), _number("resurrecting")),
        Column("dormant", gettext_lazy("gone"), _number("dormant")),
    ),
    "edges": (
        Column("step", gettext_lazy("step"), _number("step")),
        Column("source", gettext_lazy("from"), _text("source", gettext_lazy("(begins)")), False),
        Column("target", gettext_lazy("to"), _text("target", gettext_lazy("(ends)")), False),
        _PERSONS,
        Column("times", gettext_lazy("times"), _number("times")),
    ),
    "parts": (
        Column("letter", gettext_lazy("letter"), _text("letter", ""), False),
        Column("value", gettext_lazy("value"), _value),
    ),
}
"""By the member of the answer; where an object lacks the first two columns, it is another kind's."""
