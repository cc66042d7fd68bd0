"""Periods, paces and key results in plain words, as the company writes them."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tenfold.stats.trends import Prediction
from tenfold.techniques.dashboards.rules.goals.checking import Confidence
from tenfold.techniques.dashboards.rules.goals.pace import Pace
from tenfold.techniques.dashboards.rules.goals.periods import Length, Period
from tenfold.techniques.dashboards.rules.goals.results import Way
from tenfold.techniques.dashboards.rules.goals.states import Phase
from tenfold.ui.format import Formats

PACES: Mapping[Pace, Any] = {
    Pace.REACHED: gettext_lazy("reached"),
    Pace.AHEAD: gettext_lazy("ahead"),
    Pace.ON_TRACK: gettext_lazy("on track"),
    Pace.A_LITTLE_BEHIND: gettext_lazy("a little behind"),
    Pace.AT_RISK: gettext_lazy("at risk"),
    Pace.OFF_TRACK: gettext_lazy("off track"),
    Pace.NO_DATA: gettext_lazy("no data yet"),
    Pace.NOT_BEGUN: gettext_lazy("has not begun"),
}
_SINCE: Mapping[Pace, Any] = {
    Pace.A_LITTLE_BEHIND: gettext_lazy("a little behind since %(day)s"),
    Pace.AT_RISK: gettext_lazy("at risk since %(day)s"),
    Pace.OFF_TRACK: gettext_lazy("off track since %(day)s"),
}
TONES: Mapping[Pace, str] = {
    Pace.REACHED: "good",
    Pace.AHEAD: "good",
    Pace.ON_TRACK: "good",
    Pace.A_LITTLE_BEHIND: "warn",
    Pace.AT_RISK: "bad",
    Pace.OFF_TRACK: "bad",
}
PHASES: Mapping[Phase, Any] = {
    Phase.PROPOSED: gettext_lazy("proposed"),
    Phase.DECLINED: gettext_lazy("declined"),
    Phase.ADOPTED: gettext_lazy("adopted"),
    Phase.ACTIVE: gettext_lazy("under way"),
    Phase.TO_SCORE: gettext_lazy("over, to be scored"),
    Phase.CLOSED: gettext_lazy("closed"),
    Phase.ARCHIVED: gettext_lazy("archived"),
}
CONFIDENCES: Mapping[Confidence, Any] = {
    Confidence.HIGH: gettext_lazy("we will make it"),
    Confidence.MEDIUM: gettext_lazy("it can go either way"),
    Confidence.LOW: gettext_lazy("we will rather not make it"),
}
CONFIDENCE_TONES = {Confidence.HIGH: "good", Confidence.MEDIUM: "warn", Confidence.LOW: "bad"}
_RECENT_DAYS = 6


def name_period(*, period: Period, formats: Formats) -> str:
    """Return what a period is called: "Q4 2026", "November 2026", "2026", "5 Oct – 20 Nov 2026"."""
    first = period.starts_on
    if period.length is Length.QUARTER:
        return formats.skeleton(on=first, pattern="yQQQ")
    if period.length is Length.MONTH:
        return formats.skeleton(on=first, pattern="yMMMM")
    if period.length is Length.YEAR:
        return formats.skeleton(on=first, pattern="y")
    return f"{formats.day(on=first)} \u2013 {formats.day(on=period.ends_on)}"


def say_left(*, period: Period, today: date) -> str:
    """Return how much of a period is left: "5 weeks left"; "" before it and after it."""
    if not period.has(on=today):
        return ""
    days = (period.ends_on - today).days + 1
    if days >= 14:
        weeks = days // 7
        return ngettext("%(count)d week left", "%(count)d weeks left", weeks) % {"count": weeks}
    return ngettext("%(count)d day left", "%(count)d days left", days) % {"count": days}


def say_pace(*, pace: Pace, since: date | None, today: date, formats: Formats) -> str:
    """Return the pace, and since when where it is not good: "off track since Tuesday"."""
    if since is None or pace not in _SINCE:
        return str(PACES[pace])
    recent = 0 < (today - since).days <= _RECENT_DAYS
    days = formats.locale.days["stand-alone"]["wide"]
    day = days[since.weekday()] if recent else formats.skeleton(on=since, pattern="dMMM")
    return str(_SINCE[pace]) % {"day": day}


def write(*, value: Decimal | None, unit: str, formats: Formats) -> str:
    """Return a number in its unit; a dash where nobody knows."""
    if value is None:
        return "\u2013"
    return formats.value(value=_short(value), unit=unit)


def say_of(*, now: Decimal | None, way: Way, unit: str, formats: Formats) -> str:
    """Return where it stands and where it is to be: "31.4 of 40%", "3.2 days, to be 2 days"."""
    target = write(value=way.target, unit=unit, formats=formats)
    if now is None:
        return _("to be %(target)s") % {"target": target}
    if way.target < way.start:
        said = write(value=now, unit=unit, formats=formats)
        return _("%(now)s, to be %(target)s") % {"now": said, "target": target}
    return _("%(now)s of %(target)s") % {"now": _bare(now, unit, formats), "target": target}


def say_projection(*, found: Prediction, way: Way, unit: str, formats: Formats) -> str:
    """Return where it will be at its end if it goes on so, and what that means for the target."""
    texts = {
        name: write(value=Decimal(repr(value)), unit=unit, formats=formats)
        for name, value in (("value", found.value), ("low", found.low), ("high", found.high))
    }
    day = formats.day(on=way.due_on)
    said = _("If it goes on so, %(value)s on %(day)s: between %(low)s and %(high)s.") % {
        **texts,
        "day": day,
    }
    return f"{said} {_meaning(found, way)}"


def _meaning(found: Prediction, way: Way) -> str:
    target = float(way.target)
    surely, surely_not = (found.low >= target, found.high < target)
    if way.target < way.start:
        surely, surely_not = (found.high <= target, found.low > target)
    if surely:
        return _("That would reach the target.")
    return _("That would miss the target.") if surely_not else _("The target is within reach.")


def _bare(value: Decimal, unit: str, formats: Formats) -> str:
    """The unit stands behind the target; a currency stands before both, as it is written."""
    if unit == "%":
        return formats.number(value=_short(value * 100), digits=1)
    if len(unit) == 3 and unit.isupper():
        return formats.value(value=_short(value), unit=unit)
    return formats.number(value=_short(value))


def _short(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.000001")).normalize() if value else Decimal(0)
