"""Where a way may lead: what an administrator may type, and which computers it may reach.

An administrator of Tenfold need not be the administrator of the network that it stands in. So a way
leads outside, over https, unless whoever runs the server names a receiver inside (`[notices] inside`
in tenfold.toml).
"""

import ipaddress
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from tenfold.kit.refusal import Refusal
from tenfold.notices.rules.networks import is_public

LOCAL_ONLY = frozenset(
    "dbus kde qt glib gnome macosx windows syslog blink1 fcm vapid".split()  # noqa: SIM905
)
"""Services of apprise that reach nobody but this machine, or that read files of it."""

READS_FILES = frozenset({"keyfile", "pgpkey", "subfile", "template"})
"""Parameters in addresses of apprise that name a file of this machine."""


class AddressNotAllowed(Refusal):
    """A way may not lead there."""

    code = "address_not_allowed"


class AddressNotUnderstood(Refusal):
    """The text is not an address that can be told anything."""

    code = "address_not_understood"


class AddressNotChecked(Refusal):
    """The server was too busy to see whether something is known for an address."""

    code = "address_not_checked"
    status = 503


@dataclass(frozen=True, kw_only=True)
class Target:
    """Where a webhook goes. `is_inside`: whoever runs the server has named this host."""

    scheme: str
    host: str
    port: int
    path: str
    is_inside: bool


def read_webhook(*, url: str, inside: Collection[str]) -> Target:
    """Return where this address leads. Raises `AddressNotUnderstood`, `AddressNotAllowed`."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError as error:
        raise _not_understood() from error
    host = (parts.hostname or "").rstrip(".")
    if parts.scheme not in {"http", "https"} or not host or not url.strip().isascii():
        raise _not_understood()
    if "@" in parts.netloc or parts.fragment or any(sign.isspace() for sign in url.strip()):
        raise _not_understood()
    target = Target(
        scheme=parts.scheme,
        host=host,
        port=port or (443 if parts.scheme == "https" else 80),
        path=(parts.path or "/") + (f"?{parts.query}" if parts.query else ""),
        is_inside=host in inside,
    )
    require_outside(host=host, secure=parts.scheme == "https", inside=inside)
    return target


def require_outside(*, host: str, secure: bool, inside: Collection[str]) -> None:
    """Raise `AddressNotAllowed` unless the host is named as inside, or is reached over https and is
    not, by what is written, an address inside.
    """
    if host in inside:
        return
    if not secure:
        raise AddressNotAllowed(
            _("The address must begin with https://, so that nobody on the way can read along."),
            next_step=_(
                "Use https. For a receiver in your own network, whoever runs the server names its "
                "host under [notices] inside in tenfold.toml."
            ),
            field="address",
        )
    if host == "localhost" or host.endswith((".localhost", ".local", ".internal")):
        raise inside_not_allowed()
    if _is_number(host) and not is_public(address=host):
        raise inside_not_allowed()


def inside_not_allowed() -> AddressNotAllowed:
    """Return the refusal of an address in somebody's own network."""
    return AddressNotAllowed(
        _("This address lies inside of your own network."),
        next_step=_(
            "Whoever runs the server can name the host under [notices] inside in tenfold.toml."
        ),
        field="address",
    )


def mask(*, kind: str, address: str) -> str:
    """Return as much of an address as may be shown again: enough to tell it from others."""
    if kind == "email":
        return address
    scheme, _sep, rest = address.partition("://")
    if kind == "apprise":
        return f"{scheme}://…"
    return f"{scheme}://{rest.partition('/')[0].partition('?')[0]}/…"


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _not_understood() -> AddressNotUnderstood:
    return AddressNotUnderstood(
        _("This is not an address that a webhook can be sent to."),
        next_step=_("Write it as in https://hooks.company.example/tenfold."),
        field="address",
    )
