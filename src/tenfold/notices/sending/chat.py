"""A letter by anything apprise reaches: chats, telephones, other notifiers. It runs `apart`."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Collection
from typing import Any
from urllib.parse import unquote_plus

from django.utils.translation import gettext as _

from tenfold.notices.rules.addresses import (
    LOCAL_ONLY,
    READS_FILES,
    AddressNotAllowed,
    AddressNotChecked,
    AddressNotUnderstood,
    require_outside,
)
from tenfold.notices.sending.letter import Letter, NotDelivered, write_as_text

WHOLE_WITHIN = 30
_NAMED = re.compile(r"[?&]([^=&?#]+)")


def require_service(*, address: str, inside: Collection[str]) -> None:
    """Raise `AddressNotUnderstood` or `AddressNotAllowed` unless apprise can be told to go there.

    Services with a host of one's own need https, or a host that is named as inside.
    """
    scheme = address.partition("://")[0].strip().lower()
    # Wherever they stand: apprise also takes parameters behind a "#".
    named = {unquote_plus(name).strip().lower() for name in _NAMED.findall(address)}
    if scheme in LOCAL_ONLY or named & READS_FILES:
        raise AddressNotAllowed(
            _("This service would reach nobody but the server itself, or read its files."),
            next_step=_("Choose a service that reaches people."),
            field="address",
        )
    try:
        found = _ask(do="describe", address=address.strip(), inside=())
    except NotDelivered:
        raise AddressNotChecked(
            _("The address could not be checked in time."),
            next_step=_("Wait a minute and try again: the server is busy."),
            field="address",
        ) from None
    if not found.get("known"):
        raise AddressNotUnderstood(
            _("No service is known for this address, or something in it is missing."),
            next_step=_("See docs/how-to/be-told.md for examples, and apprise's list of services."),
            field="address",
        )
    if found["host"]:
        require_outside(host=found["host"], secure=found["secure"], inside=inside)


def hand_to_apprise(*, letter: Letter, address: str, inside: Collection[str]) -> None:
    """Let apprise hand the letter over. Raises `NotDelivered`."""
    found = _ask(
        do="hand_over",
        address=address.strip(),
        title=letter.subject,
        body=write_as_text(letter=letter) or letter.subject,
        urgent=letter.is_urgent,
        inside=inside,
    )
    if found.get("stopped"):
        raise NotDelivered(_("The receiver's name leads inside of your own network."))
    if not found.get("known"):
        raise NotDelivered(_("No service is known for this address any more."), is_final=True)
    if not found["taken"]:
        raise NotDelivered(_("The service did not take it, or could not be reached."))


def _ask(*, inside: Collection[str], **request: Any) -> dict[str, Any]:
    """Return what the process apart answers. Raises `NotDelivered` where it takes too long."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "tenfold.notices.sending.apart"],
            input=json.dumps({**request, "inside": sorted(inside)}),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            timeout=WHOLE_WITHIN,
            env=_environment(),
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NotDelivered(_("The service did not answer in time.")) from None
    answer: dict[str, Any] = json.loads(done.stdout or "{}") if done.returncode == 0 else {}
    return answer


def _environment() -> dict[str, str]:
    """Return ours without proxies, and with the way to this very code."""
    kept = {name: text for name, text in os.environ.items() if "proxy" not in name.lower()}
    return {**kept, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
