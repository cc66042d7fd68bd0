"""Boards for those who only look: behind a share link, and on a wall."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tenfold.kit import clock
from tenfold.people.queries import get_company
from tenfold.techniques.dashboards.actions.boards.sharing import note_use
from tenfold.techniques.dashboards.queries.boards.boards import list_boards
from tenfold.techniques.dashboards.queries.boards.guessing import look_up
from tenfold.techniques.dashboards.queries.boards.sharing import Opened
from tenfold.techniques.dashboards.queries.boards.showing import outside_sight, sight_of
from tenfold.techniques.dashboards.queries.boards.watched import (
    PATIENCE_SECONDS,
    WatchedBoard,
    watch_board,
)
from tenfold.techniques.dashboards.rules.boards.walls import Wall, read_wall
from tenfold.techniques.dashboards.views.pages import read_asker

Door = Callable[..., HttpResponse]


def secretly(door: Door) -> Door:
    """Keep an address that is a secret in itself out of search engines, caches and other sites."""

    @wraps(door)
    def respond(*given: Any, **named: Any) -> HttpResponse:
        response = door(*given, **named)
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response["Referrer-Policy"] = "no-referrer"
        response["Cache-Control"] = "private, no-store"
        return response

    return respond


@require_safe
@secretly
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """The board that a link shows, to whoever has it."""
    opened = _open(request, token)
    context = {
        "board": _shared_board(opened, token),
        "wall_url": reverse("dashboards:shared_wall", args=[token]),
        "company_name": get_company().name,
    }
    return render(request, "dashboards/boards/shared.html", context)


@require_safe
@secretly
def shared_wall(request: HttpRequest, token: str) -> HttpResponse:
    """The same on a wall."""
    opened = _open(request, token)
    return _show_wall(
        request, read_wall(pairs=_pairs(request.GET)), (_shared_board(opened, token),)
    )


@require_safe
def choose_wall(request: HttpRequest) -> HttpResponse:
    """Which boards are on the wall, how long each, light or dark."""
    boards = list_boards(viewer=read_asker(request).viewer).boards
    return render(request, "dashboards/boards/wall_choose.html", {"boards": boards})


@require_safe
def wall(request: HttpRequest) -> HttpResponse:
    """Boards on a wall, one after the other, without anything to press."""
    asker = read_asker(request)
    wall = read_wall(pairs=_pairs(request.GET))
    there = {one.id for one in list_boards(viewer=asker.viewer).boards if one.tiles}
    ids = [one for one in wall.boards if one in there] or sorted(there)[: len(wall.boards) or 1]
    sight = sight_of(viewer=asker.viewer)
    # The first is waited for; what the others still lack comes by their streams, before their turn.
    boards = tuple(
        watch_board(
            board_id=one,
            sight=sight,
            stream=f"/live/boards/{one}",
            at=asker.at,
            patience=0.0 if place else PATIENCE_SECONDS,
        )
        for place, one in enumerate(ids)
    )
    request.session.modified = True  # a screen that is on all year stays signed in
    return _show_wall(request, wall, boards)


def _open(request: HttpRequest, token: str) -> Opened:
    at = clock.now()
    opened = look_up(token=token, request=request, at=at)
    note_use(link_id=opened.link_id, at=at)
    return opened


def _shared_board(opened: Opened, token: str) -> WatchedBoard:
    return watch_board(
        board_id=opened.board_id,
        sight=outside_sight(money=opened.money),
        stream=f"/live/shared/{token}",
        at=clock.now(),
    )


def _show_wall(request: HttpRequest, wall: Wall, boards: tuple[WatchedBoard, ...]) -> HttpResponse:
    context = {"wall": wall, "boards": boards, "company_name": get_company().name}
    return render(request, "dashboards/boards/wall.html", context)


def _pairs(query: QueryDict) -> list[tuple[str, str]]:
    return [(name, text) for name, texts in query.lists() for text in texts]
