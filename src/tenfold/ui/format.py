"""Numbers, money, dates and times as the company's country writes them. Stands on Babel alone.

formats = Formats(language="de", timezone="Europe/Berlin", currency="EUR")
formats.money(value=48.5)                 -> "48,50 €"
formats.money(value=18420.3, short=True)  -> "18.420 €"
formats.relative(at=..., now=...)         -> "vor 2 Minuten"
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as wall_time
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError, dates, numbers

Value = float | Decimal
_FRACTION = re.compile(r"\.[0#]+")
_LETTER_AT_DIGIT = re.compile(r"(?<=[A-Za-z])(?=\d)")  # "NOK 48.50" needs its space (CLDR)
_WHOLE_FROM = 1000
_POWERS_FROM = 1e21
"""From here on nobody counts digits, and Babel has no room for them."""


@lru_cache(maxsize=64)
def read_locale(*, language: str) -> Locale:
    """Return the locale of a language tag ("de", "en-GB"); English where it is unknown."""
    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale("en")


# A page writes the same few hundred days again and again: on every chart, at every change.
@lru_cache(maxsize=8_192)
def _write_skeleton(pattern: str, on: date, language: str) -> str:
    return dates.format_skeleton(pattern, on, locale=read_locale(language=language))


@lru_cache(maxsize=4_096)
def _write_day(on: date, language: str) -> str:
    return dates.format_date(on, "medium", locale=read_locale(language=language))


def _is_huge(value: Value) -> bool:
    return abs(float(value)) >= _POWERS_FROM


@dataclass(frozen=True)
class Formats:
    """How one company writes. Instants must be aware; they come out in the company's zone."""

    language: str = "en"
    timezone: str = "UTC"
    currency: str = "EUR"

    @property
    def locale(self) -> Locale:
        """Return Babel's locale of the language."""
        return read_locale(language=self.language)

    def local(self, *, at: datetime) -> datetime:
        """Return the instant with the company's wall-clock time."""
        return at.astimezone(ZoneInfo(self.timezone))

    def number(self, *, value: Value, digits: int | None = None) -> str:
        """Return a plain number; unless told, whole from 1,000 on, else two decimals at most.

        From 10^21 on with a power of ten: "1.5E30".
        """
        if _is_huge(value):
            return numbers.format_scientific(value, format="0.###E0", locale=self.locale)
        if digits is None:
            digits = 0 if abs(float(value)) >= _WHOLE_FROM or value == int(value) else 2
        pattern = "#,##0" + ("." + "#" * digits if digits else "")
        return numbers.format_decimal(value, format=pattern, locale=self.locale)

    def money(self, *, value: Value, currency: str | None = None, short: bool = False) -> str:
        """Return an amount with its currency; `short` leaves the cents out from 1,000 on."""
        code = currency or self.currency
        if _is_huge(value):
            return f"{self.number(value=value)}\u00a0{code}"
        if short and abs(float(value)) >= _WHOLE_FROM:
            pattern = _FRACTION.sub("", self.locale.currency_formats["standard"].pattern)
            text = numbers.format_currency(
                value, code, format=pattern, locale=self.locale, currency_digits=False
            )
        else:
            text = numbers.format_currency(value, code, locale=self.locale)
        return _LETTER_AT_DIGIT.sub("\u00a0", text)

    def percent(self, *, share: Value, digits: int = 0) -> str:
        """Return a share (0.124) as a percentage ("12%"), in the locale's way."""
        if _is_huge(share):
            return f"{self.number(value=share)}\u00a0×\u00a0100%"
        pattern = self.locale.percent_formats[None].pattern
        if digits:
            pattern = pattern.replace("##0", "##0." + "#" * digits)
        return numbers.format_percent(share, format=pattern, locale=self.locale)

    def value(self, *, value: Value, unit: str, short: bool = True) -> str:
        """Return a number in its unit: an ISO 4217 code, "%" (of a share), "" or any other word."""
        if unit == "%":
            return self.percent(share=value, digits=1)
        if len(unit) == 3 and unit.isupper():
            return self.money(value=value, currency=unit, short=short)
        text = self.number(value=value)
        return f"{text}\u00a0{unit}" if unit else text

    def time(self, *, at: datetime, seconds: bool = False) -> str:
        """Return the time of day: "14:02", or "14:02:11"."""
        return dates.format_time(
            self.local(at=at), "HH:mm:ss" if seconds else "short", locale=self.locale
        )

    def day(self, *, on: date) -> str:
        """Return a day in words: "24 Nov 2026"."""
        return _write_day(on, self.language)

    def days(self, *, first: date, last: date) -> str:
        """Return days from one to another, the last included: "20\u201324 Nov 2026"."""
        return dates.format_interval(first, last, skeleton="yMMMd", locale=self.locale)

    def clock(self, *, at: wall_time) -> str:
        """Return a time on the company's wall: "14:02"."""
        return dates.format_time(at, "short", locale=self.locale)

    def skeleton(self, *, on: date, pattern: str) -> str:
        """Return a date by CLDR skeleton: "EEE", "dMMM", "yMMM" in the locale's order."""
        return _write_skeleton(pattern, on, self.language)

    def moment(self, *, at: datetime) -> str:
        """Return day and time in full: "24 Nov 2026, 14:02"."""
        return dates.format_datetime(self.local(at=at), "medium", locale=self.locale)

    def relative(self, *, at: datetime, now: datetime) -> str:
        """Return how long ago (or ahead) an instant is: "2 minutes ago"."""
        delta = at - now
        if abs(delta) < timedelta(seconds=1):
            delta = timedelta(seconds=-1)
        return dates.format_timedelta(
            delta, add_direction=True, threshold=0.99, granularity="second", locale=self.locale
        )

    def duration(self, *, of: timedelta) -> str:
        """Return a length of time in its largest unit that does not blur it: "90 minutes"."""
        return dates.format_timedelta(of, threshold=2, granularity="second", locale=self.locale)

    def period(self, *, of: timedelta) -> str:
        """Return how often something comes: one whole unit is that unit, "1 day", not "24 hours"."""
        one = of in (
            timedelta(minutes=1),
            timedelta(hours=1),
            timedelta(days=1),
            timedelta(weeks=1),
        )
        threshold = 0.99 if one else 2
        return dates.format_timedelta(
            of, threshold=threshold, granularity="second", locale=self.locale
        )
