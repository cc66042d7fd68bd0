"""A gauge as a value: a number on its way to a target, how far it is, and what is missing in words."""

import math
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenfold.ui.bars import UNKNOWN
from tenfold.ui.format import Formats, Value

RADIUS, MIDDLE, WIDTH, HEIGHT = 84.0, 100.0, 200.0, 108.0
"""The half circle: its radius, where its middle lies from left and from the top, its room."""
_ROOM_ABOVE = 1.25
_TICK = 11.0


class Better(StrEnum):
    """Which way is better."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True)
class Gauge:
    """A number against a target.

    id       unique on the page
    title    what a screen reader calls it, and what stands over a downloaded picture
    value    None: there is no number yet
    unit     ISO 4217 code, "%" (values are shares), "" or a word
    better   UP: the target is to be reached; DOWN: it is not to be exceeded
    start    where the way to the target began; None: at nothing, or nowhere where DOWN is better
    over     what the number is over ("this month")
    csv_url  where the same can be fetched as CSV; "": nowhere
    """

    id: str
    title: str
    value: Value | None
    target: Value
    unit: str = ""
    better: Better = Better.UP
    start: Value | None = None
    over: str = ""
    csv_url: str = ""

    def is_reached(self) -> bool:
        """Return whether the target is reached, or kept to."""
        if self.value is None:
            return False
        at_least = self.value >= self.target
        return at_least if self.better is Better.UP else self.value <= self.target

    def share(self) -> float | None:
        """Return which part of the way is done, above 1 beyond it; None: it has no length."""
        start = 0 if self.start is None and self.better is Better.UP else self.start
        if self.value is None or start is None or start == self.target:
            return None
        return (float(self.value) - float(start)) / (float(self.target) - float(start))

    def sentence(self, *, formats: Formats) -> str:
        """Say how far it is, in words: "74% of the way. 6,580 EUR are missing."."""
        if self.value is None:
            return _("There is no number yet.")
        gap = self._gap(abs(float(self.value) - float(self.target)), formats)
        if self.is_reached():
            return self._said_reached(gap)
        if self.better is Better.DOWN and self.start is None:
            return _("%(gap)s more than there should be.") % {"gap": gap}
        missing = _("%(gap)s to go.") % {"gap": gap}
        share = self.share()
        if share is None or share <= 0:
            return missing
        done = formats.percent(share=math.floor(share * 100) / 100)
        return _("%(share)s of the way; %(missing)s") % {"share": done, "missing": missing}

    def _said_reached(self, gap: str) -> str:
        if self.value == self.target:
            return _("Exactly what it should be.")
        if self.better is Better.DOWN:
            return _("Good: %(gap)s below the limit.") % {"gap": gap}
        return _("Reached, and %(gap)s beyond.") % {"gap": gap}

    def drawn(self, *, formats: Formats) -> "DrawnGauge":
        """Return the gauge with every text and every path ready."""
        target = self._write(self.target, formats)
        wanted = _("at most %(target)s") if self.better is Better.DOWN else _("target %(target)s")
        return DrawnGauge(
            text=UNKNOWN if self.value is None else self._write(self.value, formats),
            wanted=wanted % {"target": target},
            sentence=self.sentence(formats=formats),
            tone=self._tone(),
            room=_arc(0.0, 1.0),
            done=_arc(0.0, self.place(value=self.value)) if self.value is not None else "",
            mark=_tick(self.place(value=self.target)),
        )

    def _tone(self) -> str:
        if self.value is None:
            return "none"
        if self.is_reached():
            return "good"
        return "bad" if self.better is Better.DOWN and self.start is None else "open"

    def _write(self, value: Value, formats: Formats) -> str:
        return formats.value(value=value, unit=self.unit)

    def _gap(self, gap: float, formats: Formats) -> str:
        """Shares differ in points: 3.1% is 1.1 points, not 1.1%, above 2%."""
        if self.unit != "%":
            return self._write(gap, formats)
        points = round(gap * 100, 1)
        several = int(points) if points.is_integer() else 2
        return ngettext("%(points)s point", "%(points)s points", several) % {
            "points": formats.number(value=points)
        }

    def place(self, *, value: Value) -> float:
        """Return where a value lies on the half circle: 0 at its left end, 1 at its right."""
        low, high = self._ends()
        return min(1.0, max(0.0, (float(value) - low) / (high - low)))

    def _ends(self) -> tuple[float, float]:
        """A way from above runs backwards, so that done is always what is filled."""
        target = float(self.target)
        if self.start is not None and float(self.start) > target:
            start = float(self.start)
            return start, start - (start - target) * _ROOM_ABOVE
        value = target if self.value is None else float(self.value)
        low = min(0.0, target, value) if self.start is None else float(self.start)
        high = max(target, value, low)
        return low, low + ((high - low) or 1.0) * (1 if value > target else _ROOM_ABOVE)


@dataclass(frozen=True)
class DrawnGauge:
    """A gauge that is ready: `room`, `done` and `mark` are paths. `tone`: good, bad, open or none."""

    text: str
    wanted: str
    sentence: str
    tone: str
    room: str
    done: str
    mark: str


def _at(share: float, radius: float = RADIUS) -> str:
    angle = math.pi * (1 - share)
    return f"{MIDDLE + radius * math.cos(angle):.2f} {MIDDLE - radius * math.sin(angle):.2f}"


def _arc(start: float, end: float) -> str:
    if end <= start:
        return ""
    return f"M{_at(start)}A{RADIUS:g} {RADIUS:g} 0 0 1 {_at(end)}"


def _tick(share: float) -> str:
    return f"M{_at(share, RADIUS - _TICK)}L{_at(share, RADIUS + _TICK)}"
