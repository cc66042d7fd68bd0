"""What people have said about the event names and properties that the log discovered.

The log knows what there is; these rows only add words and wishes. A row may speak of a name that
has not arrived yet: then it says what is expected.
"""

from django.conf import settings
from django.db import models


class NameDescription(models.Model):
    """What an event name means, and whether lists leave it out."""

    name = models.CharField(max_length=200)
    description = models.CharField(max_length=500, blank=True, default="")
    hidden = models.BooleanField(default=False)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["name"], name="name_described_once")]

    def __str__(self) -> str:
        """Return the event name."""
        return self.name


class PropertyDescription(models.Model):
    """What a property of an event name means, and whether each of its events should have it."""

    name = models.CharField(max_length=200)
    property = models.CharField(max_length=200)
    description = models.CharField(max_length=500, blank=True, default="")
    hidden = models.BooleanField(default=False)
    required = models.BooleanField(default=False)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["name", "property"]
        constraints = [
            models.UniqueConstraint(fields=["name", "property"], name="property_described_once")
        ]

    def __str__(self) -> str:
        """Return the event name and the property."""
        return f"{self.name}.{self.property}"
