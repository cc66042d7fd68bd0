"""The room `metrics`, as Django sees it."""

from django.apps import AppConfig


class MetricsConfig(AppConfig):
    """See the room's docstring."""

    name = "tenfold.metrics"
    label = "metrics"
