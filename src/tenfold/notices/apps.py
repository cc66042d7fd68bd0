"""What the room `notices` offers the house."""

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from tenfold.ui.manifest import Manifest, NavItem, Place


def count_unread(request: HttpRequest) -> int:
    """Return how much whoever looks has not read."""
    from tenfold.notices.queries import count_unread

    return count_unread(account_id=int(request.user.pk or 0))


def count_failed(request: HttpRequest) -> int:  # noqa: ARG001
    """Return how much could not be handed over."""
    from tenfold.notices.queries import count_failed

    return count_failed()


MANIFEST = Manifest(
    navigation=(
        NavItem(
            label=_("Told to you"),
            url_name="notices:inbox",
            place=Place.TOP,
            order=90,
            count=count_unread,
            counts=_("not read"),
        ),
        NavItem(
            label=_("Ways to tell"),
            url_name="notices:ways",
            place=Place.HOUSE,
            order=40,
            count=count_failed,
            counts=_("failed"),
        ),
    )
)


class NoticesConfig(AppConfig):
    """See the room's docstring."""

    name = "tenfold.notices"
    label = "notices"
