"""Passwords, on their way in."""

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tenfold.people import models, rules


def hash_password(*, password: str, email: str, name: str) -> str:
    """Return what is kept of a password (Argon2id). Raises `WeakPassword`.

    Takes tens of milliseconds on purpose: call it before the transaction, not inside.
    """
    try:
        validate_password(password, models.Account(email=email, name=name))
    except ValidationError as error:
        raise rules.WeakPassword(
            " ".join(error.messages),
            next_step=_("Three or four unrelated words make a good password."),
            field="password",
        ) from error
    return make_password(password)
