"""Which stretch a page looks at, and what its address chooses."""

from datetime import UTC, datetime, timedelta

import pytest

from tenfold.metrics.calendar import Calendar, Grain
from tenfold.techniques.dashboards.rules import looking

COPENHAGEN = Calendar(timezone="Europe/Copenhagen", week_starts="monday", currency="EUR")
NOON = datetime(2026, 11, 24, 12, 0, 30, tzinfo=UTC)


def test_until__with_events_of_today__is_the_end_of_this_minute() -> None:
    until = looking.reckon_until(newest=NOON, at=NOON)
    assert until == datetime(2026, 11, 24, 12, 1, tzinfo=UTC)


def test_until__with_nothing_at_all__is_the_end_of_this_minute() -> None:
    assert looking.reckon_until(newest=None, at=NOON) > NOON


def test_until__after_the_import_of_an_old_file__is_just_after_its_newest_event() -> None:
    newest = datetime(2011, 12, 9, 12, 50, tzinfo=UTC)
    assert looking.reckon_until(newest=newest, at=NOON) == newest + timedelta(microseconds=1)


def test_week__on_a_tuesday__began_on_monday_at_midnight_in_the_companys_zone() -> None:
    week = looking.week_of(until=NOON, calendar=COPENHAGEN)
    assert week == datetime(2026, 11, 22, 23, 0, tzinfo=UTC)


@pytest.mark.parametrize("grain", list(looking.SPANS))
def test_span__of_any_grain__adjoins_an_equally_long_one_before(grain: Grain) -> None:
    span = looking.span_of(grain=grain, until=NOON, calendar=COPENHAGEN)
    shown = COPENHAGEN.periods(grain=grain, start=span.start, end=span.end)
    before = COPENHAGEN.periods(grain=grain, start=span.before_start, end=span.before_end)
    assert len(shown.starts) == len(before.starts) == looking.SPANS[grain]
    assert span.before_end == span.start


def test_span__across_the_end_of_summer_time__begins_at_midnight() -> None:
    until = datetime(2026, 10, 28, 12, tzinfo=UTC)
    span = looking.span_of(grain=Grain.DAY, until=until, calendar=COPENHAGEN)
    assert COPENHAGEN.to_local(at=span.start).hour == 0


def test_grain__that_no_chart_has__is_refused_with_those_that_there_are() -> None:
    with pytest.raises(looking.UnknownChoice) as refused:
        looking.read_grain(given="fortnight")
    assert "week" in refused.value.next_step


def test_breakdown__that_is_not_offered__is_refused() -> None:
    with pytest.raises(looking.UnknownChoice):
        looking.choose(given="email", among=("country",))


@pytest.mark.parametrize("given", ["", "country"])
def test_breakdown__that_is_offered_or_none__is_taken(given: str) -> None:
    assert looking.choose(given=given, among=("country",)) == given
