"""Letting somebody in again who lost their password or their second factor."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from tenfold import outbox
from tenfold.facts.people import ResetLinkMade, SecondFactorRemoved
from tenfold.people import models, rules
from tenfold.people.actions.authority import get_actor, get_subject


@dataclass(frozen=True, slots=True)
class ResetLink:
    """A link, as a path, with which one member sets a new password, once, until it expires."""

    member_id: int
    path: str
    expires_at: datetime


@transaction.atomic
def make_reset_link(*, member_id: int, by: int | None, at: datetime) -> ResetLink:
    """Make a reset link. `by` is None at the command line: who owns the folder owns the company.

    Raises `UnknownMember`, `BeyondAuthority`.
    """
    account = _get(member_id, by)
    token = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(account)
    path = reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(account), "key": token},
    )
    outbox.tell(fact=ResetLinkMade(member_id=member_id), actor_id=by, at=at)
    return ResetLink(
        member_id=member_id,
        path=path,
        expires_at=at + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT),
    )


@transaction.atomic
def remove_second_factor(*, member_id: int, by: int | None, at: datetime) -> int:
    """Remove codes and passkeys that were lost; return how many. The password still counts.

    Raises `UnknownMember`, `BeyondAuthority`.
    """
    account = _get(member_id, by)
    removed: int = Authenticator.objects.filter(user=account).delete()[0]
    if removed:
        outbox.tell(fact=SecondFactorRemoved(member_id=member_id), actor_id=by, at=at)
    return removed


def find_account_id(*, email: str) -> int:
    """Return whose address this is. Raises `UnknownMember`."""
    address = rules.require_address(email=email)
    account = models.Account.objects.filter(email__iexact=address).first()
    if account is None:
        raise rules.UnknownMember(
            _("Nobody signs in with %(email)s.") % {"email": address},
            next_step=_("Check the spelling, or invite them."),
            field="email",
        )
    return account.id


def _get(member_id: int, by: int | None) -> models.Account:
    if by is not None:
        return get_subject(member_id=member_id, by=get_actor(account_id=by))
    account = models.Account.objects.filter(id=member_id).first()
    if account is None:
        raise rules.UnknownMember(_("There is no such member."))
    return account
