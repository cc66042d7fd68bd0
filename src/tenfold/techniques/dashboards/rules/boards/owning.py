"""What a board must be, and who may change it."""

from django.utils.translation import gettext as _

from tenfold.kit.refusal import Refusal
from tenfold.people.permissions import Permission, Viewer

LONGEST_TITLE = 120
LONGEST_ABOUT = 2_000


class InvalidBoard(Refusal):
    """A board cannot be called or described like this."""

    code = "invalid_board"


class InvalidTile(Refusal):
    """A tile cannot be made like this."""

    code = "invalid_tile"


class UnknownBoard(Refusal):
    """There is no board of that id."""

    code = "unknown_board"
    status = 404


class UnknownTile(Refusal):
    """There is no tile of that id on the board."""

    code = "unknown_tile"
    status = 404


class NotYourBoard(Refusal):
    """Somebody else made the board, and only those who define numbers may change it."""

    code = "not_your_board"
    status = 403


class BoardIsArchived(Refusal):
    """What is archived is looked at, and not changed."""

    code = "board_is_archived"
    status = 409


class ArrangedMeanwhile(Refusal):
    """Somebody else has changed the board since it was looked at. Nothing was overwritten."""

    code = "arranged_meanwhile"
    status = 409


def require_words(*, title: str, about: str = "") -> None:
    """Raise `InvalidBoard` where a board has no title or its words are too long."""
    if not title.strip() or len(title) > LONGEST_TITLE:
        raise InvalidBoard(
            _("A board needs a title of at most %(most)d letters.") % {"most": LONGEST_TITLE},
            next_step=_("Call it what it is for: “Shop today”."),
            field="title",
        )
    if len(about) > LONGEST_ABOUT:
        raise InvalidBoard(
            _("What the board is for may have at most %(most)d letters.") % {"most": LONGEST_ABOUT},
            field="about",
        )


def may_change(*, made_by: int | None, viewer: Viewer) -> bool:
    """Return whether somebody may change a board: their own, or any where they define numbers."""
    own = made_by is not None and made_by == viewer.account_id
    return viewer.allows(Permission.SEE_NUMBERS) and (
        own or viewer.allows(Permission.DEFINE_METRICS)
    )


def require_may_change(*, made_by: int | None, viewer: Viewer) -> None:
    """Raise `NotYourBoard` where somebody may not change a board."""
    if not may_change(made_by=made_by, viewer=viewer):
        raise NotYourBoard(
            _("This board is somebody else's."),
            next_step=_("Make a copy of it: the copy is yours."),
        )


def require_open(*, archived: bool) -> None:
    """Raise `BoardIsArchived` where a board was put away."""
    if archived:
        raise BoardIsArchived(
            _("This board is archived."), next_step=_("Bring it back first, then change it.")
        )


def require_version(*, has: int, seen: int) -> None:
    """Raise `ArrangedMeanwhile` where a board is not the one any more that was looked at."""
    if has != seen:
        raise ArrangedMeanwhile(
            _("Somebody else has changed this board meanwhile; nothing was overwritten."),
            next_step=_("Look at it as it is now, then decide whose arrangement to keep."),
            field="version",
        )


def unknown_board() -> UnknownBoard:
    """Return the refusal of a board that there is not."""
    return UnknownBoard(_("There is no such board."), next_step=_("Choose one of the list."))


def unknown_tile() -> UnknownTile:
    """Return the refusal of a tile that there is not."""
    return UnknownTile(
        _("There is no such tile on this board."),
        next_step=_("Load the page again: somebody may have taken it away."),
    )
