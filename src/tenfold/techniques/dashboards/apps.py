"""What the technique `dashboards` offers the house."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from tenfold.ui.manifest import Manifest, NavItem, Place, Tile


def get_serving_tile(*, request: HttpRequest, at: datetime) -> Mapping[str, Any]:  # noqa: ARG001
    """Return the goals under way that serve the purpose, for the page of the purpose."""
    from tenfold.techniques.dashboards.queries.goals.cards import list_serving
    from tenfold.techniques.dashboards.views.pages import read_asker

    return {"cards": list_serving(asker=read_asker(request))}


MANIFEST = Manifest(
    navigation=(
        NavItem(
            label=_("Are we moving?"),
            url_name="dashboards:home",
            place=Place.TOP,
            order=0,
            phone=True,
            short=_("Moving?"),
        ),
        NavItem(
            label=_("Explore"),
            url_name="dashboards:explore",
            place=Place.TOP,
            order=10,
            phone=True,
        ),
        NavItem(
            label=_("Segments"),
            url_name="dashboards:segments",
            place=Place.TOP,
            order=20,
        ),
        NavItem(
            label=_("Boards"),
            url_name="dashboards:boards",
            place=Place.LEARN,
            order=10,
            phone=True,
        ),
        NavItem(
            label=_("What happened"),
            url_name="dashboards:annotations",
            place=Place.LEARN,
            order=40,
        ),
        NavItem(
            label=_("Goals"),
            url_name="dashboards:goals",
            place=Place.LEARN,
            order=20,
            phone=True,
        ),
        NavItem(
            label=_("Alerts"),
            url_name="dashboards:alerts",
            place=Place.LEARN,
            order=30,
        ),
    ),
    tiles=(
        Tile(
            name="serving-the-purpose",
            title=_("Which goals serve it"),
            template="dashboards/serving.html",
            query=get_serving_tile,
            permission="see_numbers",
        ),
    ),
)


class DashboardsConfig(AppConfig):
    """See the technique's docstring."""

    name = "tenfold.techniques.dashboards"
    label = "dashboards"

    def ready(self) -> None:
        """Hear the facts that become annotations."""
        from tenfold.techniques.dashboards import handlers

        handlers.register()
