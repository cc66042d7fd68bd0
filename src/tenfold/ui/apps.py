"""The room `ui`, as Django sees it."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """See the room's docstring."""

    name = "tenfold.ui"
    label = "ui"
