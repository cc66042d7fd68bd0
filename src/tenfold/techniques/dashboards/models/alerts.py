"""Alerts, the times they fired, all that was done about them, and the messages that went out."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

STAGES = ("firing", "acknowledged", "resolved", "withdrawn")
ENDINGS = ("calm", "person", "late", "clock", "gone", "changed")
CHANGES = (
    "made", "changed", "removed", "paused", "woken", "handed", "failing", "answering",
    "began", "reopened", "over", "withdrawn", "taken", "given_back", "resolved", "put_off", "told",
)  # fmt: skip


class Alert(models.Model):
    """A number that is watched.

    query      what Explore writes into its address; "" where a key result is watched
    rule       `rules.alerts.conditions.rule_to_spec`
    unit       of the number, when it was looked at last
    listeners  who is told: {"accounts": [ids], "teams": [ids], "ways": [ids]}
    version    grows with every change of what is watched: incidents belong to one version
    watched_since  when it began to watch for what it watches for now
    judged_until   up to where periods were judged
    pending_since  since when the condition is met, but not yet for long enough; None: it is not
    """

    title = models.CharField(max_length=120)
    about = models.TextField(blank=True, max_length=2_000)
    query = models.TextField(blank=True, max_length=8_000)
    key_result = models.PositiveBigIntegerField(null=True)
    rule = models.JSONField()
    unit = models.CharField(max_length=16, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="alerts"
    )
    listeners = models.JSONField(default=dict)
    urgent = models.BooleanField(default=False)
    quiet_begins = models.TimeField(null=True)
    quiet_ends = models.TimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    watched_since = models.DateTimeField()
    looked_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)
    judged_until = models.DateTimeField(null=True)
    pending_since = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    problem = models.TextField(blank=True)
    problem_since = models.DateTimeField(null=True)
    problem_told_at = models.DateTimeField(null=True)

    class Meta:
        """A page lists them by title; a look asks which are due."""

        ordering: ClassVar = ["title", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(quiet_begins__isnull=True, quiet_ends__isnull=True)
                | Q(quiet_begins__isnull=False, quiet_ends__isnull=False),
                name="dashboards_alert_quiet_hours",
            ),
            models.CheckConstraint(
                condition=(Q(query="") & Q(key_result__isnull=False))
                | (~Q(query="") & Q(key_result__isnull=True)),
                name="dashboards_alert_watches_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(failures=0, problem_since__isnull=True)
                | Q(failures__gt=0, problem_since__isnull=False),
                name="dashboards_alert_problem_since",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["next_at"],
                condition=Q(removed_at__isnull=True),
                name="dashboards_alert_due",
            )
        ]


class Incident(models.Model):
    """One time that an alert fired for one value, until it is over.

    value     a key of the value of the breakdown; "" where there is none; `labels` says it
    began_at  when the first period began that met the condition, `last_at` the newest one
    measured  what was found: value, against, moved, unit, and the worst so far
    over_at   when the period ended with which it was over
    """

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="incidents")
    version = models.PositiveIntegerField()
    value = models.CharField(max_length=64, blank=True)
    labels = models.JSONField(default=list)
    stage = models.CharField(max_length=16, default="firing")
    began_at = models.DateTimeField()
    last_at = models.DateTimeField()
    hits = models.PositiveIntegerField(default=1)
    measured = models.JSONField(default=dict)
    noticed_at = models.DateTimeField()
    over_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    ended = models.CharField(max_length=16, blank=True)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="incidents"
    )
    taken_at = models.DateTimeField(null=True)
    put_off_until = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    told_end_at = models.DateTimeField(null=True)

    class Meta:
        """At most one is open for an alert and a value, whoever evaluates, however often."""

        ordering: ClassVar = ["-began_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["alert", "value"],
                condition=Q(closed_at__isnull=True),
                name="dashboards_incident_one_open",
            ),
            models.UniqueConstraint(
                fields=["alert", "version", "value", "began_at"],
                name="dashboards_incident_begins_once",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=("firing", "acknowledged"), closed_at__isnull=True, ended="")
                | (
                    Q(stage__in=("resolved", "withdrawn"), closed_at__isnull=False)
                    & Q(ended__in=ENDINGS)
                ),
                name="dashboards_incident_stage",
            ),
            models.CheckConstraint(
                condition=~Q(stage="acknowledged")
                | Q(holder__isnull=False, taken_at__isnull=False),
                name="dashboards_incident_somebody_has_it",
            ),
            models.CheckConstraint(
                condition=Q(last_at__gte=F("began_at")), name="dashboards_incident_in_order"
            ),
        ]


class AlertChange(models.Model):
    """One line of the history: what became of an alert or an incident; `by` None: the machine."""

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="changes")
    incident = models.ForeignKey(
        Incident, on_delete=models.CASCADE, null=True, related_name="changes"
    )
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    what = models.CharField(max_length=16)
    says = models.JSONField(default=dict)

    class Meta:
        """In the order in which it happened."""

        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(what__in=CHANGES), name="dashboards_alert_change")
        ]


class AlertMessage(models.Model):
    """A message that went out: to whom (`audience`), about which alerts and incidents.

    `number` counts an audience's messages; two that tell at once cannot both be the next.
    """

    audience = models.CharField(max_length=64)
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    alerts = models.JSONField()
    incidents = models.JSONField()

    class Meta:
        """Asked for by audience, the newest."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["audience", "number"], name="dashboards_alert_message_number"
            )
        ]
