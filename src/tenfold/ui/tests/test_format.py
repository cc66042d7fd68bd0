"""Numbers, money and times as a country writes them."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from tenfold.ui.format import Formats, Value, read_locale

AT = datetime(2026, 11, 24, 21, 5, 6, tzinfo=UTC)
ENGLISH = Formats(language="en-gb", timezone="Europe/Copenhagen", currency="EUR")
GERMAN = Formats(language="de", timezone="Europe/Berlin", currency="EUR")


@pytest.mark.parametrize(
    ("value", "short", "text"),
    [
        (48.5, False, "€48.50"),
        (Decimal("9747747.934"), False, "€9,747,747.93"),
        (18420.3, True, "€18,420"),
        (999.99, True, "€999.99"),
        (-2500.5, True, "-€2,500"),
    ],
)
def test_money__in_english__reads_as_there(value: float, short: bool, text: str) -> None:
    assert ENGLISH.money(value=value, short=short) == text


def test_money__in_german__stands_before_its_sign() -> None:
    assert GERMAN.money(value=18420.3, short=True) == "18.420\u00a0€"


def test_money__in_a_currency_without_cents__has_none() -> None:
    assert ENGLISH.money(value=1234.4, currency="JPY") == "JP¥1,234"


@pytest.mark.parametrize(
    ("value", "text"), [(541909, "541,909"), (3.14159, "3.14"), (2.0, "2"), (1234.56, "1,235")]
)
def test_number__unless_told__has_as_many_digits_as_help(value: float, text: str) -> None:
    assert ENGLISH.number(value=value) == text


def test_percent__with_digits__keeps_the_locales_sign() -> None:
    assert ENGLISH.percent(share=0.3142, digits=1) == "31.4%"
    assert GERMAN.percent(share=0.3142, digits=1) == "31,4\u00a0%"


@pytest.mark.parametrize(
    ("unit", "text"), [("%", "31%"), ("EUR", "€0.31"), ("", "0.31"), ("°C", "0.31\u00a0°C")]
)
def test_value__in_its_unit__says_it(unit: str, text: str) -> None:
    assert ENGLISH.value(value=0.31, unit=unit) == text


def test_time__in_the_companys_zone__is_wall_clock_time() -> None:
    assert ENGLISH.time(at=AT, seconds=True) == "22:05:06"
    assert ENGLISH.moment(at=AT) == "24 Nov 2026, 22:05:06"


@pytest.mark.parametrize(
    ("before", "text"),
    [
        (timedelta(), "1 second ago"),
        (timedelta(seconds=130), "2 minutes ago"),
        (timedelta(hours=-3), "in 3 hours"),
    ],
)
def test_relative__of_an_instant__says_how_far_it_is(before: timedelta, text: str) -> None:
    assert ENGLISH.relative(at=AT - before, now=AT) == text


@pytest.mark.parametrize("language", ["xx-unheard-of", "", "de_DE_DE_DE"])
def test_locale__of_an_unknown_language__is_english(language: str) -> None:
    assert read_locale(language=language).language == "en"


@pytest.mark.parametrize("value", [1.5e300, -1.5e30, Decimal("1.5e40"), 10**21])
def test_number__beyond_all_counting__is_written_with_a_power_of_ten(value: Value) -> None:
    formats = Formats(language="en")
    text = formats.number(value=value)
    assert "E" in text
    assert formats.money(value=value, currency="NOK") == f"{text}\u00a0NOK"
    assert formats.percent(share=value) == f"{text}\u00a0×\u00a0100%"
