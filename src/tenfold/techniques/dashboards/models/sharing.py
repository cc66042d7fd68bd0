"""Links that show one board to whoever has them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tenfold.techniques.dashboards.models.boards import Board

_SHA_256 = r"^[0-9a-f]{64}$"


class ShareLink(models.Model):
    """A way to see one board without an account. Of its secret only the hash is kept.

    label         for whom it was made: "The screen in the packing hall"
    money         whether amounts of money are shown; persons never are
    expires_at    None: it works until it is revoked
    """

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="share_links")
    label = models.CharField(max_length=80)
    token_hash = models.CharField(max_length=64, unique=True)
    money = models.BooleanField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="share_links"
    )
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-made_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(label=""), name="dashboards_share_link_label"),
            models.CheckConstraint(
                condition=Q(token_hash__regex=_SHA_256), name="dashboards_share_link_hash"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__isnull=True) | Q(expires_at__gt=F("made_at")),
                name="dashboards_share_link_expires",
            ),
        ]
