"""The links to a board, and what a link leads to."""

from dataclasses import dataclass
from datetime import datetime

from tenfold.people import tokens
from tenfold.techniques.dashboards.models import ShareLink
from tenfold.techniques.dashboards.rules.boards import sharing


@dataclass(frozen=True)
class LinkView:
    """A link in the list. `state` is open, over or stopped."""

    id: int
    label: str
    money: bool
    made_by: str
    made_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    state: str


@dataclass(frozen=True)
class Opened:
    """What a link that works shows."""

    link_id: int
    board_id: int
    title: str
    money: bool


def list_links(*, board_id: int, at: datetime) -> tuple[LinkView, ...]:
    """Return all links of a board, the newest first."""
    rows = ShareLink.objects.filter(board_id=board_id).select_related("made_by")
    return tuple(_view(row, at) for row in rows)


def _view(row: ShareLink, at: datetime) -> LinkView:
    open_ = sharing.works(expires_at=row.expires_at, revoked_at=row.revoked_at, at=at)
    over = "over" if row.revoked_at is None else "stopped"
    return LinkView(
        id=row.id,
        label=row.label,
        money=row.money,
        made_by=row.made_by.name,
        made_at=row.made_at,
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
        state="open" if open_ else over,
    )


def open_link(*, token: str, at: datetime) -> Opened:
    """Return what a link shows. Raises `UnknownShareLink` where it does not work."""
    found = find_link(token=token)
    if found is None or not _leads_somewhere(found, at):
        raise sharing.link_is_over()
    return Opened(found.id, found.board_id, found.board.title, found.money)


def find_link(*, token: str) -> ShareLink | None:
    """Return the row of a link, whether it works or not; None where nobody ever made it."""
    hashed = tokens.hash_token(token=token)
    return ShareLink.objects.select_related("board").filter(token_hash=hashed).first()


def _leads_somewhere(row: ShareLink, at: datetime) -> bool:
    open_ = sharing.works(expires_at=row.expires_at, revoked_at=row.revoked_at, at=at)
    return open_ and row.board.archived_at is None
