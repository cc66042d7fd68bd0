"""What a link may show, how long it works, and who may grant what it shows."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenfold.kit.refusal import Refusal

LASTS: dict[str, timedelta | None] = {
    "day": timedelta(days=1),
    "week": timedelta(days=7),
    "month": timedelta(days=31),
    "quarter": timedelta(days=92),
    "year": timedelta(days=366),
    "always": None,
}
"""How long a link works, by the word that a form sends."""

LASTS_IN_WORDS = {
    "day": gettext_lazy("A day"),
    "week": gettext_lazy("A week"),
    "month": gettext_lazy("A month"),
    "quarter": gettext_lazy("Three months"),
    "year": gettext_lazy("A year"),
    "always": gettext_lazy("Until somebody stops it"),
}
NOTE_EVERY = timedelta(minutes=1)
"""How exactly it is kept when a link was last used: a screen on a wall uses it all day."""


class UnknownShareLink(Refusal):
    """The link does not work: it never did, it is over, or somebody stopped it."""

    code = "unknown_share_link"
    status = 404


class MoneyNotYours(Refusal):
    """Only somebody who sees money may let others see it."""

    code = "money_not_yours"
    status = 403


class BlankLabel(Refusal):
    """A link says for whom it is, so that the right one is stopped later."""

    code = "blank_label"


class TooManyGuesses(Refusal):
    """Somebody tries links that there are not."""

    code = "too_many_guesses"
    status = 429


def require_label(*, label: str) -> str:
    """Return the text without spaces around it, at most 80 letters. Raises `BlankLabel`."""
    shown = " ".join(label.split())[:80]
    if not shown:
        raise BlankLabel(
            _("The link needs a name."),
            next_step=_("Say for whom it is, for example “The screen in the packing hall”."),
            field="label",
        )
    return shown


def require_grantable_money(*, wanted: bool, sees_money: bool) -> None:
    """Raise `MoneyNotYours` where somebody grants what they may not see themselves."""
    if wanted and not sees_money:
        raise MoneyNotYours(
            _("You may not see money, so you cannot show it to others."),
            next_step=_("Leave money out, or ask somebody who sees it to do this."),
            field="money",
        )


def ends_at(*, lasts: str, at: datetime) -> datetime | None:
    """Return until when a link works that is made now; None: until it is stopped."""
    length = LASTS.get(lasts, LASTS["month"])
    return None if length is None else at + length


def works(*, expires_at: datetime | None, revoked_at: datetime | None, at: datetime) -> bool:
    """Return whether a link still shows its board."""
    return revoked_at is None and (expires_at is None or at < expires_at)


def link_is_over() -> UnknownShareLink:
    """Return the one refusal for every link that does not work: it tells nobody which ones did."""
    return UnknownShareLink(
        _("This link does not work any more."),
        next_step=_("Ask whoever gave it to you for a new one."),
    )


def too_many_guesses() -> TooManyGuesses:
    """Return the refusal of somebody who tries one link after the other."""
    return TooManyGuesses(
        _("Too many links were tried that do not work."),
        next_step=_("Wait a minute, then open the link that you were given once more."),
    )
