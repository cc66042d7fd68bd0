"""What a way may be called and hear, and who may decide it."""

from django.utils.translation import gettext as _

from tenfold.kit.refusal import Refusal

MOST_A_DAY = {"email": 48, "apprise": 48, "webhook": 1000}
"""How many messages in 24 hours a way gets unless told otherwise. A program does not tire of them."""

AT_MOST = 10_000


class BlankWay(Refusal):
    """A way needs a name."""

    code = "blank_way"


class WayNameTaken(Refusal):
    """Another way is called so."""

    code = "way_name_taken"
    status = 409


class UnknownKindOfWay(Refusal):
    """There is no such kind of way."""

    code = "unknown_kind_of_way"


class TooManyADay(Refusal):
    """The number of messages a day is not one that makes sense."""

    code = "too_many_a_day"


class NotWebhook(Refusal):
    """Only a webhook has a secret to sign with."""

    code = "not_a_webhook"
    status = 409


class MoneyNotYours(Refusal):
    """Who may not see money may not have it sent anywhere."""

    code = "money_not_yours"
    status = 403


def require_way_name(*, name: str) -> str:
    """Return the name without spaces around it. Raises `BlankWay`."""
    named = " ".join(name.split())[:100]
    if not named:
        raise BlankWay(
            _("A way needs a name."),
            next_step=_("Call it what people know it by: “Sales channel”."),
            field="name",
        )
    return named


def require_kind(*, kind: str) -> str:
    """Return the kind. Raises `UnknownKindOfWay`."""
    if kind not in MOST_A_DAY:
        raise UnknownKindOfWay(
            _("There is no such kind of way."),
            next_step=_("Use email, apprise or webhook."),
            field="kind",
        )
    return kind


def require_most_a_day(*, most_a_day: int, at_most: int = AT_MOST) -> int:
    """Return the number. Raises `TooManyADay`."""
    if not 1 <= most_a_day <= at_most:
        raise TooManyADay(
            _("This must be a number from 1 to %(most)d.") % {"most": at_most},
            next_step=_("What comes beyond it waits and goes out together."),
            field="most_a_day",
        )
    return most_a_day


def require_may_send_money(*, wanted: bool, sees_money: bool) -> None:
    """Raise `MoneyNotYours` where somebody who may not see money would have it sent somewhere."""
    if wanted and not sees_money:
        raise MoneyNotYours(
            _("You may not see money, so you cannot have it sent anywhere."),
            next_step=_("Leave it without money, or ask somebody who may see money."),
            field="hears_money",
        )
