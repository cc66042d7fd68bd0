"""Who moved a sum: the largest parts of a change, in its direction and against it, in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tenfold.ui.format import Value

_SHARES = (
    (0.95, _("almost all")),
    (0.72, _("three quarters")),
    (0.62, _("two thirds")),
    (0.55, _("more than half")),
    (0.45, _("half")),
    (0.30, _("a third")),
    (0.22, _("a quarter")),
)
_LEAST_SHARE = 0.22
_MOSTLY = 0.55
_WORTH_NAMING = 0.05
_WHOLE = 1 + 1e-9


@dataclass(frozen=True)
class Part:
    """What one value of the breakdown brought to a change. `share` is of the whole change: more
    than 1 where others moved against it, below 0 where it moved against the others."""

    label: str
    moved: float
    share: float


@dataclass(frozen=True)
class Moved:
    """Who moved a sum. `first` and `second` brought most of it; `against` moved the other way."""

    grew: bool
    first: Part
    second: Part | None = None
    against: Part | None = None


def say_share(*, share: float) -> str:
    """Return a share in words ("three quarters"); "" where it is too small to be worth a word."""
    return next((words for least, words in _SHARES if share >= least), "")


def who_moved(*, now: Mapping[str, Value], before: Mapping[str, Value]) -> Moved | None:
    """Return who moved a sum most, in the direction in which it moved, and who moved against it.

    None where nothing moved, or nobody brought at least about a quarter of it.
    """
    parts = _parts(now, before)
    if not parts or parts[0].share < _LEAST_SHARE:
        return None
    second, last = parts[1] if len(parts) > 1 else None, parts[-1]
    # "Three quarters, and half of it" is true where others moved against both, and reads as wrong.
    told = second and second.share >= _LEAST_SHARE and parts[0].share + second.share <= _WHOLE
    return Moved(
        grew=sum(part.moved for part in parts) > 0,
        first=parts[0],
        second=second if told else None,
        against=last if last.share <= -_LEAST_SHARE else None,
    )


def mostly(*, now: Mapping[str, Value], before: Mapping[str, Value]) -> str:
    """Return which value alone explains most of a part of the change; "" where there is none."""
    parts = _parts(now, before)
    found = parts and _MOSTLY <= parts[0].share <= _WHOLE
    return parts[0].label if found else ""


def may_be_new(*, now: Mapping[str, Value], before: Mapping[str, Value]) -> tuple[str, ...]:
    """Return values worth naming that were not there before, the largest first; at most two."""
    total = sum(float(value) for value in now.values())
    if not before or total <= 0:
        return ()
    fresh = [label for label in now if label not in before]
    worth = [label for label in fresh if float(now[label]) >= _WORTH_NAMING * total]
    return tuple(sorted(worth, key=lambda label: -float(now[label]))[:2])


def say_moved(*, moved: Moved | None, inside: str = "") -> str:
    """Return one sentence about who moved a sum most, or "". `inside`: what that part mostly was."""
    if moved is None:
        return ""
    if moved.first.share > _WHOLE:
        return _say_alone(moved)
    values = {
        "label": moved.first.label,
        "share": say_share(share=moved.first.share),
        "inside": inside,
    }
    if moved.second is not None:
        values["other"] = moved.second.label
        values["rest"] = say_share(share=moved.second.share)
        return _pair(moved) % values
    if inside:
        return (
            _("%(label)s brought %(share)s of it, mostly %(inside)s.")
            if moved.grew
            else _("%(label)s accounts for %(share)s of it, mostly %(inside)s.")
        ) % values
    return (
        _("%(label)s brought %(share)s of it.")
        if moved.grew
        else _("%(label)s accounts for %(share)s of it.")
    ) % values


def _pair(moved: Moved) -> str:
    return (
        _("%(label)s brought %(share)s of it, %(other)s %(rest)s.")
        if moved.grew
        else _("%(label)s accounts for %(share)s of it, %(other)s for %(rest)s.")
    )


def _say_alone(moved: Moved) -> str:
    sentence = (
        _("%(label)s alone grew by more than that; the others together fell.")
        if moved.grew
        else _("%(label)s alone fell by more than that; the others together grew.")
    )
    return sentence % {"label": moved.first.label}


def _parts(now: Mapping[str, Value], before: Mapping[str, Value]) -> list[Part]:
    """Return every value's part of the change, the largest in its direction first."""
    labels = sorted(now.keys() | before.keys())
    moved = {label: float(now.get(label, 0)) - float(before.get(label, 0)) for label in labels}
    total = sum(moved.values())
    if not total:
        return []
    parts = [Part(label, much, much / total) for label, much in moved.items()]
    return sorted(parts, key=lambda part: -part.share)
