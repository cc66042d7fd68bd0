"""Rows of the room: metrics and segments that the company has defined."""

from django.db import models


class MetricDefinition(models.Model):
    """A metric under a name of its own, as it is now. `spec`: the JSON of `metrics.definitions`."""

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


class MetricVersion(models.Model):
    """A metric as it once was defined. Stays when the metric is removed: answers name it."""

    name = models.SlugField(max_length=60, allow_unicode=False)
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    asks = models.CharField(max_length=240, blank=True)
    spec = models.JSONField()
    better = models.CharField(max_length=4)
    defined_at = models.DateTimeField()
    defined_by = models.ForeignKey(
        "people.Account", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["name", "version"], name="metrics_version_once_a_metric"
            ),
        ]
        ordering = ["name", "version"]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


class Segment(models.Model):
    """A segment under a name of its own.

    spec     the JSON form of a condition; of a list: {"members": its number in the log}
    kind     live: whoever meets the condition; frozen: who met it at `listed_at`; uploaded: a list
    origin   of a frozen segment: the condition that its members met
    """

    name = models.SlugField(max_length=60, allow_unicode=False)
    title = models.CharField(max_length=120)
    spec = models.JSONField()
    kind = models.CharField(max_length=8, default="live")
    origin = models.JSONField(null=True, blank=True)
    listed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    defined_at = models.DateTimeField()
    defined_by = models.ForeignKey(
        "people.Account", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name"], name="metrics_segment_name_unique"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["live", "frozen", "uploaded"]),
                name="metrics_segment_kind_known",
            ),
        ]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class SegmentVersion(models.Model):
    """What a segment meant, so that an old answer stays explainable. Kept when it is removed."""

    name = models.SlugField(max_length=60, allow_unicode=False)
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    spec = models.JSONField()
    kind = models.CharField(max_length=8)
    defined_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["name", "version"], name="metrics_segment_version_unique"
            ),
        ]
        ordering = ["name", "version"]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"
