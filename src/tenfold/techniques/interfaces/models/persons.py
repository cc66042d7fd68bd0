"""What people decided about persons beside merging them."""

from django.conf import settings
from django.db import models


class KeptApart(models.Model):
    """A merge that the log refused, and that somebody looked at and refused as well."""

    merge_id = models.BigIntegerField()
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["merge_id"], name="kept_apart_once")]

    def __str__(self) -> str:
        """Return the merge's number."""
        return str(self.merge_id)
