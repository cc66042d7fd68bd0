"""What is asked for and is not there."""

from django.utils.translation import gettext as _

from tenfold.kit.refusal import Refusal


class UnknownNotice(Refusal):
    """There is no such notice in this person's inbox."""

    code = "unknown_notice"
    status = 404


class UnknownWay(Refusal):
    """There is no such way."""

    code = "unknown_way"
    status = 404


class UnknownMessage(Refusal):
    """There is no message that failed under this id."""

    code = "unknown_message"
    status = 404


def unknown_way() -> UnknownWay:
    """Return the refusal of a way that is not there."""
    return UnknownWay(_("There is no such way."), next_step=_("Look at the list of ways."))


def unknown_notice() -> UnknownNotice:
    """Return the refusal of a notice that is not in somebody's inbox."""
    return UnknownNotice(
        _("There is no such notice in your inbox."), next_step=_("Look at your inbox.")
    )


def unknown_message() -> UnknownMessage:
    """Return the refusal of a message that is not there, or has not failed."""
    return UnknownMessage(
        _("There is no such message that failed."), next_step=_("Look at the list of ways.")
    )
