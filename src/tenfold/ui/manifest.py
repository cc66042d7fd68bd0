"""What a technique offers the house: a module-level `MANIFEST` in its `apps.py`.

MANIFEST = Manifest(
    navigation=(NavItem(_("Boards"), "boards", Place.LEARN),),
    tiles=(Tile(name="sources", title=_("Sources"), template="interfaces/tile.html", ...),),
)
"""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Place(StrEnum):
    """Where in the navigation a page stands. The navigation is the strategy."""

    TOP = "top"
    WHERE = "where"
    OWN = "own"
    LINK = "link"
    LEVERAGE = "leverage"
    LEARN = "learn"
    HOUSE = "house"


@dataclass(frozen=True)
class NavItem:
    """One entry of the navigation. `label` is a lazy translation; `url_name` is reversed.

    `phone` puts it into the bar at the bottom of a phone, where `short` stands instead of a label
    that is too long for it. `count` is called with the request and gives a number to draw beside the
    label, unless it is 0; `counts` says what is counted, for those who hear the page.
    """

    label: Any
    url_name: str
    place: Place
    order: int = 50
    phone: bool = False
    short: Any = ""
    count: Callable[[Any], int] | None = None
    counts: Any = ""


@dataclass(frozen=True)
class Tile:
    """A part of a page that another technique shows.

    `query` is called with keywords `request` (of the page) and `at` (the page's instant) and returns
    the template's context. `permission` is the name of the permission that a viewer needs for it.
    """

    name: str
    title: Any
    template: str
    query: Callable[..., Mapping[str, Any]]
    permission: str


@dataclass(frozen=True)
class Manifest:
    """All that a technique offers."""

    navigation: tuple[NavItem, ...] = ()
    tiles: tuple[Tile, ...] = ()


def list_manifests() -> tuple[Manifest, ...]:
    """Return the manifest of every installed app that has one, in the order of installation."""
    from django.apps import apps

    found = (
        getattr(sys.modules[type(config).__module__], "MANIFEST", None)
        for config in apps.get_app_configs()
    )
    return tuple(manifest for manifest in found if isinstance(manifest, Manifest))


def get_tile(*, name: str) -> Tile | None:
    """Return the tile that some technique offers under this name, or None."""
    offered = (tile for manifest in list_manifests() for tile in manifest.tiles)
    return next((tile for tile in offered if tile.name == name), None)
