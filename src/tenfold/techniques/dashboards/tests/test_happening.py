"""An event in one line."""

from datetime import timedelta

import pytest

from tenfold.techniques.dashboards.rules.happening import (
    Happening,
    Watcher,
    describe_event,
    name_in_words,
)
from tenfold.techniques.dashboards.tests.happened import AT, Happened
from tenfold.ui.format import Formats

FORMATS = Formats(language="en-gb", timezone="Europe/Oslo", currency="EUR")
SEES_ALL = Watcher(formats=FORMATS, money=True)
SEES_NO_MONEY = Watcher(formats=FORMATS, money=False)


def describe(event: Happened, watcher: Watcher = SEES_ALL, **late: int) -> Happening:
    return describe_event(
        event=event, source="Web shop", watcher=watcher, now=AT + timedelta(**late)
    )


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("order_line", "Order line"),
        ("$page_view", "Page view"),
        ("cart.add", "Cart add"),
        ("$", "$"),
    ],
)
def test_name__of_an_event__reads_as_words(name: str, words: str) -> None:
    assert name_in_words(name=name) == words


def test_event__of_today__has_the_time_on_the_companys_wall() -> None:
    assert describe(Happened("1")).time == "14:02:11"


def test_event__of_another_day__has_its_day() -> None:
    assert describe(Happened("1"), days=2).time == "24 Nov"


def test_event__of_another_year__has_its_month_and_year() -> None:
    assert describe(Happened("1"), days=400).time == "Nov 2026"


def test_money__for_who_may_see_it__stands_in_its_currency() -> None:
    assert describe(Happened("1", value=48.5, currency="NOK")).value == "NOK\u00a048.50"


def test_money__for_who_may_not_see_it__is_hidden() -> None:
    event = Happened("1", value=48.5, currency="NOK")
    assert "48" not in str(describe(event, SEES_NO_MONEY).as_json())
    assert describe(event, SEES_NO_MONEY).value == "hidden"


def test_reading__that_is_no_money__is_seen_by_everybody() -> None:
    assert describe(Happened("1", value=71.2), SEES_NO_MONEY).value == "71.2"


def test_detail__of_an_event__never_names_a_person() -> None:
    event = Happened(
        "1", properties={"email": "kari@example.com", "name": "Kari", "City": "Bergen"}
    )
    assert describe(event).detail == "Bergen"
    assert "kari" not in str(describe(event).as_json()).lower()


def test_detail__that_is_long__is_cut() -> None:
    assert len(describe(Happened("1", properties={"title": "x" * 400})).detail) == 48


def test_detail__that_is_no_text__is_left_out() -> None:
    assert describe(Happened("1", properties={"city": {"a": 1}, "line": 3})).detail == ""
