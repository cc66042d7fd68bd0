"""What the room `jobs` offers the house."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from tenfold.ui.manifest import Manifest, NavItem, Place

MANIFEST = Manifest(
    navigation=(NavItem(label=_("Jobs"), url_name="jobs:jobs", place=Place.HOUSE, order=60),)
)


class JobsConfig(AppConfig):
    """See the room's docstring."""

    name = "tenfold.jobs"
    label = "jobs"
