"""Unexpected errors: a reference that the log and the page share, and a log without secrets."""

import logging

from django.http import HttpRequest


class Discreet(logging.Filter):
    """Adds the request's reference, and writes the pattern of an address instead of the address.

    The address of an invitation or of a reset link is a secret as long as the link works.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record in place; let all of them pass."""
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest) and request.path:
            shown = f"{request.method} {describe_address(request)}"
            record.msg = record.getMessage().replace(request.path, shown)
            record.args = ()
            reference = getattr(request, "reference", None)
            if reference and record.exc_info:
                record.msg = f"[{reference}] {record.msg}"
        return True


def describe_address(request: HttpRequest) -> str:
    """Return the pattern that the address matched, or its first part where it matched none."""
    match = request.resolver_match
    if match is not None:
        return f"/{match.route}"
    first = request.path.split("/")[1][:40]
    return f"/{first}" if request.path.count("/") < 2 else f"/{first}/…"
