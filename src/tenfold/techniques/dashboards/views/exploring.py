"""The page “Explore”: what to look at, the answer, who is behind it, the same as files."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from tenfold.metrics.queries import get_metric
from tenfold.techniques.dashboards.queries.exploring import behind, downloads, running
from tenfold.techniques.dashboards.queries.exploring.answering import get_answer
from tenfold.techniques.dashboards.queries.exploring.page import get_builder, get_explore
from tenfold.techniques.dashboards.rules.exploring.addresses import (
    FIRST_KIND,
    UnreadableAddress,
    read_draft,
    write_draft,
)
from tenfold.techniques.dashboards.rules.exploring.drafts import draft_of
from tenfold.techniques.dashboards.rules.exploring.edits import edit
from tenfold.techniques.dashboards.rules.exploring.pointing import read_selection, split_pairs
from tenfold.techniques.dashboards.rules.exploring.shapes import Branch
from tenfold.techniques.dashboards.views.pages import read_asker

Pairs = Sequence[tuple[str, str]]
_NOT_OF_THE_DRAFT = frozenset({"do", "page", "many", "alone", "csrfmiddlewaretoken"})


@require_safe
@vary_on_headers("HX-Request", "HX-Target")
def explore(request: HttpRequest) -> HttpResponse:
    """What do you want to know?"""
    asker, do = read_asker(request), request.GET.get("do", "")
    try:
        draft, lost = read_draft(read_pairs(request))
        draft, about = edit(draft, do=do) if do else (draft, "")
    except UnreadableAddress as problem:
        page = get_explore(draft={"kind": FIRST_KIND}, asker=asker, problem=problem)
        return render(request, "dashboards/explore/page.html", {"explore": page})
    address = f"{reverse('dashboards:explore')}?{write_draft(draft)}"
    if request.headers.get("HX-Target") == "builder":
        builder = get_builder(draft=draft, asker=asker, about=about)
        response = render(request, "dashboards/explore/builder.html", {"builder": builder})
        response["HX-Push-Url"] = address
        response["HX-Trigger-After-Settle"] = "tf:asked"
        return response
    if do:
        return HttpResponseRedirect(address)
    page = get_explore(draft=draft, asker=asker, lost=lost)
    return render(request, "dashboards/explore/page.html", {"explore": page})


@require_safe
def answer(request: HttpRequest) -> HttpResponse:
    """The answer alone. A newer question of the same page takes it back."""
    asker = read_asker(request)
    page = request.GET.get("page", "")
    with running.under_way(viewer=asker.viewer.account_id, page=page) as cancelled:
        found = get_answer(draft=read(request), asker=asker, cancelled=cancelled)
    share = request.build_absolute_uri(f"{reverse('dashboards:explore')}?{found.query}")
    context = {"answer": found, "share": share, "alone": "alone" in request.GET}
    return render(request, "dashboards/explore/answer.html", context)


@require_POST
def cancel(request: HttpRequest) -> HttpResponse:
    """Take back the question that a page is waiting for."""
    asker = read_asker(request)
    running.cancel(viewer=asker.viewer.account_id, page=request.POST.get("page", ""))
    return HttpResponse(status=204)


@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """What is shown, as a file for a spreadsheet."""
    text = downloads.write_answer(draft=read(request), asker=read_asker(request))
    return _file(text, "explore.csv")


@require_safe
def open_metric(request: HttpRequest, name: str) -> HttpResponse:  # noqa: ARG001  Django's way
    """Go to the page with one of the company's numbers."""
    metric = get_metric(name=name)
    draft: Branch = {**draft_of(metric.spec), "saved": name}
    return HttpResponseRedirect(f"{reverse('dashboards:explore')}?{write_draft(draft)}")


@require_safe
@vary_on_headers("HX-Request")
def who(request: HttpRequest) -> HttpResponse:
    """Who is behind a point of the answer."""
    said, pointed = split_pairs(read_pairs(request))
    view = behind.get_behind(
        draft=read_draft(said)[0],
        selection=read_selection(pointed),
        asker=read_asker(request),
        many=request.GET.get("many", ""),
        person_url=lambda person: _person_url(request, person),
    )
    alone = request.headers.get("HX-Request") == "true"
    template = "behind" if alone else "behind_page"
    return render(request, f"dashboards/explore/{template}.html", {"behind": view})


@require_safe
def download_who(request: HttpRequest) -> HttpResponse:
    """The persons behind a point, as a file."""
    said, pointed = split_pairs(read_pairs(request))
    text = downloads.write_persons(
        draft=read_draft(said)[0], selection=read_selection(pointed), asker=read_asker(request)
    )
    return _file(text, "persons.csv")


def read(request: HttpRequest) -> Branch:
    """Return the draft of an address. Raises `UnreadableAddress`."""
    return read_draft(read_pairs(request))[0]


def read_pairs(request: HttpRequest) -> Pairs:
    """Return what an address says of the draft, and of the point that is pointed at."""
    return [
        (name, text)
        for name, texts in request.GET.lists()
        for text in texts
        if name not in _NOT_OF_THE_DRAFT
    ]


def _person_url(request: HttpRequest, person: str) -> str:
    """Return the page of a person, where there is one and the viewer may open it."""
    name = "interfaces:person"
    if not request.may_open(name):  # type: ignore[attr-defined]
        return ""
    try:
        return reverse(name, kwargs={"person": person})
    except NoReverseMatch:
        return ""


def _file(text: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
