"""What the technique `interfaces` offers the house."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from tenfold.ui.manifest import Manifest, NavItem, Place, Tile

TILE_SOURCES = 6


class InterfacesConfig(AppConfig):
    """See the technique's docstring."""

    name = "tenfold.techniques.interfaces"
    label = "interfaces"


def get_sources_tile(*, request: HttpRequest, at: datetime) -> Mapping[str, Any]:  # noqa: ARG001
    """Return the sources in use and how they are, for the home page; the most recent first."""
    from tenfold.eventlog.current import get_log
    from tenfold.techniques.interfaces.queries.sources import list_recent_sources

    found = list_recent_sources(log=get_log(), at=at)
    return {"sources": found[:TILE_SOURCES], "more": max(0, len(found) - TILE_SOURCES)}


MANIFEST = Manifest(
    navigation=(
        NavItem(
            label=_("Interfaces"),
            url_name="interfaces:sources",
            place=Place.OWN,
            order=10,
        ),
    ),
    tiles=(
        Tile(
            name="sources",
            title=_("Sources"),
            template="interfaces/tile_sources.html",
            query=get_sources_tile,
            permission="see_numbers",
        ),
    ),
)
