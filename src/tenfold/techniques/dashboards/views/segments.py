"""The pages of segments: read the address, ask once, draw."""

from collections.abc import Sequence
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from tenfold.kit import clock
from tenfold.kit.refusal import Refusal
from tenfold.metrics.definitions import condition_from_spec
from tenfold.metrics.segments import actions, queries
from tenfold.metrics.segments.files import read_ids
from tenfold.metrics.segments.rules import InvalidSegment
from tenfold.people.permissions import Permission
from tenfold.techniques.dashboards.forms import FreezeForm, UploadForm, make_name
from tenfold.techniques.dashboards.queries.segments import building, pages, seeing
from tenfold.techniques.dashboards.rules.segments.rows import (
    Row,
    change_rows,
    read_rows,
    rows_of,
    spec_of,
)
from tenfold.techniques.dashboards.views.pages import read_asker


@require_safe
def list_all(request: HttpRequest) -> HttpResponse:
    """Every segment, with its size."""
    page = pages.list_page(asker=read_asker(request))
    context = {
        "page": page,
        "may": _may(request),
        "import_url": _address(request, "interfaces:import"),
    }
    return render(request, "dashboards/segments/list.html", context)


@require_safe
def show(request: HttpRequest, name: str) -> HttpResponse:
    """One segment: what it means, how many, since when, who."""
    page = pages.get_page(
        name=name,
        by=request.GET.get("by", ""),
        offset=_offset(request),
        asker=read_asker(request),
        url=partial(_person_url, request),
    )
    freezing = FreezeForm(initial={"title": page.title})
    context = {"page": page, "freeze": freezing, "may": _may(request)}
    return render(request, "dashboards/segments/one.html", context)


@require_safe
def who(request: HttpRequest, name: str) -> HttpResponse:
    """Some of the persons alone."""
    found = pages.get_who(
        segment=queries.get_segment(name=name),
        offset=_offset(request),
        asker=read_asker(request),
        url=partial(_person_url, request),
    )
    return render(request, "dashboards/segments/who.html", {"who": found})


@require_safe
def download(request: HttpRequest, name: str) -> HttpResponse:
    """The persons as a file for a spreadsheet."""
    text = pages.write_csv(name=name, asker=read_asker(request))
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Target")
def new(request: HttpRequest) -> HttpResponse:
    """Put a segment together by clicking."""
    if request.method == "POST":
        return _build(request, name="", title=request.POST.get("title", ""))
    asker, wanted = read_asker(request), request.GET.get("start", "")
    start = next((one for one in pages.find_starts(asker=asker) if one.name == wanted), None)
    rows: Sequence[Row] | None = None
    if start is not None:
        rows = rows_of(condition_from_spec(start.spec))
    return _draw(request, rows or (Row(),), title=start.title if start else "")


@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Target")
def change(request: HttpRequest, name: str) -> HttpResponse:
    """Change what a segment means by clicking."""
    segment = queries.get_segment(name=name)
    if request.method == "POST":
        return _build(request, name=name, title=request.POST.get("title", ""))
    rows = rows_of(segment.condition)
    if rows is None:
        return HttpResponseRedirect(reverse("dashboards:segment", args=[name]))
    return _draw(request, rows, title=segment.title, name=name)


@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """How many persons the rows find, while somebody types."""
    size = building.measure_rows(rows=read_rows(request.POST.dict()), asker=read_asker(request))
    return render(request, "dashboards/segments/size.html", {"size": size})


