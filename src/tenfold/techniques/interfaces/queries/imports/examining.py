"""What a file would become, before anything is written."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from tenfold.techniques.interfaces.models import SavedMapping
from tenfold.techniques.interfaces.queries.imports.glimpsing import (
    Breakdown,
    Glimpse,
    known_metrics,
    list_breakdowns,
    look_ahead,
)
from tenfold.techniques.interfaces.queries.imports.previewing import RowView, view_rows
from tenfold.techniques.interfaces.readers import Chunk, Table, detect_format, open_table
from tenfold.techniques.interfaces.rules.expressions.values import say
from tenfold.techniques.interfaces.rules.formats import FileFormat
from tenfold.techniques.interfaces.rules.guessing import (
    Hints,
    Known,
    Proposal,
    Question,
    Sample,
    describe_columns,
    fit_metrics,
    guess_header,
    propose,
    say_mapping,
    stress_mapping,
)
from tenfold.techniques.interfaces.rules.guessing.questions import ask_header
from tenfold.techniques.interfaces.rules.identity import write_content
from tenfold.techniques.interfaces.rules.mapping import Mapping, fingerprint_of
from tenfold.techniques.interfaces.rules.rows import make_mapper
from tenfold.techniques.interfaces.rules.times import get_zone

SAMPLE_ROWS = 20_000
SHOWN_ROWS = 20
_HEADER_ROWS = 200
_SURE = 0.7


@dataclass(frozen=True)
class ColumnView:
    """A column: the part it plays (time, actor, event, value, currency, id, property, dropped)."""

    name: str
    role: str
    says: str
    asks: bool
    confidence: float
    samples: tuple[str, ...]


@dataclass(frozen=True)
class Examination:
    """A file and what it would become.

    rows            the first rows, each with the event it becomes or what is wrong with it
    glimpses        what could be seen afterwards, from the first `sample_rows` rows
    breakdowns      the properties by which that could be broken down
    complete        whether these are all rows; total_rows: how many there are, None where only
                    reading the whole file would tell
    identical_rows  rows of the sample that are exactly like an earlier one: all are kept
    mapping_from    guess, saved (a file of this shape was imported before) or given
    """

    file_name: str
    size_bytes: int
    sentence: str
    columns: tuple[ColumnView, ...]
    rows: tuple[RowView, ...]
    questions: tuple[Question, ...]
    glimpses: tuple[Glimpse, ...]
    breakdowns: tuple[Breakdown, ...]
    sample_rows: int
    rejected_rows: int
    complete: bool
    total_rows: int | None
    identical_rows: int
    mapping: Mapping
    mapping_from: str
    saved_mapping_id: int | None

    @property
    def pieces(self) -> tuple[tuple[str, bool], ...]:
        """Return the sentence in pieces, each with whether it is one to look at twice."""
        return stress_mapping(mapping=self.mapping)

    @property
    def actor_place(self) -> int | None:
        """Return which column says who it was, counted from 0."""
        places = (place for place, one in enumerate(self.columns) if one.role == "actor")
        return next(places, None)

    @property
    def computed(self) -> str:
        """Return how the value is computed, where no single column says it."""
        part = self.mapping.value
        return "" if part is None else part.expression.replace(" * ", " × ")


@dataclass(frozen=True)
class _Taken:
    """The beginning of a file."""

    header: tuple[str, ...]
    texts: bool
    named: bool
    chunk: Chunk
    complete: bool
    total: int | None
    alike: int


@dataclass(frozen=True)
class _Decided:
    """The mapping that is taken, and where it comes from."""

    mapping: Mapping
    origin: str
    saved_id: int | None = None
    proposal: Proposal | None = None


def examine_file(
    *,
    path: Path,
    file_name: str | None = None,
    timezone: str,
    currency: str,
    at: datetime,
    mapping: Mapping | None = None,
    answers: dict[str, str] | None = None,
    encoding: str | None = None,
    use_saved: bool = True,
) -> Examination:
    """Return what a file would become. Writes nothing.

    Without `mapping`, the one that was kept for files of this shape is taken (unless `use_saved` is
    False, or there are answers); where there is none, it guesses, minding `answers` (question key ->
    value). Raises what the readers refuse, and where
    a given mapping does not fit the file.
    """
    hints = Hints(
        timezone=timezone, currency=currency, now=at.isoformat(timespec="seconds"),
        answers=answers or {},
    )  # fmt: skip
    form, asked = decide_form(path=path, mapping=mapping, answers=hints.answers, encoding=encoding)
    taken = _take_sample(path, form)
    there = known_metrics()
    kept = _find_saved(taken, form) if use_saved and not answers and mapping is None else None
    if mapping is not None:
        decided = _Decided(replace(mapping, format=form), "given")
    else:
        decided = kept or _guess(taken, form, hints, file_name or path.name, there)
    proposal = decided.proposal
    questions = () if proposal is None else (*asked, *proposal.questions)
    mapper = make_mapper(mapping=decided.mapping, table=taken, source=0, at=at)
    mapped = mapper(taken.chunk)
    return Examination(
        file_name=file_name or path.name,
        size_bytes=path.stat().st_size,
        sentence=say_mapping(mapping=decided.mapping),
        columns=_view_columns(taken, decided.mapping, proposal, questions),
        rows=view_rows(chunk=taken.chunk, mapped=mapped, count=SHOWN_ROWS),
        questions=questions,
        glimpses=look_ahead(envelopes=mapped.envelopes, mapping=decided.mapping, there=there),
        breakdowns=list_breakdowns(envelopes=mapped.envelopes),
        sample_rows=len(taken.chunk.rows) + len(taken.chunk.faults),
        rejected_rows=len(taken.chunk.faults) + len(mapped.faults),
        complete=taken.complete,
        total_rows=taken.total,
        identical_rows=taken.alike,
        mapping=decided.mapping,
        mapping_from=decided.origin,
        saved_mapping_id=decided.saved_id,
    )


def decide_form(
    *, path: Path, mapping: Mapping | None, answers: dict[str, str], encoding: str | None
) -> tuple[FileFormat, tuple[Question, ...]]:
    """Return how a file is written down, and what is to be asked about that."""
    if mapping is not None:
        form = mapping.format
        return (replace(form, encoding=encoding) if encoding else form), ()
    form = detect_format(path=path, encoding=encoding)
    if form.kind in ("jsonl", "parquet"):
        return form, ()
    with open_table(path=path, form=replace(form, header=False)) as table:
        rows = [row for item in islice(table.items, _HEADER_ROWS) if (row := _row(item))]
    has_header, confidence = guess_header(rows=rows)
    answer = answers.get("header")
    if answer is not None:
        return replace(form, header=answer == "yes"), ()
    asked = () if confidence >= _SURE else (ask_header(proposed=has_header),)
    return replace(form, header=has_header), asked


def _row(item: Any) -> list[Any]:
    return item[1] if isinstance(item, tuple) else []


def _take_sample(path: Path, form: FileFormat) -> _Taken:
    with open_table(path=path, form=form) as table:
        chunks = table.chunks(size=SAMPLE_ROWS)
        chunk = next(chunks, Chunk())
        complete = next(chunks, None) is None
        return _Taken(
            header=table.header,
            texts=table.texts,
            named=table.named,
            chunk=chunk,
            complete=complete,
            total=_total(table, chunk, complete=complete),
            alike=_count_alike(chunk),
        )


def _total(table: Table, chunk: Chunk, *, complete: bool) -> int | None:
    return len(chunk.rows) + len(chunk.faults) if complete else table.total


def _count_alike(chunk: Chunk) -> int:
    return len(chunk.rows) - len(set(_contents(chunk)))


def _contents(chunk: Chunk) -> Iterator[bytes]:
    for number, row in enumerate(chunk.rows):
        try:
            yield write_content(row=row)
        except (UnicodeEncodeError, OverflowError, RecursionError, TypeError):
            yield str(number).encode()


def _find_saved(taken: _Taken, form: FileFormat) -> _Decided | None:
    """Return the mapping that was kept for files of this shape, with this file's own dialect.

    A table without a header has no shape to be known by: any other may have as many columns.
    """
    if not form.header and form.kind != "fixed":
        return None
    fingerprint = fingerprint_of(form=form, header=taken.header)
    saved = SavedMapping.objects.filter(fingerprint=fingerprint).first()
    if saved is None:
        return None
    mapping = replace(Mapping.from_spec(saved.spec), format=form)
    return _Decided(mapping, "saved", saved_id=saved.pk)


def _guess(
    taken: _Taken, form: FileFormat, hints: Hints, file_name: str, there: tuple[Known, ...]
) -> _Decided:
    sample = Sample(
        form=form,
        header=taken.header,
        rows=taken.chunk.rows,
        file_name=file_name,
        alike=taken.alike,
    )
    proposal = propose(sample=sample, hints=hints)
    guessed = proposal.mapping
    fitted = fit_metrics(hints=guessed.metrics, there=there, event=guessed.event.constant)
    return _Decided(replace(guessed, metrics=fitted), "guess", proposal=proposal)


def _view_columns(
    taken: _Taken,
    mapping: Mapping,
    proposal: Proposal | None,
    questions: tuple[Question, ...],
) -> tuple[ColumnView, ...]:
    sure = {} if proposal is None else proposal.confidence
    words = describe_columns(mapping=mapping, header=taken.header, questions=questions)
    return tuple(
        ColumnView(
            name=one.name,
            role=one.role,
            says=one.says,
            asks=one.asks,
            confidence=sure.get(one.name, 1.0),
            samples=_samples(taken.chunk, place),
        )
        for place, one in enumerate(words)
    )


def _samples(chunk: Chunk, place: int) -> tuple[str, ...]:
    cells = (row[place] for row in chunk.rows[:SHOWN_ROWS])
    return tuple(dict.fromkeys(say(value=cell) for cell in cells if cell not in (None, "")))[:5]


def as_json(*, examination: Examination, timezone: str) -> dict[str, Any]:
    """Return an examination as plain JSON values, times as clocks run in a zone."""
    zone = get_zone(name=timezone)
    return {
        "file": examination.file_name,
        "timezone": timezone,
        "sentence": examination.sentence,
        "columns": [vars_of(one) for one in examination.columns],
        "rows": [_row_json(one, zone) for one in examination.rows],
        "questions": [
            {**vars_of(one), "choices": [vars_of(choice) for choice in one.choices]}
            for one in examination.questions
        ],
        "glimpses": [{**vars_of(one), "value": _number(one.value)} for one in examination.glimpses],
        "breakdowns": [vars_of(one) for one in examination.breakdowns],
        "sample_rows": examination.sample_rows,
        "rejected_rows": examination.rejected_rows,
        "complete": examination.complete,
        "total_rows": examination.total_rows,
        "identical_rows": examination.identical_rows,
        "mapping": examination.mapping.to_spec(),
        "mapping_from": examination.mapping_from,
    }


def vars_of(value: Any) -> dict[str, Any]:
    """Return the fields of a dataclass; what is nested stays as it is."""
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


def _row_json(row: RowView, zone: tzinfo) -> dict[str, Any]:
    event = None if row.event is None else vars_of(row.event)
    if event is not None:
        event["at"] = event["at"].astimezone(zone).isoformat()
    problem = None if row.problem is None else vars_of(row.problem)
    return {"line": row.line, "cells": list(row.cells), "event": event, "problem": problem}


def _number(value: Decimal | int | None) -> int | float | None:
    return float(value) if isinstance(value, Decimal) else value
