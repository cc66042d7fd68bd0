"""What is known about the company."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from tenfold.people import models, rules


@dataclass(frozen=True, slots=True)
class CompanyView:
    """The company. `timezone` is an IANA name, `currency` ISO 4217, `language` as in en-gb."""

    id: int
    name: str
    timezone: str
    currency: str
    week_starts: str
    purpose: str
    language: str


def find_company() -> CompanyView | None:
    """Return the company, or None before it was set up."""
    row = models.Company.objects.first()
    if row is None:
        return None
    return CompanyView(
        id=row.id,
        name=row.name,
        timezone=row.timezone,
        currency=row.currency,
        week_starts=row.week_starts,
        purpose=row.purpose,
        language=row.language,
    )


def get_company() -> CompanyView:
    """Return the company. Raises `NoCompanyYet`."""
    company = find_company()
    if company is None:
        raise rules.NoCompanyYet(
            _("There is no company here yet."), next_step=_("Make one with: tenfold init --help")
        )
    return company
