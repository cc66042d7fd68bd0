"""Where events come from."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower


class SourceKind(models.TextChoices):
    """What sort of thing sends the events."""

    WEB = "web", "web"
    SERVER = "server", "server"
    DEVICE = "device", "device"
    FILE = "file", "file"


class Source(models.Model):
    """A site, an app, a till, a sensor or a file. Its id stands beside its events in the log.

    Ids are never given twice, also not after a source is archived, because events outlive sources.
    `keep_days` is how long its single events are kept; None: for ever.
    """

    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=SourceKind.choices)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    archived_at = models.DateTimeField(null=True, blank=True)
    keep_days = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(Lower("name"), name="source_name_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=SourceKind.values), name="source_kind_known"
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="source_has_a_name"),
            models.CheckConstraint(
                condition=models.Q(keep_days=None) | models.Q(keep_days__gte=1),
                name="source_keeps_a_day_at_least",
            ),
        ]

    def __str__(self) -> str:
        """Return its name."""
        return self.name
