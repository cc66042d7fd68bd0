"""What the company may be called, who may decide over whom, and which links still work."""

import re
from collections.abc import Collection
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from babel.numbers import is_currency
from django.utils.translation import gettext as _

from tenfold.kit.refusal import Refusal
from tenfold.people.permissions import Permission, Role

INVITATION_LASTS = timedelta(days=14)
WEEK_STARTS = ("monday", "sunday", "saturday")
_EMAIL = re.compile(r"[^@\s\"(),:;<>\[\\\]]+@[^@\s.]+(\.[^@\s.]+)*")


class BlankName(Refusal):
    """A company, a person or a key needs a name."""

    code = "blank_name"


class UnknownTimezone(Refusal):
    """The time zone is not one of the IANA data base."""

    code = "unknown_timezone"


class UnknownCurrency(Refusal):
    """The currency is not an ISO 4217 code."""

    code = "unknown_currency"


class UnknownWeekStart(Refusal):
    """Weeks begin on Monday, Sunday or Saturday."""

    code = "unknown_week_start"


class UnknownLanguage(Refusal):
    """Nothing is known about how this language writes numbers and dates."""

    code = "unknown_language"


class UnknownRole(Refusal):
    """There is no such role."""

    code = "unknown_role"


class NotAnAddress(Refusal):
    """The text is not an e-mail address."""

    code = "not_an_address"


class WeakPassword(Refusal):
    """The password is too easy to guess."""

    code = "weak_password"


class CompanyFoundedAlready(Refusal):
    """The home holds a company, and it holds only one."""

    code = "company_founded_already"
    status = 409


class NoCompanyYet(Refusal):
    """The company was not set up yet."""

    code = "no_company_yet"
    status = 409


class EmailTaken(Refusal):
    """Somebody signs in with this address already."""

    code = "email_taken"
    status = 409


class LastOwner(Refusal):
    """Without an owner nobody could let anybody in again."""

    code = "last_owner"
    status = 409


class BeyondAuthority(Refusal):
    """Nobody decides over somebody who may do more, or grants what they do not have."""

    code = "beyond_authority"
    status = 403


class UnknownMember(Refusal):
    """There is no such member."""

    code = "unknown_member"
    status = 404


class UnknownInvitation(Refusal):
    """There is no such invitation that could still be used."""

    code = "unknown_invitation"
    status = 404


class UnknownKey(Refusal):
    """There is no such key that still works."""

    code = "unknown_key"
    status = 404


def require_name(*, name: str, field: str = "name") -> str:
    """Return the name without blanks around it. Raises `BlankName`."""
    if not name.strip():
        raise BlankName(_("A name is missing."), next_step=_("Give it a name."), field=field)
    return name.strip()[:200]


def require_timezone(*, timezone: str) -> None:
    """Raise `UnknownTimezone` unless this is the name of a time zone."""
    try:
        ZoneInfo(timezone)
    except (ValueError, OSError, LookupError) as error:
        raise UnknownTimezone(
            _("“%(timezone)s” is not a time zone.") % {"timezone": timezone},
            next_step=_("Write continent and city, as in Europe/Copenhagen."),
            field="timezone",
        ) from error


def require_currency(*, currency: str) -> None:
    """Raise `UnknownCurrency` unless this is an ISO 4217 code."""
    if not (re.fullmatch("[A-Z]{3}", currency) and is_currency(currency)):
        raise UnknownCurrency(
            _("“%(currency)s” is not a currency.") % {"currency": currency},
            next_step=_("Write its three capital letters, as in EUR."),
            field="currency",
        )


def require_week_start(*, week_starts: str) -> None:
    """Raise `UnknownWeekStart` unless weeks can begin on this day."""
    if week_starts not in WEEK_STARTS:
        raise UnknownWeekStart(
            _("Weeks cannot begin on “%(day)s”.") % {"day": week_starts},
            next_step=_("Choose monday, sunday or saturday."),
            field="week_starts",
        )


def require_language(*, language: str, known: Collection[str]) -> None:
    """Raise `UnknownLanguage` unless numbers and dates can be written this way."""
    if language not in known:
        raise UnknownLanguage(
            _("“%(language)s” is not a known language.") % {"language": language},
            next_step=_("Write a code such as en-gb, da or de-ch."),
            field="language",
        )


def require_address(*, email: str) -> str:
    """Return the address in small letters, without blanks around it. Raises `NotAnAddress`."""
    address = email.strip().lower()
    if not _EMAIL.fullmatch(address) or len(address) > 254:
        raise NotAnAddress(
            _("“%(email)s” is not an e-mail address.") % {"email": email},
            next_step=_("Write it as name@company.example."),
            field="email",
        )
    return address


def require_role(*, role: str) -> Role:
    """Return the role. Raises `UnknownRole`."""
    try:
        return Role(role)
    except ValueError as error:
        raise UnknownRole(
            _("“%(role)s” is not a role.") % {"role": role},
            next_step=_("Choose owner, administrator, member or guest."),
            field="role",
        ) from error


def require_authority(
    *, of: Collection[Permission], over: Collection[Permission], by_owner: bool, over_owner: bool
) -> None:
    """Raise `BeyondAuthority` unless whoever may do `of` may decide over whoever may do `over`.

    Nobody decides over somebody who may do more than they themselves may, nor makes anybody so:
    otherwise an administrator who may not see money could let in somebody who may, and sign in as
    them. Only owners decide over owners.
    """
    if over_owner and not by_owner:
        raise BeyondAuthority(
            _("Only an owner can decide over an owner."), next_step=_("Ask an owner to do it.")
        )
    if not set(over) <= set(of):
        raise BeyondAuthority(
            _("You cannot decide over what you may not do or see yourself."),
            next_step=_("Ask an owner to do it."),
        )


def require_other_owner(*, owners_left: int) -> None:
    """Raise `LastOwner` when nobody could sign in as owner any more."""
    if owners_left < 1:
        raise LastOwner(
            _("This is the company's only owner."),
            next_step=_("Make somebody else an owner first."),
            field="role",
        )


def require_open_invitation(*, expires_at: datetime, ended: bool, at: datetime) -> None:
    """Raise `UnknownInvitation` when the invitation was used, withdrawn or has expired."""
    if ended or at >= expires_at:
        raise UnknownInvitation(
            _("This invitation cannot be used any more."),
            next_step=_("Ask whoever invited you for a new link."),
        )
