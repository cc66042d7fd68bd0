"""Who may open which door: one table, from the name of an address to who may use it.

Nothing that is not in the table is open. `tests/contracts` walks every address with every role and
compares; docs/reference/permissions.md shows the same table to people. Its parts are modules here,
one for each part of the house.
"""

from django.utils.translation import gettext as _

from tenfold.config.permissions.dashboards import DASHBOARDS
from tenfold.config.permissions.house import HOUSE
from tenfold.config.permissions.interfaces import INTERFACES
from tenfold.config.permissions.outside import OUTSIDE_DJANGO
from tenfold.config.permissions.programs import PROGRAMS
from tenfold.config.permissions.who import ANYONE, SIGNED_IN, WRITE_KEY, By, Open, Who
from tenfold.kit.refusal import Refusal
from tenfold.people.permissions import Permission, Viewer

__all__ = [
    "ANYONE",
    "OUTSIDE_DJANGO",
    "SIGNED_IN",
    "TABLE",
    "WRITE_KEY",
    "By",
    "NotAllowed",
    "Open",
    "SignInNeeded",
    "Who",
    "WrongKey",
    "may",
    "require",
    "who_may",
    "wrong_key",
]

TABLE: dict[str, Who | By] = {**HOUSE, **DASHBOARDS, **INTERFACES, **PROGRAMS}
"""Addresses that Django answers, by the name of their URL pattern."""


class SignInNeeded(Refusal):
    """Nobody is signed in."""

    code = "sign_in_needed"
    status = 401


class WrongKey(Refusal):
    """The secret key is not one that works."""

    code = "wrong_key"
    status = 401


class NotAllowed(Refusal):
    """Whoever is signed in may not do this."""

    code = "not_allowed"
    status = 403


def who_may(*, name: str, method: str) -> Who | None:
    """Return whom the table lets use an address this way; None: nobody."""
    entry = TABLE.get(name)
    if isinstance(entry, By):
        return entry.looking if method in {"GET", "HEAD", "OPTIONS"} else entry.changing
    return entry


def may(*, name: str, method: str, viewer: Viewer | None) -> bool:
    """Return whether the viewer (None: nobody is signed in) may use the address this way."""
    who = who_may(name=name, method=method)
    if isinstance(who, Permission):
        return viewer is not None and viewer.allows(who)
    return who is ANYONE or (who is SIGNED_IN and viewer is not None)


def require(*, name: str, method: str, viewer: Viewer | None) -> None:
    """Raise `SignInNeeded` or `NotAllowed` unless the viewer may use the address this way."""
    if may(name=name, method=method, viewer=viewer):
        return
    if viewer is None:
        raise SignInNeeded(
            _("You are not signed in."),
            next_step=_("Sign in, or send a secret key as “Authorization: Bearer tfs_…”."),
        )
    raise NotAllowed(
        _("You are not allowed to do this."),
        next_step=_("Ask an owner or an administrator of your company to do it or to let you."),
    )


def wrong_key() -> WrongKey:
    """Return the refusal of a secret key that does not work."""
    return WrongKey(
        _("This secret key does not work."),
        next_step=_("Make a new one on the page “Keys for programs”."),
    )
