"""Sealing: addresses and secrets of ways lie in the database so that only this home can read them.

The key is made from the home's secret (HKDF, RFC 5869) for this purpose alone; what seals is Fernet
(AES-128-CBC with HMAC-SHA256). A copy of the database without `secret.key` reveals nothing.
"""

import base64
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext as _

from tenfold.kit.refusal import Refusal


class SealBroken(Refusal):
    """What was sealed cannot be read: the home has another secret than when it was sealed."""

    code = "seal_broken"
    status = 409


def seal(*, text: str) -> str:
    """Return the text so that only this home can read it. The same text is never sealed alike."""
    return _fernet(settings.SECRET_KEY).encrypt(text.encode()).decode()


def unseal(*, sealed: str) -> str:
    """Return what was sealed. Raises `SealBroken`."""
    try:
        return _fernet(settings.SECRET_KEY).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise SealBroken(
            _("Where this way leads cannot be read: the home's secret.key is another one now."),
            next_step=_("Put the former secret.key back, or set the way up again."),
        ) from error


@lru_cache(maxsize=4)
def _fernet(secret: str) -> Fernet:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"tenfold.notices.ways")
    return Fernet(base64.urlsafe_b64encode(key.derive(secret.encode())))
