"""Answers to questions: planned together, computed once for all who ask, put into words for one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from tenfold.eventlog.cancellation import Cancellation
from tenfold.eventlog.current import get_log
from tenfold.eventlog.store import EventLog
from tenfold.kit.refusal import Refusal
from tenfold.metrics import compute, wording
from tenfold.metrics.access import Access
from tenfold.metrics.analyses.formula import assemble, first_parts
from tenfold.metrics.answers import Answer, Comparison, Freshness, Lineage
from tenfold.metrics.behind import Behind, Selection
from tenfold.metrics.cache import Cache, Kept, Outcome
from tenfold.metrics.calendar import Calendar
from tenfold.metrics.computed import Computed
from tenfold.metrics.definitions import Formula, to_spec
from tenfold.metrics.figures import change
from tenfold.metrics.memory import PerLog
from tenfold.metrics.planning import compute_all
from tenfold.metrics.questions import Question, resolve_comparison
from tenfold.metrics.renewing import is_settled, steady
from tenfold.metrics.resolving import resolve
from tenfold.metrics.totals import find_notes

_caches = PerLog(Cache)


def answer(
    *,
    question: Question,
    calendar: Calendar,
    at: datetime,
    log: EventLog | None = None,
    cancelled: Cancellation | None = None,
) -> Answer:
    """Return the answer as of now; `at` is now, for how fresh it is.

    `log` is the company's open log unless another is given; `cancelled` takes the question back
    from another thread. Raises `MixedCurrencies`, `TooManyPeriods`, `QueryTooLong`,
    `QueryTooLarge`, `QueryCancelled`.
    """
    (found,) = answer_all(
        questions=[question], calendar=calendar, at=at, log=log, cancelled=cancelled
    )
    if isinstance(found, Refusal):
        raise found
    return found


def answer_all(
    *,
    questions: Sequence[Question],
    calendar: Calendar,
    at: datetime,
    log: EventLog | None = None,
    cancelled: Cancellation | None = None,
) -> tuple[Answer | Refusal, ...]:
    """Return the answers to all questions of a page, in order, from as few reads as can be.

    What one question is refused for stands in its place and does not touch the others.
    """
    page = _Page(calendar, at, Access(log=log or get_log(), cancelled=cancelled))
    resolved = [_resolved(question) for question in questions]
    page.compute([one for one in resolved if isinstance(one, Question)])
    return tuple(page.answer(one) if isinstance(one, Question) else one for one in resolved)


def list_behind(
    *,
    question: Question,
    selection: Selection,
    calendar: Calendar,
    limit: int = 100,
    log: EventLog | None = None,
    cancelled: Cancellation | None = None,
) -> Behind:
    """Return who is behind one part of the question's answer, at most `limit` of them.

    Raises `InvalidQuestion` where the answer has no such part, and what the log refuses.
    """
    access = Access(log=log or get_log(), cancelled=cancelled)
    return compute.who(
        question=question,
        selection=selection,
        calendar=calendar,
        access=access.about(question, calendar=calendar),
        limit=limit,
    )


def _resolved(question: Question) -> Question | Refusal:
    try:
        found = resolve(question.definition)
    except Refusal as refusal:
        return refusal
    return replace(question, definition=found.definition, uses=(*question.uses, *found.uses))


class _Page:
    """Questions that are asked at one moment, and what was computed for them."""

    def __init__(self, calendar: Calendar, at: datetime, access: Access) -> None:
        self.calendar = calendar
        self.at = at
        self.access = access
        self.keys: dict[str, str] = {}
        self.found: dict[str, Outcome] = {}

    def compute(self, questions: Iterable[Question]) -> None:
        """Compute what all the answers need, as far as nobody has before."""
        self._compute([needed for question in questions for needed in self._needed_for(question)])

    def _compute(self, questions: Iterable[Question]) -> None:
        asked: dict[str, Question] = {}
        for one in questions:
            # Settled once: an event may come before the answer is put into words.
            alone = steady(question=one, calendar=self.calendar, access=self.access)
            key = self.keys[one.key()] = self._key(alone)
            asked[key] = alone

        def compute_missing(kept: Mapping[str, Kept | None]) -> Mapping[str, Outcome]:
            return compute_all(
                questions={key: asked[key] for key in kept},
                kept=kept,
                calendar=self.calendar,
                access=self.access,
            )

        self.found |= _caches.get(self.access.log).get_all(
            keys=list(asked),
            version=self.access.log.version,
            compute=compute_missing,
            cancelled=self.access.cancelled,
        )

    def answer(self, question: Question) -> Answer | Refusal:
        """Return one question's answer, or what it is refused for."""
        try:
            return self._answer(question)
        except Refusal as refusal:
            return refusal

    def _needed_for(self, question: Question) -> list[Question]:
        before = self._before(question)
        asked = [_alone(one) for one in (question, before) if one is not None]
        return [part for one in asked for part in first_parts(one)]

    def _key(self, question: Question) -> str:
        context = self.access.about(question, calendar=self.calendar).context
        settled = is_settled(question=question, access=self.access)
        return f"{self.calendar} {question.key()} {context.key()} {settled}"

    def _get_all(self, questions: Sequence[Question]) -> list[Computed]:
        """Those that waited for the answers of others are computed now."""
        needed = [part for question in questions for part in self._needed_for(question)]
        self._compute([one for one in needed if one.key() not in self.keys])
        return [self._get(question) for question in questions]

    def _get(self, question: Question) -> Computed:
        if isinstance(question.definition, Formula):
            return assemble(question=_alone(question), ask=self._get_all)
        outcome = self.found[self.keys[_alone(question).key()]]
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def _answer(self, question: Question) -> Answer:
        notes = find_notes(question=question, calendar=self.calendar, access=self.access)
        found = self._get(question)
        previous = self._previous(question, found)
        figure = found.figure
        return Answer(
            value=figure.value,
            unit=figure.unit,
            points=found.points,
            groups=found.groups,
            previous=previous,
            freshness=_freshness(self.access.log, self.at),
            lineage=replace(_lineage(question, self.calendar, found), notes=notes),
            sentence=_sentence(found, previous),
            detail=found.detail,
            interval=found.interval,
            sample=found.sample,
        )

    # The time before

    def _before(self, question: Question) -> Question | None:
        span = _span_before(question, self.calendar)
        return None if span is None else replace(question, start=span[0], end=span[1], breakdown=())

    def _previous(self, question: Question, found: Computed) -> Comparison | None:
        span, earlier = _span_before(question, self.calendar), self._before(question)
        if span is None or earlier is None:
            return None
        start, end, unit = span
        computed = self._get(earlier)
        before = computed.figure
        comparable = before.unit == found.figure.unit
        return Comparison(
            start=self.calendar.to_local(at=start),
            end=self.calendar.to_local(at=end),
            value=before.value,
            change=change(value=found.figure.value, before=before.value) if comparable else None,
            unit=unit,
            points=computed.points,
        )


