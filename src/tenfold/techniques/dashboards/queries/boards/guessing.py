"""Looking up a share link for a stranger: whoever tries many that never were has to wait."""

from datetime import datetime

from allauth.core import ratelimit
from django.http import HttpRequest

from tenfold.techniques.dashboards.queries.boards.sharing import Opened, find_link, open_link
from tenfold.techniques.dashboards.rules.boards import sharing

ACTION = "share_link_guess"


def look_up(*, token: str, request: HttpRequest, at: datetime) -> Opened:
    """Return what a link shows.

    A link that is over is no guess: a screen that goes on asking for one keeps nobody out. Raises
    `UnknownShareLink`, and `TooManyGuesses` where somebody has tried too many from one address.
    """
    asked = _as_counted(request)
    if not ratelimit.consume(asked, action=ACTION, dry_run=True):
        raise sharing.too_many_guesses()
    if find_link(token=token) is None:
        ratelimit.consume(asked, action=ACTION)
    return open_link(token=token, at=at)


def _as_counted(request: HttpRequest) -> HttpRequest:
    """Whoever only looks is not counted by what counts: a guess is more than a look."""
    asked = HttpRequest()
    asked.META, asked.method = request.META, "POST"
    return asked
