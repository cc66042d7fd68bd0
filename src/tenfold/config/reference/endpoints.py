"""docs/reference/endpoints.md: every address for programs, and who may use it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tenfold.collector.formats.segment import PATHS as SEGMENT_PATHS
from tenfold.config.reference.markdown import code, page, table

INTRO = """
Pages are not listed here: their addresses, and who may use them, are under
[permissions](permissions.md). In the column *who*, `anyone` needs nothing, `signed_in` needs a
session or a secret key, `write_key` needs the key of a source, and anything else is a permission.

A program sends a secret key (`Authorization: Bearer tfs_...`), which a member makes on the page
"Keys for programs". It describes itself at `/api/openapi.json` (OpenAPI 3.1). What is refused is
answered with problem details ([refusals](refusals.md)).
"""
DOORS = {
    "/healthz": 'Answers `{"status": "ok"}` when the server is ready and the log can be written.',
    "/live": "Server-sent events: what arrives in the log, as it arrives.",
    "/live/boards/": "Server-sent events: that a board has changed, for whoever may look at it.",
    "/live/shared/": "The same, for whoever has the link to a board.",
    "/v1/events": "Takes events ([events](events.md)), answers with a verdict on each.",
    **dict.fromkeys(
        SEGMENT_PATHS,
        "Takes messages of [Segment and RudderStack clients](ingest.md#segment-and-rudderstack).",
    ),
}
"""What the doors before Django do."""

_CONVERTER = re.compile(r"<\w+:")


@dataclass(frozen=True)
class Address:
    """An address, the name of its URL pattern, and who may use it."""

    path: str
    name: str
    who: str


def list_addresses() -> list[Address]:
    """Return every address that Django answers, in the order of the alphabet."""
    from django.urls import get_resolver

    found = _walk(patterns=get_resolver().url_patterns, path="/", spaces=())
    return sorted(set(found), key=lambda address: (address.path, address.name))


def _walk(*, patterns: list[Any], path: str, spaces: tuple[str, ...]) -> Iterator[Address]:
    for pattern in patterns:
        here = path + _plain(str(pattern.pattern))
        if hasattr(pattern, "url_patterns"):
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from _walk(patterns=pattern.url_patterns, path=here, spaces=inner)
        else:
            name = ":".join((*spaces, pattern.name or ""))
            yield Address(path=here, name=name, who=_who(name=name))


def _plain(route: str) -> str:
    return route.removeprefix("^").removesuffix("$").removesuffix("\\Z").replace("\\", "")


def _who(*, name: str) -> str:
    from tenfold.config.permissions import who_may

    looking, changing = (who_may(name=name, method=method) for method in ("GET", "POST"))
    if looking == changing:
        return "nobody" if looking is None else str(looking.value)
    said = ["nobody" if who is None else str(who.value) for who in (looking, changing)]
    return f"{said[0]}; to change: {said[1]}"


def _outside() -> list[tuple[str, str]]:
    from tenfold.collector.app import PATHS
    from tenfold.config.permissions import OUTSIDE_DJANGO

    known = {path: str(who.value) for path, who in OUTSIDE_DJANGO.items()}
    known |= dict.fromkeys(PATHS, "write_key")
    return sorted(known.items())


def _operations() -> list[tuple[str, str, str, str]]:
    from tenfold.config.api import api
    from tenfold.config.permissions import who_may

    names = {_CONVERTER.sub("", one.path): one.name for one in list_addresses()}
    return [
        (
            method.upper(),
            code(path),
            code(str(who_may(name=names[_as_route(path)], method=method.upper()))),
            str(said.get("description") or said.get("summary", "")).split("\n\n")[0],
        )
        for path, operations in sorted(api.get_openapi_schema()["paths"].items())
        for method, said in sorted(operations.items())
    ]


_CONVERTER = re.compile(r"(?<=<)\w+:")
"""What Django writes before a name, and OpenAPI leaves out: <int:way_id>."""


def _as_route(path: str) -> str:
    """Return an address as Django writes it: {name} becomes <name>."""
    return path.replace("{", "<").replace("}", ">")


def make_page() -> str:
    """Return the page. Raises KeyError for a door that is not described above."""
    doors = table(
        columns=("address", "who", "what it does"),
        rows=[(code(path), code(who), DOORS[path]) for path, who in _outside()],
    )
    programs = table(columns=("method", "address", "who", "what it does"), rows=_operations())
    parts = ["## Fast doors", doors, "## The programs' interface", programs]
    return page(title="Endpoints", intro=INTRO, parts=parts)
