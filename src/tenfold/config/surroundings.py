"""What runs without anybody asking speaks the company's language and reads the company's clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from zoneinfo import ZoneInfo


@contextmanager
def as_in_the_company() -> Iterator[None]:
    """Inside, sentences are in the company's language, and local times in its zone."""
    from django.utils import timezone, translation

    from tenfold.people.queries import get_company

    company = get_company()
    with translation.override(company.language), timezone.override(ZoneInfo(company.timezone)):
        yield
