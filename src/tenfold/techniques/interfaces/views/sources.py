"""Pages of sources: all of them with their health, and one with its key."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tenfold.eventlog.current import get_log
from tenfold.kit import clock
from tenfold.people.permissions import Permission
from tenfold.people.queries import get_company
from tenfold.techniques.interfaces import actions
from tenfold.techniques.interfaces.forms import AddSourceForm, RenameSourceForm
from tenfold.techniques.interfaces.queries import events, sources
from tenfold.techniques.interfaces.views.asking import do_and_return, get_sight, get_viewer, show


@dataclass(frozen=True)
class Snippets:
    """What to copy into a terminal and into a web page to send a first event."""

    address: str
    curl: str
    javascript: str


def write_snippets(*, address: str, write_key: str, currency: str) -> Snippets:
    """Return the snippets for a door at `address`; what is sold is paid in `currency`."""
    curl = (
        f"curl {address} \\\n"
        f"  -H 'Authorization: Bearer {write_key}' \\\n"
        """  -d '{"name": "order", "actor": "anna@example.org", "value": 48.50,"""
        f""" "properties": {{"currency": "{currency}"}}}}'"""
    )
    javascript = (
        "<script>\n"
        f'fetch("{address}", {{\n'
        '  method: "POST",\n'
        "  keepalive: true,\n"
        f'  headers: {{"Authorization": "Bearer {write_key}"}},\n'
        "  body: JSON.stringify({\n"
        '    name: "visit",\n'
        "    properties: {page: location.pathname}\n"
        "  })\n"
        "});\n"
        "</script>"
    )
    return Snippets(address=address, curl=curl, javascript=javascript)


@require_GET
def show_sources(request: HttpRequest) -> HttpResponse:
    """Show all sources with their health."""
    found = sources.list_sources(log=get_log(), at=clock.now(), archived=True)
    context = {
        "sources": [view for view in found if view.archived_at is None],
        "archived": [view for view in found if view.archived_at is not None],
        "form": AddSourceForm(),
        **_may(request),
    }
    return show(request, "interfaces/sources.html", context)


@require_POST
def add_source(request: HttpRequest) -> HttpResponse:
    """Add a source and show how to send its first event."""
    form = AddSourceForm(request.POST)
    if not form.is_valid():
        return show(
            request, "interfaces/source_add.html", {"form": form, **_may(request)}, status=422
        )
    added = form.add(by=get_viewer(request).account_id, at=clock.now())
    if added is None:
        return show(
            request, "interfaces/source_add.html", {"form": form, **_may(request)}, status=422
        )
    return redirect("interfaces:source", source_id=added.id)


@require_GET
def show_add_source(request: HttpRequest) -> HttpResponse:
    """Show the form that adds a source, on a page of its own."""
    kind = request.GET.get("kind", "web")
    return show(
        request,
        "interfaces/source_add.html",
        {"form": AddSourceForm(initial={"kind": kind}), **_may(request)},
    )


def source_add(request: HttpRequest) -> HttpResponse:
    """Answer both the form and what is sent with it."""
    return add_source(request) if request.method == "POST" else show_add_source(request)


@require_GET
def show_source(request: HttpRequest, source_id: int) -> HttpResponse:
    """Show one source: its health, its key, what it sent last and what was turned away."""
    view = sources.get_source(source_id=source_id, log=get_log(), at=clock.now())
    context = {
        "source": view,
        "snippets": _snippets(request, view),
        "latest": events.list_events(
            log=get_log(), limit=8, source=source_id, sight=get_sight(request)
        ),
        "refusals": sources.list_source_refusals(source_id=source_id),
        "form": RenameSourceForm(initial={"name": view.name}),
        **_may(request),
    }
    return show(request, "interfaces/source.html", context)


@require_GET
def show_first_event(request: HttpRequest, source_id: int) -> HttpResponse:
    """Show whether something has arrived: asked again every two seconds until it has."""
    view = sources.get_source(source_id=source_id, log=get_log(), at=clock.now())
    latest = events.list_events(log=get_log(), limit=1, source=source_id, sight=get_sight(request))
    context = {"source": view, "first": latest[0] if latest else None}
    return show(request, "interfaces/first_event.html", context)


@require_POST
def rename_source(request: HttpRequest, source_id: int) -> HttpResponse:
    """Call a source otherwise."""

    def do() -> str:
        actions.rename_source(
            source_id=source_id,
            name=request.POST.get("name", ""),
            by=get_viewer(request).account_id,
            at=clock.now(),
        )
        return _("The source has its new name.")

    return do_and_return(request, to=_address(source_id), do=do)


@require_POST
def replace_key(request: HttpRequest, source_id: int) -> HttpResponse:
    """Give a source a new write key."""

    def do() -> str:
        actions.replace_write_key(
            source_id=source_id, by=get_viewer(request).account_id, at=clock.now()
        )
        return _("The source has a new write key. Put it where the old one was.")

    return do_and_return(request, to=_address(source_id), do=do)


@require_POST
def revoke_key(request: HttpRequest, source_id: int) -> HttpResponse:
    """End a source's write key."""

    def do() -> str:
        actions.revoke_write_key(
            source_id=source_id, by=get_viewer(request).account_id, at=clock.now()
        )
        return _(
            "The write key has ended. Nothing can be sent as this source until it has a new one."
        )

    return do_and_return(request, to=_address(source_id), do=do)


@require_POST
def archive_source(request: HttpRequest, source_id: int) -> HttpResponse:
    """Take a source out of use."""

    def do() -> str:
        actions.archive_source(
            source_id=source_id, by=get_viewer(request).account_id, at=clock.now()
        )
        return ""  # the page itself says so, with an undo

    return do_and_return(request, to=_address(source_id), do=do)


@require_POST
def unarchive_source(request: HttpRequest, source_id: int) -> HttpResponse:
    """Take a source back into use."""

    def do() -> str:
        key = actions.unarchive_source(
            source_id=source_id, by=get_viewer(request).account_id, at=clock.now()
        )
        return (
            _("The source is in use again, with a new write key.")
            if key
            else _("The source is in use again.")
        )

    return do_and_return(request, to=_address(source_id), do=do)


def _address(source_id: int) -> str:
    return reverse("interfaces:source", args=[source_id])


def _snippets(request: HttpRequest, view: sources.SourceView) -> Snippets | None:
    if view.write_key is None or not get_viewer(request).allows(Permission.MANAGE_SOURCES):
        return None
    return write_snippets(
        address=request.build_absolute_uri("/v1/events"),
        write_key=view.write_key,
        currency=get_company().currency,
    )


def _may(request: HttpRequest) -> dict[str, bool]:
    viewer = get_viewer(request)
    return {
        "may_manage": viewer.allows(Permission.MANAGE_SOURCES),
        "may_import": viewer.allows(Permission.IMPORT),
    }
