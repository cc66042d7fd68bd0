"""A mapping for an unknown file, with the questions that are open."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from tenfold.techniques.interfaces.rules.formats import FileFormat
from tenfold.techniques.interfaces.rules.guessing import questions as ask
from tenfold.techniques.interfaces.rules.guessing import roles
from tenfold.techniques.interfaces.rules.guessing.cells import CellFacts, guess_decimal, look_at
from tenfold.techniques.interfaces.rules.guessing.metrics import guess_metrics
from tenfold.techniques.interfaces.rules.guessing.names import MONEY, means
from tenfold.techniques.interfaces.rules.guessing.questions import Question
from tenfold.techniques.interfaces.rules.mapping import (
    NATIVE_FIELDS,
    Mapping,
    MetricHint,
    Part,
    Properties,
    TimeRule,
)
from tenfold.techniques.interfaces.rules.numbers import DecimalMark
from tenfold.techniques.interfaces.rules.times import get_zone

SURE = 0.7
_LOOKED_AT = 2_000


@dataclass(frozen=True)
class Sample:
    """The beginning of a file. `alike`: how many of its rows are exactly like an earlier one."""

    form: FileFormat
    header: tuple[str, ...]
    rows: Sequence[Sequence[Any]]
    file_name: str = ""
    alike: int = 0


@dataclass(frozen=True)
class Hints:
    """What is known beside the file: the company's zone and currency, the time, and answers."""

    timezone: str
    currency: str
    now: str
    answers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Proposal:
    """A mapping, what each column's guess is, how sure, and what is still to be asked."""

    mapping: Mapping
    columns: tuple[CellFacts, ...]
    confidence: dict[str, float]
    questions: tuple[Question, ...]


def propose(*, sample: Sample, hints: Hints) -> Proposal:
    """Return what the file probably means."""
    if _is_native(sample):
        mapping = Mapping.of_native(format=sample.form)
        return Proposal(mapping, _facts(sample, "."), {}, ())
    return _Proposer(sample, hints).propose()


def _is_native(sample: Sample) -> bool:
    names = set(sample.header)
    return sample.form.kind == "jsonl" and {"name"} <= names <= set(NATIVE_FIELDS)


def _facts(sample: Sample, mark: DecimalMark) -> tuple[CellFacts, ...]:
    rows = sample.rows[:_LOOKED_AT]
    return tuple(
        look_at(name=name, place=place, cells=[row[place] for row in rows], mark=mark)
        for place, name in enumerate(sample.header)
    )


