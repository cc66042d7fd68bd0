"""Putting something on a board: from the page Explore, from a number's page, from the board."""

from typing import Any
from urllib.parse import parse_qsl

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from tenfold.kit import clock
from tenfold.techniques.dashboards.actions import boards as actions
from tenfold.techniques.dashboards.queries.boards.boards import get_head, list_questions
from tenfold.techniques.dashboards.queries.boards.putting import (
    draft_to_put,
    kinds_to_put,
    list_choices,
)
from tenfold.techniques.dashboards.queries.boards.suggesting import list_suggestions
from tenfold.techniques.dashboards.rules.boards.tiles import NewTile, draft_of_tile, make_tile
from tenfold.techniques.dashboards.rules.exploring.addresses import read_draft, write_draft
from tenfold.techniques.dashboards.rules.exploring.shapes import Branch
from tenfold.techniques.dashboards.views.boards.boards import me
from tenfold.techniques.dashboards.views.boards.forms import NEW, PutForm, TextForm
from tenfold.techniques.dashboards.views.boards.streams import StreamForm
from tenfold.techniques.dashboards.views.pages import read_asker


@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
def put(request: HttpRequest) -> HttpResponse:
    """Ask on which board, then put it there. In a drawer, or as a page of its own."""
    query = request.POST.get("query", "") or request.META.get("QUERY_STRING", "")
    draft = draft_to_put(draft=read_draft(parse_qsl(query, keep_blank_values=True))[0])
    choices = list_choices(viewer=read_asker(request).viewer)
    kinds = kinds_to_put(draft=draft)
    form = PutForm(
        request.POST or None,
        boards=choices,
        kinds=kinds,
        initial={"board": str(choices[0].id) if choices else NEW, "kind": kinds[0]},
    )
    if request.method == "POST" and form.is_valid():
        board_id = form.save(lambda **given: _put(request, draft, **given))
        if board_id is not None:
            return _done(request, board_id)
    drawer = request.headers.get("HX-Request") == "true"
    context = {"form": form, "query": write_draft(draft), "drawer": drawer}
    template = "put" if drawer else "put_page"
    return render(request, f"dashboards/boards/{template}.html", context)


def _put(request: HttpRequest, draft: Branch, *, board: str, new_title: str, **drawn: Any) -> int:
    by, at = me(request), clock.now()
    tile = make_tile(draft=draft, **drawn)
    if board == NEW:
        return actions.make_board(title=new_title, tiles=(tile,), by=by, at=at)
    actions.add_tile(board_id=int(board), tile=tile, by=by, at=at)
    return int(board)


def _done(request: HttpRequest, board_id: int) -> HttpResponse:
    head = get_head(board_id=board_id, viewer=read_asker(request).viewer)
    if request.headers.get("HX-Request") == "true":
        return render(request, "dashboards/boards/put_done.html", {"head": head})
    messages.success(request, _("It stands on the board now."))
    return HttpResponseRedirect(reverse("dashboards:board", args=[board_id]))


@require_http_methods(["GET", "HEAD", "POST"])
def gallery(request: HttpRequest, board_id: int) -> HttpResponse:
    """Suggestions to put on this board with one click each, and a text of one's own."""
    asker = read_asker(request)
    head = get_head(board_id=board_id, viewer=asker.viewer)
    text = TextForm(request.POST if "text" in request.POST else None)
    stream = StreamForm(request.POST if request.POST.get("kind") == "stream" else None)
    bound = next((one for one in (text, stream) if one.is_bound), None)
    if request.method == "POST" and (bound is None or bound.is_valid()):
        tile = _suggested(request) if bound is None else _described(bound)
        tile_id = actions.add_tile(board_id=board_id, tile=tile, by=me(request), at=clock.now())
        messages.success(request, _("It stands on the board now. Choose another, or look at it."))
        here = "board" if "back" in request.POST else "board_add"
        address = reverse(f"dashboards:{here}", args=[board_id])
        return HttpResponseRedirect(f"{address}#tile-{tile_id}" if here == "board" else address)
    groups = list_suggestions(asker=asker, taken=list_questions(board_id=board_id))
    forms = {"text": text, "stream": stream}
    context = {"head": head, "groups": groups, **forms, "empty": asker.volume.events == 0}
    return render(request, "dashboards/boards/gallery.html", context)


def _suggested(request: HttpRequest) -> NewTile:
    return make_tile(
        draft=draft_of_tile(query=request.POST.get("query", "")),
        kind=request.POST.get("kind", ""),
        title=request.POST.get("title", ""),
    )


def _described(form: TextForm | StreamForm) -> NewTile:
    if isinstance(form, StreamForm):
        return form.tile()
    given = form.cleaned_data
    return NewTile(kind="text", title=given["title"], says={"text": given["text"]})
