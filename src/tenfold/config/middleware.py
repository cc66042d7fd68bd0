"""What happens to every request, in the order of `settings.MIDDLEWARE`."""

from collections.abc import Callable
from contextlib import nullcontext
from functools import partial
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.middleware.locale import LocaleMiddleware
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import StaticFile

from tenfold.config import permissions, problems
from tenfold.kit import clock
from tenfold.kit.ids import make_reference
from tenfold.kit.refusal import Refusal
from tenfold.people import keys, queries, tokens
from tenfold.people.models import Account
from tenfold.people.permissions import Viewer

GetResponse = Callable[[HttpRequest], HttpResponseBase]

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
READ = frozenset(
    {
        "application/javascript",
        "application/json",
        "application/problem+json",
        "image/svg+xml",
        "text/css",
        "text/html",
        "text/javascript",
        "text/plain",
    }
)
"""The kinds of answers that are read in a browser and made of words."""
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Frame-Options": "DENY",
    "Permissions-Policy": (
        "camera=(), geolocation=(), microphone=(), payment=(), usb=(), "
        "publickey-credentials-get=(self), publickey-credentials-create=(self)"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
}


def reference(get_response: GetResponse) -> GetResponse:
    """Give each request a reference: if it fails, the page and the log quote the same one."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        request.reference = make_reference()  # type: ignore[attr-defined]
        return get_response(request)

    return respond


class StaticFiles(WhiteNoiseMiddleware):  # type: ignore[misc]
    """Front-end files, straight from the packages. They are small: each goes out in one piece."""

    @staticmethod
    def serve(static_file: StaticFile, request: HttpRequest) -> HttpResponse:
        """Return the file, or 304, or the range that was asked for."""
        found = static_file.get_response(request.method, request.META)
        with nullcontext(BytesIO()) if found.file is None else found.file as file:
            content = file.read()
        response = HttpResponse(content, status=int(found.status))
        del response["Content-Type"]
        for name, value in found.headers:
            response[name] = value
        return response


class Compressed(GZipMiddleware):
    """What is read goes out compressed, where the browser can take it and it is worth it.

    Not what is compressed already (fonts, pictures), and not what is downloaded: a file keeps the
    length that its progress is told by. Pages get a little random length, so that what is secret in
    one cannot be guessed from how well it compresses (BREACH).
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Return the answer, compressed where it is to be read."""
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        is_read = kind in READ and not response.has_header("Content-Disposition")
        return super().process_response(request, response) if is_read else response


def security_headers(get_response: GetResponse) -> GetResponse:
    """Tell the browser what a page of ours can never do. Dynamic answers are nobody else's."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    return respond


def company(get_response: GetResponse) -> GetResponse:
    """Put the company at `request.company` (None before it was set up), its zone into templates."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        found = queries.find_company()
        request.company = found  # type: ignore[attr-defined]
        if found is None:
            return get_response(request)
        with timezone.override(ZoneInfo(found.timezone)):
            return get_response(request)

    return respond


class CompanyLocale(LocaleMiddleware):
    """Writes sentences, numbers and dates as the company's country does."""

    def process_request(self, request: HttpRequest) -> None:
        """Speak the company's language; before there is a company, the browser's."""
        found = request.company  # type: ignore[attr-defined]
        if found is not None:
            translation.activate(found.language)
            request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE
        else:
            super().process_request(request)


def secret_key(get_response: GetResponse) -> GetResponse:
    """Let a program in that brings a secret key. A cookie beside it counts for nothing."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        scheme, _space, key = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not problems.is_for_programs(request):
            return get_response(request)
        account = None
        if key.startswith(tokens.SECRET_KEY):
            account = keys.use_secret_key(key=key.strip(), at=clock.now())
        if account is None:
            return problems.answer(request, permissions.wrong_key())
        request.user = account
        request.secret_key = True  # type: ignore[attr-defined]
        return get_response(request)

    return respond


def viewer(get_response: GetResponse) -> GetResponse:
    """Put who is signed in at `request.viewer`: a `Viewer`, or None."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        request.viewer = SimpleLazyObject(lambda: _view(request))  # type: ignore[attr-defined]
        return get_response(request)

    return respond


class Doors:
    """Lets through who may pass, by the table in `permissions`; turns refusals into answers."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on; help whoever used an address in a way that it does not know."""
        request.may_open = partial(_may_open, request)  # type: ignore[attr-defined]
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed):
            helpful = problems.method_not_allowed(request)
            helpful["Allow"] = response["Allow"]
            return helpful
        return response

    def process_view(
        self, request: HttpRequest, _view_function: Any, _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        """Refuse whoever the table does not name. Nothing that is not in the table is open."""
        match = request.resolver_match
        name = "" if match is None else match.view_name
        method = request.method or "GET"
        try:
            permissions.require(name=name, method=method, viewer=_view(request))
        except permissions.SignInNeeded as refusal:
            return problems.ask_to_sign_in(request, refusal)
        except Refusal as refusal:
            return problems.answer(request, refusal)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn a refusal into an answer. Anything else is a bug, and Django's to report."""
        if isinstance(exception, Refusal):
            return problems.answer(request, exception)
        return None


def house(request: HttpRequest) -> dict[str, Any]:
    """Give every template the company, the viewer, and whether this is the demo."""
    return {
        "company": getattr(request, "company", None),
        "viewer": getattr(request, "viewer", None),
        "is_demo": settings.DEMO,
    }


def _may_open(request: HttpRequest, name: str) -> bool:
    return permissions.may(name=name, method="GET", viewer=_view(request))


def _view(request: HttpRequest) -> Viewer | None:
    user = getattr(request, "user", AnonymousUser())
    return queries.view_account(account=user) if isinstance(user, Account) else None
