"""This technique's part of the interface of programs: sources, events, the catalogue, imports."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema, Status

from tenfold.eventlog.current import get_log
from tenfold.kit import clock
from tenfold.kit.refusal import Refusal
from tenfold.people.permissions import Permission
from tenfold.techniques.interfaces import actions
from tenfold.techniques.interfaces.actions.imports import undo_import
from tenfold.techniques.interfaces.queries import catalogue, events, imports, retention, sources
from tenfold.techniques.interfaces.queries.trace import trace_event
from tenfold.techniques.interfaces.rules.retention import MOST_DAYS
from tenfold.techniques.interfaces.views.asking import get_sight, get_viewer

router = Router(tags=["interfaces"])
Id = Annotated[int, Field(ge=1, le=2**63 - 1)]
Text = Annotated[str, Field(max_length=500)]
Instant = datetime | None


class PersonsHidden(Refusal):
    """Somebody who may not see persons asked for one."""

    code = "persons_hidden"
    status = 403


class NewSource(Schema):
    """A source to be added."""

    name: Text
    kind: Literal["web", "server", "device", "file"] = "web"


class AddedSource(Schema):
    """A source that was added, with the key that its events carry."""

    id: int
    name: str
    write_key: str


class Source(Schema):
    """A source and how it is. `write_key` is null for whoever may not manage sources."""

    id: int
    name: str
    kind: str
    write_key: str | None
    health: str
    last_received_at: Instant
    events: int
    events_last_day: int
    refused: int
    keep_days: int | None
    archived_at: Instant


class Retention(Schema):
    """For how many days a source keeps its single events; null: for ever."""

    days: Annotated[int, Field(ge=1, le=MOST_DAYS)] | None


class RetentionPreview(Schema):
    """What it would mean: `events` single events from before `before` would become totals."""

    source_id: int
    name: str
    days: int | None
    before: Instant
    events: int


class Event(Schema):
    """An event, as far as whoever asks may see it; `hidden` names what was left out."""

    id: str
    name: str
    actor: str | None
    person: str | None
    time: datetime
    received_at: datetime
    value: float | None
    currency: str | None
    properties: dict[str, Any]
    source: int
    hidden: list[str]


class Property(Schema):
    """A property of an event name. `missing` counts the events without it."""

    name: str
    description: str
    type: str
    types: dict[str, int]
    type_changed: bool
    samples: list[str]
    samples_hidden: bool
    first_seen_at: datetime
    last_seen_at: datetime
    missing: int
    required: bool
    hidden: bool


class Name(Schema):
    """An event name with its properties."""

    name: str
    description: str
    events: int
    with_actor: int
    with_value: int
    currencies: list[str]
    first_seen_at: datetime
    last_seen_at: datetime
    sources: list[str]
    internal: bool
    hidden: bool
    properties: list[Property]


class Import(Schema):
    """An import. Counts are rows; `share` is how much of the file was read, from 0 to 1."""

    id: int
    source_id: int
    source_name: str
    file_name: str
    state: str
    share: float
    read: int
    accepted: int
    duplicates: int
    erased: int
    rejected: int
    left_out: int
    removed: int
    problem: str
    started_at: datetime
    finished_at: Instant
    undone_at: Instant


class EventFilter(Schema):
    """Which events, newest first. `before` continues where an earlier answer ended."""

    name: Text | None = None
    source: Annotated[int, Field(ge=0, le=2**31 - 1)] | None = None
    person: Text | None = None
    internal: bool = False
    before: Instant = None
    limit: Annotated[int, Field(ge=1, le=1000)] = 100


@router.get("/sources", response=list[Source], url_name="sources")
def list_sources(request: HttpRequest, archived: bool = False) -> list[dict[str, Any]]:
    """Return the sources and how they are; with `archived`, those out of use as well."""
    shows_keys = get_viewer(request).allows(Permission.MANAGE_SOURCES)
    found = sources.list_sources(log=get_log(), at=clock.now(), archived=archived)
    answers = [sources.as_json(view=view) for view in found]
    return answers if shows_keys else [{**answer, "write_key": None} for answer in answers]


@router.post("/sources", response={201: AddedSource}, url_name="sources")
def add_source(request: HttpRequest, source: NewSource) -> Status[actions.SourceAdded]:
    """Add a source and return its write key."""
    added = actions.add_source(
        name=source.name,
        kind=source.kind,
        by=get_viewer(request).account_id,
        at=clock.now(),
    )
    return Status(201, added)


@router.get("/events", response=list[Event], url_name="events")
def list_events(request: HttpRequest, asked: Query[EventFilter]) -> list[dict[str, Any]]:
    """Return the newest events by their own time, newest first."""
    sight = get_sight(request)
    if asked.person is not None and not sight.persons:
        raise PersonsHidden(
            _("You may not see persons."), next_step=_("Ask an owner to let you."), field="person"
        )
    before = asked.before
    found = events.list_events(
        log=get_log(),
        limit=asked.limit,
        sight=sight,
        name=asked.name,
        source=asked.source,
        person=asked.person,
        internal=asked.internal,
        before=before
        if before is None or before.tzinfo
        else before.replace(tzinfo=clock.EPOCH.tzinfo),
    )
    return [_event(view) for view in found]


@router.get(
    "/sources/{source_id}/retention", response=RetentionPreview, url_name="source_retention"
)
def preview_retention(
    request: HttpRequest,  # noqa: ARG001  ninja passes it
    source_id: Id,
    days: Annotated[int, Field(ge=1, le=MOST_DAYS)] | None = None,
) -> retention.RetentionPreview:
    """Return how many single events would become totals if a source kept them for so many days."""
    return retention.preview_retention(
        source_id=source_id, days=days, log=get_log(), at=clock.now()
    )


@router.put(
    "/sources/{source_id}/retention", response=RetentionPreview, url_name="source_retention"
)
def set_retention(
    request: HttpRequest, source_id: Id, asked: Retention
) -> retention.RetentionPreview:
    """Say for how many days a source keeps its single events; it holds within the hour."""
    at = clock.now()
    actions.set_retention(
        source_id=source_id, days=asked.days, by=get_viewer(request).account_id, at=at
    )
    return retention.preview_retention(source_id=source_id, days=asked.days, log=get_log(), at=at)


@router.get("/events/{event_id}", response=Event, url_name="event")
def get_event(request: HttpRequest, event_id: Text) -> dict[str, Any]:
    """Return one event."""
    trace = trace_event(log=get_log(), event_id=event_id, sight=get_sight(request))
    return _event(trace.event)


@router.get("/catalogue", response=list[Name], url_name="catalogue")
def list_catalogue(
    request: HttpRequest, internal: bool = False, hidden: bool = False
) -> list[dict[str, Any]]:
    """Return every event name with its properties, most frequent first."""
    found = catalogue.list_catalogue(
        log=get_log(), sight=get_sight(request), internal=internal, hidden=hidden
    )
    return [catalogue.as_json(view=view) for view in found]


@router.get("/imports", response=list[Import], url_name="imports")
def list_imports(
    request: HttpRequest,  # noqa: ARG001  ninja passes it
    limit: Annotated[int, Field(ge=1, le=1000)] = 100,
) -> tuple[imports.ImportView, ...]:
    """Return the imports, newest first."""
    return imports.list_imports(limit=limit)


@router.get("/imports/{import_id}", response=Import, url_name="import")
def get_import(request: HttpRequest, import_id: Id) -> imports.ImportView:  # noqa: ARG001
    """Return one import."""
    return imports.get_import(import_id=import_id)


@router.post("/imports/{import_id}/undo", response=Import, url_name="import_undo")
def undo(request: HttpRequest, import_id: Id) -> imports.ImportView:
    """Take out again all that an import has brought."""
    return undo_import(
        import_id=import_id,
        log=get_log(),
        by=get_viewer(request).account_id,
        at=clock.now(),
    )


def _event(view: events.EventView) -> dict[str, Any]:
    return {**events.as_json(view=view), "hidden": list(view.hidden)}
