"""Objectives, their key results, and the check-ins of people."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

STATES = ("proposed", "declined", "adopted", "closed")
LENGTHS = ("month", "quarter", "year", "own")
KINDS = ("metric", "manual", "milestone")
OVERS = ("so_far", "day", "week")
SHAPES = ("line", "last_year")
CONFIDENCES = ("low", "medium", "high")
_ACCOUNT = settings.AUTH_USER_MODEL


class Objective(models.Model):
    """An ambition for a period. `state` is what somebody decided; see `rules.goals.states`.

    serves        how it serves the company's purpose, in words; blank: it does so through its parent
    carried_from  the objective of an earlier period that goes on in this one
    version       grows with every change of it and of its key results
    """

    title = models.CharField(max_length=140)
    about = models.TextField(blank=True, max_length=2_000)
    length = models.CharField(max_length=8)
    starts_on = models.DateField()
    ends_on = models.DateField()
    owner = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, related_name="objectives")
    team = models.ForeignKey(
        "people.Team", on_delete=models.PROTECT, null=True, related_name="objectives"
    )
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    serves_purpose = models.BooleanField(default=False)
    serves = models.CharField(blank=True, max_length=280)
    carried_from = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="carried_into"
    )
    state = models.CharField(max_length=8, default="proposed")
    proposed_by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(blank=True, max_length=500)
    score = models.DecimalField(max_digits=2, decimal_places=1, null=True)
    closed_by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    learned = models.TextField(blank=True, max_length=2_000)
    archived_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["starts_on", "id"]
        indexes: ClassVar = [
            models.Index(fields=["starts_on", "ends_on"], name="dashboards_objective_period")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(title=""), name="dashboards_objective_title"),
            models.CheckConstraint(
                condition=Q(state__in=STATES), name="dashboards_objective_state"
            ),
            models.CheckConstraint(
                condition=Q(length__in=LENGTHS), name="dashboards_objective_length"
            ),
            models.CheckConstraint(
                condition=Q(starts_on__lte=F("ends_on")), name="dashboards_objective_period_order"
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="dashboards_objective_not_its_own_parent",
            ),
            models.CheckConstraint(
                condition=Q(carried_from__isnull=True) | ~Q(carried_from=F("id")),
                name="dashboards_objective_not_carried_into_itself",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(state="proposed") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="dashboards_objective_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(reason=""),
                name="dashboards_objective_declined_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(
                    state="closed",
                    score__gte=0,
                    score__lte=1,
                    closed_at__isnull=False,
                    closed_by__isnull=False,
                )
                | (
                    ~Q(state="closed")
                    & Q(score__isnull=True, closed_at__isnull=True, closed_by__isnull=True)
                ),
                name="dashboards_objective_closed_is_scored",
            ),
        ]


class KeyResult(models.Model):
    """What an objective is measured by. One that was taken away stays, with its check-ins.

    metric, metric_version  the company's number, as it was defined when it was chosen
    query                   what it is narrowed to, as the page Explore writes it into its address
    over, count             how the number is read: see `rules.goals.reading`
    unit                    in which unit the number, the start and the target are
    shape                   by what it is expected to be how far
    score                   set when the objective is closed
    """

    objective = models.ForeignKey(Objective, on_delete=models.PROTECT, related_name="results")
    kind = models.CharField(max_length=10)
    title = models.CharField(max_length=140)
    place = models.PositiveSmallIntegerField(default=0)
    metric = models.CharField(blank=True, max_length=60)
    metric_version = models.PositiveIntegerField(null=True)
    query = models.TextField(blank=True, max_length=4_000)
    over = models.CharField(max_length=8, default="so_far")
    count = models.PositiveSmallIntegerField(default=0)
    unit = models.CharField(blank=True, max_length=20)
    start = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    target = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    due_on = models.DateField()
    shape = models.CharField(max_length=10, default="line")
    carried_from = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="carried_into"
    )
    score = models.DecimalField(max_digits=2, decimal_places=1, null=True)
    final = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["place", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(title=""), name="dashboards_result_title"),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="dashboards_result_kind"),
            models.CheckConstraint(condition=Q(shape__in=SHAPES), name="dashboards_result_shape"),
            models.CheckConstraint(
                condition=Q(over="so_far", count=0) | Q(over__in=["day", "week"], count__gte=1),
                name="dashboards_result_reading",
            ),
            models.CheckConstraint(
                condition=(
                    Q(kind="metric", metric_version__isnull=False) & ~Q(metric="")
                    | Q(kind__in=["manual", "milestone"], metric="", metric_version__isnull=True)
                ),
                name="dashboards_result_metric_and_version",
            ),
            models.CheckConstraint(
                condition=(
                    Q(kind="milestone", start__isnull=True, target__isnull=True)
                    | Q(
                        ~Q(start=F("target")),
                        kind__in=["metric", "manual"],
                        start__isnull=False,
                        target__isnull=False,
                    )
                ),
                name="dashboards_result_has_a_way_to_go",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=0, score__lte=1),
                name="dashboards_result_score",
            ),
        ]


class CheckIn(models.Model):
    """What somebody said about a key result at a moment. Never changed: a correction is another.

    value  the number as it stood, or as it was typed; of a milestone 1 or 0
    token  made when the page was drawn: what is sent twice is one check-in
    """

    result = models.ForeignKey(KeyResult, on_delete=models.PROTECT, related_name="check_ins")
    by = models.ForeignKey(_ACCOUNT, on_delete=models.PROTECT, related_name="check_ins")
    at = models.DateTimeField()
    value = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    pace = models.CharField(blank=True, max_length=16)
    confidence = models.CharField(max_length=8)
    note = models.CharField(blank=True, max_length=1_000)
    token = models.UUIDField()

    class Meta:
        ordering: ClassVar = ["at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["result", "at"], name="dashboards_check_in_of_result"),
            models.Index(fields=["at"], name="dashboards_check_in_at"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["result", "token"], name="dashboards_check_in_once"),
            models.CheckConstraint(
                condition=Q(confidence__in=CONFIDENCES), name="dashboards_check_in_confidence"
            ),
        ]


class CheckInDay(models.Model):
    """On which day of the week (0: Monday) a team is reminded to check in; no team: everybody."""

    team = models.OneToOneField(
        "people.Team", on_delete=models.CASCADE, null=True, related_name="check_in_day"
    )
    weekday = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="dashboards_check_in_weekday"),
            models.UniqueConstraint(
                models.Value(1),
                condition=Q(team__isnull=True),
                name="dashboards_check_in_day_of_the_company",
            ),
        ]