def _alone(question: Question) -> Question:
    return replace(question, compare=None, uses=())


def _span_before(
    question: Question, calendar: Calendar
) -> tuple[datetime, datetime, str | None] | None:
    if question.compare is None or question.start is None or question.end is None:
        return None
    start, end, unit = resolve_comparison(
        start=question.start, end=question.end, compare=question.compare, calendar=calendar
    )
    return start, end, None if unit is None else unit.value


def _sentence(found: Computed, previous: Comparison | None) -> str:
    """A kind that answers with more than a number knows best what it means."""
    value, unit = found.figure.value, found.figure.unit
    if found.detail is None:
        return wording.say(value=value, unit=unit, previous=previous)
    said = found.detail.sentence()
    if previous is None or value is None:
        return said
    return f"{said} {wording.say_change(value=value, previous=previous)}"


def _freshness(log: EventLog, at: datetime) -> Freshness:
    """The company's own facts are left out: they say nothing about how fresh a number is."""
    extent = log.reading().extent
    if extent is None:
        return Freshness(newest_event_at=None, seconds=None)
    return Freshness(newest_event_at=extent[1], seconds=max(0.0, (at - extent[1]).total_seconds()))


def _lineage(question: Question, calendar: Calendar, found: Computed) -> Lineage:
    return Lineage(
        definition=to_spec(question.definition),
        metrics=tuple(dict.fromkeys(question.uses)),
        start=None if question.start is None else calendar.to_local(at=question.start),
        end=None if question.end is None else calendar.to_local(at=question.end),
        timezone=calendar.timezone,
        events=found.figure.events,
        left_out=found.figure.left_out,
        sql=found.statement.text,
        parameters=found.statement.parameters,
        milliseconds=round(found.milliseconds, 3),
    )
