"""Teams, and who is and was in them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower


class Team(models.Model):
    """People who work on something together. An archived one stays, because its deeds do."""

    name = models.CharField(max_length=80)
    about = models.TextField(blank=True, max_length=2_000)
    made_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("name"), condition=Q(archived_at__isnull=True), name="people_team_name"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="people_team_has_a_name"),
        ]


class Membership(models.Model):
    """From when to when somebody was in a team. Who leaves and comes back has two of them."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="memberships")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships"
    )
    leads = models.BooleanField(default=False)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["team", "account"],
                condition=Q(left_at__isnull=True),
                name="people_membership_once",
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(left_at__gte=F("joined_at")),
                name="people_membership_ends_after_it_began",
            ),
        ]
