"""Setting up ways out of the house."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tenfold import outbox
from tenfold.facts.notices import WayAdded as WayWasAdded
from tenfold.facts.notices import WayChanged, WayRemoved, WaySecretReplaced
from tenfold.notices.models import Way
from tenfold.notices.rules import addresses, ways
from tenfold.notices.rules.missing import unknown_way
from tenfold.notices.sealing import seal
from tenfold.people.permissions import Permission
from tenfold.people.queries import get_member, get_viewer
from tenfold.people.rules import require_address

FORMER_SECRET_WORKS = timedelta(hours=24)
"""How long a webhook is also signed with the secret before, so that nobody has to hurry."""


@dataclass(frozen=True, slots=True)
class WayAdded:
    """A new way. `secret` ("" unless it is a webhook) cannot be shown again."""

    id: int
    name: str
    secret: str


def add_way(
    *,
    name: str,
    kind: str,
    address: str,
    by: int | None,
    at: datetime,
    account_id: int | None = None,
    hears_money: bool = False,
    most_a_day: int | None = None,
) -> WayAdded:
    """Set up a way: an e-mail address of nobody in particular, an address of apprise, a webhook.

    `account_id`: it is that member's own, who chooses what it is told. `by` None: whoever runs the
    server. Raises `BlankWay`, `WayNameTaken`, `UnknownKindOfWay`, `TooManyADay`, `MoneyNotYours`,
    `NotAnAddress`, `AddressNotUnderstood`, `AddressNotAllowed`, `UnknownMember`.
    """
    from tenfold.notices.sending.webhook import make_secret

    kind = ways.require_kind(kind=kind)
    leads_to = _require_address(kind, address)
    ways.require_may_send_money(wanted=hears_money, sees_money=_sees_money(by))
    if account_id is not None:
        get_member(member_id=account_id)
    secret = make_secret() if kind == "webhook" else ""
    row = Way(
        name=ways.require_way_name(name=name),
        kind=kind,
        sealed_address=seal(text=leads_to),
        shown=addresses.mask(kind=kind, address=leads_to)[:300],
        sealed_secret=seal(text=secret) if secret else "",
        account_id=account_id,
        hears_money=hears_money,
        most_a_day=ways.require_most_a_day(most_a_day=most_a_day or ways.MOST_A_DAY[kind]),
        added_at=at,
    )
    with transaction.atomic():
        _save(row)
        outbox.tell(fact=WayWasAdded(way_id=row.id, kind=kind), actor_id=by, at=at)
    return WayAdded(id=row.id, name=row.name, secret=secret)


@transaction.atomic
def change_way(
    *,
    way_id: int,
    name: str,
    hears_money: bool,
    most_a_day: int,
    by: int | None,
    at: datetime,
    address: str = "",
) -> None:
    """Change a way; an `address` of "" leaves it where it leads.

    Who may not see money can change neither that a way hears it, nor where such a way leads. Raises
    what `add_way` raises, and `UnknownWay`.
    """
    row = _lock(way_id)
    moved = bool(address.strip())
    adds_money = hears_money and (moved or not row.hears_money)
    ways.require_may_send_money(wanted=adds_money, sees_money=_sees_money(by))
    row.name = ways.require_way_name(name=name)
    row.hears_money = hears_money
    row.most_a_day = ways.require_most_a_day(most_a_day=most_a_day)
    if moved:
        leads_to = _require_address(row.kind, address)
        row.sealed_address = seal(text=leads_to)
        row.shown = addresses.mask(kind=row.kind, address=leads_to)[:300]
    _save(row)
    outbox.tell(fact=WayChanged(way_id=row.id), actor_id=by, at=at)


@transaction.atomic
def replace_secret(*, way_id: int, by: int | None, at: datetime) -> str:
    """Give a webhook a new secret and return it; it cannot be shown again.

    For `FORMER_SECRET_WORKS` it is signed with both. Raises `UnknownWay`, `NotWebhook`.
    """
    from tenfold.notices.sending.webhook import make_secret

    row = _lock(way_id)
    if row.kind != "webhook":
        raise ways.NotWebhook(
            _("Only a webhook is signed."), next_step=_("Choose a way that is a webhook.")
        )
    secret = make_secret()
    row.sealed_former_secret = row.sealed_secret
    row.former_secret_until = at + FORMER_SECRET_WORKS
    row.sealed_secret = seal(text=secret)
    row.save()
    outbox.tell(fact=WaySecretReplaced(way_id=row.id), actor_id=by, at=at)
    return secret


@transaction.atomic
def remove_way(*, way_id: int, by: int | None, at: datetime) -> None:
    """Tell a way nothing any more, and forget where it led. Raises `UnknownWay`."""
    row = _lock(way_id)
    row.removed_at = at
    row.sealed_address, row.sealed_former_secret, row.former_secret_until = "", "", None
    row.sealed_secret = "-" if row.kind == "webhook" else ""
    row.save()
    outbox.tell(fact=WayRemoved(way_id=row.id), actor_id=by, at=at)


def _lock(way_id: int) -> Way:
    row = Way.objects.select_for_update().filter(id=way_id, removed_at__isnull=True).first()
    if row is None:
        raise unknown_way()
    return row


def _save(row: Way) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise ways.WayNameTaken(
            _("Another way is called “%(name)s”.") % {"name": row.name},
            next_step=_("Choose another name."),
            field="name",
        ) from error


def _require_address(kind: str, address: str) -> str:
    """Return where a way is to lead, if it may."""
    inside = settings.NOTICES_INSIDE
    leads_to = address.strip()
    if kind == "email":
        return require_address(email=leads_to)
    if kind == "webhook":
        addresses.read_webhook(url=leads_to, inside=inside)
        return leads_to
    from tenfold.notices.sending.chat import require_service

    require_service(address=leads_to, inside=inside)
    return leads_to


def _sees_money(by: int | None) -> bool:
    return by is None or get_viewer(account_id=by).allows(Permission.SEE_MONEY)
