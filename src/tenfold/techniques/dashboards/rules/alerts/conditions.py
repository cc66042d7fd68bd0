"""What an alert watches for, and how it is written down.

{"kind": "threshold", "side": "above", "value": 70, "back": 68, "by": "hour", "for": 2}
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from tenfold.kit.refusal import Refusal
from tenfold.metrics.calendar import Grain

MOST_IN_A_ROW = 60
LARGEST = 1e15
Spec = dict[str, Any]
_Choice = TypeVar("_Choice", bound=StrEnum)


class InvalidAlert(Refusal):
    """An alert has a part that makes no sense."""

    code = "invalid_alert"


class Side(StrEnum):
    """On which side of its limit a number is to be told of."""

    ABOVE = "above"
    BELOW = "below"


class Way(StrEnum):
    """Into which direction a number moved."""

    UP = "up"
    DOWN = "down"
    EITHER = "either"


class Against(StrEnum):
    """What a period is compared with: the one before it, or the same of the week before."""

    BEFORE = "before"
    WEEK = "week"


class Reckoned(StrEnum):
    """How a change is reckoned: in per cent of what it was, or in the number's own unit."""

    PERCENT = "percent"
    ABSOLUTE = "absolute"


class Level(StrEnum):
    """How far off its way a key result must be."""

    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"


@dataclass(frozen=True, kw_only=True)
class Threshold:
    """The number lies above, or below, a limit. `back`: over again only on that side of this."""

    side: Side
    value: float
    back: float | None = None


@dataclass(frozen=True, kw_only=True)
class Change:
    """The number moved by more than `amount` (percent: 20 is 20 %).

    least  what it is compared with must be at least so far from zero, or nothing is said
    """

    way: Way
    against: Against
    reckoned: Reckoned
    amount: float
    least: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Missing:
    """Nothing came. `usual`: only periods count in which something usually comes.

    That is: something came in at least three of the four weeks before, at the same hour (or day)
    of the week.
    """

    usual: bool = False


@dataclass(frozen=True, kw_only=True)
class OffTrack:
    """A key result is at risk, or off track; by the rule that the goals state themselves."""

    level: Level = Level.OFF_TRACK


Condition = Threshold | Change | Missing | OffTrack
KINDS: dict[str, type[Condition]] = {
    "threshold": Threshold,
    "change": Change,
    "missing": Missing,
    "goal": OffTrack,
}


@dataclass(frozen=True, kw_only=True)
class Rule:
    """When an alert fires, and when that is over.

    grain       how long a period is
    hold        how many periods in a row must meet the condition before it fires
    calm        how many in a row must not, before it is over
    unfinished  judge the period that is going on, too
    """

    condition: Condition
    grain: Grain
    hold: int = 1
    calm: int = 1
    unfinished: bool = False

    @property
    def kind(self) -> str:
        """The condition's name."""
        return next(name for name, one in KINDS.items() if isinstance(self.condition, one))


def rule_from_spec(spec: Mapping[str, Any]) -> Rule:
    """Return the rule that is written down. Raises `InvalidAlert`, naming the field."""
    kind = spec.get("kind")
    if kind not in _READ:
        raise InvalidAlert(
            _("An alert watches for one of: %(kinds)s.") % {"kinds": ", ".join(_READ)},
            field="kind",
        )
    _require_known(spec, kind)
    rule = Rule(
        condition=_READ[kind](spec),
        grain=_choose(Grain, spec.get("by", "day"), "by"),
        hold=_whole(spec.get("for", 1), "for"),
        calm=_whole(spec.get("calm", 1), "calm"),
        unfinished=_yes(spec.get("unfinished", False), "unfinished"),
    )
    _require_grain(rule)
    return rule


def rule_to_spec(rule: Rule) -> Spec:
    """Return how a rule is written down; `rule_from_spec` makes an equal rule of it."""
    said = {"kind": rule.kind, **_said(rule.condition)}
    return {
        **said,
        "by": rule.grain.value,
        "for": rule.hold,
        "calm": rule.calm,
        "unfinished": rule.unfinished,
    }


def _said(condition: Condition) -> Spec:
    if isinstance(condition, Threshold):
        back = {} if condition.back is None else {"back": condition.back}
        return {"side": condition.side.value, "value": condition.value, **back}
    if isinstance(condition, Change):
        return {
            "way": condition.way.value,
            "against": condition.against.value,
            "reckoned": condition.reckoned.value,
            "amount": condition.amount,
            "least": condition.least,
        }
    if isinstance(condition, Missing):
        return {"usual": condition.usual}
    return {"level": condition.level.value}


# Reading


