"""Incidents and rules in plain words: the sentence comes first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from babel import dates
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenfold.metrics.calendar import Grain
from tenfold.techniques.dashboards.rules.alerts.conditions import (
    Against,
    Change,
    Level,
    Missing,
    OffTrack,
    Reckoned,
    Rule,
    Side,
    Threshold,
    Way,
)
from tenfold.ui.format import Formats

_OF_THE_CLOCK = frozenset({Grain.MINUTE, Grain.HOUR})
_LATELY = timedelta(days=6)


@dataclass(frozen=True)
class Happened:
    """What an incident is about, as far as a sentence needs it.

    what      what is watched: "Orders (Norway)"
    over      when it was over; None: it goes on
    worst_at  the period that went farthest; `value`, `against` and `moved` are of it
    longer    it had begun before anybody looked, nobody knows when
    """

    what: str
    rule: Rule
    began: datetime
    last: datetime
    hits: int
    unit: str
    worst_at: datetime
    value: float | None
    against: float | None
    moved: float | None
    over: datetime | None = None
    longer: bool = False


def name_value(*, what: str, labels: Sequence[str | None]) -> str:
    """Return what is watched, with the value of the breakdown: "Orders (Norway)"."""
    if not labels:
        return what
    said = ", ".join(_("not said") if label is None else label for label in labels)
    return f"{what} ({said})"


def say_when(*, at: datetime, grain: Grain, formats: Formats, now: datetime) -> str:
    """Return when a period was: "today", "on Tuesday", "on Tuesday at 14:00", "in November 2026"."""
    local = formats.local(at=at)
    if grain is Grain.WEEK:
        return _("in the week of %(day)s") % {"day": formats.day(on=local.date())}
    if grain in (Grain.MONTH, Grain.QUARTER, Grain.YEAR):
        pattern = {Grain.MONTH: "yMMMM", Grain.QUARTER: "yQQQ", Grain.YEAR: "y"}[grain]
        return _("in %(period)s") % {"period": formats.skeleton(on=local.date(), pattern=pattern)}
    day = _say_day(local, formats, now)
    if grain in _OF_THE_CLOCK:
        return _("%(day)s at %(time)s") % {"day": day, "time": formats.time(at=at)}
    return day


def _say_day(local: datetime, formats: Formats, now: datetime) -> str:
    today = formats.local(at=now).date()
    days = (today - local.date()).days
    if days == 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    if 0 < days <= _LATELY.days:
        name = dates.get_day_names("wide", locale=formats.locale)[local.weekday()]
        return _("on %(day)s") % {"day": name}
    return _("on %(day)s") % {"day": formats.day(on=local.date())}


def count_periods(*, count: int, grain: Grain) -> str:
    """Return a number of periods in words: "3 days"."""
    forms = {
        Grain.MINUTE: ngettext("%(n)d minute", "%(n)d minutes", count),
        Grain.HOUR: ngettext("%(n)d hour", "%(n)d hours", count),
        Grain.DAY: ngettext("%(n)d day", "%(n)d days", count),
        Grain.WEEK: ngettext("%(n)d week", "%(n)d weeks", count),
        Grain.MONTH: ngettext("%(n)d month", "%(n)d months", count),
        Grain.QUARTER: ngettext("%(n)d quarter", "%(n)d quarters", count),
        Grain.YEAR: ngettext("%(n)d year", "%(n)d years", count),
    }
    return forms[grain] % {"n": count}


# What happened


def say_incident(
    *, happened: Happened, formats: Formats, now: datetime, numbers: bool = True
) -> str:
    """Return what happened in one sentence; without `numbers`, no amount can be read off it."""
    condition = happened.rule.condition
    if isinstance(condition, Threshold):
        return _say_threshold(happened, condition, formats, now, numbers=numbers)
    if isinstance(condition, Change):
        return _say_change(happened, condition, formats, now, numbers=numbers)
    if isinstance(condition, Missing):
        return _say_missing(happened, formats, now)
    return _say_off_track(happened, condition, formats, now)


def _parts(happened: Happened, formats: Formats, now: datetime) -> dict[str, str]:
    def when(at: datetime) -> str:
        return say_when(at=at, grain=happened.rule.grain, formats=formats, now=now)

    return {
        "what": happened.what,
        "when": when(happened.began),
        "worst_when": when(happened.worst_at),
        "value": write(value=happened.value, unit=happened.unit, formats=formats),
        "limit": write(value=happened.against, unit=happened.unit, formats=formats),
        "periods": _say_length(happened),
    }


def _say_length(happened: Happened) -> str:
    periods = count_periods(count=happened.hits, grain=happened.rule.grain)
    return _("at least %(periods)s") % {"periods": periods} if happened.longer else periods


def _say_threshold(
    happened: Happened, of: Threshold, formats: Formats, now: datetime, *, numbers: bool
) -> str:
    parts = _parts(happened, formats, now)
    above = of.side is Side.ABOVE
    if not numbers:
        said = (
            _("%(what)s was above its limit %(when)s.")
            if above
            else _("%(what)s was below its limit %(when)s.")
        )
    elif happened.hits == 1:
        said = (
            _("%(what)s was %(value)s %(when)s, above %(limit)s.")
            if above
            else _("%(what)s was %(value)s %(when)s, below %(limit)s.")
        )
    else:
        said = (
            _("%(what)s was above %(limit)s for %(periods)s, first %(when)s: %(value)s at worst.")
            if above
            else _(
                "%(what)s was below %(limit)s for %(periods)s, first %(when)s: %(value)s at worst."
            )
        )
    return said % parts


def _say_change(
    happened: Happened, of: Change, formats: Formats, now: datetime, *, numbers: bool
) -> str:
    parts = _parts(happened, formats, now)
    rose = (happened.moved or 0) > 0
    against = _name_basis(happened.rule, of)
    parts |= {"than": against, "by": say_moved(happened.moved, happened.unit, of, formats)}
    if not numbers:
        said = (
            _("%(what)s rose much against %(than)s, %(worst_when)s.")
            if rose
            else _("%(what)s fell much against %(than)s, %(worst_when)s.")
        )
    else:
        said = (
            _("%(what)s rose by %(by)s against %(than)s, to %(value)s %(worst_when)s.")
            if rose
            else _("%(what)s fell by %(by)s against %(than)s, to %(value)s %(worst_when)s.")
        )
    return said % parts


def _name_basis(rule: Rule, of: Change) -> str:
    """Return what a period is compared with: "the day before", "the same hour a week before"."""
    if of.against is Against.WEEK:
        hours = rule.grain is Grain.HOUR
        return _("the same hour a week before") if hours else _("the same day a week before")
    return {
        Grain.MINUTE: _("the minute before"),
        Grain.HOUR: _("the hour before"),
        Grain.DAY: _("the day before"),
        Grain.WEEK: _("the week before"),
        Grain.MONTH: _("the month before"),
        Grain.QUARTER: _("the quarter before"),
        Grain.YEAR: _("the year before"),
    }[rule.grain]


def say_moved(moved: float | None, unit: str, of: Change, formats: Formats) -> str:
    """Return by how much it moved: "43 %", "5 points", "€ 1,200"."""
    size = abs(moved or 0.0)
    if of.reckoned is Reckoned.PERCENT:
        return formats.percent(share=size / 100, digits=1 if size < 10 else 0)
    return say_amount(size, unit, formats)


def say_amount(size: float, unit: str, formats: Formats) -> str:
    """Return a difference in the number's own unit; shares differ in points."""
    if unit == "%":
        points = round(size * 100, 1)
        several = int(points) if points == int(points) else 2
        return ngettext("%(points)s point", "%(points)s points", several) % {
            "points": formats.number(value=points)
        }
    return write(value=size, unit=unit, formats=formats)


