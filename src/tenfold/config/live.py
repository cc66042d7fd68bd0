"""Puts together what moves on pages: the log's commits, the feed, and who may watch."""

import asyncio
from collections.abc import Callable, Mapping, MutableMapping
from http.cookies import CookieError, SimpleCookie
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.db import close_old_connections

from tenfold.config.company import Company
from tenfold.config.permissions import OUTSIDE_DJANGO
from tenfold.people import queries
from tenfold.people.models import Account
from tenfold.people.permissions import Permission
from tenfold.techniques.dashboards.asgi import LiveApp
from tenfold.techniques.dashboards.asgi.feed import Feed, install_feed
from tenfold.techniques.dashboards.rules.happening import Watcher
from tenfold.techniques.interfaces.queries.sources import list_source_names
from tenfold.ui.format import Formats


def make_live(*, company: Company) -> tuple[LiveApp, Callable[[], None]]:
    """Return the application at /live, and what lets the log go again."""
    feed = Feed(
        latest=company.log.latest,
        total=company.log.status().events,
        names=_read_names,
    )
    stop = company.log.subscribe(feed.take)
    install_feed(feed)

    def release() -> None:
        stop()
        install_feed(None)

    return LiveApp(feed=feed, authorise=authorise), release


async def authorise(scope: MutableMapping[str, Any]) -> Watcher | None:
    """Return who asks, by their session cookie; None where they may not watch."""
    return await asyncio.to_thread(_find_watcher, dict(scope["headers"]))


def _find_watcher(headers: Mapping[bytes, bytes]) -> Watcher | None:
    close_old_connections()
    try:
        account = find_account(headers.get(b"cookie", b"").decode("latin-1"))
        if account is None or not account.is_active:
            return None
        viewer = queries.view_account(account=account)
        needed = OUTSIDE_DJANGO["/live"]
        if not isinstance(needed, Permission) or not viewer.allows(needed):
            return None
        company = queries.get_company()
        formats = Formats(
            language=company.language, timezone=company.timezone, currency=company.currency
        )
        return Watcher(formats=formats, money=viewer.allows(Permission.SEE_MONEY))
    finally:
        close_old_connections()


def find_account(cookies: str) -> Account | None:
    """Return whose session the cookies name, if anybody's. The account may be closed."""
    try:
        session_key = SimpleCookie(cookies).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return None
    if session_key is None:
        return None
    # Django finds out whose session it is, and that its password has not changed since.
    asking: Any = SimpleNamespace(session=SessionStore(session_key.value))
    user = get_user(asking)
    return user if isinstance(user, Account) else None


def _read_names() -> Mapping[int, str]:
    return list_source_names()
