"""Public holidays become notes: known for most countries, without asking anybody."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tenfold import outbox
from tenfold.facts.annotations import HolidaysNoted
from tenfold.kit.refusal import Refusal
from tenfold.techniques.dashboards.models import Annotation
from tenfold.techniques.dashboards.rules.annotations.noting import LONGEST_TITLE

MOST_YEARS = 12


class UnknownHolidays(Refusal):
    """The public holidays of a country or of these years are not known."""

    code = "unknown_holidays"


@transaction.atomic
def note_holidays(
    *, country: str, years: Iterable[int], language: str, by: int | None, at: datetime
) -> int:
    """Note the public holidays of a country (ISO 3166); return how many were new.

    A day that was noted before, also one that somebody took off the charts since, stays as it is.
    Raises `UnknownHolidays`.
    """
    wanted = sorted(set(years))
    if not wanted or len(wanted) > MOST_YEARS:
        raise UnknownHolidays(_("Say between one and %d years.") % MOST_YEARS, field="years")
    found = find_holidays(country=country, years=wanted, language=language)
    rows = [
        Annotation(
            kind="holiday",
            title=name[:LONGEST_TITLE],
            starts_on=day,
            key=f"holiday:{country}:{day.isoformat()}",
            made_by_id=by,
            made_at=at,
            changed_at=at,
        )
        for day, name in found.items()
    ]
    keys = [row.key for row in rows]
    before = Annotation.objects.filter(key__in=keys).count()
    Annotation.objects.bulk_create(rows, ignore_conflicts=True)
    added = Annotation.objects.filter(key__in=keys).count() - before
    outbox.tell(fact=HolidaysNoted(country=country, added=added), actor_id=by, at=at)
    return added


def find_holidays(*, country: str, years: list[int], language: str) -> dict[date, str]:
    """Return the public holidays of the whole country, by day, in the language where it is known.

    Raises `UnknownHolidays`.
    """
    import holidays

    try:
        known = holidays.country_holidays(country, years=years)
        spoken = _spoken(known.supported_languages, language)
        named = (
            holidays.country_holidays(country, years=years, language=spoken) if spoken else known
        )
    except (NotImplementedError, KeyError) as error:
        raise UnknownHolidays(
            _("The public holidays of “%(country)s” are not known.") % {"country": country[:40]},
            next_step=_("Note those that matter by hand."),
            field="country",
        ) from error
    return dict(sorted(named.items()))


def _spoken(known: tuple[str, ...], language: str) -> str | None:
    """Return the company's language, else English, as the library calls it; None: the country's."""
    bare = language.replace("-", "_").split("_")[0]
    ordered = [one for one in known if one.split("_")[0] == bare]
    ordered += [one for one in known if one.startswith("en")]
    return ordered[0] if ordered else None
