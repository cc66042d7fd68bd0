"""apprise, in a process of its own that can reach nobody inside of the network.

    python -m tenfold.notices.sending.apart < request.json > answer.json

It knows more than a hundred services, kept by others, and an address may name further hosts in its
parameters. So it runs apart: whatever it connects to is checked by the address that it really goes
to, it can start no program, whoever waits too long ends it, and what it writes goes nowhere. The
request comes by stdin, because an address is a secret and a command line is not.
"""

import ipaddress
import json
import socket
import sys
from collections.abc import Callable, Collection
from typing import Any

from tenfold.notices.rules.networks import is_public

_FORBIDDEN = frozenset({"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork"})


class Guard:
    """Lets connections through that lead outside, or to hosts that are named. Cannot be taken off."""

    def __init__(self, *, inside: Collection[str]) -> None:
        self._allowed = {address for host in inside for address in _addresses(host)}
        self.has_stopped = False

    def stand(self) -> None:
        """Guard this process from now on."""
        sys.addaudithook(self._hear)

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in _FORBIDDEN:
            raise PermissionError(event)
        if event in {"socket.connect", "socket.sendto"} and not self._may_reach(arguments[1]):
            self.has_stopped = True
            raise PermissionError(event)

    def _may_reach(self, address: Any) -> bool:
        if not isinstance(address, tuple):  # a socket of this machine
            return False
        try:
            found = str(ipaddress.ip_address(str(address[0]).partition("%")[0]))
        except ValueError:
            return False  # names are looked up before: what comes here is a number
        return found in self._allowed or is_public(address=found)


def _addresses(host: str) -> set[str]:
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError:
        return set()
    return {str(entry[4][0]) for entry in found}


def describe(*, address: str) -> dict[str, Any]:
    """Return whether apprise knows this address, and where it leads by what is written in it."""
    service = _make(address)
    if service is None:
        return {"known": False}
    has_own_host = bool(service.host) and any("{host}" in each for each in service.templates)
    # Mail servers agree on their security by themselves.
    is_secure = bool(service.secure) or type(service).__name__ == "NotifyEmail"
    host = str(service.host).lower().rstrip(".") if has_own_host else ""
    return {"known": True, "host": host, "secure": is_secure}


def hand_over(*, address: str, title: str, body: str, urgent: bool) -> dict[str, Any]:
    """Let apprise hand something over; return whether it was taken."""
    import apprise

    service = _make(address)
    if service is None:
        return {"known": False}
    notifier = apprise.Apprise(asset=service.asset)
    notifier.add(service)
    taken = notifier.notify(
        title=title,
        body=body,
        notify_type=apprise.NotifyType.WARNING if urgent else apprise.NotifyType.INFO,
        body_format=apprise.NotifyFormat.TEXT,
    )
    return {"known": True, "taken": bool(taken)}


def _make(address: str) -> Any | None:
    import apprise

    asset = apprise.AppriseAsset(
        app_id="Tenfold",
        app_desc="Tenfold",
        app_url="",
        async_mode=False,
        secure_logging=True,
        http_redirects=False,
        allow_templates=False,
    )
    service = apprise.Apprise.instantiate(address, asset=asset, suppress_exceptions=True)
    if service is not None:
        service.redirects = False  # whatever the address says
        service.retry = 0  # trying again is ours
    return service


DO: dict[str, Callable[..., dict[str, Any]]] = {"describe": describe, "hand_over": hand_over}
"""What may be asked for."""


def main() -> None:
    """Answer the one request that stands on stdin."""
    request = json.load(sys.stdin)
    answer_to, sys.stdout = sys.stdout, sys.stderr
    guard = Guard(inside=request.pop("inside"))
    guard.stand()
    do = DO[request.pop("do")]
    answer = do(**request)
    json.dump({**answer, "stopped": guard.has_stopped}, answer_to)


if __name__ == "__main__":
    main()