class _Proposer:
    """Decides one part after the other; what is taken by one is not offered to the next."""

    def __init__(self, sample: Sample, hints: Hints) -> None:
        self._sample = sample
        self._hints = hints
        self._questions: list[Question] = []
        self._taken: set[str] = set()
        self._confidence: dict[str, float] = {}
        self._mark = self._decide_mark()
        self._facts = _facts(sample, self._mark)
        self._by_name = {one.name: one for one in self._facts}

    def propose(self) -> Proposal:
        time = self._decide_time()
        currency_column = roles.guess_currency_column(facts=self._facts, taken=self._taken)
        if currency_column is not None:
            self._taken.add(currency_column.name)
        event = self._decide_event()
        actor = self._decide_actor()
        value = self._decide_value()
        mapping = Mapping(
            format=self._sample.form,
            time=time,
            event=event,
            actor=actor,
            value=value,
            currency=self._decide_currency(value, currency_column),
            id=self._decide_id(),
            properties=Properties(types=self._types()),
            decimal=self._mark,
            nothing=tuple(sorted(frozenset().union(*(one.nothing for one in self._facts)))),
        )
        mapping = replace(mapping, metrics=self._metrics(mapping))
        return Proposal(mapping, self._facts, self._confidence, tuple(self._questions))

    def _metrics(self, mapping: Mapping) -> tuple[MetricHint, ...]:
        def seen(part: Part | None) -> tuple[str, ...]:
            column = self._by_name.get(part.column) if part is not None else None
            return () if column is None else column.samples

        return guess_metrics(
            mapping=mapping,
            header=self._sample.header,
            names=seen(mapping.event),
            currencies=seen(mapping.currency),
        )

    def _answer(self, question: Question) -> str:
        """Return what was answered; where nothing was, ask, and go on with what is proposed."""
        answered = self._hints.answers.get(question.key)
        if answered is None:
            self._questions.append(question)
            return question.proposed
        return answered

    def _decide_mark(self) -> DecimalMark:
        texts = [
            cell.strip()
            for row in self._sample.rows[:_LOOKED_AT]
            for cell in row
            if isinstance(cell, str)
        ]
        mark, certain = guess_decimal(texts=texts)
        if certain:
            return mark
        example = next(text for text in texts if not guess_decimal(texts=[text])[1])
        return "," if self._answer(ask.ask_decimal(example=example)) == "," else "."

    def _decide_time(self) -> TimeRule:
        found = roles.guess_time_column(facts=self._facts)
        if found is None:
            return self._ask_time()
        column, confidence = found
        if column.time is not None and column.time.broken:
            broken, now = column.time.broken, self._hints.now
            return self._time_said(ask.ask_torn_time(column=column, broken=broken, now=now))
        self._note(column.name, confidence)
        return self._time_of(column)

    def _ask_time(self) -> TimeRule:
        names = tuple(one.name for one in self._facts if one.time is not None)
        return self._time_said(ask.ask_time(columns=names, now=self._hints.now))

    def _time_said(self, question: Question) -> TimeRule:
        answer = self._answer(question)
        kind, _separator, said = answer.partition(":")
        if kind == "column" and said in self._by_name:
            self._note(said, 1.0)
            return self._time_of(self._by_name[said])
        constant = said if kind == "constant" else answer
        return TimeRule(Part(constant=constant), "iso", self._hints.timezone)

    def _time_of(self, column: CellFacts) -> TimeRule:
        guess = column.time
        if guess is None:
            return TimeRule(Part(column=column.name), "iso", self._zone(zoned=False))
        form = guess.format
        if guess.other:
            example = ask.example_of(form=form, samples=column.samples)
            proposed = ask.order_of(form=form)
            asked = ask.ask_order(column=column, proposed=proposed, example=example)
            form = form if self._answer(asked) == proposed else guess.other
        return TimeRule(Part(column=column.name), form, self._zone(zoned=guess.zoned))

    def _zone(self, *, zoned: bool) -> str:
        if zoned:
            return "UTC"
        answer = self._answer(ask.ask_zone(zone=self._hints.timezone))
        get_zone(name=answer)
        return answer

    def _decide_event(self) -> Part:
        column = roles.guess_event_column(facts=self._facts, taken=self._taken)
        if column is not None:
            self._note(column.name, 0.8)
            return Part(column=column.name)
        stem = self._sample.file_name.split(".")[0]
        name, confidence = roles.guess_event_name(facts=self._facts, stem=stem)
        if confidence < SURE:
            name = self._answer(ask.ask_event(proposed=name))
        return Part(constant=self._hints.answers.get("event", name))

    def _decide_actor(self) -> Part | None:
        guess = roles.guess_actor(facts=self._facts, taken=self._taken)
        name = guess.columns[0] if guess is not None else ask.NOBODY
        answered = self._hints.answers.get("actor")
        if answered is not None:
            name = answered
        elif guess is not None and guess.confidence < SURE:
            free = tuple(one.name for one in self._facts if one.name not in self._taken)
            name = self._answer(ask.ask_actor(columns=free, proposed=name))
        if name not in self._by_name:
            return None
        self._note(name, guess.confidence if guess is not None and answered is None else 1.0)
        return Part(column=name, drop_ending=self._by_name[name].ending)

    def _decide_value(self) -> Part | None:
        guess = roles.guess_value(facts=self._facts, taken=self._taken)
        if guess is None:
            return None
        for name in guess.columns:
            self._confidence[name] = guess.confidence
        if len(guess.columns) == 1:
            self._taken.add(guess.columns[0])
            return Part(column=guess.columns[0])
        return Part(expression=guess.expression)

    def _decide_currency(self, value: Part | None, column: CellFacts | None) -> Part | None:
        if value is None:
            return None
        if column is not None:
            self._note(column.name, 0.9)
            return Part(column=column.name)
        names = [name for name in self._by_name if name == value.column or name in value.expression]
        symbols = {self._by_name[name].currency for name in names} - {""}
        if symbols:
            return Part(constant=symbols.pop())
        money = any(means(name=name, meaning=meaning) for name in names for meaning in MONEY)
        return Part(constant=self._hints.currency) if money else None

    def _decide_id(self) -> tuple[str, ...]:
        column = roles.guess_id_column(facts=self._facts, taken=self._taken)
        if column is None:
            return ()
        proposed = f"column:{column.name}"
        asked = ask.ask_id(column=column.name, proposed=proposed, alike=self._sample.alike)
        answer = self._answer(asked)
        return (column.name,) if answer == proposed else ()

    def _types(self) -> dict[str, Any]:
        types: dict[str, Any] = {}
        for one in self._facts:
            if one.name in self._taken:
                continue
            if one.truth:
                types[one.name] = "truth"
            elif one.numeric and not one.coded and not roles.is_code_name(name=one.name):
                types[one.name] = "number"
        return types if self._sample.form.kind in ("csv", "fixed") else {}

    def _note(self, column: str, confidence: float) -> None:
        self._taken.add(column)
        self._confidence[column] = confidence
