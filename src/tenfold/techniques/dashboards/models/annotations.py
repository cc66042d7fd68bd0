"""Annotations: what happened on a day, so that a chart can say why it bends."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

KINDS = ("release", "campaign", "holiday", "experiment", "other", "fact")
_SAID_BY_A_PERSON = ~Q(kind="fact") & ~Q(title="") & Q(fact="")
_SAID_BY_A_FACT = Q(kind="fact", title="") & ~Q(fact="")


class Annotation(models.Model):
    """A note on the axis of time, in the company's calendar. No behaviour.

    starts_on, ends_on  days, the last one included; no `ends_on`: one day
    time                the moment of that one day; none: the whole of it
    metric, event       what it is about, by name: one of them, or neither: everything
    fact, says          the name and the properties of the fact that it is made of; a person's has
                        none. It is put into words when it is read, in the reader's language.
    key                 what is noted once only: a fact by its id, a holiday by country and day
    removed_at          taken off the charts; kept, so that it can come back and is not noted anew
    """

    kind = models.CharField(max_length=16)
    title = models.CharField(max_length=120, blank=True)
    about = models.TextField(blank=True, max_length=1_000)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    time = models.TimeField(null=True)
    metric = models.CharField(max_length=60, blank=True)
    event = models.CharField(max_length=200, blank=True)
    fact = models.CharField(max_length=60, blank=True)
    says = models.JSONField(default=dict)
    key = models.CharField(max_length=80, null=True, unique=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="annotations"
    )
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-starts_on", "-time", "-id"]
        indexes: ClassVar = [
            models.Index(
                fields=["starts_on"],
                name="dashboards_annotation_shown",
                condition=Q(removed_at__isnull=True),
            )
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="dashboards_annotation_kind"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                name="dashboards_annotation_ends_later",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(time__isnull=True),
                name="dashboards_annotation_moment_or_days",
            ),
            models.CheckConstraint(
                condition=Q(metric="") | Q(event=""), name="dashboards_annotation_about_one"
            ),
            models.CheckConstraint(
                condition=_SAID_BY_A_PERSON | _SAID_BY_A_FACT, name="dashboards_annotation_says"
            ),
        ]
