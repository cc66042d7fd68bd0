"""The room `outbox`, as Django sees it."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """See the room's docstring."""

    name = "tenfold.outbox"
    label = "outbox"
