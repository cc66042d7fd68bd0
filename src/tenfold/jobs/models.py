"""What is to be done, what is being done, and what became of it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q


class State(models.TextChoices):
    """What a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class JobRow(models.Model):
    """Something that was asked for.

    `claim` is whoever runs it, `lease_until` when they are taken for dead. `attempts` counts since
    it was asked for or a person asked to try again.
    """

    id = models.BigAutoField(primary_key=True)
    job = models.CharField(max_length=100)
    arguments = models.JSONField()
    key = models.CharField(max_length=200, null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    enqueued_at = models.DateTimeField()
    due_at = models.DateTimeField()
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    claim = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    done = models.PositiveBigIntegerField(null=True)
    of = models.PositiveBigIntegerField(null=True)
    problem = models.TextField(default="", blank=True)
    reference = models.CharField(max_length=16, default="", blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["job", "key"], name="job_key_once", condition=Q(key__isnull=False)
            ),
            models.CheckConstraint(
                name="job_state_known", condition=Q(state__in=[each.value for each in State])
            ),
            models.CheckConstraint(
                name="job_running_is_claimed",
                condition=Q(state="running", claim__isnull=False, lease_until__isnull=False)
                | (~Q(state="running") & Q(claim__isnull=True, lease_until__isnull=True)),
            ),
            models.CheckConstraint(
                name="job_over_has_ended",
                condition=Q(state__in=["done", "failed"], ended_at__isnull=False)
                | Q(state__in=["waiting", "running"], ended_at__isnull=True),
            ),
            models.CheckConstraint(
                name="job_failed_says_why", condition=~Q(state="failed") | ~Q(problem="")
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "due_at", "id"], name="job_due"),
            models.Index(fields=["state", "ended_at"], name="job_over"),
        ]


class ScheduleRow(models.Model):
    """When something that is done again and again was last done, and when it is due."""

    name = models.CharField(max_length=100, primary_key=True)
    next_due_at = models.DateTimeField()
    last_began_at = models.DateTimeField(null=True)
    last_ended_at = models.DateTimeField(null=True)
    last_error = models.TextField(default="", blank=True)
    reference = models.CharField(max_length=16, default="", blank=True)
    failures = models.PositiveIntegerField(default=0)
    runs = models.PositiveBigIntegerField(default=0)
    claim = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="schedule_claim_has_a_lease",
                condition=Q(claim__isnull=True, lease_until__isnull=True)
                | Q(claim__isnull=False, lease_until__isnull=False, last_began_at__isnull=False),
            ),
            models.CheckConstraint(
                name="schedule_ended_after_it_began",
                condition=Q(last_ended_at__isnull=True) | Q(last_began_at__isnull=False),
            ),
            models.CheckConstraint(
                name="schedule_failures_say_why",
                condition=Q(failures=0) | (Q(failures__gt=0) & ~Q(last_error="")),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["next_due_at"], name="schedule_due")]
