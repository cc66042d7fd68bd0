"""What every page of the technique asks of its request."""

from collections.abc import Callable, Mapping
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tenfold.kit.refusal import Refusal
from tenfold.people.permissions import Permission, Viewer
from tenfold.techniques.interfaces.rules.sight import Sight


def get_viewer(request: HttpRequest) -> Viewer:
    """Return who looks: a middleware has put them there, and every page here needs a sign-in."""
    return cast(Viewer, request.viewer)  # type: ignore[attr-defined]


def get_sight(request: HttpRequest) -> Sight:
    """Return what the viewer may see beside numbers."""
    viewer = get_viewer(request)
    return Sight(
        persons=viewer.allows(Permission.SEE_PERSONS), money=viewer.allows(Permission.SEE_MONEY)
    )


def show(
    request: HttpRequest, template: str, context: Mapping[str, object], *, status: int = 200
) -> HttpResponse:
    """Render a page; its templates know what the viewer may see (`sight`)."""
    return render(request, template, {"sight": get_sight(request), **context}, status=status)


def do_and_return(
    request: HttpRequest, *, to: str, do: Callable[[], str], otherwise: str | None = None
) -> HttpResponse:
    """Do it, say what was done (or why it was refused), and go to the address `to`.

    Where it was refused, go to `otherwise` instead, if that is given.
    """
    try:
        said = do()
    except Refusal as refusal:
        messages.error(request, f"{refusal.sentence} {refusal.next_step}".strip())
        return redirect(otherwise or to)
    if said:
        messages.success(request, said)
    return redirect(to)
