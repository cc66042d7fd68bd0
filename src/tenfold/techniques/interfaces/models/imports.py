"""Imports, and the mappings that are used again."""

from django.conf import settings
from django.db import models

from tenfold.techniques.interfaces.models.sources import Source


class ImportState(models.TextChoices):
    """How far an import has come."""

    RUNNING = "running", "running"
    FINISHED = "finished", "finished"
    CANCELLED = "cancelled", "cancelled"
    INTERRUPTED = "interrupted", "interrupted"
    FAILED = "failed", "failed"
    UNDONE = "undone", "undone"


class ImportRun(models.Model):
    """One file, read into one source. Its id marks the events that it brought.

    Counts are rows: read = accepted + duplicates + erased + rejected + left_out, once it has
    finished. `began_at` stays when an import is continued: it is the time of rows without one.
    """

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=255)
    path = models.TextField()
    bytes_total = models.BigIntegerField()
    mapping = models.JSONField()
    state = models.CharField(max_length=12, choices=ImportState.choices)
    share = models.FloatField(default=0)
    read = models.BigIntegerField(default=0)
    accepted = models.BigIntegerField(default=0)
    duplicates = models.BigIntegerField(default=0)
    erased = models.BigIntegerField(default=0)
    rejected = models.BigIntegerField(default=0)
    left_out = models.BigIntegerField(default=0)
    removed = models.BigIntegerField(default=0)
    problem = models.TextField(blank=True, default="")
    began_at = models.DateTimeField()
    began_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["state"], name="import_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=ImportState.values), name="import_state_known"
            ),
        ]

    def __str__(self) -> str:
        """Return the file's name."""
        return self.file_name


class SavedMapping(models.Model):
    """What somebody decided about files of one shape; the next such file is read alike."""

    fingerprint = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=255)
    spec = models.JSONField()
    used_at = models.DateTimeField()

    class Meta:
        ordering = ["-used_at"]

    def __str__(self) -> str:
        """Return its name."""
        return self.name
