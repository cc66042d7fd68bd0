"""The loop over rows. It is hot: everything that can be decided before the first row has been."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from django.utils.translation import gettext as _

from tenfold.eventlog.envelope import Envelope
from tenfold.techniques.interfaces.rules import checks
from tenfold.techniques.interfaces.rules.expressions import Scope
from tenfold.techniques.interfaces.rules.expressions.values import Row, text_of
from tenfold.techniques.interfaces.rules.faults import Fault, RowFault
from tenfold.techniques.interfaces.rules.identity import (
    RowIds,
    given_id,
    write_content,
    write_named_content,
)
from tenfold.techniques.interfaces.rules.mapping import Mapping, MappingInvalid, require_columns
from tenfold.techniques.interfaces.rules.rows import parts
from tenfold.techniques.interfaces.rules.rows.native import NativeMapper
from tenfold.techniques.interfaces.rules.rows.properties import make_properties


@dataclass(slots=True)
class Mapped:
    """What became of a chunk: `lines[i]` is where `envelopes[i]` stood.

    left_out  rows that the mapping's filter does not want
    """

    envelopes: list[Envelope] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    left_out: int = 0


class Rows(Protocol):
    """Some rows, and the lines they stood in."""

    @property
    def lines(self) -> Sequence[int]:
        """Return the line that each row began in."""

    @property
    def rows(self) -> Sequence[Row]:
        """Return the rows, each as long as the header."""


class Columns(Protocol):
    """What the mapper must know of a table."""

    @property
    def header(self) -> tuple[str, ...]:
        """Return the columns' names."""

    @property
    def texts(self) -> bool:
        """Return whether every cell is text."""

    @property
    def named(self) -> bool:
        """Return whether the order of columns means nothing."""


Mapper = Callable[[Rows], Mapped]
_UNWRITABLE = (UnicodeEncodeError, OverflowError, RecursionError, TypeError)
Seal = Callable[[Row, bytes | None], Envelope | None]
"""Turns a row and its content's id into an envelope; None: the filter does not want it."""


def make_mapper(*, mapping: Mapping, table: Columns, source: int, at: dt.datetime) -> Mapper:
    """Return what turns the chunks of one table, in their order, into envelopes.

    `at` is when the import began: nothing may lie more than 24 hours after it. Raises
    `MappingInvalid` and `ExpressionInvalid` where the mapping does not fit the table.
    """
    latest = checks.latest_time(at=at)
    if mapping.native:
        seal: Seal = NativeMapper(header=table.header, source=source, at=at, latest=latest).seal
    else:
        require_columns(mapping=mapping, header=table.header)
        try:
            seal = _make_seal(mapping, table, source, latest)
        except RowFault as fault:
            # What is wrong before there is a row is wrong in the mapping: a constant.
            raise MappingInvalid(
                f"{fault.column}: {fault.reason} ({fault.value})",
                next_step=_("Mend the mapping."),
                field=fault.column,
            ) from fault
    content = _content_writer(table)
    ids = RowIds(source=source)
    return lambda chunk: _map_rows(chunk, content, ids, seal)


def _content_writer(table: Columns) -> Callable[[Row], bytes]:
    if not table.named:
        return lambda row: write_content(row=row)
    names = table.header
    return lambda row: write_named_content(names=names, row=row)


def _make_seal(mapping: Mapping, table: Columns, source: int, latest: int) -> Seal:
    scope = Scope(
        places={name: place for place, name in enumerate(table.header)},
        mark=mapping.decimal,
        texts=table.texts,
        nothing=frozenset(mapping.nothing),
    )
    where = parts.make_filter(where=mapping.where, scope=scope)
    time = parts.make_time(rule=mapping.time, scope=scope, latest=latest)
    name = parts.make_name(part=mapping.event, scope=scope)
    actor = parts.make_actor(part=mapping.actor, scope=scope)
    value = parts.make_value(part=mapping.value, scope=scope)
    currency = parts.make_currency(part=mapping.currency, scope=scope)
    properties = make_properties(mapping=mapping, header=table.header, scope=scope)
    identify = _identifier(mapping, scope, source) if mapping.id else None

    def seal(row: Row, content_id: bytes | None) -> Envelope | None:
        if where is not None and not where(row):
            return None
        at = time(row)
        event_id = content_id if identify is None else identify(row)
        return Envelope(
            event_id,  # type: ignore[arg-type]
            at,
            name(row),
            actor(row),
            worth := value(row),
            None if worth is None else currency(row),
            properties(row),
            at,
        )

    return seal


def _identifier(mapping: Mapping, scope: Scope, source: int) -> Callable[[Row], bytes]:
    places = [(name, scope.places[name]) for name in mapping.id]

    def identify(row: Row) -> bytes:
        texts = [(text_of(cell=row[place], scope=scope) or "").strip() for _name, place in places]
        if not any(texts):
            reason = _("The row has nothing that identifies it.")
            raise RowFault(column=places[0][0], value="", reason=reason)
        return given_id(source=source, texts=texts)

    return identify


def _map_rows(chunk: Rows, content: Callable[[Row], bytes], ids: RowIds, seal: Seal) -> Mapped:
    mapped = Mapped()
    lines: Sequence[int] = chunk.lines
    rows: Sequence[Row] = chunk.rows
    try:
        contents = [content(row) for row in rows]
    except _UNWRITABLE:
        lines, rows, contents = _set_unwritable_aside(chunk, content, mapped)
    envelopes, kept = mapped.envelopes, mapped.lines
    for line, row, event_id in zip(lines, rows, ids.next_ids(contents=contents), strict=True):
        try:
            envelope = seal(row, event_id)
        except RowFault as fault:
            mapped.faults.append(Fault(line, fault.column, fault.value, fault.reason))
            continue
        if envelope is None:
            mapped.left_out += 1
        else:
            envelopes.append(envelope)
            kept.append(line)
    return mapped


def _set_unwritable_aside(
    chunk: Rows, content: Callable[[Row], bytes], mapped: Mapped
) -> tuple[Sequence[int], Sequence[Row], list[bytes]]:
    """Reject the rows with what is no text in the file's encoding, or no number of 64 bits."""
    lines: list[int] = []
    rows: list[Row] = []
    contents: list[bytes] = []
    for line, row in zip(chunk.lines, chunk.rows, strict=True):
        try:
            contents.append(content(row))
        except _UNWRITABLE as error:
            mapped.faults.append(_unwritable(line, row, error))
            continue
        lines.append(line)
        rows.append(row)
    return lines, rows, contents


def _unwritable(line: int, row: Row, error: Exception) -> Fault:
    if isinstance(error, UnicodeEncodeError):
        wrong = next((cell for cell in row if isinstance(cell, str) and not _is_text(cell)), "")
        said = wrong.encode("utf-8", "replace").decode()[:200]
        return Fault(line, "", said, _("The row holds bytes that are no text in this encoding."))
    reason = _("The row holds something that cannot be kept: %(why)s") % {"why": error}
    return Fault(line, "", "", reason)


def _is_text(cell: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in cell)
