"""The company, its members, the invited, and their keys."""

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from tenfold.people.permissions import Role

WEEK_STARTS = ("monday", "sunday", "saturday")
_ROLES = [role.value for role in Role]


class Company(models.Model):
    """The one company of this home."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    name = models.CharField(max_length=200)
    timezone = models.CharField(max_length=64)
    currency = models.CharField(max_length=3)
    week_starts = models.CharField(max_length=8)
    purpose = models.TextField(blank=True)
    language = models.CharField(max_length=12)
    founded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(id=1), name="people_one_company"),
            models.CheckConstraint(
                condition=Q(week_starts__in=WEEK_STARTS), name="people_company_week_starts"
            ),
            models.CheckConstraint(
                condition=Q(currency__regex="^[A-Z]{3}$"), name="people_company_currency"
            ),
        ]


class Accounts(BaseUserManager["Account"]):
    """Finds accounts by their address, however it is capitalised."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        """Return the account that signs in with this address."""
        return self.get(email__iexact=username)


class Account(AbstractBaseUser):
    """Somebody who can sign in. An account that is not active stays, because its deeds do."""

    email = models.EmailField(_("E-mail address"), max_length=254, unique=True)
    name = models.CharField(_("Name"), max_length=200)
    role = models.CharField(max_length=16, default=Role.MEMBER.value)
    sees_persons = models.BooleanField(default=False)
    sees_money = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField()

    objects: ClassVar[Accounts] = Accounts()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    is_superuser = False
    is_staff = False

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(role__in=_ROLES), name="people_account_role"),
            models.UniqueConstraint(Lower("email"), name="people_account_email"),
        ]

    def __str__(self) -> str:
        return self.email

    def get_full_name(self) -> str:
        """Return the name, for Django."""
        return self.name


class Invitation(models.Model):
    """A link with which one person can join, once, until it expires. Only its hash is kept."""

    email = models.EmailField(max_length=254)
    role = models.CharField(max_length=16)
    sees_persons = models.BooleanField(default=False)
    sees_money = models.BooleanField(default=False)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="invitations_made"
    )
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_by = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="invitation"
    )
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    team = models.ForeignKey(
        "people.Team", on_delete=models.PROTECT, null=True, related_name="invitations"
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(role__in=_ROLES), name="people_invitation_role"),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="people_invitation_one_end",
            ),
        ]


class WriteKey(models.Model):
    """What a source sends events with. Public: it stands in web pages, so it is kept in clear."""

    key = models.CharField(max_length=64, unique=True)
    source_id = models.BigIntegerField()
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["source_id"], name="people_write_key_source")]


class SecretKey(models.Model):
    """What a program signs in with. It may do what its member may do. Only its hash is kept."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="secret_keys"
    )
    name = models.CharField(max_length=100)
    key_hash = models.CharField(max_length=64, unique=True)
    shown = models.CharField(max_length=16)
    made_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["account"], name="people_secret_key_account")]
