"""The annotations of one chart, each at its place on the axis."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.urls import reverse

from tenfold.metrics.calendar import Calendar, Grain
from tenfold.metrics.definitions import Definition, occurrences_of
from tenfold.techniques.dashboards.models import Annotation
from tenfold.techniques.dashboards.queries.annotations.listing import Wording, rows_between
from tenfold.techniques.dashboards.rules.annotations.placing import concerns, place, stretch_of
from tenfold.ui.charts import Axis, Mark
from tenfold.ui.format import Formats

MOST_MARKS = 60
_OF_THE_CLOCK = frozenset({Grain.MINUTE, Grain.HOUR})


@dataclass(frozen=True)
class Drawn:
    """A chart's axis of time.

    starts      when its periods begin
    metric      the company's number that it shows; "": none of them
    definition  what it counts; None: persons, whatever they do
    ends_at     when the last period ends; None: as long after its beginning as its grain says
    """

    starts: Sequence[datetime]
    grain: Grain
    calendar: Calendar
    formats: Formats
    definition: Definition | None = None
    metric: str = ""
    ends_at: datetime | None = None

    @property
    def end(self) -> datetime:
        """When the last period ends."""
        if self.ends_at is not None:
            return self.ends_at
        return self.calendar.shifted(at=self.starts[-1], grain=self.grain, by=1)

    @property
    def events(self) -> frozenset[str | None]:
        """The names of the events that it counts; None among them: all."""
        if self.definition is None:
            return frozenset({None})
        return frozenset(one.event for one in occurrences_of(self.definition))


def find_axis(*, drawn: Drawn) -> Axis:
    """Return what a chart needs to draw annotations, and to add one at a point."""
    days = tuple(_said(start, drawn) for start in drawn.starts)
    query = urlencode({"metric": drawn.metric}) if drawn.metric else ""
    address = reverse("dashboards:annotation_new")
    return Axis(marks=_marks(drawn), days=days, add_url=f"{address}?{query}" if query else address)


def find_axis_of_moments(
    *, moments: Sequence[datetime], grain: Grain, calendar: Calendar, formats: Formats
) -> Axis | None:
    """Return the axis of a chart whose points say how it stood at the end of each period.

    None where there are too few of them to know how long a period is.
    """
    if len(moments) < 2:
        return None
    first = moments[0] - (moments[1] - moments[0])
    drawn = Drawn(
        starts=(first, *moments[:-1]),
        grain=grain,
        calendar=calendar,
        formats=formats,
        ends_at=moments[-1],
    )
    return find_axis(drawn=drawn)


def _said(start: datetime, drawn: Drawn) -> str:
    local = drawn.calendar.to_local(at=start)
    if drawn.grain in _OF_THE_CLOCK:
        return local.strftime("%Y-%m-%dT%H:%M")
    return local.date().isoformat()


def _marks(drawn: Drawn) -> tuple[Mark, ...]:
    if not drawn.starts:
        return ()
    to_local = drawn.calendar.to_local
    first, last = to_local(at=drawn.starts[0]), to_local(at=drawn.end - timedelta(microseconds=1))
    rows = rows_between(first=first.date(), last=last.date())
    events = drawn.events
    wording = Wording(drawn.formats)
    found = [
        mark
        for row in rows[:MOST_MARKS]
        if concerns(metric=row.metric, event=row.event, shown=drawn.metric, events=events)
        and (mark := _mark(row, drawn, wording))
    ]
    return tuple(sorted(found, key=lambda mark: (mark.at, mark.until)))


def _mark(row: Annotation, drawn: Drawn, wording: Wording) -> Mark | None:
    stretch = stretch_of(
        starts_on=row.starts_on, ends_on=row.ends_on, at=row.time, calendar=drawn.calendar
    )
    found = place(stretch=stretch, starts=drawn.starts, end=drawn.end)
    if found is None:
        return None
    view = wording.view(row)
    return Mark(
        at=found[0],
        until=found[1],
        title=view.title,
        kind=view.kind_name,
        when=view.when,
        by=view.by,
        url=reverse("dashboards:annotation", args=[row.id]),
    )
