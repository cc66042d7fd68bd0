"""Secrets that are handed out once: made here, kept only as a hash."""

import hashlib
import secrets

WRITE_KEY = "tfw_"
SECRET_KEY = "tfs_"  # noqa: S105  a prefix, not a secret


def make_token(*, prefix: str = "") -> str:
    """Return a fresh secret of 256 random bits."""
    return prefix + secrets.token_urlsafe(32)


def hash_token(*, token: str) -> str:
    """Return what is kept of a secret (SHA-256, hex).

    A fast hash is right here: 256 random bits cannot be guessed, however fast guesses are checked.
    """
    return hashlib.sha256(token.encode()).hexdigest()
