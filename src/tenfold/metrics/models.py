"""Rows of the room: metrics that the company has defined."""

from django.db import models


class MetricDefinition(models.Model):
    """A metric under a name of its own. `spec` is the JSON form of `metrics.definitions`."""

    name = models.SlugField(max_length=60, allow_unicode=False)
    title = models.CharField(max_length=120)
    asks = models.CharField(max_length=240, blank=True)
    spec = models.JSONField()
    better = models.CharField(max_length=4, default="up")
    headline = models.PositiveSmallIntegerField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    defined_at = models.DateTimeField()
    defined_by = models.ForeignKey(
        "people.Account", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name"], name="metrics_metric_name_unique"),
            models.UniqueConstraint(fields=["headline"], name="metrics_metric_one_a_place"),
            models.CheckConstraint(
                condition=models.Q(better__in=["up", "down", "none"]),
                name="metrics_metric_better_known",
            ),
        ]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
