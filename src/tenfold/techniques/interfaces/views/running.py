"""Pages of imports that have begun: how one goes, what came of it, and all of them."""

from pathlib import Path

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from tenfold.eventlog.current import get_log
from tenfold.kit import clock
from tenfold.people.permissions import Permission
from tenfold.techniques.interfaces.actions import imports as actions
from tenfold.techniques.interfaces.queries.imports import (
    ImportView,
    get_import,
    list_imports,
    read_report,
)
from tenfold.techniques.interfaces.views.asking import do_and_return, get_sight, get_viewer, show


@require_GET
def show_imports(request: HttpRequest) -> HttpResponse:
    """Show every import, newest first."""
    return show(
        request,
        "interfaces/imports.html",
        {"imports": list_imports(limit=200), "may_import": _may_import(request)},
    )


@require_GET
def show_import(request: HttpRequest, import_id: int) -> HttpResponse:
    """Show one import: its progress while it runs, then what came of it."""
    return show(request, "interfaces/import_run.html", _context(request, import_id))


@require_GET
def show_progress(request: HttpRequest, import_id: int) -> HttpResponse:
    """Show the part of the page that moves; it asks again by itself while the import runs."""
    return show(request, "interfaces/import_state.html", _context(request, import_id))


@require_POST
def cancel(request: HttpRequest, import_id: int) -> HttpResponse:
    """Stop an import; what it has brought so far stays until it is undone."""

    def do() -> str:
        actions.cancel_import(import_id=import_id, at=clock.now())
        return _("The import stops at the next row.")

    return do_and_return(request, to=_address(import_id), do=do)


@require_POST
def go_on(request: HttpRequest, import_id: int) -> HttpResponse:
    """Continue an import that was interrupted or cancelled."""

    def do() -> str:
        actions.continue_import(import_id=import_id, at=clock.now())
        actions.run_in_background(import_id=import_id, log=get_log())
        return ""

    return do_and_return(request, to=_address(import_id), do=do)


@require_POST
def undo(request: HttpRequest, import_id: int) -> HttpResponse:
    """Take out again all that an import has brought."""

    def do() -> str:
        undone = actions.undo_import(
            import_id=import_id,
            log=get_log(),
            by=get_viewer(request).account_id,
            at=clock.now(),
        )
        return ngettext(
            "Undone: %(count)s event was taken out again.",
            "Undone: %(count)s events were taken out again.",
            undone.removed,
        ) % {"count": number_format(undone.removed, force_grouping=True)}

    return do_and_return(request, to=_address(import_id), do=do)


@require_GET
def send_report(request: HttpRequest, import_id: int) -> HttpResponseBase:  # noqa: ARG001
    """Send the file that lists every rejected row with its reason."""
    view = get_import(import_id=import_id)
    if not view.report or not Path(view.report).exists():
        raise Http404
    name = f"rejected-{Path(view.file_name).stem}.csv"
    return FileResponse(Path(view.report).open("rb"), as_attachment=True, filename=name)


def _context(request: HttpRequest, import_id: int) -> dict[str, object]:
    view = get_import(import_id=import_id)
    return {
        "run": view,
        "problems": _problems(request, view),
        "may_import": _may_import(request),
        "steps": [_read_step(view), _("Check what it means"), _("Import")],
        "at": 3 if view.state in {"running", "interrupted", "cancelled", "failed"} else 4,
    }


def _read_step(view: ImportView) -> str:
    if view.state == "running" or not view.read:
        return _("Read the file")
    return ngettext("Read %(count)s row", "Read %(count)s rows", view.read) % {
        "count": number_format(view.read, force_grouping=True)
    }


def _problems(request: HttpRequest, view: ImportView) -> tuple[object, ...]:
    # A rejected value can be anything, also somebody's name.
    if view.state == "running" or not view.rejected or not get_sight(request).persons:
        return ()
    return read_report(import_id=view.id, limit=10)


def _may_import(request: HttpRequest) -> bool:
    return get_viewer(request).allows(Permission.IMPORT)


def _address(import_id: int) -> str:
    return reverse("interfaces:import_run", args=[import_id])
