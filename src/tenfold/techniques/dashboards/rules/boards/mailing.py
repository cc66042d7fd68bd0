"""To whom a board may be sent."""

from django.utils.translation import gettext as _

from tenfold.kit.refusal import Refusal
from tenfold.techniques.dashboards.rules.boards.occasions import NobodyToSendTo

MOST_RECIPIENTS = 50


class UnknownMail(Refusal):
    """There is no such mail."""

    code = "unknown_board_mail"
    status = 404


class TooManyRecipients(Refusal):
    """A mail that goes to everybody is a newsletter, and that is another thing."""

    code = "too_many_recipients"


class MailNotSetUp(Refusal):
    """Without a mail server nothing can be sent to addresses outside."""

    code = "mail_not_set_up"
    status = 409


def require_few(*, count: int) -> None:
    """Raise `NobodyToSendTo` or `TooManyRecipients` unless some, but not too many, get it."""
    if count < 1:
        raise NobodyToSendTo(
            _("Nobody would get this mail."),
            next_step=_("Choose a member, or write down an address."),
            field="members",
        )
    if count > MOST_RECIPIENTS:
        raise TooManyRecipients(
            _("A board can be sent to at most %(most)d people at once.")
            % {"most": MOST_RECIPIENTS},
            next_step=_("Give a share link to the others."),
            field="addresses",
        )


def split_addresses(*, text: str) -> tuple[str, ...]:
    """Return what stands between commas, semicolons, spaces and line ends, each once, in order."""
    parts = text.replace(",", " ").replace(";", " ").split()
    return tuple(dict.fromkeys(parts))


def unknown_mail() -> UnknownMail:
    """Return the refusal of a mail that there is not."""
    return UnknownMail(_("There is no such mail."), next_step=_("Load the page again."))


def mail_not_set_up() -> MailNotSetUp:
    """Return the refusal where there is no mail server."""
    return MailNotSetUp(
        _("No mail server is set up, so no e-mail can be sent."),
        next_step=_("An administrator enters one in tenfold.toml under [email]."),
    )
