"""How sign-in (django-allauth) fits this house."""

import base64
import hashlib
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy

from tenfold.people import queries


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up by themselves: people join with an invitation."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": gettext_lazy("The address or the password is wrong."),
        "too_many_login_attempts": gettext_lazy(
            "Too many tries with a wrong password. Wait five minutes, then try again; or ask an "
            "administrator for a link with which you choose a new one."
        ),
    }

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        """Return that it is not."""
        return False

    def get_password_change_redirect_url(self, _request: HttpRequest) -> str:
        """Return to the account page."""
        return reverse("people:account")


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of second factors are encrypted with the home's key: rows alone betray none."""

    def get_totp_issuer(self) -> str:
        """Return what an authenticator app calls this entry."""
        company = queries.find_company()
        return "Tenfold" if company is None else f"Tenfold {company.name}"

    def encrypt(self, text: str) -> str:
        """Return the text, readable only with the home's secret."""
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return what was encrypted."""
        return _fernet().decrypt(encrypted_text.encode()).decode()


def _fernet() -> Fernet:
    secret = settings.SECRET_KEY.encode()
    key = hashlib.blake2b(secret, digest_size=32, person=b"tenfold-mfa").digest()
    return Fernet(base64.urlsafe_b64encode(key))
