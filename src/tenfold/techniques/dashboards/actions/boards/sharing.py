"""Making and stopping links that show one board to whoever has them."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from tenfold import outbox
from tenfold.facts.sharing import BoardShared, ShareLinkRevoked
from tenfold.people import tokens
from tenfold.people.permissions import Permission, Viewer
from tenfold.people.queries import get_viewer
from tenfold.techniques.dashboards.asgi.boards.links import tell_that_a_link_ended
from tenfold.techniques.dashboards.models import Board, ShareLink
from tenfold.techniques.dashboards.rules.boards import owning, sharing

PREFIX = "tfb_"


@dataclass(frozen=True)
class Shared:
    """A new link. `token` is not kept and cannot be shown again."""

    link_id: int
    label: str
    token: str


@transaction.atomic
def share_board(
    *, board_id: int, label: str, lasts: str, money: bool, by: int, at: datetime
) -> Shared:
    """Make a link to a board.

    Raises `UnknownBoard`, `NotYourBoard`, `BoardIsArchived`, `MoneyNotYours`, `BlankLabel`.
    """
    viewer = get_viewer(account_id=by)
    board = lock_own_board(board_id=board_id, viewer=viewer)
    shown = sharing.require_label(label=label)
    sees_money = viewer.allows(Permission.SEE_MONEY)
    sharing.require_grantable_money(wanted=money, sees_money=sees_money)
    token = tokens.make_token(prefix=PREFIX)
    link = ShareLink.objects.create(
        board=board,
        label=shown,
        token_hash=tokens.hash_token(token=token),
        money=money,
        made_by_id=by,
        made_at=at,
        expires_at=sharing.ends_at(lasts=lasts, at=at),
    )
    fact = BoardShared(board_id=board_id, link_id=link.id, money=money)
    outbox.tell(fact=fact, actor_id=by, at=at)
    return Shared(link_id=link.id, label=shown, token=token)


@transaction.atomic
def revoke_link(*, board_id: int, link_id: int, by: int, at: datetime) -> None:
    """Stop a link, also where it is being looked at.

    Raises `UnknownBoard`, `NotYourBoard`, `UnknownShareLink`. What was stopped before stays so.
    """
    board = Board.objects.filter(id=board_id).first()
    if board is None:
        raise owning.unknown_board()
    owning.require_may_change(made_by=board.made_by_id, viewer=get_viewer(account_id=by))
    link = ShareLink.objects.select_for_update().filter(id=link_id, board_id=board_id).first()
    if link is None:
        raise sharing.UnknownShareLink(
            _("There is no such link."), next_step=_("Load the page again.")
        )
    if link.revoked_at is not None:
        return
    link.revoked_at = at
    link.save(update_fields=["revoked_at"])
    outbox.tell(fact=ShareLinkRevoked(board_id=board_id, link_id=link_id), actor_id=by, at=at)
    transaction.on_commit(lambda: tell_that_a_link_ended(link_id=link_id))


def note_use(*, link_id: int, at: datetime) -> None:
    """Note that a link was used, to the minute."""
    before = at - sharing.NOTE_EVERY
    unnoted = Q(last_used_at__isnull=True) | Q(last_used_at__lt=before)
    ShareLink.objects.filter(unnoted, id=link_id).update(last_used_at=at)


def lock_own_board(*, board_id: int, viewer: Viewer) -> Board:
    """Return a board that somebody may change, locked until the transaction ends.

    Raises `UnknownBoard`, `NotYourBoard`, `BoardIsArchived`.
    """
    board = Board.objects.select_for_update().filter(id=board_id).first()
    if board is None:
        raise owning.unknown_board()
    owning.require_may_change(made_by=board.made_by_id, viewer=viewer)
    owning.require_open(archived=board.archived_at is not None)
    return board
