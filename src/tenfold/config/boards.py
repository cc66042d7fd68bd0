"""Puts together what keeps boards live: the log, what draws tiles, and who may look at them."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from typing import Any, TypeVar

from django.db import close_old_connections
from django.http import HttpRequest

from tenfold.config.company import Company
from tenfold.config.live import find_account
from tenfold.config.permissions import OUTSIDE_DJANGO
from tenfold.kit import clock
from tenfold.kit.refusal import Refusal
from tenfold.people import queries
from tenfold.people.permissions import Permission
from tenfold.techniques.dashboards.asgi.boards import (
    BoardStreams,
    Keeper,
    Watching,
    install_keeper,
)
from tenfold.techniques.dashboards.asgi.boards.links import when_a_link_ends
from tenfold.techniques.dashboards.asgi.boards.shown import Drawn, Key, Layout
from tenfold.techniques.dashboards.queries.boards import showing
from tenfold.techniques.dashboards.queries.boards.guessing import look_up

Found = TypeVar("Found")
MEMBERS, SHARED = "/live/boards/", "/live/shared/"


def make_boards(*, company: Company) -> tuple[BoardStreams, Callable[[], None]]:
    """Return the application at /live/boards/ and /live/shared/, and what ends it."""
    keeper = Keeper(
        layout=_layout,
        draw=_draw,
        log_version=company.log.version,
        say_failed=showing.say_failed,
    )
    streams = BoardStreams(keeper=keeper, authorise=authorise)
    deafen = when_a_link_ends(listener=streams.end_link)
    keeper.start()
    install_keeper(keeper)

    def release() -> None:
        install_keeper(None)
        deafen()
        keeper.stop()

    return streams, release


async def authorise(scope: MutableMapping[str, Any]) -> Watching | int:
    """Return who looks at which board; the HTTP status where they may not."""
    return await asyncio.to_thread(_with_rows, lambda: _find_watching(scope))


def _find_watching(scope: Mapping[str, Any]) -> Watching | int:
    path: str = scope["path"]
    if path.startswith(SHARED):
        return _find_shared(path.removeprefix(SHARED), scope)
    board = path.removeprefix(MEMBERS)
    headers = dict(scope["headers"])
    account = find_account(headers.get(b"cookie", b"").decode("latin-1"))
    needed = OUTSIDE_DJANGO[MEMBERS]
    if account is None or not account.is_active or not isinstance(needed, Permission):
        return 401
    viewer = queries.view_account(account=account)
    if not viewer.allows(needed):
        return 401
    if not board.isascii() or not board.isdigit() or not _is_there(int(board)):
        return 404
    return Watching(Key(int(board), showing.sight_of(viewer=viewer)))


def _find_shared(token: str, scope: Mapping[str, Any]) -> Watching | int:
    try:
        opened = look_up(token=token, request=_as_request(scope), at=clock.now())
    except Refusal as refusal:
        return refusal.status
    key = Key(opened.board_id, showing.outside_sight(money=opened.money))
    return Watching(key, link=opened.link_id)


def _as_request(scope: Mapping[str, Any]) -> HttpRequest:
    """Guesses are counted by where they come from, and what counts them knows requests."""
    request = HttpRequest()
    client = scope.get("client") or ("", 0)
    request.META["REMOTE_ADDR"] = client[0]
    for name, value in scope["headers"]:
        if name == b"x-forwarded-for":
            request.META["HTTP_X_FORWARDED_FOR"] = value.decode("latin-1")
    return request


def _is_there(board_id: int) -> bool:
    try:
        showing.get_layout(board_id=board_id)
    except Refusal:
        return False
    return True


def _layout(board_id: int) -> Layout:
    return _with_rows(lambda: showing.get_layout(board_id=board_id))


def _draw(key: Key, ids: tuple[int, ...]) -> Iterable[Drawn]:
    return _with_rows(lambda: showing.draw_tiles(key=key, ids=ids, at=clock.now()))


def _with_rows(ask: Callable[[], Found]) -> Found:
    """A thread that is no request's lets go of connections that are too old by itself."""
    close_old_connections()
    try:
        return ask()
    finally:
        close_old_connections()
