"""An answer: the number, and what somebody needs to know to trust it."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol

from tenfold.metrics.figures import Number, as_json, is_currency
from tenfold.metrics.questions import Used
from tenfold.stats.intervals import Interval


@dataclass(frozen=True, slots=True)
class Point:
    """The value of one period, which begins at `start` (in the company's zone).

    A period in which nothing happened is 0 where things are counted or added, None otherwise.
    """

    start: datetime
    value: Number | None


@dataclass(frozen=True, slots=True)
class Group:
    """One value of the breakdown, or one pair of values of two.

    labels    a value for each property, None where events are without it; none of `other`
    other     all further values (or pairs) together
    detail    what the kind answers beside the group's number
    interval, sample  as of an answer
    """

    labels: tuple[str | None, ...]
    value: Number | None
    unit: str
    points: tuple[Point, ...] = ()
    other: bool = False
    detail: "Part | None" = None
    interval: Interval | None = None
    sample: int | None = None

    @property
    def label(self) -> str | None:
        """The value of the one property; None where events are without it, of pairs and other."""
        return self.labels[0] if len(self.labels) == 1 else None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The same number over [start, end) before. `change` 0.12: it is 12 % more now.

    unit    how far back it lies: day, week, month, quarter, year; None: as long as the time asked
            for
    points  one for each period of that time; there may be more or fewer than of the answer (a month
            of 31 days and one of 28), so the n-th stands beside the n-th
    """

    start: datetime
    end: datetime
    value: Number | None
    change: float | None
    unit: str | None
    points: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Freshness:
    """How new the newest event of the log is. Both None where there is none."""

    newest_event_at: datetime | None
    seconds: float | None


@dataclass(frozen=True, slots=True)
class Lineage:
    """Where the number comes from.

    definition  what was counted, without names: all that the metrics say
    metrics     the metrics that it was made with, each as it was defined at its version
    start, end  the time asked for; None: from the first, up to the newest event
    events      how many events the number was made of
    left_out    how many of them had a text, or something too large, where a number was expected
    sql         the query, with its parameters
    notes       what somebody must know to read the number right, in plain words
    """

    definition: dict[str, Any]
    metrics: tuple[Used, ...]
    start: datetime | None
    end: datetime | None
    timezone: str
    events: int
    left_out: int
    sql: str
    parameters: dict[str, Any]
    milliseconds: float
    notes: tuple[str, ...] = ()


class Part(Protocol):
    """What a kind answers beside a number. Frozen."""

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values; their keys stand beside those of the answer, or the group."""


class Detail(Part, Protocol):
    """The same of the whole answer: the steps of a funnel, cohorts, edges."""

    def sentence(self) -> str:
        """Return what the number means in plain words, in the language that is active."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question is answered with.

    value     int, Decimal or float; None where there is none (a mean of nothing)
    unit      events, persons, values, a currency (ISO 4217), "%" (the value is a share of 1), or ""
              for a plain number
    sentence  the answer in plain words, in the reader's language
    interval  where the value may well be, with 95 % confidence; None where it is no estimate
    sample    how many persons (or numbers) an estimate was seen on
    """

    value: Number | None
    unit: str
    points: tuple[Point, ...]
    groups: tuple[Group, ...]
    previous: Comparison | None
    freshness: Freshness
    lineage: Lineage
    sentence: str
    detail: Detail | None = None
    interval: Interval | None = None
    sample: int | None = None

    @property
    def is_money(self) -> bool:
        """Whether seeing it needs the permission to see money."""
        return any(is_currency(unit) for unit in (self.unit, *(one.unit for one in self.groups)))


def to_json(*, answer: Answer) -> dict[str, Any]:
    """Return plain JSON values; see docs/reference/metrics.md. Instants are RFC 3339."""
    return {
        "value": as_json(answer.value),
        "exact": str(answer.value) if isinstance(answer.value, Decimal) else None,
        "unit": answer.unit,
        "interval": None if answer.interval is None else list(answer.interval),
        "sample": answer.sample,
        "sentence": answer.sentence,
        "points": _points(answer.points),
        "groups": [_group(one) for one in answer.groups],
        "previous": None if answer.previous is None else _previous(answer.previous),
        "freshness": {
            "newest_event_at": _instant(answer.freshness.newest_event_at),
            "seconds": answer.freshness.seconds,
        },
        "lineage": _lineage(answer.lineage),
        **({} if answer.detail is None else answer.detail.to_json()),
    }


def _points(points: tuple[Point, ...]) -> list[dict[str, Any]]:
    return [{"start": point.start.isoformat(), "value": as_json(point.value)} for point in points]


def _group(group: Group) -> dict[str, Any]:
    return {
        "label": group.label,
        "labels": list(group.labels),
        "other": group.other,
        "value": as_json(group.value),
        "unit": group.unit,
        "interval": None if group.interval is None else list(group.interval),
        "sample": group.sample,
        "points": _points(group.points),
        **({} if group.detail is None else group.detail.to_json()),
    }


def _previous(before: Comparison) -> dict[str, Any]:
    return {
        "start": before.start.isoformat(),
        "end": before.end.isoformat(),
        "unit": before.unit,
        "value": as_json(before.value),
        "change": before.change,
        "points": _points(before.points),
    }


def _lineage(lineage: Lineage) -> dict[str, Any]:
    return {
        "definition": lineage.definition,
        "metrics": [{"name": one.name, "version": one.version} for one in lineage.metrics],
        "from": _instant(lineage.start),
        "to": _instant(lineage.end),
        "timezone": lineage.timezone,
        "events": lineage.events,
        "left_out": lineage.left_out,
        "sql": lineage.sql,
        "parameters": {name: _parameter(value) for name, value in lineage.parameters.items()},
        "milliseconds": lineage.milliseconds,
        "notes": list(lineage.notes),
    }


def _parameter(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _instant(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()
