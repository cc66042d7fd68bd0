"""Founding the company, and saying anew what it is."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from tenfold import outbox
from tenfold.facts.people import CompanyFounded, PurposeChanged
from tenfold.people import models, rules
from tenfold.people.actions.passwords import hash_password
from tenfold.people.actions.purpose import write_version
from tenfold.people.permissions import Role
from tenfold.people.rules.purpose import require_repeatable


@dataclass(frozen=True, slots=True)
class Founded:
    """The company and its first owner."""

    company_id: int
    owner_id: int


def found_company(
    *,
    name: str,
    timezone: str,
    currency: str,
    week_starts: str,
    purpose: str,
    owner_email: str,
    password: str,
    at: datetime,
    language: str = "en-gb",
    owner_name: str = "",
) -> Founded:
    """Set up the company and its first owner.

    Raises `CompanyFoundedAlready`, `BlankName`, `UnknownTimezone`, `UnknownCurrency`,
    `UnknownWeekStart`, `UnknownLanguage`, `NotAnAddress`, `WeakPassword`, `PurposeTooLong`.
    """
    email = rules.require_address(email=owner_email)
    _require_company(timezone, currency, week_starts, language)
    shown = owner_name.strip() or email.partition("@")[0]
    words = require_repeatable(text=purpose)
    hashed = hash_password(password=password, email=email, name=shown)
    with transaction.atomic():
        if models.Company.objects.exists():
            raise rules.CompanyFoundedAlready(
                _("There is a company here already."),
                next_step=_("Start it with: tenfold up"),
            )
        company = models.Company.objects.create(
            name=rules.require_name(name=name),
            timezone=timezone,
            currency=currency,
            week_starts=week_starts,
            purpose=words,
            language=language,
            founded_at=at,
        )
        owner = models.Account.objects.create(
            email=email, name=shown, role=Role.OWNER, password=hashed, joined_at=at
        )
        outbox.tell(fact=CompanyFounded(company_id=company.id), actor_id=owner.id, at=at)
        if company.purpose:
            write_version(text=company.purpose, by=owner.id, at=at)
    return Founded(company_id=company.id, owner_id=owner.id)


@transaction.atomic
def change_company(
    *,
    name: str,
    timezone: str,
    currency: str,
    week_starts: str,
    purpose: str,
    language: str,
    by: int,
    at: datetime,
) -> None:
    """Say anew what the company is called and how it counts. A new purpose is a new version of it.

    Raises `BlankName`, `UnknownTimezone`, `UnknownCurrency`, `UnknownWeekStart`, `UnknownLanguage`,
    `PurposeTooLong`.
    """
    _require_company(timezone, currency, week_starts, language)
    words = require_repeatable(text=purpose)
    company = models.Company.objects.select_for_update().get()
    changed = company.purpose != words
    company.name = rules.require_name(name=name)
    company.timezone = timezone
    company.currency = currency
    company.week_starts = week_starts
    company.purpose = words
    company.language = language
    company.save()
    if changed:
        write_version(text=company.purpose, by=by, at=at)
        outbox.tell(fact=PurposeChanged(company_id=company.id), actor_id=by, at=at)


def _require_company(timezone: str, currency: str, week_starts: str, language: str) -> None:
    rules.require_timezone(timezone=timezone)
    rules.require_currency(currency=currency)
    rules.require_week_start(week_starts=week_starts)
    rules.require_language(language=language, known=dict(settings.LANGUAGES))
