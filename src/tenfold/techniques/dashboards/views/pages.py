"""The home page, and the page of one number: read the address, ask once, draw."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from tenfold.kit import clock
from tenfold.people.permissions import Viewer
from tenfold.people.queries import CompanyView
from tenfold.techniques.dashboards.queries import home as home_queries
from tenfold.techniques.dashboards.queries import number as number_queries
from tenfold.techniques.dashboards.queries.asking import Asker, make_asker
from tenfold.techniques.dashboards.queries.views import FirstLinks, Look

_CHART = "movement"  # the id of the part of a page that is asked for alone


@require_safe
@vary_on_headers("HX-Request", "HX-Target")
def home(request: HttpRequest) -> HttpResponse:
    """Are we moving?"""
    asker, look = read_asker(request), read_look(request)
    if _wants_chart(request):
        movement = home_queries.get_movement(asker=asker, look=look)
        context = {"movement": movement, "heading_link": True}
        return render(request, "dashboards/movement.html", context)
    page = home_queries.get_home(
        asker=asker,
        look=look,
        events_address=request.build_absolute_uri("/v1/events"),
        links=FirstLinks(
            purpose=_address(request, "people:purpose_change"),
            importing=_address(request, "interfaces:import"),
            sources=_address(request, "interfaces:source_add"),
        ),
        tiles=lambda: home_queries.list_tiles(asker=asker, request=request),
    )
    return render(request, "dashboards/home.html", {"home": page})


@require_safe
def goals_now(request: HttpRequest) -> HttpResponse:
    """The home page's goals alone, for when something has changed."""
    context = {"goals": home_queries.get_goals(asker=read_asker(request))}
    return render(request, "dashboards/goals_now.html", context)


@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits for somebody, alone, for when something has changed."""
    context = {"waiting": home_queries.get_waiting(asker=read_asker(request))}
    return render(request, "dashboards/waiting.html", context)


@require_safe
def headlines(request: HttpRequest) -> HttpResponse:
    """The home page's numbers alone, for when they have changed."""
    page = home_queries.get_headlines(asker=read_asker(request))
    return render(request, "dashboards/headlines.html", {"home": page})


@require_safe
@vary_on_headers("HX-Request", "HX-Target")
def number(request: HttpRequest, name: str) -> HttpResponse:
    """One metric, looked at closely."""
    page = number_queries.get_number(name=name, look=read_look(request), asker=read_asker(request))
    template = "explored" if _wants_chart(request) else "number"
    context = {"number": page, "movement": page.movement}
    return render(request, f"dashboards/{template}.html", context)


@require_safe
def number_csv(request: HttpRequest, name: str) -> HttpResponse:
    """The numbers of that page's chart as a file."""
    text = number_queries.write_csv(name=name, look=read_look(request), asker=read_asker(request))
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def read_asker(request: HttpRequest) -> Asker:
    """Return who asks. The middleware has put viewer and company on the request."""
    return make_asker(
        viewer=cast(Viewer, request.viewer),  # type: ignore[attr-defined]
        company=cast(CompanyView, request.company),  # type: ignore[attr-defined]
        at=clock.now(),
    )


def read_look(request: HttpRequest) -> Look:
    """Return how the address wants the chart to be."""
    return Look(
        show=request.GET.get("show", ""),
        by=request.GET.get("by", "day"),
        breakdown=request.GET.get("breakdown"),
        compared=request.GET.get("compare") != "none",
    )


def _wants_chart(request: HttpRequest) -> bool:
    return request.headers.get("HX-Target") == _CHART


def _address(request: HttpRequest, name: str) -> str:
    """A page that is not installed, or that the viewer may not open, has no address here."""
    if not request.may_open(name):  # type: ignore[attr-defined]
        return ""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
