"""From when to when a log reaches, kept in step by commits so that no question scans for it."""

from dataclasses import dataclass

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Extent:
    """The first and the newest instant (microseconds): of all events, and of those from outside.

    The company's own facts are not from outside. None where there are no such events.
    """

    whole: Span | None = None
    outside: Span | None = None

    def widened(self, *, span: Span, internal: bool) -> "Extent":
        """Return the extent with events of this span."""
        return Extent(
            whole=_joined(self.whole, span),
            outside=self.outside if internal else _joined(self.outside, span),
        )


def span_of(*, first: int | None, newest: int | None) -> Span | None:
    """Return the span that an aggregate over events found; None where it found none."""
    return None if first is None or newest is None else (first, newest)


def _joined(one: Span | None, other: Span) -> Span:
    return other if one is None else (min(one[0], other[0]), max(one[1], other[1]))
