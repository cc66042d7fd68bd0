"""The one place where what went wrong becomes an answer.

A program gets problem details (RFC 9457), a part of a page gets a fragment, a person gets a page:
each says what is wrong and what to do next.
"""

from http import HTTPStatus
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.request import MediaType
from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from tenfold.kit.refusal import Refusal

_RETRY_AFTER_SECONDS = "5"


class NotFound(Refusal):
    """There is nothing at this address."""

    code = "not_found"
    status = 404


class MethodNotAllowed(Refusal):
    """The address exists, but not for this method."""

    code = "method_not_allowed"
    status = 405


class BadRequest(Refusal):
    """The request itself makes no sense."""

    code = "bad_request"
    status = 400


class StalePage(Refusal):
    """The form was not made by this browser's session."""

    code = "stale_page"
    status = 403


class Forbidden(Refusal):
    """This is closed."""

    code = "forbidden"
    status = 403


class InvalidInput(Refusal):
    """What was sent does not have the shape that the schema asks for."""

    code = "invalid_input"
    status = 422


class Unexpected(Refusal):
    """A bug. The reference finds it in the log."""

    code = "unexpected"
    status = 500


def is_for_programs(request: HttpRequest) -> bool:
    """Return whether whoever asks wants JSON: the interface of programs, or so the request says."""
    if request.path.startswith(("/api/", "/v1/")):
        return True
    wanted: list[MediaType] = request.accepted_types
    return bool(wanted) and all(each.sub_type.endswith("json") for each in wanted)


def answer(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Return the refusal as whoever asks can use it."""
    if is_for_programs(request):
        response: HttpResponse = JsonResponse(
            refusal.as_problem(), status=refusal.status, content_type="application/problem+json"
        )
    else:
        response = _draw(request, refusal)
    if refusal.status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = 'Bearer realm="Tenfold"'
    if refusal.status == HTTPStatus.SERVICE_UNAVAILABLE:
        response["Retry-After"] = _RETRY_AFTER_SECONDS
    return response


def ask_to_sign_in(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Send a person to the sign-in page and back afterwards; tell a program to sign in."""
    if is_for_programs(request):
        return answer(request, refusal)
    page = request.headers.get("HX-Current-URL") if _is_part_of_a_page(request) else None
    back = page or (request.get_full_path() if request.method == "GET" else "/")
    sign_in = f"{resolve_url('account_login')}?{urlencode({'next': back})}"
    if _is_part_of_a_page(request):
        return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"HX-Redirect": sign_in})
    return HttpResponseRedirect(sign_in)


def not_found(
    request: HttpRequest,
    exception: Exception | None = None,  # noqa: ARG001  Django's keyword
) -> HttpResponse:
    """Answer an address where nothing is."""
    return answer(
        request,
        NotFound(
            _("There is nothing at this address."),
            next_step=_("It may have been removed, or the link may be incomplete."),
        ),
    )


def forbidden(
    request: HttpRequest,
    exception: Exception | None = None,  # noqa: ARG001  Django's keyword
) -> HttpResponse:
    """Answer what is closed to everybody."""
    return answer(
        request,
        Forbidden(
            _("This is closed."),
            next_step=_("Go back, or ask an owner or an administrator of your company."),
        ),
    )


def bad_request(
    request: HttpRequest,
    exception: Exception | None = None,  # noqa: ARG001  Django's keyword
) -> HttpResponse:
    """Answer a request that makes no sense, most often a host name that is not ours."""
    return answer(
        request,
        BadRequest(
            _("The server did not understand this request."),
            next_step=_(
                "If you just gave the server a new name, add it to public_url or hosts "
                "in tenfold.toml and start it again."
            ),
        ),
    )


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  Django's keyword
    """Answer a form that was not made by this browser's session."""
    return answer(
        request,
        StalePage(
            _("This page was open for too long, or cookies are switched off."),
            next_step=_("Go back, load the page again, and repeat what you did."),
        ),
    )


def method_not_allowed(request: HttpRequest) -> HttpResponse:
    """Answer a method that the address does not know."""
    return answer(
        request,
        MethodNotAllowed(
            _("This address cannot be used in this way."),
            next_step=_("Go back and use the buttons of the page."),
        ),
    )


def unexpected(request: HttpRequest) -> HttpResponse:
    """Answer a bug. Uses no row and no page of ours: those may be what is broken."""
    reference = getattr(request, "reference", "")
    refusal = Unexpected(
        _("Something went wrong on our side."),
        next_step=_("Try again. If it happens again, report the reference %(reference)s.")
        % {"reference": reference},
    )
    if is_for_programs(request):
        problem = refusal.as_problem() | {"reference": reference}
        return JsonResponse(problem, status=500, content_type="application/problem+json")
    context = {"problem": refusal, "reference": reference}
    if _is_part_of_a_page(request):
        return _beside_the_messages(render_to_string("problem_fragment.html", context), 500)
    return HttpResponse(render_to_string("unexpected.html", context), status=500)


def _draw(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    context = {"problem": refusal, "layout": "ui/base.html" if signed_in else "ui/plain.html"}
    if not _is_part_of_a_page(request):
        page = render_to_string("problem.html", context, request)
        return HttpResponse(page, status=refusal.status)
    return _beside_the_messages(
        render_to_string("problem_fragment.html", context, request), refusal.status
    )


def _beside_the_messages(fragment: str, status: int) -> HttpResponse:
    """Have the shell put the fragment where messages stand, not where the answer would go."""
    headers = {"HX-Retarget": "#messages", "HX-Reswap": "innerHTML"}
    return HttpResponse(fragment, status=status, headers=headers)


def _is_part_of_a_page(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"
