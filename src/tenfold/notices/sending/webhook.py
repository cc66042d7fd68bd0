"""A letter as a signed webhook, by the Standard Webhooks specification."""

import json
import secrets
from base64 import b64encode
from collections.abc import Sequence
from datetime import UTC, datetime

from django.utils.translation import gettext as _
from standardwebhooks.webhooks import Webhook

from tenfold.notices.rules.addresses import Target
from tenfold.notices.sending.letter import Letter, NotDelivered, Part
from tenfold.notices.sending.reaching import post

_GONE = 410


def make_secret() -> str:
    """Return a fresh secret to sign with: 32 random bytes, written as the specification says."""
    return "whsec_" + b64encode(secrets.token_bytes(32)).decode()


def post_webhook(
    *, letter: Letter, target: Target, signed_with: Sequence[str], at: datetime
) -> None:
    """Send the letter and see that it was taken (any 2xx). Raises `NotDelivered`.

    The id is that of the letter with every attempt; the timestamp is that of the attempt, so that a
    receiver can refuse what somebody recorded. While a secret is replaced, it is signed with both.
    """
    body = json.dumps(write_payload(letter=letter), ensure_ascii=False, separators=(",", ":"))
    status = post(
        target=target,
        body=body.encode(),
        headers={
            "Content-Type": "application/json",
            "User-Agent": "Tenfold",
            "webhook-id": str(letter.id),
            "webhook-timestamp": str(int(at.timestamp())),
            "webhook-signature": " ".join(
                Webhook(secret).sign(str(letter.id), at.astimezone(UTC), body)
                for secret in signed_with
            ),
        },
    )
    _require_taken(status)


def write_payload(*, letter: Letter) -> dict[str, object]:
    """Return what a receiver gets, as JSON values."""
    return {
        "type": "notices.test" if letter.is_test else "notices.told",
        "timestamp": letter.made_at.isoformat(),
        "data": {"company": letter.company, "notices": [_part(part) for part in letter.parts]},
    }


def _part(part: Part) -> dict[str, object]:
    return {
        "id": part.notice_id,
        "kind": part.kind,
        "key": part.key,
        "subject": part.subject,
        "lines": list(part.lines),
        "url": part.url,
        "verb": part.verb,
        "urgent": part.urgent,
        "told_at": part.told_at.isoformat(),
    }


def _require_taken(status: int) -> None:
    if 200 <= status < 300:
        return
    if status == _GONE:
        raise NotDelivered(_("The receiver is gone for good (410)."), is_final=True)
    if 300 <= status < 400:
        raise NotDelivered(_("The receiver sends us elsewhere; redirects are not followed."))
    raise NotDelivered(_("The receiver answered with %(status)d.") % {"status": status})
