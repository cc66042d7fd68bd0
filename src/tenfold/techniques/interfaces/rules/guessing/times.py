"""How the times of a column are written: format, order of day and month, zone."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from tenfold.techniques.interfaces.rules.times import NotATime, compile_pattern, make_time_reader

_ISO_LIKE = re.compile(r"\d{4}-\d{2}-\d{2}([T ]\d{2}.*)?")
_MOST = 500
_TRIED = 12
_ENOUGH = 0.5  # of the cells are times: the column is one, whatever it is called
_ENOUGH_NAMED = 0.2  # the same, where its name says that it is one
_DATES = (
    "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d",
    "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%m.%d.%Y", "%d-%m-%Y", "%m-%d-%Y",
    "%d/%m/%y", "%m/%d/%y", "%d.%m.%y", "%d-%m-%y", "%m-%d-%y",
    "%d %b %Y", "%d-%b-%Y", "%d-%b-%y", "%b %d, %Y", "%b %d %Y", "%a, %d %b %Y",
)  # fmt: skip
_CLOCKS = (
    "", " %H:%M:%S", " %H:%M", " %H:%M:%S.%f", " %I:%M:%S %p", " %I:%M %p", ", %H:%M",
    ", %H:%M:%S", "T%H:%M:%S", "T%H:%M:%S.%f", "T%H:%M", " %H%M%S", "%H%M%S",
)  # fmt: skip
_ZONES = ("", " %z", "%z")
_EPOCHS = (("epoch", 1e8, 4.2e9), ("epoch_ms", 1e11, 4.2e12), ("epoch_us", 1e14, 4.2e15))


@dataclass(frozen=True)
class TimeGuess:
    """How the times of a column seem to be written.

    other      the format with day and month exchanged, where the cells fit that as well; else ""
    zoned      whether each says its zone
    clocked    whether they say a time of day
    certain    from 0 to 1; numbers that may be times are less certain than dates
    broken     the share of cells that cannot be read so, where it is more than a few; else 0
    """

    format: str
    other: str
    zoned: bool
    clocked: bool
    certain: float
    broken: float = 0.0


def guess_time(*, cells: Sequence[Any], named: bool = False) -> TimeGuess | None:
    """Return how a column's cells are times; None where they are none.

    `named`: its name says that it holds times, so that more of them may be broken.
    """
    sample = list(cells[:_MOST])
    if not sample:
        return None
    if all(isinstance(cell, (dt.datetime, dt.date)) for cell in sample):
        return _typed(sample)
    texts = [str(cell).strip() for cell in sample if not isinstance(cell, bool)]
    return _iso(texts) or _by_pattern(texts) or _by_number(texts) or _torn(texts, named)


def _torn(texts: list[str], named: bool) -> TimeGuess | None:
    """Return how times are written in a column of which many cells are none."""
    step = max(1, len(texts) // _TRIED)
    patterns = dict.fromkeys(form for text in texts[::step] for form in _plausible(text))
    best: list[str] = []
    for form in ("iso", *patterns):
        readable = [text for text in texts if _is_time(form, text)]
        best = readable if len(readable) > len(best) else best
    share = len(best) / max(1, len(texts))
    if not best or share < (_ENOUGH_NAMED if named else _ENOUGH):
        return None
    guess = _iso(best) or _by_pattern(best)
    return guess and replace(guess, certain=min(0.4, guess.certain), broken=1 - share)


def _is_time(form: str, text: str) -> bool:
    return (form != "iso" or _ISO_LIKE.fullmatch(text) is not None) and _is_plausible(form, text)


def _is_plausible(form: str, text: str) -> bool:
    try:
        return 1900 <= _read(form, text).year <= 2100
    except NotATime:
        return False


def _iso(texts: list[str]) -> TimeGuess | None:
    like = [text for text in texts if _ISO_LIKE.fullmatch(text)]
    if len(texts) - len(like) > _most_broken(texts) or not _fits("iso", texts):
        return None
    zoned = all(_has_zone(text) for text in like)
    return TimeGuess("iso", "", zoned, any(len(text) > 10 for text in like), 1.0)


def _has_zone(text: str) -> bool:
    try:
        return _read("iso", text).tzinfo is not None
    except NotATime:
        return True


def _typed(sample: list[Any]) -> TimeGuess:
    zoned = all(isinstance(cell, dt.datetime) and cell.tzinfo is not None for cell in sample)
    return TimeGuess("iso", "", zoned, any(isinstance(cell, dt.datetime) for cell in sample), 1.0)


def _read(form: str, text: str) -> dt.datetime:
    return make_time_reader(format=form)(text)


def _fits(form: str, texts: list[str]) -> bool:
    """Allow a few to be broken: they will be rejected, and the others are still times."""
    broken = sum(not _is_plausible(form, text) for text in texts)
    return broken <= _most_broken(texts)


def _most_broken(texts: list[str]) -> int:
    return max(len(texts) // 50, 1 if len(texts) >= 10 else 0)


def _by_pattern(texts: list[str]) -> TimeGuess | None:
    looked_at = dict.fromkeys((texts[0], texts[len(texts) // 2], texts[-1]))
    for form in dict.fromkeys(form for text in looked_at for form in _plausible(text)):
        if _fits(form, texts):
            other = _exchanged(form)
            open_order = bool(other) and _fits(other, texts)
            digits = form == "%Y%m%d"
            certain = 0.5 if open_order else 0.7 if digits else 1.0
            order = _likelier(form, other, texts) if open_order else (form, "")
            return TimeGuess(*order, "%z" in form, "%H" in form or "%I" in form, certain)
    return None


def _plausible(text: str) -> Iterator[str]:
    """Yield the patterns that fit one text."""
    for date in _DATES:
        if compile_pattern(pattern=date).match(text) is None:
            continue
        for clock in _CLOCKS:
            for zone in _ZONES if clock else ("",):
                form = date + clock + zone
                if compile_pattern(pattern=form).fullmatch(text):
                    yield form


def _exchanged(form: str) -> str:
    places = {"%d": form.find("%d"), "%m": form.find("%m")}
    if min(places.values()) < 0 or form.startswith("%Y"):
        return ""
    return form.replace("%d", "\0").replace("%m", "%d").replace("\0", "%m")


def _likelier(form: str, other: str, texts: list[str]) -> tuple[str, str]:
    """Files mostly go forward or backward in time: the order with fewer turns is the likelier."""
    return (other, form) if _turns(other, texts) < _turns(form, texts) else (form, other)


def _turns(form: str, texts: list[str]) -> int:
    times = []
    for text in texts:
        try:
            times.append(_read(form, text).replace(tzinfo=None))
        except NotATime:
            continue
    downs = sum(later < earlier for earlier, later in pairwise(times))
    ups = sum(later > earlier for earlier, later in pairwise(times))
    return min(ups, downs)


def _by_number(texts: list[str]) -> TimeGuess | None:
    try:
        numbers = [float(text) for text in texts]
    except ValueError:
        return None
    for form, least, most in _EPOCHS:
        if all(least < number < most for number in numbers):
            return TimeGuess(form, "", zoned=True, clocked=True, certain=0.4)
    return None
