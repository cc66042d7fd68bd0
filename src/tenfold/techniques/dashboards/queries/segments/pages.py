"""The pages of segments: all of them, one of them, who is in it."""

import csv
import io
import json
from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _

from tenfold.kit.refusal import Refusal
from tenfold.metrics.calendar import Grain
from tenfold.metrics.definitions import Condition, condition_from_spec
from tenfold.metrics.segments import queries, starting, wording
from tenfold.metrics.segments.queries import SegmentView
from tenfold.people.permissions import Permission
from tenfold.techniques.dashboards.queries.annotations.marking import find_axis_of_moments
from tenfold.techniques.dashboards.queries.asking import Asker, explain
from tenfold.techniques.dashboards.queries.segments import seeing
from tenfold.techniques.dashboards.queries.segments.views import (
    LineView,
    ListView,
    OptionView,
    PersonView,
    SegmentPage,
    SizeView,
    StartView,
    WhoView,
)
from tenfold.techniques.dashboards.rules.segments.rows import rows_of
from tenfold.ui.charts import Chart, Kind, Series

PAGE = 50
_WEEKS = 12
_PERIODS = {Grain.WEEK: 26, Grain.MONTH: 12, Grain.DAY: 30, Grain.QUARTER: 8}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def list_page(*, asker: Asker) -> ListView:
    """Return the page of all segments."""
    return ListView(
        lines=tuple(_line(one, asker) for one in queries.list_segments()),
        starts=list_starts(asker=asker),
        as_of=asker.volume.newest_at,
    )


def list_starts(*, asker: Asker) -> tuple[StartView, ...]:
    """Return the segments to begin with that the company does not have yet."""
    taken = {one.name for one in queries.list_segments()}
    return tuple(
        StartView(one.name, one.title, wording.say(condition_from_spec(one.spec), titles={}))
        for one in find_starts(asker=asker)
        if one.name not in taken
    )


def find_starts(*, asker: Asker) -> tuple[starting.Start, ...]:
    """Return all segments to begin with."""
    sees = asker.viewer.allows(Permission.SEE_MONEY)
    return starting.list_starts(calendar=asker.calendar, sees_money=sees)


def get_page(
    *, name: str, by: str, offset: int, asker: Asker, url: Callable[[str], str]
) -> SegmentPage:
    """Return the page of one segment. Raises `UnknownSegment`."""
    segment = queries.get_segment(name=name)
    grain = Grain(by) if by in [one.value for one in _PERIODS] else Grain.WEEK
    size = measure(condition=segment.condition, asker=asker)
    seen = asker.viewer.allows(Permission.SEE_PERSONS) and not size.withheld
    return SegmentPage(
        name=segment.name,
        title=segment.title,
        kind=segment.kind,
        sentence=seeing.sentence_of(segment=segment),
        size=size,
        chart=None if size.withheld or segment.kind != "live" else _chart(segment, grain, asker),
        by=grain.value,
        grains=tuple(_grain(one, grain) for one in (Grain.DAY, Grain.WEEK, Grain.MONTH)),
        who=get_who(segment=segment, offset=offset, asker=asker, url=url) if seen else None,
        listed_at=segment.listed_at,
        as_of=asker.volume.newest_at,
        version=segment.version,
        versions=_versions(name),
        clickable=segment.kind == "live" and rows_of(segment.condition) is not None,
        spec=json.dumps(segment.spec, ensure_ascii=False, indent=2),
    )


def get_who(
    *, segment: SegmentView, offset: int, asker: Asker, url: Callable[[str], str]
) -> WhoView:
    """Return some of the persons. Raises `MoneyHidden` where they may not be seen."""
    seeing.require_visible(condition=segment.condition, viewer=asker.viewer)
    found = queries.list_persons(
        condition=segment.condition, calendar=asker.calendar, offset=offset, limit=PAGE
    )
    number = asker.formats.number
    last = offset + len(found.persons)
    persons = tuple(
        PersonView(one.person, number(value=one.events), one.last_at, url(one.person))
        for one in found.persons
    )
    return WhoView(
        name=segment.name,
        persons=persons,
        total=number(value=found.total),
        shown=_("%(first)s to %(last)s of %(total)s")
        % {
            "first": number(value=offset + 1),
            "last": number(value=last),
            "total": number(value=found.total),
        },
        more=last if last < found.total else None,
        back=max(0, offset - PAGE) if offset else None,
    )


def write_csv(*, name: str, asker: Asker) -> str:
    """Return the persons of a segment as CSV (RFC 4180), at most 200,000 of them."""
    segment = queries.get_segment(name=name)
    seeing.require_visible(condition=segment.condition, viewer=asker.viewer)
    found = queries.list_persons(
        condition=segment.condition, calendar=asker.calendar, limit=200_000
    )
    file = io.StringIO()
    lines = csv.writer(file)
    lines.writerow(["person", "events", "last_at"])
    for one in found.persons:
        at = asker.calendar.to_local(at=one.last_at).isoformat()
        lines.writerow([_harmless(one.person), one.events, at])
    return file.getvalue()


def measure(*, condition: Condition, asker: Asker) -> SizeView:
    """Return how many persons meet it, in words; or why that is not told."""
    try:
        seeing.require_visible(condition=condition, viewer=asker.viewer)
        size = queries.get_size(condition=condition, calendar=asker.calendar)
    except Refusal as refusal:
        return SizeView(withheld=explain(refusal=refusal).why)
    return SizeView(text=asker.formats.number(value=size), sentence=seeing.say(condition=condition))


def _line(segment: SegmentView, asker: Asker) -> LineView:
    size = measure(condition=segment.condition, asker=asker)
    values: tuple[int, ...] = ()
    if segment.kind == "live" and not size.withheld:
        values = tuple(point.persons for point in _sizes(segment, Grain.WEEK, _WEEKS, asker))
    return LineView(
        name=segment.name,
        title=segment.title,
        kind=segment.kind,
        sentence=seeing.sentence_of(segment=segment),
        size=size,
        values=values,
    )


def _sizes(
    segment: SegmentView, grain: Grain, periods: int, asker: Asker
) -> tuple[queries.SizePoint, ...]:
    return queries.get_sizes_over_time(
        condition=segment.condition, calendar=asker.calendar, grain=grain, periods=periods
    )


def _chart(segment: SegmentView, grain: Grain, asker: Asker) -> Chart:
    points, formats = _sizes(segment, grain, _PERIODS[grain], asker), asker.formats
    days = [formats.local(at=point.at).date() for point in points]
    return Chart(
        id="sizes",
        title=segment.title,
        kind=Kind.LINE,
        labels=tuple(formats.skeleton(on=day, pattern="dMMM") for day in days),
        full_labels=tuple(formats.day(on=day) for day in days),
        series=(Series(_("Persons"), tuple(point.persons for point in points)),),
        first_column=_("until"),
        axis=find_axis_of_moments(
            moments=[point.at for point in points],
            grain=grain,
            calendar=asker.calendar,
            formats=formats,
        ),
    )


def _grain(grain: Grain, chosen: Grain) -> OptionView:
    words = {Grain.DAY: _("Days"), Grain.WEEK: _("Weeks"), Grain.MONTH: _("Months")}
    return OptionView(grain.value, words[grain], grain is chosen)


def _versions(name: str) -> tuple[tuple[int, str, datetime], ...]:
    return tuple(
        (one.version, seeing.say(condition=one.condition), one.defined_at)
        for one in queries.list_versions(name=name)
    )


def _harmless(text: str) -> str:
    """A spreadsheet must not take a value from outside for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