def _say_missing(happened: Happened, formats: Formats, now: datetime) -> str:
    parts = _parts(happened, formats, now)
    if happened.over is None:
        return _("Nothing has come of %(what)s for %(periods)s, since %(since)s.") % {
            **parts,
            "since": _since(happened, formats),
        }
    return _("Nothing came of %(what)s for %(periods)s, from %(since)s on.") % {
        **parts,
        "since": _since(happened, formats),
    }


def _since(happened: Happened, formats: Formats) -> str:
    day = formats.day(on=formats.local(at=happened.began).date())
    if happened.rule.grain in _OF_THE_CLOCK:
        return _("%(time)s on %(day)s") % {"time": formats.time(at=happened.began), "day": day}
    return day


def _say_off_track(happened: Happened, of: OffTrack, formats: Formats, now: datetime) -> str:
    parts = _parts(happened, formats, now)
    if of.level is Level.OFF_TRACK:
        return _("%(what)s went off track %(when)s.") % parts
    return _("%(what)s is at risk since %(when)s.") % parts


def write(*, value: float | None, unit: str, formats: Formats) -> str:
    """Return a number as a sentence says it: in its currency, in per cent, or alone."""
    if value is None:
        return "\u2013"
    return formats.value(
        value=value, unit=unit if unit == "%" or unit.isupper() else "", short=True
    )


