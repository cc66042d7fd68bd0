"""The one ASGI application: the fast doors first, then Django."""

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

Scope = Mapping[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]
App = Callable[[Any, Receive, Send], Awaitable[None]]
Health = Callable[[], str | None]


def build(*, collector: App, live: App, boards: App, pages: App, health: Health) -> App:
    """Return the application of a running company.

    collector  everything under /v1/ (no Django)
    live       /live: server-sent events (no Django)
    boards     everything under /live/: what changes on boards (no Django)
    health     returns what is wrong, or None; answered at /healthz
    pages      the rest
    """

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        path: str = scope["path"]
        if path.startswith("/v1/"):
            await collector(scope, receive, send)
        elif path == "/live":
            await live(scope, receive, send)
        elif path.startswith("/live/"):
            await boards(scope, receive, send)
        elif path == "/healthz":
            await _answer_health(health(), send)
        else:
            await pages(scope, receive, send)

    return app


async def _answer_health(problem: str | None, send: Send) -> None:
    said = {"status": "ok"} if problem is None else {"status": "failing", "problem": problem}
    body = json.dumps(said).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
    ]
    status = 200 if problem is None else 503
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
