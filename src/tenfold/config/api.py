"""The interface of programs, under /api/: one explicit list of the rooms that have a part in it.

Who may use what stands in `permissions`, for pages and programs alike. A program sends a secret key
(`Authorization: Bearer tfs_...`); a page of ours uses its session and a CSRF token.
"""

import json
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser
from ninja.security import HttpBearer, SessionAuth

from tenfold import __version__
from tenfold.config import problems
from tenfold.jobs.api import router as jobs_router
from tenfold.kit.refusal import Refusal
from tenfold.notices.api import router as notices_router
from tenfold.people.api import ROUTERS as PEOPLE_ROUTERS
from tenfold.techniques.dashboards.api import ROUTERS as DASHBOARDS_ROUTERS
from tenfold.techniques.interfaces.api import router as interfaces_router


class SecretKeyAuth(HttpBearer):
    """A secret key. The middleware has checked it; a request with a wrong one never gets here."""

    def __call__(self, request: HttpRequest) -> Any | None:
        """Return the member whose key it is, or None where the request brought none."""
        return request.user if getattr(request, "secret_key", False) else None

    def authenticate(self, request: HttpRequest, token: str) -> Any | None:
        """Return nothing: `__call__` has answered."""


class ObjectParser(Parser):
    """Reads bodies. Every operation takes a JSON object; django-ninja alone takes `[]` for `{}`."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """Return the object. Raises `ValueError` for anything else; django-ninja answers 400."""
        body = json.loads(request.body)
        if not isinstance(body, dict):
            raise ValueError("the body must be a JSON object")
        return body


class Interface(NinjaAPI):
    """An API in which every operation may answer with problem details, without each saying so."""

    def get_openapi_schema(self, **where: Any) -> OpenAPISchema:
        """Return the OpenAPI 3.1 document, with what can be refused declared everywhere."""
        schema = super().get_openapi_schema(**where)
        schema["components"]["schemas"]["Problem"] = PROBLEM
        for path in schema["paths"].values():
            for operation in path.values():
                operation["responses"] |= {"4XX": REFUSED, "503": REFUSED}
        return schema


api = Interface(
    title="Tenfold",
    version=__version__,
    description="Everything a page of Tenfold can do, for programs.",
    urls_namespace="api",
    docs_url=None,
    parser=ObjectParser(),
    auth=[SecretKeyAuth(), SessionAuth()],
)

PROBLEM = {
    "type": "object",
    "description": "What went wrong, and what to do next (RFC 9457).",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string", "description": "What is wrong, as a sentence."},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "Stable; docs/reference lists all of them."},
        "detail": {"type": "string", "description": "What to do next."},
        "field": {"type": "string", "description": "The member of the input that is wrong."},
    },
}
REFUSED = {
    "description": "Refused",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
ROUTERS = (interfaces_router, *PEOPLE_ROUTERS, notices_router, jobs_router, *DASHBOARDS_ROUTERS)
"""The rooms that have a part in the interface. Add a room's router here."""

for router in ROUTERS:
    api.add_router("", router)


@api.exception_handler(Refusal)
def on_refusal(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Turn a refusal into problem details."""
    return problems.answer(request, refusal)


@api.exception_handler(ValidationError)
def on_invalid_input(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Say which member of the input is wrong, and how."""
    first = error.errors[0]
    where = ".".join(str(part) for part in first["loc"][1:])
    return problems.answer(
        request,
        problems.InvalidInput(
            _("%(where)s: %(complaint)s") % {"where": where or "body", "complaint": first["msg"]},
            next_step=_("Compare what you sent with /api/openapi.json."),
            field=where or None,
        ),
    )


@api.exception_handler(Http404)
def on_not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    """Answer an address where nothing is."""
    return problems.not_found(request, error)


@api.exception_handler(PermissionDenied)
def on_forbidden(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    """Answer what is closed."""
    return problems.forbidden(request, error)


@api.exception_handler(HttpError)
def on_http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Turn what django-ninja itself refuses into problem details: bad JSON, no CSRF token."""
    if error.status_code == 403:
        return problems.csrf_failed(request)
    said = _("The body must be a JSON object.") if error.status_code == 400 else str(error)
    refusal = problems.BadRequest(said, next_step=_("Compare it with /api/openapi.json."))
    return problems.answer(request, refusal)
