"""An event as one number, so that sorted numbers are a person's events in their order.

From the highest bits: its time, what it can be, what it excludes, whether a chain may begin with
it, the group that it says. Of events at one moment, those that can be an earlier step come first,
what is no step last.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

_LEVELS = 4  # bits of 10 steps
_LARGEST = 63  # bits of the engine's fast whole numbers


@dataclass(frozen=True)
class Packing:
    """How an event becomes a number.

    origin      microseconds since 1970 that are time 0; no event is before `window` after that
    longest     the latest time there may be, in microseconds from the origin
    window      how long a chain may take, in microseconds
    conditions  the different conditions of the steps, in their order
    apart       whether an event is only ever the first of the conditions that it meets
    steps       which of the conditions each step is
    exclusions  the different conditions of what is excluded
    marked      whether chains may begin with some of the events only
    labels      how many groups are told apart, numbered from 0
    """

    origin: int
    longest: int
    window: int
    conditions: tuple[str, ...]
    apart: bool
    steps: tuple[int, ...]
    exclusions: tuple[str, ...]
    marked: bool
    labels: int

    # Where the parts are

    @cached_property
    def _begin(self) -> int:
        return max(self.labels - 1, 0).bit_length()

    @cached_property
    def _excluded(self) -> int:
        return self._begin + self.marked

    @cached_property
    def _mask(self) -> int:
        return self._excluded + len(self.exclusions)

    @cached_property
    def _first(self) -> int:
        return self._mask + (0 if self.apart else len(self.conditions))

    @cached_property
    def _time(self) -> int:
        return self._first + len(self.conditions).bit_length()

    @cached_property
    def bits(self) -> int:
        """How many bits an event has."""
        return self._time + (self.longest + self.window + 1).bit_length()

    @property
    def type(self) -> str:
        """The engine's kind of number: the slow one only where nothing else holds an event."""
        return "BIGINT" if self.bits + _LEVELS <= _LARGEST else "HUGEINT"

    @property
    def never(self) -> str:
        """A time that is too late for every chain."""
        return f"({(self.longest + self.window + 1) << self._time})::{self.type}"

    # Into the number

    def pack(self, *, at: str, begins: str, label: str) -> str:
        """Return the SQL of an event's number from its time, whether it may begin, its group."""
        first = " ".join(f"WHEN {one} THEN {n}" for n, one in enumerate(self.conditions))
        parts = [
            f"(epoch_us({at}) - {self.origin})::{self.type} * {1 << self._time}",
            f"CASE {first} ELSE {len(self.conditions)} END * {1 << self._first}",
        ]
        if not self.apart:
            parts += _flags(self.conditions, self._mask)
        parts += _flags(self.exclusions, self._excluded)
        if self.marked:
            parts.append(f"CASE WHEN {begins} THEN {1 << self._begin} ELSE 0 END")
        if self.labels > 1:
            parts.append(f"({label})")
        return " + ".join(parts)

    def unmarked(self, x: str, when: str) -> str:
        """Return the SQL of the number of an event with which no chain may begin after all."""
        return f"CASE WHEN {when} THEN {x} - ({x} & {1 << self._begin}) ELSE {x} END"

    # Out of it

    def time(self, x: str) -> str:
        """Return the SQL of the microseconds from the origin."""
        return f"({x} >> {self._time})"

    def label(self, x: str) -> str:
        """Return the SQL of the group."""
        return f"({x} & {(1 << self._begin) - 1})::INTEGER"

    def is_one(self, x: str, condition: int) -> str:
        """Return the SQL of whether an event meets a condition."""
        if not self.apart:
            return f"({x} & {1 << (self._mask + condition)}) <> 0"
        width = (1 << len(self.conditions).bit_length()) - 1
        return f"({x} & {width << self._first}) = {condition << self._first}"

    def is_step(self, x: str, step: int) -> str:
        """Return the SQL of whether an event can be a step, counted from 0."""
        return self.is_one(x, self.steps[step])

    def excludes(self, x: str, exclusions: Iterable[int]) -> str:
        """Return the SQL of whether an event is one of what is excluded."""
        return f"({x} & {sum(1 << (self._excluded + n) for n in set(exclusions))}) <> 0"

    def begins(self, x: str) -> str:
        """Return the SQL of whether a chain may begin with an event, as far as its time goes."""
        return f"({x} & {1 << self._begin}) <> 0" if self.marked else "true"

    def within(self, later: str, earlier: str) -> str:
        """Return the SQL of whether both lie in one window."""
        return f"{self.time(later)} - {self.time(earlier)} <= {self.window}"


def _flags(conditions: Sequence[str], shift: int) -> list[str]:
    return [
        f"CASE WHEN {one} THEN {1 << (shift + n)} ELSE 0 END" for n, one in enumerate(conditions)
    ]
