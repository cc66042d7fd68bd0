"""Looking at goals: the list, one objective, its one-pager, what moved."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tenfold.techniques.dashboards.queries.goals import moved, pages
from tenfold.techniques.dashboards.queries.goals.pages import Look
from tenfold.techniques.dashboards.queries.lately import get_lately
from tenfold.techniques.dashboards.views.pages import read_asker


@require_safe
def list_all(request: HttpRequest) -> HttpResponse:
    """The goals of a period, as a tree or as a list."""
    asker = read_asker(request)
    page = pages.list_goals(look=read_look(request), asker=asker)
    context = {"page": page, "lately": get_lately(asker=asker)}
    return render(request, "dashboards/goals/list.html", context)


@require_safe
def show(request: HttpRequest, objective_id: int) -> HttpResponse:
    """One objective."""
    asker = read_asker(request)
    page = pages.get_objective(objective_id=objective_id, asker=asker)
    context = {"page": page, "goal": page.objective, "lately": get_lately(asker=asker)}
    return render(request, "dashboards/goals/one.html", context)


@require_safe
def print_one(request: HttpRequest, objective_id: int) -> HttpResponse:
    """One objective on one sheet of paper."""
    page = pages.get_objective(objective_id=objective_id, asker=read_asker(request))
    return render(request, "dashboards/goals/print.html", {"page": page, "goal": page.objective})


@require_safe
def show_moved(request: HttpRequest) -> HttpResponse:
    """What people said, and what moved, in a week."""
    page = moved.get_moved(week=request.GET.get("week", ""), asker=read_asker(request))
    return render(request, "dashboards/goals/moved.html", {"page": page})


def read_look(request: HttpRequest) -> Look:
    """Return what the address says about the list."""
    given = request.GET
    return Look(
        period=given.get("period", "")[:30],
        team=given.get("team", "")[:20],
        shown=given.get("shown", "open"),
        view="list" if given.get("view") == "list" else "tree",
    )