# What is watched for


def say_rule(*, rule: Rule, unit: str, formats: Formats, numbers: bool = True) -> str:
    """Return what an alert watches for: "above 70 for 2 hours in a row".

    Without `numbers` no amount can be read off it.
    """
    condition = rule.condition
    if isinstance(condition, Missing):
        return _say_rule_of_missing(rule, condition)
    if isinstance(condition, OffTrack):
        return _("off track") if condition.level is Level.OFF_TRACK else _("at risk or off track")
    said = (
        _say_limit(condition, unit, formats, numbers=numbers)
        if isinstance(condition, Threshold)
        else _say_movement(rule, condition, unit, formats, numbers=numbers)
    )
    if rule.hold == 1:
        return f"{said}, {_say_by(rule.grain)}"
    return _("%(what)s for %(periods)s in a row") % {
        "what": said,
        "periods": count_periods(count=rule.hold, grain=rule.grain),
    }


def _say_by(grain: Grain) -> str:
    return {
        Grain.MINUTE: _("by minute"),
        Grain.HOUR: _("by hour"),
        Grain.DAY: _("by day"),
        Grain.WEEK: _("by week"),
        Grain.MONTH: _("by month"),
        Grain.QUARTER: _("by quarter"),
        Grain.YEAR: _("by year"),
    }[grain]


def _say_limit(of: Threshold, unit: str, formats: Formats, *, numbers: bool) -> str:
    hidden = _("a limit that is hidden")
    limit = write(value=of.value, unit=unit, formats=formats) if numbers else hidden
    said = _("above %(limit)s") if of.side is Side.ABOVE else _("below %(limit)s")
    return said % {"limit": limit}


def _say_movement(rule: Rule, of: Change, unit: str, formats: Formats, *, numbers: bool) -> str:
    by = _("an amount that is hidden")
    if of.reckoned is Reckoned.PERCENT:
        by = say_moved(of.amount, unit, of, formats)
    elif numbers:
        by = say_amount(of.amount, unit, formats)
    than = _("than %(basis)s") % {"basis": _name_basis(rule, of)}
    said: dict[Way, Any] = {
        Way.UP: _("more than %(by)s higher %(than)s"),
        Way.DOWN: _("more than %(by)s lower %(than)s"),
        Way.EITHER: _("more than %(by)s higher or lower %(than)s"),
    }
    return str(said[of.way]) % {"by": by, "than": than}


def _say_rule_of_missing(rule: Rule, of: Missing) -> str:
    periods = count_periods(count=rule.hold, grain=rule.grain)
    if of.usual:
        return _("nothing comes for %(periods)s in which something usually comes") % {
            "periods": periods
        }
    return _("nothing comes for %(periods)s") % {"periods": periods}