@require_POST
def freeze(request: HttpRequest, name: str) -> HttpResponse:
    """Keep who is in a segment now."""
    asker, form = read_asker(request), FreezeForm(request.POST)
    segment = queries.get_segment(name=name)
    seeing.require_visible(condition=segment.condition, viewer=asker.viewer)
    if not form.is_valid():
        return HttpResponseRedirect(reverse("dashboards:segment", args=[name]))
    title = form.cleaned_data["title"]
    into = _free_name(title)
    actions.freeze_segment(
        name=name,
        into=into,
        title=title,
        calendar=asker.calendar,
        by=_me(request),
        at=clock.now(),
    )
    messages.success(request, _("Kept. Whoever is in it now stays in it."))
    return HttpResponseRedirect(reverse("dashboards:segment", args=[into]))


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Make a segment of a list of ids."""
    seeing.require_persons(viewer=read_asker(request).viewer)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        done = _take_list(request, form)
        if done is not None:
            return render(request, "dashboards/segments/uploaded.html", done)
    return render(request, "dashboards/segments/upload.html", {"form": form})


@require_POST
def remove(request: HttpRequest, name: str) -> HttpResponse:
    """Take a segment away."""
    try:
        actions.remove_segment(name=name, by=_me(request), at=clock.now())
    except Refusal as refusal:
        messages.error(request, f"{refusal.sentence} {refusal.next_step}")
        return HttpResponseRedirect(reverse("dashboards:segment", args=[name]))
    messages.success(request, _("The segment is gone. Nobody in it was touched."))
    return HttpResponseRedirect(reverse("dashboards:segments"))


def _build(request: HttpRequest, *, name: str, title: str) -> HttpResponse:
    rows, do = read_rows(request.POST.dict()), request.POST.get("do", "")
    if do != "save":
        return _draw(request, change_rows(rows, do=do), title=title, name=name)
    known = name or make_name(title=title)
    try:
        _require_free(known, name)
        spec = spec_of(rows)
        actions.define_segment(name=known, title=title, spec=spec, by=_me(request), at=clock.now())
    except Refusal as refusal:
        problem = f"{refusal.sentence} {refusal.next_step}".strip()
        return _draw(request, rows, title=title, name=name, problem=problem)
    return HttpResponseRedirect(reverse("dashboards:segment", args=[known]))


def _draw(
    request: HttpRequest, rows: Sequence[Row], *, title: str, name: str = "", problem: str = ""
) -> HttpResponse:
    builder = building.get_builder(rows=rows, asker=read_asker(request), own=name, problem=problem)
    alone = request.headers.get("HX-Target") == "builder"
    template = "builder" if alone else "build"
    action = (
        reverse("dashboards:segment_change", args=[name])
        if name
        else reverse("dashboards:segment_new")
    )
    context = {
        "builder": builder,
        "title": title,
        "name": name,
        "action": action,
        "oob": alone,
    }
    return render(request, f"dashboards/segments/{template}.html", context)


def _take_list(request: HttpRequest, form: UploadForm) -> dict[str, object] | None:
    title = form.cleaned_data["title"]
    name = make_name(title=title)
    try:
        _require_free(name, "")
        given = read_ids(content=form.read())
        done = actions.upload_segment(
            name=name,
            title=title,
            ids=given.ids,
            duplicates=given.duplicates,
            by=_me(request),
            at=clock.now(),
        )
    except Refusal as refusal:
        field = "title" if refusal.field in ("name", "title") else None
        form.add_error(field, f"{refusal.sentence} {refusal.next_step}".strip())
        return None
    return {"done": done, "name": name, "title": title}


def _require_free(name: str, own: str) -> None:
    taken = {one.name: one.title for one in queries.list_segments()}
    if name != own and name in taken:
        raise InvalidSegment(
            _("There is a segment “%(title)s” already.") % {"title": taken[name]},
            next_step=_("Call this one something else."),
            field="name",
        )


def _free_name(title: str) -> str:
    taken = {one.name for one in queries.list_segments()}
    name = make_name(title=title)
    return next(
        one
        for number in range(1, len(taken) + 2)
        if (one := name if number == 1 else f"{name[:50]}-{number}") not in taken
    )


def _offset(request: HttpRequest) -> int:
    said = request.GET.get("offset", "")
    return min(int(said), 10_000_000) if said.isascii() and said.isdigit() else 0


def _person_url(request: HttpRequest, person: str) -> str:
    return _address(request, "interfaces:person", person=person)


def _address(request: HttpRequest, name: str, **named: str) -> str:
    """A page that is not installed, or that the viewer may not open, has no address here."""
    if not request.may_open(name):  # type: ignore[attr-defined]
        return ""
    try:
        return reverse(name, kwargs=named)
    except NoReverseMatch:
        return ""


def _may(request: HttpRequest) -> dict[str, bool]:
    """Return what the viewer may do with segments."""
    viewer = read_asker(request).viewer
    return {
        "define": viewer.allows(Permission.DEFINE_METRICS),
        "persons": viewer.allows(Permission.SEE_PERSONS),
    }


def _me(request: HttpRequest) -> int:
    return int(request.user.pk or 0)
