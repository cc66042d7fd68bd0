"""Saving what was explored as one of the company's numbers."""

from urllib.parse import parse_qsl

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from tenfold.kit import clock
from tenfold.metrics.definitions import from_spec, to_spec
from tenfold.metrics.queries import MetricView, list_metrics
from tenfold.techniques.dashboards.forms import SaveForm, SaveGroupForm, form_of
from tenfold.techniques.dashboards.queries.exploring.asking import ask_of
from tenfold.techniques.dashboards.queries.exploring.behind import list_ids
from tenfold.techniques.dashboards.queries.exploring.naming import title_of
from tenfold.techniques.dashboards.rules.exploring.addresses import read_draft, write_draft
from tenfold.techniques.dashboards.rules.exploring.groups import condition_of
from tenfold.techniques.dashboards.rules.exploring.pointing import read_selection, split_pairs
from tenfold.techniques.dashboards.rules.exploring.shapes import Branch, text_of
from tenfold.techniques.dashboards.views.exploring import read
from tenfold.techniques.dashboards.views.pages import read_asker


@require_http_methods(["GET", "HEAD", "POST"])
def save_group(request: HttpRequest) -> HttpResponse:
    """Make a group of people: of a description, or of those behind a point of an answer."""
    query = request.POST.get("query", "") or request.META.get("QUERY_STRING", "")
    said, pointed = split_pairs(parse_qsl(query, keep_blank_values=True))
    draft = read_draft(said)[0]
    described = text_of(draft, "kind") == "segment" and not pointed
    form = SaveGroupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        asker = read_asker(request)
        name = form.save(
            spec=condition_of(draft) if described else None,
            persons=lambda: list_ids(draft, read_selection(pointed), asker),
            by=int(request.user.pk or 0),
            at=clock.now(),
        )
        if name is not None:
            context = {"title": form.cleaned_data["title"], "name": name}
            return render(request, "dashboards/explore/saved_group.html", context)
    context = {"form": form, "query": query, "described": described}
    return render(request, "dashboards/explore/save_group.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def save(request: HttpRequest) -> HttpResponse:
    """Ask how to call it, then define it as the interface of programs does."""
    if request.method != "POST":
        return _ask(request, read(request))
    query = request.POST.get("query", "")
    draft, _lost = read_draft(parse_qsl(query, keep_blank_values=True))
    asked = ask_of(draft=draft, asker=read_asker(request))
    form = SaveForm(request.POST)
    saved = None
    if form.is_valid():
        spec = to_spec(from_spec(asked.spec))
        saved = form.save(spec=spec, by=int(request.user.pk or 0), at=clock.now())
    if saved is None:
        return _draw(request, form, draft)
    name, version = saved
    context = {"name": name, "version": version, "title": form.cleaned_data["title"]}
    return render(request, "dashboards/explore/saved.html", context)


def _ask(request: HttpRequest, draft: Branch) -> HttpResponse:
    asked = ask_of(draft=draft, asker=read_asker(request))
    form = form_of(metric=_saved(draft), title=title_of(asked))
    return _draw(request, form, draft)


def _draw(request: HttpRequest, form: SaveForm, draft: Branch) -> HttpResponse:
    context = {"form": form, "query": write_draft(draft), "saved": _saved(draft)}
    return render(request, "dashboards/explore/save.html", context)


def _saved(draft: Branch) -> MetricView | None:
    """The number that the page was opened with, unless it is one that every company has."""
    name = text_of(draft, "saved")
    return next((one for one in list_metrics() if one.name == name and one.version), None)