def _threshold(spec: Mapping[str, Any]) -> Threshold:
    side, value = _choose(Side, spec.get("side"), "side"), _number(spec.get("value"), "value")
    back = None if spec.get("back") is None else _number(spec["back"], "back")
    if back is not None and (back > value if side is Side.ABOVE else back < value):
        raise InvalidAlert(
            _("It would be over before it began."),
            next_step=_(
                "“Over again” lies on the calm side of the limit: below it where the alert"
                " watches for more, above it where it watches for less."
            ),
            field="back",
        )
    return Threshold(side=side, value=value, back=back)


def _change(spec: Mapping[str, Any]) -> Change:
    amount = _number(spec.get("amount"), "amount")
    if amount <= 0:
        raise InvalidAlert(
            _("By how much must it change? Say a number above zero."), field="amount"
        )
    least = _number(spec.get("least", 0), "least")
    if least < 0:
        raise InvalidAlert(
            _("What it is compared with cannot be less than nothing."), field="least"
        )
    return Change(
        way=_choose(Way, spec.get("way"), "way"),
        against=_choose(Against, spec.get("against", "before"), "against"),
        reckoned=_choose(Reckoned, spec.get("reckoned", "percent"), "reckoned"),
        amount=amount,
        least=least,
    )


def _missing(spec: Mapping[str, Any]) -> Missing:
    return Missing(usual=_yes(spec.get("usual", False), "usual"))


def _off_track(spec: Mapping[str, Any]) -> OffTrack:
    return OffTrack(level=_choose(Level, spec.get("level", "off_track"), "level"))


_READ: dict[str, Callable[[Mapping[str, Any]], Condition]] = {
    "threshold": _threshold,
    "change": _change,
    "missing": _missing,
    "goal": _off_track,
}
_EVERY = frozenset({"kind", "by", "for", "calm", "unfinished"})
_OWN = {
    "threshold": frozenset({"side", "value", "back"}),
    "change": frozenset({"way", "against", "reckoned", "amount", "least"}),
    "missing": frozenset({"usual"}),
    "goal": frozenset({"level"}),
}


def _require_known(spec: Mapping[str, Any], kind: str) -> None:
    for name in spec:
        if name not in _EVERY | _OWN[kind]:
            raise InvalidAlert(
                _("“%(name)s” means nothing here.") % {"name": str(name)[:40]}, field=str(name)[:40]
            )


def _require_grain(rule: Rule) -> None:
    condition = rule.condition
    weekly = isinstance(condition, Change) and condition.against is Against.WEEK
    if weekly and rule.grain not in (Grain.HOUR, Grain.DAY):
        raise InvalidAlert(
            _("Only hours and days can be compared with the same of the week before."),
            next_step=_("Compare with the period before, or look by hour or by day."),
            field="against",
        )
    if isinstance(condition, Missing):
        _require_grain_of_missing(rule, condition)


def _require_grain_of_missing(rule: Rule, condition: Missing) -> None:
    usable = (Grain.HOUR, Grain.DAY) if condition.usual else (Grain.MINUTE, Grain.HOUR, Grain.DAY)
    if rule.grain not in usable:
        raise InvalidAlert(
            _("Silence is watched for by minute, hour or day; its usual rhythm by hour or day."),
            field="by",
        )
    if rule.unfinished:
        raise InvalidAlert(
            _("Of a period that has just begun nobody can say that nothing came."),
            next_step=_("Judge periods that are over."),
            field="unfinished",
        )


def _choose(choices: type[_Choice], said: object, field: str) -> _Choice:
    try:
        return choices(str(said or ""))
    except ValueError as error:
        raise InvalidAlert(
            _("“%(text)s” is not one of: %(choices)s.")
            % {"text": str(said or "")[:40], "choices": ", ".join(choices)},
            field=field,
        ) from error


def _number(said: object, field: str) -> float:
    if isinstance(said, bool) or not isinstance(said, int | float):
        raise InvalidAlert(_("This must be a number."), field=field)
    if not math.isfinite(said) or abs(said) > LARGEST:
        raise InvalidAlert(_("This number is out of reach."), field=field)
    return float(said)


def _whole(said: object, field: str) -> int:
    if isinstance(said, bool) or not isinstance(said, int) or not 1 <= said <= MOST_IN_A_ROW:
        raise InvalidAlert(
            _("Between 1 and %(most)d periods in a row.") % {"most": MOST_IN_A_ROW}, field=field
        )
    return said


def _yes(said: object, field: str) -> bool:
    if not isinstance(said, bool):
        raise InvalidAlert(_("This is yes or no."), field=field)
    return said
