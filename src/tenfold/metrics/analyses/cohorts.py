"""Cohorts as they are answered: how many began, how many came back, and all cohorts together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate
from typing import Any

from tenfold.metrics.analyses.saying import say_retention
from tenfold.metrics.definitions import Counting, Entry, Retention
from tenfold.metrics.figures import Number, divide
from tenfold.stats.intervals import Interval, share_interval


@dataclass(frozen=True, slots=True)
class Cohort:
    """Those who began in one period.

    start     when the period begins, in the company's zone
    returned  how many of them came back so many periods later; at 0 all of them, who are `size`
    complete  whether the last of these periods is over; else its number may still grow
    """

    start: datetime
    size: int
    returned: tuple[int, ...]
    complete: bool

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "start": self.start.isoformat(),
            "size": self.size,
            "returned": list(self.returned),
            "complete": self.complete,
        }


@dataclass(frozen=True, slots=True)
class Offset:
    """All cohorts together, so many periods after the first.

    eligible  persons of cohorts that have that period
    returned  those of them who came back in it
    interval  of the share, with 95 % confidence; None where a person may be in several cohorts,
              because then persons are not independent of each other
    """

    offset: int
    eligible: int
    returned: int
    interval: Interval | None

    @property
    def share(self) -> Number | None:
        """The share of 1 that came back."""
        return divide(of=self.returned, per=self.eligible) if self.eligible else None

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "offset": self.offset,
            "eligible": self.eligible,
            "returned": self.returned,
            "share": self.returned / self.eligible if self.eligible else None,
            "interval": None if self.interval is None else list(self.interval),
        }


@dataclass(frozen=True, slots=True)
class Offsets:
    """All cohorts together, of everybody or of one group."""

    overall: tuple[Offset, ...]

    @property
    def next(self) -> Offset | None:
        """The first period after that in which persons began; None where there is none yet."""
        return self.overall[1] if len(self.overall) > 1 else None

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {"overall": [one.to_json() for one in self.overall]}


@dataclass(frozen=True, slots=True)
class Retained:
    """What a question about coming back is answered with."""

    definition: Retention
    cohorts: tuple[Cohort, ...]
    offsets: Offsets

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {"cohorts": [one.to_json() for one in self.cohorts], **self.offsets.to_json()}

    def sentence(self) -> str:
        """Return what the number means in plain words."""
        after = self.offsets.next
        return say_retention(
            definition=self.definition,
            share=None if after is None else after.share,
            eligible=0 if after is None else after.eligible,
            interval=None if after is None else after.interval,
        )


@dataclass(frozen=True, slots=True)
class Counted:
    """Reckons cohorts from counts: `last` is the number of the last period with data."""

    definition: Retention
    last: int

    def length(self, cohort: int) -> int:
        """Return how many periods after its own a cohort is followed."""
        longest = self.definition.periods
        return self.last - cohort if longest is None else min(self.last - cohort, longest)

    def returned(self, *, size: int, back: Mapping[int, int], length: int) -> tuple[int, ...]:
        """Return how many came back, by offset; `back`: as rows say it."""
        return (size, *self._came(back)[:length])

    def offsets(self, *, sizes: Mapping[int, int], back: Mapping[int, int]) -> Offsets:
        """Return all cohorts together: `sizes` by their period, `back` by offset."""
        if not sizes:
            return Offsets(())
        length = max(map(self.length, sizes))
        returned = self.returned(size=sum(sizes.values()), back=back, length=length)
        eligible = self._eligible(sizes, length)
        return Offsets(
            tuple(
                Offset(offset, among, came, self._interval(came, among))
                for offset, (among, came) in enumerate(zip(eligible, returned, strict=True))
            )
        )

    def _came(self, back: Mapping[int, int]) -> Sequence[int]:
        """From the offset 1 on. Rolling: whoever came back last then or later."""
        counts = [back.get(offset, 0) for offset in range(1, self.last + 1)]
        if self.definition.mode is Counting.ROLLING:
            return list(accumulate(reversed(counts)))[::-1]
        return counts

    def _eligible(self, sizes: Mapping[int, int], length: int) -> list[int]:
        upto = list(accumulate(sizes.get(cohort, 0) for cohort in range(self.last + 1)))
        return [upto[self.last - offset] for offset in range(length + 1)]

    def _interval(self, came: int, among: int) -> Interval | None:
        if self.definition.of is Entry.RECURRING:
            return None
        return share_interval(successes=came, trials=among)
