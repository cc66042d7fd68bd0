"""One tile alone, and what is done with it; where all tiles stand."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from tenfold.kit import clock
from tenfold.techniques.dashboards.actions import boards as actions
from tenfold.techniques.dashboards.queries.boards import downloads
from tenfold.techniques.dashboards.queries.boards.boards import get_head, get_layout
from tenfold.techniques.dashboards.queries.boards.putting import draft_to_put, kinds_to_put
from tenfold.techniques.dashboards.queries.boards.tiles import get_saved, get_tiles
from tenfold.techniques.dashboards.queries.boards.views import SavedTile
from tenfold.techniques.dashboards.rules.boards.grid import InvalidLayout, Place
from tenfold.techniques.dashboards.rules.boards.kinds import SAYING
from tenfold.techniques.dashboards.rules.boards.owning import unknown_tile
from tenfold.techniques.dashboards.rules.boards.tiles import NewTile, draft_of_tile, make_tile
from tenfold.techniques.dashboards.rules.exploring.addresses import write_draft
from tenfold.techniques.dashboards.views.boards.boards import file_of, me
from tenfold.techniques.dashboards.views.boards.forms import DrawnForm, TextForm
from tenfold.techniques.dashboards.views.boards.streams import StreamForm
from tenfold.techniques.dashboards.views.pages import read_asker


@require_safe
def show(request: HttpRequest, board_id: int, tile_id: int) -> HttpResponse:
    """One tile as it is now."""
    asker = read_asker(request)
    head = get_head(board_id=board_id, viewer=asker.viewer)
    tiles = get_tiles(board_id=board_id, asker=asker, only=(tile_id,))
    if not tiles:
        raise unknown_tile()
    return render(request, "dashboards/boards/tile.html", {"tile": tiles[0], "head": head})


@require_safe
def download(request: HttpRequest, board_id: int, tile_id: int) -> HttpResponse:
    """A tile's numbers as a file for a spreadsheet."""
    text = downloads.write_tile(board_id=board_id, tile_id=tile_id, asker=read_asker(request))
    return file_of(text, f"tile-{tile_id}.csv")


@require_http_methods(["GET", "HEAD", "POST"])
def places(request: HttpRequest, board_id: int) -> JsonResponse:
    """Where the tiles stand; sent here, where they are to stand."""
    if request.method == "POST":
        version, given = read_places(request.body)
        actions.move_tiles(
            board_id=board_id, places=given, version=version, by=me(request), at=clock.now()
        )
    return JsonResponse(get_layout(board_id=board_id))


@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
def change(request: HttpRequest, board_id: int, tile_id: int) -> HttpResponse:
    """Ask how a tile is to be drawn and called, then save it with what is asked."""
    asker = read_asker(request)
    row = get_saved(board_id=board_id, tile_id=tile_id, asker=asker)
    if row.kind == "stream":
        return _change_stream(request, board_id, row)
    if row.kind in SAYING:
        return _change_text(request, board_id, row)
    query = request.POST.get("query", "") or request.META.get("QUERY_STRING", "") or row.query
    draft = draft_to_put(draft=draft_of_tile(query=query))
    kinds = kinds_to_put(draft=draft)
    kind = row.kind if row.kind in kinds else kinds[0]
    first = {**row.says, "kind": kind, "title": row.title}
    form = DrawnForm(request.POST or None, kinds=kinds, initial=first)
    if request.method == "POST" and form.is_valid():
        saved = form.save(
            lambda **given: _change(request, board_id, tile_id, make_tile(draft=draft, **given))
        )
        if saved:
            return _to_board(request, board_id, tile_id)
    return _draw(request, board_id, {"form": form, "query": write_draft(draft), "tile": row})


def _change_text(request: HttpRequest, board_id: int, row: SavedTile) -> HttpResponse:
    first = {"title": row.title, "text": row.says.get("text", "")}
    form = TextForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        says = {**row.says, "text": given["text"]}
        tile = NewTile(kind=row.kind, title=given["title"], says=says)
        if form.save(lambda **_given: _change(request, board_id, row.id, tile)):
            return _to_board(request, board_id, row.id)
    return _draw(request, board_id, {"form": form, "query": "", "tile": row})


def _change_stream(request: HttpRequest, board_id: int, row: SavedTile) -> HttpResponse:
    form = StreamForm(request.POST or None, says=row.says, title=row.title)
    if form.is_valid() and form.save(
        lambda **_given: _change(request, board_id, row.id, form.tile())
    ):
        return _to_board(request, board_id, row.id)
    return _draw(request, board_id, {"form": form, "query": "", "tile": row})


def _change(request: HttpRequest, board_id: int, tile_id: int, tile: NewTile) -> bool:
    actions.change_tile(
        board_id=board_id, tile_id=tile_id, tile=tile, by=me(request), at=clock.now()
    )
    return True


def _draw(request: HttpRequest, board_id: int, context: dict[str, object]) -> HttpResponse:
    drawer = request.headers.get("HX-Request") == "true"
    template = "tile_change" if drawer else "tile_change_page"
    context = {**context, "board_id": board_id, "drawer": drawer}
    return render(request, f"dashboards/boards/{template}.html", context)


def _to_board(request: HttpRequest, board_id: int, tile_id: int) -> HttpResponse:
    address = f"{reverse('dashboards:board', args=[board_id])}#tile-{tile_id}"
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


@require_POST
def remove(request: HttpRequest, board_id: int, tile_id: int) -> HttpResponse:
    """Take a tile away, with a way back."""
    actions.remove_tile(board_id=board_id, tile_id=tile_id, by=me(request), at=clock.now())
    address = reverse("dashboards:board", args=[board_id])
    return HttpResponseRedirect(f"{address}?removed={tile_id}")


@require_POST
def put_back(request: HttpRequest, board_id: int, tile_id: int) -> HttpResponse:
    """Put a tile back that was taken away."""
    actions.put_back_tile(board_id=board_id, tile_id=tile_id, by=me(request), at=clock.now())
    return HttpResponseRedirect(reverse("dashboards:board", args=[board_id]))


def read_places(body: bytes) -> tuple[int, dict[int, Place]]:
    """Return the version and the places that a page sent. Raises `InvalidLayout`."""
    try:
        said: Any = json.loads(body)
        given = {
            int(one["id"]): Place(*(int(one[name]) for name in ("x", "y", "width", "height")))
            for one in said["places"]
        }
        return int(said["version"]), given
    except (ValueError, TypeError, KeyError, OverflowError) as error:
        raise InvalidLayout(_("This is no arrangement of tiles."), field="places") from error
