"""Boards that are sent by e-mail, to whom, and what was sent already."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from tenfold.techniques.dashboards.models.boards import Board

RHYTHMS = ("day", "week", "month")


class BoardMail(models.Model):
    """A board that is sent again and again.

    every   day, week or month
    on_day  of a week: 1 is Monday; of a month: its day, at most 28; of a day: 0
    hour    of the company's wall clock
    money   whether addresses outside of the company see amounts of money; members see what they may
    due_at  the next occasion
    """

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="mails")
    every = models.CharField(max_length=5)
    on_day = models.PositiveSmallIntegerField()
    hour = models.PositiveSmallIntegerField()
    money = models.BooleanField(default=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="board_mails"
    )
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["due_at"], name="dashboards_board_mail_due")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(every="day", on_day=0)
                | Q(every="week", on_day__gte=1, on_day__lte=7)
                | Q(every="month", on_day__gte=1, on_day__lte=28),
                name="dashboards_board_mail_rhythm",
            ),
            models.CheckConstraint(condition=Q(hour__lte=23), name="dashboards_board_mail_hour"),
        ]


class MailTo(models.Model):
    """Somebody who gets a board: a member, or an address outside. Who left stays, and gets none."""

    mail = models.ForeignKey(BoardMail, on_delete=models.CASCADE, related_name="to")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="boards_by_mail"
    )
    address = models.EmailField(max_length=254, blank=True)
    left_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(account__isnull=False, address="")
                | (Q(account__isnull=True) & ~Q(address="")),
                name="dashboards_mail_to_one_of_both",
            ),
            models.UniqueConstraint(fields=["mail", "account"], name="dashboards_mail_to_member"),
            models.UniqueConstraint(
                "mail",
                Lower("address"),
                condition=~Q(address=""),
                name="dashboards_mail_to_address",
            ),
        ]


class MailSent(models.Model):
    """That a board went to somebody on an occasion: once, whatever happens in between."""

    to = models.ForeignKey(MailTo, on_delete=models.CASCADE, related_name="sent")
    occasion_at = models.DateTimeField()
    sent_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-occasion_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["to", "occasion_at"], name="dashboards_mail_sent_once"),
        ]
