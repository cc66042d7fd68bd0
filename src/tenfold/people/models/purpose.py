"""What the company is for: every wording that it had, and what people think of each."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

SAYS = ("yes", "no", "unsure")


class PurposeVersion(models.Model):
    """One wording of the purpose, and why it is so. The newest is the one that holds.

    Blank text: the company took its purpose back. `adopted_by` is null where a command did it, or
    where it was so before anybody wrote down who.
    """

    number = models.PositiveIntegerField(unique=True)
    text = models.TextField(blank=True, max_length=2_000)
    because = models.TextField(blank=True, max_length=4_000)
    adopted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="purposes"
    )
    adopted_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(number__gte=1), name="people_purpose_counts_from_1"),
        ]


class PurposeAnswer(models.Model):
    """What one person says to one question about one wording; the last word holds."""

    version = models.ForeignKey(PurposeVersion, on_delete=models.CASCADE, related_name="answers")
    question = models.CharField(max_length=32)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="purpose_answers"
    )
    says = models.CharField(max_length=8)
    because = models.TextField(blank=True, max_length=1_000)
    answered_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["version", "question", "account"], name="people_purpose_answer_once"
            ),
            models.CheckConstraint(condition=Q(says__in=SAYS), name="people_purpose_answer_says"),
        ]
