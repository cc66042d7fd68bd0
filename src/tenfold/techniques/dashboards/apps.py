"""What the technique `dashboards` offers the house."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from tenfold.ui.manifest import Manifest, NavItem, Place

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
    ),
)


class DashboardsConfig(AppConfig):
    """See the technique's docstring."""

    name = "tenfold.techniques.dashboards"
    label = "dashboards"
