"""What the pages of this room share: who asks, and how a page is drawn."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tenfold.people.permissions import Viewer


def get_me(request: HttpRequest) -> int:
    """Return the id of whoever asks; the permission table has let them in."""
    assert request.user.pk is not None  # noqa: S101  the permission table lets nobody else in
    return int(request.user.pk)


def get_viewer(request: HttpRequest) -> Viewer:
    """Return who asks. The middleware has put them on the request."""
    return cast(Viewer, request.viewer)  # type: ignore[attr-defined]


def page(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    """Draw a whole page."""
    return render(request, template, context)
