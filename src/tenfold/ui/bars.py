"""A breakdown without time: one bar a group, the longest first, each with its name and its number."""

from collections.abc import Sequence
from dataclasses import dataclass

from tenfold.ui.format import Formats, Value

UNKNOWN = "\u2013"


@dataclass(frozen=True)
class Bar:
    """One group. `rest`: what is left over; `before`: its value in the period before."""

    name: str
    value: Value | None
    behind: str = ""
    rest: bool = False
    before: Value | None = None


@dataclass(frozen=True)
class Bars:
    """Groups in the order in which they are to be read.

    id           unique on the page
    title        what a screen reader calls it, and what stands over a downloaded picture
    unit         ISO 4217 code, "%" (values are shares), "" or a word
    before_name  what lies before ("last week"); drawn as a mark on each bar; "": nothing does
    csv_url      where the same can be fetched as CSV; "": nowhere
    """

    id: str
    title: str
    bars: tuple[Bar, ...]
    unit: str = ""
    before_name: str = ""
    csv_url: str = ""

    def lines(self, *, formats: Formats) -> list["DrawnBar"]:
        """Return the bars as they are drawn: on one common scale that has zero on it."""
        scale = Scale.over(
            values=[
                value for one in self.bars for value in (one.value, one.before) if value is not None
            ]
        )
        return [
            DrawnBar(
                name=one.name,
                text=self._text(one.value, formats),
                before=self._text(one.before, formats) if one.before is not None else "",
                behind=one.behind,
                rest=one.rest,
                place=scale.place(value=one.value or 0),
                before_at=scale.at(value=one.before) if one.before is not None else "",
            )
            for one in self.bars
        ]

    def _text(self, value: Value | None, formats: Formats) -> str:
        return UNKNOWN if value is None else formats.value(value=value, unit=self.unit, short=False)


@dataclass(frozen=True)
class Place:
    """Where a bar lies: its left end and its width, in per cent of the room, for SVG."""

    x: str
    width: str


@dataclass(frozen=True)
class DrawnBar:
    """A bar with every text ready."""

    name: str
    text: str
    before: str
    behind: str
    rest: bool
    place: Place
    before_at: str


@dataclass(frozen=True)
class Scale:
    """From `low` (at most zero) to `high` (at least zero, and above `low`)."""

    low: float
    high: float

    @classmethod
    def over(cls, *, values: Sequence[Value]) -> "Scale":
        """Return the scale that holds all the values and zero."""
        known = [0.0, *map(float, values)]
        low, high = min(known), max(known)
        return cls(low, high if high > low else low + 1)

    def at(self, *, value: Value) -> str:
        """Return where a value stands, in per cent of the room. Not in the reader's language."""
        return f"{(float(value) - self.low) / (self.high - self.low) * 100:.2f}%"

    def place(self, *, value: Value) -> Place:
        """Return the bar from zero to the value."""
        start, end = min(0.0, float(value)), max(0.0, float(value))
        return Place(self.at(value=start), f"{(end - start) / (self.high - self.low) * 100:.2f}%")
