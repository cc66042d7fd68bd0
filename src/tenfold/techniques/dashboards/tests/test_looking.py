"""Which stretch a page looks at, and who moved a number."""

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


def test_contribution__of_who_grew_most__is_their_share_of_the_growth() -> None:
    found = looking.biggest_contribution(
        now={"Norway": 190, "Denmark": 110}, before={"Norway": 100, "Denmark": 80}
    )
    assert found == looking.Contribution(label="Norway", share=0.75, grew=True)
    assert looking.say_contribution(contribution=found) == (
        "Norway accounts for three quarters of it."
    )


def test_contribution__of_a_fall__counts_in_the_direction_of_the_fall() -> None:
    found = looking.biggest_contribution(now={"Norway": 10, "Denmark": 9}, before={"Norway": 100})
    assert found is not None
    assert (found.label, found.grew) == ("Norway", False)
    assert looking.say_contribution(contribution=found) == (
        "Norway alone fell by more than that; the others together grew."
    )


def test_contribution__spread_over_many__is_not_worth_a_word() -> None:
    now = {str(number): 2 for number in range(10)}
    assert looking.biggest_contribution(now=now, before={}) is None
    assert looking.say_contribution(contribution=None) == ""


def test_contribution__to_no_change__is_nobodys() -> None:
    assert looking.biggest_contribution(now={"a": 2, "b": 1}, before={"a": 1, "b": 2}) is None


@pytest.mark.parametrize(
    ("share", "words"),
    [(1.0, "almost all"), (0.5, "half"), (0.34, "a third"), (0.25, "a quarter"), (0.1, "")],
)
def test_share__in_words__is_what_people_say(share: float, words: str) -> None:
    assert looking.say_share(share=share) == words
