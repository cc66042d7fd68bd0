"""Boards and their tiles."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tenfold.techniques.dashboards.rules.boards.grid import COLUMNS, DEEPEST, TALLEST
from tenfold.techniques.dashboards.rules.boards.kinds import KINDS


class Board(models.Model):
    """Several numbers on a page. `version` grows with every change of it or of its tiles."""

    title = models.CharField(max_length=120)
    about = models.TextField(blank=True, max_length=2_000)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="boards"
    )
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["title", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(title=""), name="dashboards_board_has_a_title"),
        ]


class Tile(models.Model):
    """One part of a board, on a grid of twelve columns. The database keeps it on the grid.

    query       what it asks, as the page Explore writes it into its address; blank for text and stream
    says        what its kind needs besides: a text, a target, which events
    removed_at  when it was taken away; until it is swept it can be put back
    """

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="tiles")
    kind = models.CharField(max_length=16)
    title = models.CharField(max_length=120, blank=True)
    query = models.TextField(blank=True, max_length=8_000)
    says = models.JSONField(default=dict)
    x = models.PositiveSmallIntegerField()
    y = models.PositiveSmallIntegerField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["y", "x", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="dashboards_tile_kind"),
            models.CheckConstraint(
                condition=Q(width__gte=1, height__gte=1, x__lte=COLUMNS - F("width")),
                name="dashboards_tile_on_the_grid",
            ),
            models.CheckConstraint(
                condition=Q(height__lte=TALLEST, y__lte=DEEPEST - F("height")),
                name="dashboards_tile_not_too_deep",
            ),
        ]
