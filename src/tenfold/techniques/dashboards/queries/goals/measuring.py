"""How key results stand: all of a page from one reading of the log."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from urllib.parse import parse_qsl

from django.utils.translation import gettext as _

from tenfold.kit.refusal import Refusal
from tenfold.metrics import queries as metrics
from tenfold.metrics.answers import Answer
from tenfold.metrics.calendar import Calendar, Grain
from tenfold.metrics.definitions import Definition, filters_from_spec, narrowed
from tenfold.metrics.properties import find_extent
from tenfold.metrics.questions import Question
from tenfold.metrics.rules import require_visible
from tenfold.metrics.showing import names_persons, tells_money
from tenfold.people.permissions import Permission, Viewer
from tenfold.techniques.dashboards.queries.goals.measured import Measured, ToMeasure
from tenfold.techniques.dashboards.queries.goals.projecting import (
    WINDOWS,
    project_sum,
    project_typed,
    project_windows,
)
from tenfold.techniques.dashboards.queries.goals.standing import Known, stand
from tenfold.techniques.dashboards.rules.exploring.addresses import read_draft, unreadable
from tenfold.techniques.dashboards.rules.exploring.specs import spec_of
from tenfold.techniques.dashboards.rules.goals import days, reading
from tenfold.techniques.dashboards.rules.goals.results import Kind, Shape

_DAY = timedelta(days=1)
_MOMENT = timedelta(microseconds=1)
Told = Answer | Refusal


def definition_of(*, metric: str, version: int, query: str) -> Definition:
    """Return what a key result counts: a metric as it once was defined, narrowed by a filter.

    Raises `UnknownMetric`, and what a broken filter is refused for.
    """
    view = metrics.get_metric(name=metric, version=version or None)
    if not query:
        return view.definition
    draft, _lost = read_draft(parse_qsl(query, keep_blank_values=True))
    spec = spec_of({"kind": "count", "where": draft.get("where", [])})
    where = filters_from_spec(spec.get("where", []), field="query")
    if not where:
        raise unreadable(_("This filter lets everything through."))
    return narrowed(view.definition, where=where)


def measure_all(
    *,
    results: Sequence[ToMeasure],
    calendar: Calendar,
    at: datetime,
    viewer: Viewer | None,
    only_now: bool = False,
) -> dict[int, Measured]:
    """Return how each key result stands at `at`, by its id.

    `only_now`: without the way that led there, so without "since" and without a projection.

    What the viewer may not see, and what cannot be reckoned, says why and touches no other.
    `viewer` None: for the company itself, which sees everything.
    """
    readers = [_reader(one, calendar, at, only_now) for one in results]
    questions = [question for one in readers for question in one.questions()]
    answers = iter(metrics.answer_all(questions=questions, calendar=calendar, at=at))
    return {
        one.of.id: _measured(one, [next(answers) for _ in one.questions()], viewer)
        for one in readers
    }


def measure_now(*, question: Question, calendar: Calendar, at: datetime, viewer: Viewer) -> Answer:
    """Return what a metric comes to, for a preview.

    Raises `MoneyHidden`, `PersonsHidden` and what `metrics.queries.answer` raises.
    """
    answer = metrics.answer(question=question, calendar=calendar, at=at)
    _require_visible(question, answer, viewer)
    return answer


def _require_visible(question: Question, answer: Answer, viewer: Viewer | None) -> None:
    if viewer is not None:
        require_visible(
            is_money=answer.is_money or tells_money(question=question),
            names_persons=names_persons(question=question),
            sees_money=viewer.allows(Permission.SEE_MONEY),
            sees_persons=viewer.allows(Permission.SEE_PERSONS),
        )


@dataclass
class _Reader:
    """What must be asked to measure one key result, and what becomes of the answers."""

    of: ToMeasure
    calendar: Calendar
    at: datetime
    only_now: bool = False
    refusal: Refusal | None = None
    asked: dict[str, Question] = field(default_factory=dict)

    @property
    def until(self) -> datetime:
        """What happens after the last day does not count."""
        return min(self.at, self.of.ends_at)

    @property
    def moments(self) -> dict[date, datetime]:
        """The ends of the days at which it is looked."""
        if self.only_now or self.until <= self.of.begins_at:
            return {}
        first = self.calendar.to_local(at=self.of.begins_at).date()
        last = self.calendar.to_local(at=self.until).date() - _DAY
        return {
            on: self.calendar.instant_of_day(day=on + _DAY)
            for on in days.checkpoints(first=first, last=last)
        }

    def questions(self) -> list[Question]:
        """Return all questions, in an order that `told` knows."""
        return list(self.asked.values())

    def told(self, answers: Sequence[Told]) -> Mapping[str, Told]:
        """Return the answers by what was asked."""
        return dict(zip(self.asked, answers, strict=True))


def _reader(of: ToMeasure, calendar: Calendar, at: datetime, only_now: bool) -> _Reader:
    reader = _Reader(of, calendar, at, only_now)
    if of.kind is not Kind.METRIC:
        return reader
    try:
        definition = definition_of(metric=of.metric, version=of.version, query=of.query)
    except Refusal as refusal:
        return replace(reader, refusal=refusal)
    return replace(reader, asked=dict(_ask(reader, definition)))


def _ask(reader: _Reader, definition: Definition) -> Iterator[tuple[str, Question]]:
    of = reader.of
    so_far = of.reading.over is reading.Over.SO_FAR
    if so_far and reader.until <= of.begins_at:
        return
    if so_far and reading.adds_up(definition=definition):
        yield from _ask_by_day(reader, definition)
        return
    yield "now", _over(reader, definition, reader.until)
    for on, moment in reader.moments.items():
        yield f"on {on.isoformat()}", _over(reader, definition, moment)
    if not so_far and not reader.only_now:
        yield from _ask_windows(reader, definition)


def _over(reader: _Reader, definition: Definition, until: datetime) -> Question:
    start, end = reading.span(
        reading=reader.of.reading,
        begins_at=reader.of.begins_at,
        until=until,
        calendar=reader.calendar,
    )
    return Question(definition=definition, start=start, end=end)


def _ask_by_day(reader: _Reader, definition: Definition) -> Iterator[tuple[str, Question]]:
    """The days of a period add up to it: one question tells the whole way."""
    of, shifted = reader.of, reader.calendar.shifted
    yield (
        "by day",
        Question(definition=definition, grain=Grain.DAY, start=of.begins_at, end=reader.until),
    )
    if of.shape is Shape.LAST_YEAR:
        start, end = (
            shifted(at=one, grain=Grain.YEAR, by=-1) for one in (of.begins_at, of.ends_at)
        )
        yield (
            "last year",
            Question(
                definition=definition, grain=Grain.DAY, start=start, end=max(end, start + _MOMENT)
            ),
        )


def _ask_windows(reader: _Reader, definition: Definition) -> Iterator[tuple[str, Question]]:
    """The stretches before, that do not overlap, of one year: what a trend can be seen in."""
    of, end = reader.of.reading, reader.until
    a_year_ago = reader.calendar.shifted(at=end, grain=Grain.YEAR, by=-1)
    for back in range(1, WINDOWS):
        until = reader.calendar.shifted(at=end, grain=Grain(of.over.value), by=-of.count * back)
        question = _over(reader, definition, until)
        if question.start is not None and question.start >= a_year_ago:
            yield f"window {back}", question


def _measured(reader: _Reader, answers: Sequence[Told], viewer: Viewer | None) -> Measured:
    told = reader.told(answers)
    known = Known(
        of=reader.of, until=reader.until, at=reader.at, moments=reader.moments,
        calendar=reader.calendar,
    )  # fmt: skip
    try:
        if reader.refusal is not None:
            raise reader.refusal
        if reader.of.kind is not Kind.METRIC:
            return replace(stand(known=_typed(known)), projection=project_typed(known=known))
        if not told:
            return stand(known=known)
        return _of_metric(reader, known, told, viewer)
    except Refusal as refusal:
        return replace(stand(known=known), refusal=refusal)


def _of_metric(
    reader: _Reader, known: Known, told: Mapping[str, Told], viewer: Viewer | None
) -> Measured:
    name = next(iter(told))
    first = told[name]
    if isinstance(first, Refusal):
        raise first
    _require_visible(reader.asked[name], first, viewer)
    if name == "by day":
        known = _added_up(known, first, told.get("last year"))
        return replace(stand(known=known), projection=project_sum(known=known))
    values = {on: _value(told[f"on {on.isoformat()}"]) for on in known.moments}
    known = replace(known, now=_value(first), values=values)
    windows = [_value(one) for key, one in told.items() if key == "now" or key.startswith("window")]
    return replace(stand(known=known), projection=project_windows(known=known, windows=windows))


def _added_up(known: Known, by_day: Answer, last_year: Told | None) -> Known:
    parts = [exact(point.value) or Decimal(0) for point in by_day.points]
    totals = days.running_total(parts=parts)
    first = known.calendar.to_local(at=known.of.begins_at).date()
    places = {on: (on - first).days for on in known.moments}
    values: dict[date, Decimal | None] = {
        on: totals[at] if at < len(totals) else None for on, at in places.items()
    }
    return replace(
        known,
        now=exact(by_day.value) if by_day.value is not None else Decimal(0),
        values=values,
        parts=tuple(parts),
        last_year=_totals_of(known, last_year),
    )


def _totals_of(known: Known, told: Told | None) -> tuple[Decimal, ...]:
    """Nothing where the log does not reach back to the first day of last year's period."""
    extent = find_extent()
    if not isinstance(told, Answer) or extent is None:
        return ()
    start = known.calendar.shifted(at=known.of.begins_at, grain=Grain.YEAR, by=-1)
    if extent[0] >= start + _DAY:
        return ()
    return days.running_total(parts=[exact(one.value) or Decimal(0) for one in told.points])


def _typed(known: Known) -> Known:
    """A number that somebody typed holds until somebody types another, also after the last day."""
    typed = [one for one in known.of.typed if one.at <= known.at]
    values: dict[date, Decimal | None] = {}
    for on, moment in known.moments.items():
        values[on] = next((one.value for one in reversed(typed) if one.at < moment), None)
    if known.of.kind is Kind.MILESTONE:
        values = {on: value or Decimal(0) for on, value in values.items()}
    now = typed[-1].value if typed else None
    if known.of.kind is Kind.MILESTONE and known.at >= known.of.begins_at:
        now = now or Decimal(0)
    return replace(known, now=now, values=values)


def _value(told: Told) -> Decimal | None:
    return None if isinstance(told, Refusal) else exact(told.value)


def exact(value: object) -> Decimal | None:
    """Return an answer's number so that it can be reckoned with exactly."""
    return None if value is None else Decimal(str(value))
