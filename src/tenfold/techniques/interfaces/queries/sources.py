"""Sources, and how they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _

from tenfold.eventlog.store import EventLog, SourceVolume
from tenfold.people import keys
from tenfold.techniques.interfaces.models import Source
from tenfold.techniques.interfaces.queries.refused import RefusedEvent, count_refused, list_refused
from tenfold.techniques.interfaces.rules.sources import HealthView, UnknownSource, judge_health


@dataclass(frozen=True)
class SourceView:
    """A source with its health. `refused` counts what was turned away since the server started.

    `write_key` is None where the source has none: files only, archived, or revoked. `keep_days` is how
    long its single events are kept; None: for ever.
    """

    id: int
    name: str
    kind: str
    created_at: datetime
    archived_at: datetime | None
    write_key: str | None
    health: HealthView
    events: int
    events_last_day: int
    refused: int
    keep_days: int | None


def list_sources(*, log: EventLog, at: datetime, archived: bool = False) -> tuple[SourceView, ...]:
    """Return the sources in use, by name; with `archived`, those that are not in use after them."""
    rows = Source.objects.all() if archived else Source.objects.filter(archived_at=None)
    views = _view_all(rows=list(rows), log=log, at=at)
    return tuple(sorted(views, key=lambda view: (view.archived_at is not None, view.name.lower())))


def list_recent_sources(*, log: EventLog, at: datetime) -> tuple[SourceView, ...]:
    """Return the sources in use, whichever sent something last first."""
    found = list_sources(log=log, at=at)
    never = datetime.min.replace(tzinfo=UTC)
    return tuple(sorted(found, key=lambda view: view.health.since or never, reverse=True))


def find_source_id(*, name: str) -> int | None:
    """Return the id of the source of that name, in use or not; None where there is none."""
    found = Source.objects.filter(name__iexact=name.strip()).values_list("pk", flat=True).first()
    return None if found is None else int(found)


def get_source(*, source_id: int, log: EventLog, at: datetime) -> SourceView:
    """Return one source, archived or not. Raises `UnknownSource`."""
    return _view_all(rows=[require_source(source_id=source_id)], log=log, at=at)[0]


def require_source(*, source_id: int) -> Source:
    """Return the row of a source, archived or not. Raises `UnknownSource`."""
    found = Source.objects.filter(pk=source_id).first()
    if found is None:
        raise UnknownSource(
            _("There is no source with the number %(id)d.") % {"id": source_id},
            next_step=_("Look at the list of sources."),
        )
    return found


@dataclass(frozen=True)
class SourceName:
    """A source's id and what it is called."""

    id: int
    name: str


def find_source(*, named: str) -> SourceName:
    """Return the source that a person means by its name or its number.

    Raises `UnknownSource`.
    """
    rows = Source.objects.filter(name__iexact=named.strip())
    if not rows and named.strip().isdecimal():
        rows = Source.objects.filter(pk=int(named))
    found = rows.first()
    if found is None:
        raise UnknownSource(
            _("There is no source called “%(name)s”.") % {"name": named},
            next_step=_("List the sources with: tenfold source list"),
            field="source",
        )
    return SourceName(id=found.pk, name=found.name)


def list_source_kinds() -> tuple[tuple[int, str, str], ...]:
    """Return (id, name, kind) of every source, archived ones, too."""
    return tuple(Source.objects.values_list("pk", "name", "kind"))


def list_source_names() -> dict[int, str]:
    """Return what each source is called, archived ones too; the company's own facts are 0."""
    return {0: "Tenfold", **dict(Source.objects.values_list("pk", "name"))}


def as_json(*, view: SourceView) -> dict[str, Any]:
    """Return the source in the form that the command line and the API promise."""
    since = view.health.since
    return {
        "id": view.id,
        "name": view.name,
        "kind": view.kind,
        "write_key": view.write_key,
        "health": view.health.state.value,
        "last_received_at": None if since is None else since.isoformat(),
        "events": view.events,
        "events_last_day": view.events_last_day,
        "refused": view.refused,
        "keep_days": view.keep_days,
        "archived_at": None if view.archived_at is None else view.archived_at.isoformat(),
    }


def list_source_refusals(*, source_id: int, limit: int = 20) -> tuple[RefusedEvent, ...]:
    """Return what the door turned away from a source lately, newest first."""
    return list_refused(source_id=source_id, limit=limit)


def _view_all(*, rows: Sequence[Source], log: EventLog, at: datetime) -> list[SourceView]:
    volumes = {volume.source: volume for volume in log.volumes()}
    write_keys = {key.source_id: key.key for key in keys.list_write_keys()}
    return [
        _view(row=row, volume=volumes.get(row.pk), write_key=write_keys.get(row.pk), at=at)
        for row in rows
    ]


def _view(
    *, row: Source, volume: SourceVolume | None, write_key: str | None, at: datetime
) -> SourceView:
    return SourceView(
        id=row.pk,
        name=row.name,
        kind=row.kind,
        created_at=row.created_at,
        archived_at=row.archived_at,
        write_key=write_key,
        health=judge_health(
            last_received_at=volume.last_received_at if volume else None,
            archived=row.archived_at is not None,
            at=at,
        ),
        events=volume.events if volume else 0,
        events_last_day=volume.events_last_day if volume else 0,
        refused=count_refused(source_id=row.pk),
        keep_days=row.keep_days,
    )
