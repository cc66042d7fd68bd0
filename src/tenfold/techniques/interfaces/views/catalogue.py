"""Pages of the catalogue: every event name, and one with its properties."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tenfold.eventlog.current import get_log
from tenfold.kit import clock
from tenfold.people.permissions import Permission
from tenfold.techniques.interfaces import actions
from tenfold.techniques.interfaces.queries import catalogue
from tenfold.techniques.interfaces.views.asking import do_and_return, get_sight, get_viewer, show


@require_GET
def show_catalogue(request: HttpRequest) -> HttpResponse:
    """Show every event name with its volume and what is wrong with it."""
    internal = "internal" in request.GET
    found = catalogue.list_catalogue(log=get_log(), sight=get_sight(request), internal=internal)
    context = {
        "names": [view for view in found if not view.hidden],
        "hidden": [view for view in found if view.hidden],
        "internal": internal,
    }
    return show(request, "interfaces/catalogue.html", context)


@require_GET
def show_name(request: HttpRequest, name: str) -> HttpResponse:
    """Show one event name with its properties."""
    view = catalogue.get_name(name=name, log=get_log(), sight=get_sight(request))
    if view is None:
        raise Http404
    context = {
        "entry": view,
        "may_define": get_viewer(request).allows(Permission.DEFINE_METRICS),
        "sight": get_sight(request),
    }
    return show(request, "interfaces/catalogue_name.html", context)


@require_POST
def describe(request: HttpRequest) -> HttpResponse:
    """Say what a name or a property means."""
    name, of = _asked(request)

    def do() -> str:
        actions.describe_name(
            name=name,
            property=of,
            description=request.POST.get("description", ""),
            by=get_viewer(request).account_id,
            at=clock.now(),
        )
        return _("The description is kept.")

    return do_and_return(request, to=_address(name), do=do)


@require_POST
def hide(request: HttpRequest) -> HttpResponse:
    """Leave a name or a property out of lists, or show it again."""
    name, of = _asked(request)
    hidden = request.POST.get("hidden") == "yes"

    def do() -> str:
        actions.hide_name(
            name=name,
            property=of,
            hidden=hidden,
            by=get_viewer(request).account_id,
            at=clock.now(),
        )
        what = of or name
        if hidden:
            return _("“%(what)s” is left out of lists now. It is still stored.") % {"what": what}
        return _("“%(what)s” is shown again.") % {"what": what}

    return do_and_return(request, to=_address(name), do=do)


@require_POST
def require(request: HttpRequest) -> HttpResponse:
    """Say whether each event should have a property."""
    name, of = _asked(request)
    required = request.POST.get("required") == "yes"

    def do() -> str:
        actions.require_property(
            name=name,
            property=of or "",
            required=required,
            by=get_viewer(request).account_id,
            at=clock.now(),
        )
        if required:
            return _("Events without “%(what)s” are counted and shown here.") % {"what": of}
        return _("“%(what)s” may be missing now.") % {"what": of}

    return do_and_return(request, to=_address(name), do=do)


def _asked(request: HttpRequest) -> tuple[str, str | None]:
    return request.POST.get("name", ""), request.POST.get("property") or None


def _address(name: str) -> str:
    if not name:
        return reverse("interfaces:catalogue")
    return reverse("interfaces:catalogue_name", args=[name])
