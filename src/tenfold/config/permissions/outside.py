"""Addresses that are answered before Django is asked; each checks what is said here by itself."""

from tenfold.config.permissions.who import ANYONE, WRITE_KEY, Who
from tenfold.people.permissions import Permission

OUTSIDE_DJANGO: dict[str, Who] = {
    "/healthz": ANYONE,
    "/v1/events": WRITE_KEY,
    # The doors of clients of Segment and RudderStack
    "/v1/batch": WRITE_KEY,
    "/v1/b": WRITE_KEY,
    "/v1/track": WRITE_KEY,
    "/v1/t": WRITE_KEY,
    "/v1/identify": WRITE_KEY,
    "/v1/i": WRITE_KEY,
    "/v1/page": WRITE_KEY,
    "/v1/p": WRITE_KEY,
    "/v1/screen": WRITE_KEY,
    "/v1/s": WRITE_KEY,
    "/v1/group": WRITE_KEY,
    "/v1/g": WRITE_KEY,
    "/v1/alias": WRITE_KEY,
    "/v1/a": WRITE_KEY,
    "/live": Permission.SEE_NUMBERS,
    "/live/boards/": Permission.SEE_NUMBERS,
    "/live/shared/": ANYONE,  # who has the secret of a share link that works
}
