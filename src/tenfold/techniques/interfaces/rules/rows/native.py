"""Events in Tenfold's own form: {"id", "name", "actor", "time", "value", "properties"}."""

import datetime as dt
from decimal import Decimal
from typing import Any

import msgspec
from django.utils.translation import gettext as _

from tenfold.eventlog.checks import is_currency
from tenfold.eventlog.envelope import Envelope
from tenfold.kit import clock
from tenfold.techniques.interfaces.rules import checks
from tenfold.techniques.interfaces.rules.expressions.values import Row
from tenfold.techniques.interfaces.rules.faults import RowFault
from tenfold.techniques.interfaces.rules.identity import given_id
from tenfold.techniques.interfaces.rules.mapping import NATIVE_FIELDS
from tenfold.techniques.interfaces.rules.times import NotATime, make_time_reader

_encode = msgspec.json.Encoder(decimal_format="number").encode
_read_iso = make_time_reader(format="iso")
_read_seconds = make_time_reader(format="epoch")


class NativeMapper:
    """Checks events that are events already, by the rules of the collector."""

    def __init__(
        self, *, header: tuple[str, ...], source: int, at: dt.datetime, latest: int
    ) -> None:
        self._places = {name: place for place, name in enumerate(header)}
        self._strange = [name for name in header if name not in NATIVE_FIELDS]
        self._source = source
        self._began = clock.to_micros(at=at)
        self._latest = latest

    def seal(self, row: Row, content_id: bytes | None) -> Envelope | None:
        """Return the envelope of an event. Raises `RowFault`."""
        self._require_known(row)
        at = self._time(self._cell(row, "time"))
        properties = self._cell(row, "properties")
        given = self._cell(row, "id")
        return Envelope(
            given_id(source=self._source, texts=[_text(given, "id")])  # type: ignore[arg-type]
            if given is not None
            else content_id,
            self._began if at is None else at,
            _text(self._cell(row, "name"), "name"),
            _actor(self._cell(row, "actor")),
            _value(self._cell(row, "value")),
            _currency(properties),
            _properties(properties),
            at,
        )

    def _cell(self, row: Row, name: str) -> Any:
        place = self._places.get(name)
        return None if place is None else row[place]

    def _require_known(self, row: Row) -> None:
        for name in self._strange:
            value = row[self._places[name]]
            if value is not None:
                reason = _(
                    "“%(name)s” is no field of an event. Whatever is your own goes into properties."
                )
                raise RowFault(column=name, value=value, reason=reason % {"name": name})

    def _time(self, given: Any) -> int | None:
        if given is None:
            return None
        try:
            at = _read_iso(given) if isinstance(given, str) else _read_seconds(given)
            micros = clock.to_micros(at=at)
        except (NotATime, ValueError) as error:
            reason = _("The time has to be like 2026-03-31T14:05:00+02:00, or a number of seconds.")
            raise RowFault(column="time", value=given, reason=reason) from error
        return checks.require_time(micros=micros, latest=self._latest, column="time", value=given)


def _text(given: Any, column: str) -> str:
    if isinstance(given, int) and not isinstance(given, bool) and column == "id":
        return str(given)
    if not isinstance(given, str) or not given.strip():
        reason = _("This has to be a text that is not empty.")
        raise RowFault(column=column, value=given, reason=reason)
    return checks.require_text(text=given, column=column)


def _actor(given: Any) -> str | None:
    if given is None or (isinstance(given, str) and not given.strip()):
        return None
    if isinstance(given, int) and not isinstance(given, bool):
        return str(given)
    return _text(given, "actor")


def _value(given: Any) -> float | None:
    if given is None:
        return None
    if isinstance(given, bool) or not isinstance(given, (int, float, Decimal)):
        reason = _("The value has to be a number, without quotation marks.")
        raise RowFault(column="value", value=given, reason=reason)
    return checks.require_value(value=Decimal(str(given)), column="value")


def _properties(given: Any) -> str:
    if given is None:
        return "{}"
    if not isinstance(given, dict):
        reason = _("Properties have to be a JSON object.")
        raise RowFault(column="properties", value=given, reason=reason)
    checks.require_storable(value=given, column="properties")
    return checks.require_small(properties=_encode(given))


def _currency(properties: Any) -> str | None:
    given = properties.get("currency") if isinstance(properties, dict) else None
    return given if is_currency(given) else None
