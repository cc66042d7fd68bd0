"""A change, in words: "12% more than last week". Coloured only where better or worse is known."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenfold.ui.format import Formats, Value

_SAME = 0.005
_MANIFOLD = 3


class Tone(StrEnum):
    """Whether a change is good. `NEUTRAL` where nobody has said which way is better."""

    BETTER = "better"
    WORSE = "worse"
    NEUTRAL = "neutral"


@dataclass(frozen=True)
class Change:
    """A change as a page says it: `much` is the part that stands out, `than` is what follows it."""

    much: str
    than: str
    tone: Tone = Tone.NEUTRAL


def count_persons(*, count: int, formats: Formats) -> str:
    """Say how many persons: "1 person", "1,204 persons"."""
    return ngettext("%(number)s person", "%(number)s persons", count) % {
        "number": formats.number(value=count)
    }


def judge(*, now: Value, before: Value, better: str) -> Tone:
    """Return whether going from `before` to `now` is good, where `better` is up, down or none."""
    if better not in {"up", "down"} or now == before:
        return Tone.NEUTRAL
    return Tone.BETTER if (now > before) is (better == "up") else Tone.WORSE


def describe_change(
    *, now: Value, before: Value | None, unit: str, better: str, period: str, formats: Formats
) -> Change:
    """Say how `now` differs from `before`; `period` names what lies before: "last week".

    Shares (unit "%") differ in points, everything else in per cent; from three-fold on in times.
    """
    if before is None:
        return Change("", _("nothing to compare with yet"))
    tone = judge(now=now, before=before, better=better)
    if unit == "%":
        return _in_points((float(now) - float(before)) * 100, tone, period, formats)
    if before <= 0 or now < 0:
        was = formats.value(value=before, unit=unit) if before else _("nothing")
        return _from_nothing(was, now == before, tone, period)
    return _in_parts(float(now) / float(before), tone, period, formats)


def _in_points(points: float, tone: Tone, period: str, formats: Formats) -> Change:
    rounded = round(abs(points), 1)
    text = formats.number(value=rounded)
    if not rounded:
        return Change("", _("the same as %(period)s") % {"period": period})
    # "1 point", but "0.5 points": languages count a broken number as several.
    several = int(rounded) if rounded.is_integer() else 2
    much = ngettext("%(points)s point", "%(points)s points", several) % {"points": text}
    than = _("above %(period)s") if points > 0 else _("below %(period)s")
    return Change(much, than % {"period": period}, tone)


def _in_parts(ratio: float, tone: Tone, period: str, formats: Formats) -> Change:
    if abs(ratio - 1) < _SAME:
        return Change("", _("as much as %(period)s") % {"period": period})
    than = _("than %(period)s") % {"period": period}
    if ratio >= _MANIFOLD:
        times = formats.number(value=round(ratio, 1) if ratio < 10 else round(ratio))
        return Change(
            _("%(times)s times as much") % {"times": times},
            _("as %(period)s") % {"period": period},
            tone,
        )
    share = formats.percent(share=abs(ratio - 1))
    much = _("%(share)s more") if ratio > 1 else _("%(share)s less")
    return Change(much % {"share": share}, than, tone)


def _from_nothing(was: str, same: bool, tone: Tone, period: str) -> Change:
    """Per cent of nothing, or across zero, says nothing: name the amount that it was."""
    if same:
        return Change("", _("as much as %(period)s") % {"period": period})
    return Change(_("was %(amount)s") % {"amount": was}, period, tone)
