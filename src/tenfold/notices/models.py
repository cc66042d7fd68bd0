"""What was told, who finds it in Tenfold, and how it goes out of the house."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from tenfold.kit import ids
from tenfold.notices.notice import Kind

_KINDS = [kind.value for kind in Kind]
WAY_KINDS = ("email", "apprise", "webhook")
MESSAGE_STATES = ("waiting", "sending", "sent", "failed", "dropped")


class Told(models.Model):
    """A notice, as it was told. `key` is what makes it one notice, however often it is told."""

    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=300)
    lines = models.JSONField(default=list)
    subject_without_money = models.CharField(max_length=300, blank=True)
    lines_without_money = models.JSONField(null=True)
    path = models.CharField(max_length=500, blank=True)
    verb = models.CharField(max_length=100, blank=True)
    urgent = models.BooleanField(default=False)
    group = models.CharField(max_length=200, blank=True)
    told_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=_KINDS), name="notices_told_kind"),
            models.CheckConstraint(condition=~Q(subject=""), name="notices_told_subject"),
        ]
        indexes: ClassVar = [models.Index(fields=["told_at"], name="notices_told_at")]


class ToldPicture(models.Model):
    """A picture that goes along with a notice."""

    told = models.ForeignKey(Told, on_delete=models.CASCADE, related_name="pictures")
    name = models.CharField(max_length=100)
    png = models.BinaryField()
    says = models.CharField(max_length=300)
    money = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["told", "name"], name="notices_picture_once"),
        ]


class Entry(models.Model):
    """A notice in somebody's inbox."""

    told = models.ForeignKey(Told, on_delete=models.CASCADE, related_name="entries")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["told", "account"], name="notices_entry_once"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["account"],
                name="notices_entry_unread",
                condition=Q(read_at__isnull=True),
            ),
        ]


class Way(models.Model):
    """A way that leads out of the house. What leads there is sealed; `shown` is all that is shown.

    A way of one member (`account`) is theirs to choose for; any other is told what says so.
    """

    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=10)
    sealed_address = models.TextField()
    shown = models.CharField(max_length=300)
    sealed_secret = models.TextField(blank=True)
    sealed_former_secret = models.TextField(blank=True)
    former_secret_until = models.DateTimeField(null=True)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+"
    )
    hears_money = models.BooleanField(default=False)
    most_a_day = models.PositiveIntegerField()
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=WAY_KINDS), name="notices_way_kind"),
            models.CheckConstraint(condition=Q(most_a_day__gte=1), name="notices_way_most_a_day"),
            models.CheckConstraint(
                condition=Q(kind="webhook") ^ Q(sealed_secret=""), name="notices_way_secret"
            ),
            models.UniqueConstraint(
                Lower("name"), condition=Q(removed_at__isnull=True), name="notices_way_name"
            ),
        ]


class Receiver(models.Model):
    """Where messages go out to: a member's e-mail address, or a way. One row, so one lock."""

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+"
    )
    way = models.OneToOneField(Way, on_delete=models.CASCADE, null=True, related_name="receiver")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(account__isnull=True) ^ Q(way__isnull=True),
                name="notices_receiver_one",
            ),
        ]


class Message(models.Model):
    """What goes out in one piece. Its id is the same with every attempt, so a receiver knows it."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    receiver = models.ForeignKey(Receiver, on_delete=models.CASCADE, related_name="messages")
    state = models.CharField(max_length=10, default="waiting")
    attempts = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    next_try_at = models.DateTimeField(null=True)
    held_until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True)
    is_test = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=MESSAGE_STATES), name="notices_message_state"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting") ^ Q(next_try_at__isnull=True),
                name="notices_message_next_try",
            ),
            models.CheckConstraint(
                condition=Q(state="sending") ^ Q(held_until__isnull=True),
                name="notices_message_held",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("waiting", "sending")) ^ Q(ended_at__isnull=False),
                name="notices_message_ended",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("made_at")),
                name="notices_message_ended_after",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["next_try_at"],
                name="notices_message_waiting",
                condition=Q(state__in=("waiting", "sending")),
            ),
            models.Index(fields=["receiver", "made_at"], name="notices_message_history"),
        ]


class Delivery(models.Model):
    """A notice on its way to a receiver: it waits for its turn, then goes out in a message."""

    told = models.ForeignKey(Told, on_delete=models.CASCADE, related_name="deliveries")
    receiver = models.ForeignKey(Receiver, on_delete=models.CASCADE, related_name="deliveries")
    due_at = models.DateTimeField()
    message = models.ForeignKey(
        Message, on_delete=models.CASCADE, null=True, related_name="deliveries"
    )
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["told", "receiver"], name="notices_delivery_once"),
            models.CheckConstraint(
                condition=Q(message__isnull=True) | Q(dropped_at__isnull=True),
                name="notices_delivery_one_end",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"],
                name="notices_delivery_waiting",
                condition=Q(message__isnull=True, dropped_at__isnull=True),
            ),
        ]


class Hearing(models.Model):
    """When and how often somebody wants to be told. Without a row: as everybody is."""

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    timezone = models.CharField(max_length=64, blank=True)
    quiet_from = models.TimeField(null=True)
    quiet_until = models.TimeField(null=True)
    most_a_day = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(most_a_day__gte=1, most_a_day__lte=100),
                name="notices_hearing_most_a_day",
            ),
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="notices_hearing_quiet_both",
            ),
        ]


class Unwanted(models.Model):
    """A kind that somebody does not want to hear by a way: `app`, `email`, or a way of theirs."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    kind = models.CharField(max_length=20)
    by = models.CharField(max_length=10)
    way = models.ForeignKey(Way, on_delete=models.CASCADE, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=_KINDS), name="notices_unwanted_kind"),
            models.CheckConstraint(
                condition=Q(by__in=("app", "email"), way__isnull=True)
                | Q(by="way", way__isnull=False),
                name="notices_unwanted_by",
            ),
            models.UniqueConstraint(
                fields=["account", "kind", "by"],
                condition=Q(way__isnull=True),
                name="notices_unwanted_once",
            ),
            models.UniqueConstraint(
                fields=["account", "kind", "way"],
                condition=Q(way__isnull=False),
                name="notices_unwanted_way_once",
            ),
        ]
