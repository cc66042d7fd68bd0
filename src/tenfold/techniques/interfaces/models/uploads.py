"""Files that were dropped on the import page and wait to be imported."""

import uuid

from django.conf import settings
from django.db import models


class Upload(models.Model):
    """A file in the home's uploads folder, and what has been decided about it so far.

    `mapping` is what somebody changed by hand (None: guess) and `answers` what they answered to the
    questions. `source_name` says where its events go ("": as the mapping or the file says).
    `rows` is how many there are, once they were counted. `import_id` is set once the import has begun.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file_name = models.CharField(max_length=200)
    size_bytes = models.BigIntegerField()
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    source_name = models.CharField(max_length=80, blank=True, default="")
    encoding = models.CharField(max_length=40, blank=True, default="")
    mapping = models.JSONField(null=True, default=None)
    answers = models.JSONField(default=dict)
    rows = models.BigIntegerField(null=True, default=None)
    import_id = models.BigIntegerField(null=True, default=None)

    class Meta:
        ordering = ["-uploaded_at"]
        indexes = [models.Index(fields=["import_id"], name="upload_by_import")]

    def __str__(self) -> str:
        """Return the file's name."""
        return self.file_name
