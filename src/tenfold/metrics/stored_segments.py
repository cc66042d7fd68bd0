"""The conditions of the segments that the company has stored."""

from collections.abc import Iterable

from tenfold.metrics.definitions import Condition, condition_from_spec
from tenfold.metrics.definitions.refusals import unknown_segment
from tenfold.metrics.models import Segment


def read_conditions() -> dict[str, Condition]:
    """Return the condition of each segment by its name; other segments may be named in it."""
    rows = Segment.objects.values_list("name", "spec")
    return {name: condition_from_spec(spec) for name, spec in rows}


def require_known(*, segments: Iterable[str]) -> None:
    """Raise `UnknownSegment` where there is no segment of one of these names."""
    wanted = sorted(set(segments))
    known = set(Segment.objects.filter(name__in=wanted).values_list("name", flat=True))
    for name in wanted:
        if name not in known:
            raise unknown_segment(name=name)
