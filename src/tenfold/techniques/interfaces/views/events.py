"""Pages of events: the latest, and the way of one."""

from datetime import datetime

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_GET

from tenfold.eventlog.current import get_log
from tenfold.techniques.interfaces.queries import catalogue, events, sources
from tenfold.techniques.interfaces.queries.trace import trace_event
from tenfold.techniques.interfaces.views.asking import get_sight, show

PAGE = 50


@require_GET
def show_events(request: HttpRequest) -> HttpResponse:
    """Show the latest events, of the name, source or person that is asked for."""
    asked = {key: request.GET.get(key, "").strip() for key in ("name", "source", "person")}
    internal = "internal" in request.GET
    sight = get_sight(request)
    found = events.list_events(
        log=get_log(),
        limit=PAGE,
        sight=sight,
        name=asked["name"] or None,
        source=int(asked["source"]) if asked["source"].isdecimal() else None,
        person=asked["person"] or None,
        internal=internal,
        before=_read_before(request),
    )
    context = {
        "events": found,
        "asked": asked,
        "internal": internal,
        "filtered": internal or any(asked.values()),
        "names": [view.name for view in catalogue.list_catalogue(log=get_log(), hidden=False)],
        "sources": sources.list_source_names(),
        "sight": sight,
        "older": _older(request, found),
    }
    return show(request, "interfaces/events.html", context)


@require_GET
def show_event(request: HttpRequest, event_id: str) -> HttpResponse:
    """Show one event with its way."""
    trace = trace_event(log=get_log(), event_id=event_id, sight=get_sight(request))
    return show(request, "interfaces/event.html", {"event": trace.event, "steps": trace.steps})


def _read_before(request: HttpRequest) -> datetime | None:
    text = request.GET.get("before")
    if not text:
        return None
    read = parse_datetime(text)
    if read is None or read.tzinfo is None:
        raise BadRequest("before is not an instant with a zone")
    return read


def _older(request: HttpRequest, found: tuple[events.EventView, ...]) -> str | None:
    """Return the query of the next page, or None on the last."""
    if len(found) < PAGE:
        return None
    query = request.GET.copy()
    query["before"] = found[-1].at.isoformat()
    return query.urlencode()
