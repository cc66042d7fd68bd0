"""The facts that have been stated, until some time after they were delivered."""

from typing import ClassVar

from django.db import models

from tenfold.kit import ids


class OutboxRow(models.Model):
    """One fact. Its id and time are the event's id and time, however often it is delivered."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    at = models.DateTimeField()
    name = models.CharField(max_length=100)
    actor_id = models.BigIntegerField(null=True)
    properties = models.JSONField()
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["id"],
                name="outbox_waiting",
                condition=models.Q(delivered_at__isnull=True),
            ),
            models.Index(fields=["delivered_at"], name="outbox_delivered"),
        ]
