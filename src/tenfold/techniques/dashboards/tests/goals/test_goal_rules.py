"""The rules of goals: periods, pace, scores, and what is refused."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.techniques.dashboards.rules.goals import (
    days,
    pace,
    periods,
)
from tenfold.techniques.dashboards.rules.goals.pace import Pace, Stood
from tenfold.techniques.dashboards.rules.goals.periods import InvalidPeriod, Length, Period

DAYS = st.dates(date(1980, 1, 1), date(2200, 12, 31))
LENGTHS = st.sampled_from([Length.MONTH, Length.QUARTER, Length.YEAR])
NUMBERS = st.decimals(-(10**9), 10**9, places=4, allow_nan=False, allow_infinity=False)
SHARES = st.decimals(0, 1, places=6)
QUARTER = Period(date(2026, 10, 1), date(2026, 12, 31), Length.QUARTER)


# Periods


@given(LENGTHS, DAYS)
def test_a_period__of_a_day__has_that_day_and_reads_back(length: Length, on: date) -> None:
    found = periods.period_of(length=length, on=on)
    assert found.has(on=on)
    assert periods.read_period(key=found.key) == found


@given(LENGTHS, DAYS)
def test_the_next_period__begins_the_day_after_and_leads_back(length: Length, on: date) -> None:
    found = periods.period_of(length=length, on=on)
    after = periods.following(period=found)
    assert after.starts_on == found.ends_on + timedelta(days=1)
    assert periods.before(period=after) == found
    assert not found.touches(other=after)


@given(DAYS, st.integers(0, 800))
def test_a_period_of_own_dates__is_followed_by_one_as_long(first: date, length: int) -> None:
    own = periods.make_period(
        length=Length.OWN, starts_on=first, ends_on=first + timedelta(days=length)
    )
    assert periods.following(period=own).days == own.days
    assert periods.read_period(key=own.key) == own


@pytest.mark.parametrize(
    "key",
    ["", "2026-Q5", "2026-13", "26", "2026-Q", "2026-1", "nonsense", "2026-02-30..2026-03-01"],
)
def test_a_period__of_a_text_that_is_none__is_refused(key: str) -> None:
    with pytest.raises(InvalidPeriod):
        periods.read_period(key=key)


@pytest.mark.parametrize(
    ("length", "first", "last"),
    [
        (Length.QUARTER, date(2026, 10, 1), date(2026, 12, 30)),
        (Length.MONTH, date(2026, 10, 2), date(2026, 10, 31)),
        (Length.OWN, date(2026, 10, 2), date(2026, 10, 1)),
        (Length.OWN, date(2020, 1, 1), date(2026, 10, 1)),
        (Length.OWN, date(1969, 12, 31), date(1970, 1, 1)),
    ],
)
def test_a_period__that_the_calendar_does_not_have__is_refused(
    length: Length, first: date, last: date
) -> None:
    with pytest.raises(InvalidPeriod):
        periods.make_period(length=length, starts_on=first, ends_on=last)


# Pace


@given(NUMBERS, NUMBERS, NUMBERS)
def test_the_share_done__at_start_and_target__is_nothing_and_all(
    start: Decimal, target: Decimal, now: Decimal
) -> None:
    if start == target:
        with pytest.raises(ValueError, match="equal"):
            pace.share_done(start=start, target=target, now=now)
        return
    assert pace.share_done(start=start, target=target, now=start) == 0
    assert pace.share_done(start=start, target=target, now=target) == 1


@given(NUMBERS, NUMBERS, NUMBERS)
def test_the_share_done__is_the_same_upside_down(
    start: Decimal, target: Decimal, now: Decimal
) -> None:
    if start != target:
        up = pace.share_done(start=start, target=target, now=now)
        assert up == pace.share_done(start=-start, target=-target, now=-now)


@given(st.integers(0, 10_000), st.integers(1, 10_000))
def test_the_share_expected__goes_from_nothing_to_all_and_never_back(at: int, length: int) -> None:
    begins = datetime(2026, 1, 1, tzinfo=UTC)
    ends = begins + timedelta(hours=length)

    def expected(hours: int) -> Decimal:
        return pace.share_expected(
            begins_at=begins, ends_at=ends, at=begins + timedelta(hours=hours)
        )

    assert expected(-1) == expected(0) == 0
    assert expected(length) == expected(length + 1) == 1
    assert 0 <= expected(at) <= expected(at + 1) <= 1


@pytest.mark.parametrize(
    ("done", "called"),
    [
        ("1.2", Pace.REACHED),
        ("1", Pace.REACHED),
        ("0.70", Pace.AHEAD),
        ("0.6999", Pace.ON_TRACK),
        ("0.5501", Pace.ON_TRACK),
        ("0.55", Pace.A_LITTLE_BEHIND),
        ("0.4501", Pace.A_LITTLE_BEHIND),
        ("0.45", Pace.AT_RISK),
        ("0.3001", Pace.AT_RISK),
        ("0.30", Pace.OFF_TRACK),
        ("-3", Pace.OFF_TRACK),
    ],
)
def test_the_pace__at_each_bound__is_as_the_rule_says(done: str, called: Pace) -> None:
    assert pace.pace_of(done=Decimal(done), expected=Decimal("0.60")) is called


def test_the_pace__of_the_picture_that_was_drawn_first__is_what_it_said() -> None:
    expected = Decimal("0.62")
    assert pace.pace_of(done=Decimal("0.57"), expected=expected) is Pace.A_LITTLE_BEHIND
    assert pace.pace_of(done=Decimal("1.04"), expected=expected) is Pace.REACHED
    assert pace.pace_of(done=Decimal("0.22"), expected=expected) is Pace.OFF_TRACK


@given(NUMBERS, NUMBERS, SHARES)
def test_the_pace__of_more_done__is_never_worse(one: Decimal, other: Decimal, by: Decimal) -> None:
    order = list(Pace)
    less, more = sorted((one, other))
    worse = order.index(pace.pace_of(done=less, expected=by))
    assert order.index(pace.pace_of(done=more, expected=by)) <= worse


def test_the_pace__where_nobody_knows__says_so() -> None:
    assert pace.pace_of(done=None, expected=Decimal(1)) is Pace.NO_DATA


def test_a_milestone__is_on_track_until_its_day_is_over() -> None:
    assert pace.pace_of_milestone(done=False, is_over=False) is Pace.ON_TRACK
    assert pace.pace_of_milestone(done=False, is_over=True) is Pace.OFF_TRACK
    assert pace.pace_of_milestone(done=True, is_over=True) is Pace.REACHED


PACES = st.sampled_from([Pace.ON_TRACK, Pace.AT_RISK, Pace.OFF_TRACK])


@given(st.lists(PACES, max_size=12), PACES)
def test_since_when__is_the_first_day_of_the_last_stretch(before: list[Pace], now: Pace) -> None:
    first = date(2026, 11, 1)
    stood = [Stood(first + timedelta(days=on), one) for on, one in enumerate(before)]
    since = pace.since_when(now=now, before=stood)
    if since is None:
        assert not before or before[-1] is not now
        return
    at = (since - first).days
    assert all(one is now for one in before[at:])
    assert at == 0 or before[at - 1] is not now


# Scores


@given(NUMBERS)
def test_a_score__is_a_tenth_between_nothing_and_all(done: Decimal) -> None:
    found = pace.score_of(done=done)
    assert 0 <= found <= 1
    assert found == found.quantize(Decimal("0.1"))
    assert abs(found - pace.clamped(done)) <= Decimal("0.05")


@pytest.mark.parametrize(
    ("done", "score"),
    [("0.049", "0.0"), ("0.05", "0.1"), ("0.649", "0.6"), ("0.65", "0.7"), ("0.95", "1.0")],
)
def test_a_score__halfway__is_rounded_up(done: str, score: str) -> None:
    assert str(pace.score_of(done=Decimal(done))) == score


def test_a_score__of_what_nobody_knows__is_nothing() -> None:
    assert pace.score_of(done=None) == 0


# Days


@given(DAYS, st.integers(0, 800))
def test_checkpoints__are_in_order_and_have_the_last_14_days(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    found = days.checkpoints(first=first, last=last)
    assert list(found) == sorted(set(found))
    assert found[-1] == last
    assert found[0] == first
    assert {last - timedelta(days=on) for on in range(min(length + 1, 14))} <= set(found)
    assert all((b - a).days <= 7 for a, b in pairwise(found))


def test_checkpoints__before_a_period_has_a_whole_day__are_none() -> None:
    assert days.checkpoints(first=date(2026, 10, 1), last=date(2026, 9, 30)) == ()


@given(st.lists(st.decimals(0, 1000, places=2), min_size=1, max_size=400), SHARES, SHARES)
def test_last_years_share__goes_from_nothing_to_all_and_never_back(
    parts: list[Decimal], one: Decimal, other: Decimal
) -> None:
    totals = days.running_total(parts=parts)
    earlier, later = (days.share_by(totals=totals, part=part) for part in sorted((one, other)))
    if earlier is None or later is None:
        assert totals[-1] == 0
        return
    assert 0 <= earlier <= later <= 1
    assert days.share_by(totals=totals, part=Decimal(0)) == 0
    assert days.share_by(totals=totals, part=Decimal(1)) == 1


def test_last_years_share__of_nothing__is_not_known() -> None:
    assert days.share_by(totals=(), part=Decimal("0.5")) is None
    assert days.share_by(totals=(Decimal(0), Decimal(0)), part=Decimal("0.5")) is None
