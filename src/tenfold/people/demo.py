"""Signing in with one click: in a home marked as demo, from this machine, by its own name."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from tenfold.kit.refusal import Refusal
from tenfold.people import queries
from tenfold.people.permissions import Viewer

_LOOPBACK_NAMES = {"127.0.0.1", "localhost", "[::1]"}
_FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip", "Via")


class NotTheDemo(Refusal):
    """One click is enough in the demo only, and only on the machine that it runs on."""

    code = "not_the_demo"
    status = 403


def offers_one_click(*, request: HttpRequest) -> bool:
    """Return whether this request may sign in with one click.

    The address of the caller and the name it called must both be this machine's, and nothing may
    have forwarded the request: a proxy on this machine would make the whole world look local.
    """
    return bool(
        settings.DEMO
        and _is_loopback(request.META.get("REMOTE_ADDR", ""))
        and _without_port(request.get_host()) in _LOOPBACK_NAMES
        and not any(name in request.headers for name in _FORWARDED)
    )


def require_demo_owner(*, request: HttpRequest) -> Viewer:
    """Return the demo's owner. Raises `NotTheDemo`."""
    owner = queries.find_first_owner() if offers_one_click(request=request) else None
    if owner is None:
        raise NotTheDemo(
            _("One click is enough only in the demo, on the machine that it runs on."),
            next_step=_("Sign in with your e-mail address and password."),
        )
    return owner


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def _without_port(host: str) -> str:
    return host if host.endswith("]") else host.rpartition(":")[0] or host
