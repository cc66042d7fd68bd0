"""What the room `people` offers the house."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from tenfold.ui.manifest import Manifest, NavItem, Place

MANIFEST = Manifest(
    navigation=(
        NavItem(label=_("Purpose"), url_name="people:purpose", place=Place.WHERE, order=10),
        NavItem(label=_("Members"), url_name="people:members", place=Place.HOUSE, order=10),
        NavItem(label=_("Teams"), url_name="people:teams", place=Place.HOUSE, order=15),
        NavItem(label=_("Company"), url_name="people:company", place=Place.HOUSE, order=20),
    )
)


class PeopleConfig(AppConfig):
    """See the room's docstring."""

    name = "tenfold.people"
    label = "people"
