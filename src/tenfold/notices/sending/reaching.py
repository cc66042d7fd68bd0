"""Reaching another computer, and none that a way may not reach.

A name is looked up once, every address that it has is checked, and the connection goes to one of
those that were checked: a name cannot answer differently in between.
"""

import http.client
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.utils.translation import gettext as _

from tenfold.notices.rules.addresses import Target
from tenfold.notices.rules.networks import is_public
from tenfold.notices.sending.letter import NotDelivered

CONNECTS_WITHIN = 5.0
ANSWERS_WITHIN = 10.0
WHOLE_WITHIN = 20.0
READS_AT_MOST = 4096


def post(*, target: Target, body: bytes, headers: Mapping[str, str]) -> int:
    """Send one POST and return the status of the answer, whatever it is. Redirects are not followed.

    Raises `NotDelivered` where nobody can be reached, where the name leads inside of the network, or
    where the answer does not come in time. Proxies of the environment are not used.
    """
    address = _look_up(target)
    connection = _connect(target, address)
    try:
        with _deadline(connection):
            connection.request("POST", target.path, body=body, headers=dict(headers))
            answer = connection.getresponse()
            answer.read(READS_AT_MOST)  # nobody wants it; what is left is cut off
            return answer.status
    except TimeoutError:
        raise NotDelivered(_("The receiver did not answer in time.")) from None
    except ssl.SSLError:
        raise NotDelivered(_("The receiver's certificate could not be checked.")) from None
    except (OSError, http.client.HTTPException):
        raise NotDelivered(_("The receiver could not be reached, or broke off.")) from None
    finally:
        connection.close()


def _look_up(target: Target) -> str:
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotDelivered(_("The receiver's name is not known.")) from None
    addresses = [str(entry[4][0]) for entry in found]
    if not target.is_inside and not all(is_public(address=one) for one in addresses):
        raise NotDelivered(_("The receiver's name leads inside of your own network."))
    return addresses[0]


class _Checked(http.client.HTTPConnection):
    """A connection to an address that was checked, whatever the name says by now."""

    def __init__(self, target: Target, address: str) -> None:
        super().__init__(target.host, target.port, timeout=ANSWERS_WITHIN)
        self._secure = target.scheme == "https"
        self._address = address
        # http.client leaves the port out of the Host header by this alone.
        self.default_port = 443 if self._secure else 80

    def connect(self) -> None:
        """Connect, and over https check the certificate against the name."""
        sock = socket.create_connection((self._address, self.port), CONNECTS_WITHIN)
        sock.settimeout(ANSWERS_WITHIN)
        if self._secure:
            context = ssl.create_default_context()
            sock = context.wrap_socket(sock, server_hostname=self.host)
        self.sock = sock


def _connect(target: Target, address: str) -> http.client.HTTPConnection:
    connection = _Checked(target, address)
    try:
        connection.connect()
    except TimeoutError:
        raise NotDelivered(_("The receiver did not answer in time.")) from None
    except ssl.SSLError:
        raise NotDelivered(_("The receiver's certificate could not be checked.")) from None
    except OSError:
        raise NotDelivered(_("The receiver could not be reached.")) from None
    return connection


@contextmanager
def _deadline(connection: http.client.HTTPConnection) -> Iterator[None]:
    """Break the connection off when all in all it takes too long: a drop at a time is in time."""
    sock = connection.sock
    late = threading.Event()

    def cut() -> None:
        late.set()
        sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(WHOLE_WITHIN, cut)
    timer.start()
    try:
        yield
    except (OSError, http.client.HTTPException):
        if not late.is_set():
            raise
    finally:
        timer.cancel()
    if late.is_set():
        # Also where no error came of it: what was read until then looks like a whole answer.
        raise TimeoutError
