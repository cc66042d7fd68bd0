"""This technique's part of the interface of programs: segments."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Path, Query, Router, Schema, Status

from tenfold.kit import clock
from tenfold.metrics.asking import calendar_of
from tenfold.metrics.calendar import Calendar, Grain
from tenfold.metrics.definitions import condition_from_spec
from tenfold.metrics.segments import actions, queries
from tenfold.metrics.segments.looking import MAX_MOMENTS
from tenfold.metrics.segments.rules import MAX_IDS
from tenfold.people.permissions import Viewer
from tenfold.people.queries import get_company, get_viewer
from tenfold.techniques.dashboards.queries.segments import seeing

router = Router(tags=["segments"])
Name = Annotated[str, Path(max_length=60, description="A segment's name.")]
Title = Annotated[str, Field(max_length=120)]
MAX_PAGE = 1_000


class Segment(Schema):
    """Persons by what they did, by who they are, or by a list.

    `persons`: how many are in it as of the newest event; null where you may not see it.
    """

    name: str
    title: str
    kind: str
    spec: dict[str, Any]
    version: int
    defined_at: datetime
    listed_at: datetime | None
    origin: dict[str, Any] | None
    sentence: str
    persons: int | None


class SegmentGiven(Schema):
    """How to define a segment; see docs/reference/segments.md."""

    title: Title
    spec: dict[str, Any]


class FreezeGiven(Schema):
    """Under which name to keep who is in a segment now."""

    into: Annotated[str, Field(max_length=60)]
    title: Title


class ListGiven(Schema):
    """A list of ids."""

    title: Title
    ids: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=1_000)]], Field(max_length=MAX_IDS)
    ]


class Uploaded(Schema):
    """What became of a list. `unknown`: the first hundred ids that no event has; left out."""

    version: int
    persons: int
    duplicates: int
    unknown: list[str]
    unknown_count: int


class Frozen(Schema):
    """How many persons were kept."""

    name: str
    persons: int


class SizeGiven(Schema):
    """A definition without a name."""

    spec: dict[str, Any]


class Size(Schema):
    """How many persons meet it as of the newest event, and what it says."""

    persons: int
    sentence: str


class Sizes(Schema):
    """Which sizes to reckon."""

    by: Annotated[Grain, Field(description="At the end of each period of this length.")] = (
        Grain.MONTH
    )
    periods: Annotated[int, Field(ge=1, le=MAX_MOMENTS, description="How many, up to now.")] = 12


class SizePoint(Schema):
    """How many were in it just before `at`."""

    at: datetime
    persons: int


class Paging(Schema):
    """Which part of a list."""

    offset: Annotated[int, Field(ge=0, le=10_000_000)] = 0
    limit: Annotated[int, Field(ge=1, le=MAX_PAGE)] = 100


class Person(Schema):
    """Somebody in it: how many events of theirs there are, and when the newest was."""

    person: str
    events: int
    last_at: datetime


class Persons(Schema):
    """Whoever did something last comes first."""

    total: int
    persons: list[Person]


@router.get("/segments", response=list[Segment], url_name="segments")
def list_segments(request: HttpRequest) -> list[dict[str, Any]]:
    """Return every segment with its size now."""
    viewer, calendar = _viewer(request), _calendar()
    return [
        seeing.as_json(segment=one, viewer=viewer, calendar=calendar)
        for one in queries.list_segments()
    ]


@router.post("/segments/size", response=Size, url_name="segment_size")
def count(request: HttpRequest, given: SizeGiven) -> dict[str, Any]:
    """Return how many persons a definition without a name has now."""
    condition = condition_from_spec(given.spec, field="spec")
    seeing.require_visible(condition=condition, viewer=_viewer(request))
    return {
        "persons": queries.get_size(condition=condition, calendar=_calendar()),
        "sentence": seeing.say(condition=condition),
    }


@router.get("/segments/{name}", response=Segment, url_name="segment")
def show(request: HttpRequest, name: Name) -> dict[str, Any]:
    """Return a segment with its size now."""
    segment = queries.get_segment(name=name)
    return seeing.as_json(segment=segment, viewer=_viewer(request), calendar=_calendar())


@router.put("/segments/{name}", response=Segment, url_name="segment")
def define(request: HttpRequest, name: Name, given: SegmentGiven) -> dict[str, Any]:
    """Define a live segment, or define it anew."""
    actions.define_segment(name=name, **given.dict(), by=_me(request), at=clock.now())
    return show(request, name)


@router.delete("/segments/{name}", response={204: None}, url_name="segment")
def remove(request: HttpRequest, name: Name) -> Status[None]:
    """Take a segment away that nothing is made of."""
    actions.remove_segment(name=name, by=_me(request), at=clock.now())
    return Status(204, None)


@router.post("/segments/{name}/freeze", response=Frozen, url_name="segment_freeze")
def freeze(request: HttpRequest, name: Name, given: FreezeGiven) -> dict[str, Any]:
    """Keep who is in a segment now as a segment of its own."""
    seeing.require_visible(
        condition=queries.get_segment(name=name).condition, viewer=_viewer(request)
    )
    persons = actions.freeze_segment(
        name=name, **given.dict(), calendar=_calendar(), by=_me(request), at=clock.now()
    )
    return {"name": given.into, "persons": persons}


@router.put("/segments/{name}/list", response=Uploaded, url_name="segment_list")
def upload(request: HttpRequest, name: Name, given: ListGiven) -> actions.Uploaded:
    """Make a segment of a list of ids, in the place of what it was before."""
    seeing.require_persons(viewer=_viewer(request))
    return actions.upload_segment(name=name, **given.dict(), by=_me(request), at=clock.now())


@router.get("/segments/{name}/sizes", response=list[SizePoint], url_name="segment_sizes")
def list_sizes(
    request: HttpRequest, name: Name, asked: Query[Sizes]
) -> tuple[queries.SizePoint, ...]:
    """Return the size at the end of each of the last periods, of the last one up to now."""
    condition = queries.get_segment(name=name).condition
    seeing.require_visible(condition=condition, viewer=_viewer(request))
    return queries.get_sizes_over_time(
        condition=condition, calendar=_calendar(), grain=asked.by, periods=asked.periods
    )


@router.get("/segments/{name}/persons", response=Persons, url_name="segment_persons")
def list_persons(request: HttpRequest, name: Name, asked: Query[Paging]) -> dict[str, Any]:
    """Return who is in a segment now, page by page."""
    condition = queries.get_segment(name=name).condition
    seeing.require_visible(condition=condition, viewer=_viewer(request))
    found = queries.list_persons(
        condition=condition, calendar=_calendar(), offset=asked.offset, limit=asked.limit
    )
    return {"total": found.total, "persons": found.persons}


def _calendar() -> Calendar:
    return calendar_of(company=get_company())


def _viewer(request: HttpRequest) -> Viewer:
    return get_viewer(account_id=_me(request))


def _me(request: HttpRequest) -> int:
    assert request.user.pk is not None  # noqa: S101  the permission table lets nobody else in
    return int(request.user.pk)
