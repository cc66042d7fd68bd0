"""Answers in words."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from tenfold.metrics.answers import Comparison
from tenfold.metrics.figures import as_json, change
from tenfold.metrics.wording import amount, say

AT = datetime(2026, 11, 24, tzinfo=UTC)


def compared(value, before, unit="week") -> str:
    previous = Comparison(AT, AT, before, change(value=value, before=before), unit)
    return say(value=value, unit="events", previous=previous)


@pytest.mark.parametrize(
    ("value", "before", "sentence"),
    [
        (112, 100, "12% more than the week before."),
        (88, 100, "12% less than the week before."),
        (100, 100, "As much as the week before."),
        (1004, 1000, "As much as the week before."),
        (450, 100, "4.5 times as much as the week before."),
        (-50, -100, "50% more than the week before."),
        (5, 0, "Up from nothing in the week before."),
        (0, 0, "Nothing, as in the week before."),
        (5, None, "Nothing to compare with in the week before."),
    ],
)
def test_change__of_any_kind__is_said_in_plain_words(value, before, sentence):
    assert compared(value, before) == sentence


def test_change__over_no_calendar_unit__speaks_of_the_time_before():
    assert compared(2, 1, unit=None) == "100% more than the time before."


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (541909, "events", "541,909 events"),
        (1, "persons", "1 person"),
        (2, "values", "2 different values"),
        (Decimal("9747747.934"), "GBP", "£9,747,747.93"),
        (51.872, "", "51.87"),
        (1030.75, "", "1,030.75"),
        (None, "", "none"),
    ],
)
def test_amount__in_its_unit__is_written_out(value, unit, text):
    with translation.override("en"):
        assert amount(value=value, unit=unit) == text


def test_amount__in_another_language__is_written_as_its_country_does():
    with translation.override("de"):
        assert amount(value=Decimal("1234.5"), unit="EUR") == "1.234,50\xa0€"


def test_sentence__without_anything_to_compare__is_the_amount():
    assert say(value=3, unit="events", previous=None) == "3 events."
    assert say(value=None, unit="", previous=None) == "Nothing to tell: no event counts here."


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (Decimal("9747747.934"), "9747747.934"),
        (Decimal("5.000000"), "5"),
        (Decimal("0.1") + Decimal("0.2"), "0.3"),
        (3.0, "3"),
        (-11062.06, "-11062.06"),
        (None, "None"),
    ],
)
def test_json__of_an_amount__has_no_stray_digits(number, written):
    assert repr(as_json(number)) == written
