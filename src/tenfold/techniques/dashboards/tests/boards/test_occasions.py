"""When a board that is sent again and again is due."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.kit.refusal import Refusal
from tenfold.techniques.dashboards.rules.boards.mailing import require_few, split_addresses
from tenfold.techniques.dashboards.rules.boards.occasions import (
    Rhythm,
    next_occasion,
    occasion_now_due,
    require_rhythm,
)

ZONE = "Europe/Copenhagen"
WEDNESDAY = datetime(2026, 11, 25, 11, 30, tzinfo=UTC)


def next_of(every: str, on_day: int, hour: int, after: datetime = WEDNESDAY) -> datetime:
    return next_occasion(rhythm=Rhythm(every, on_day, hour), after=after, timezone=ZONE)


@pytest.mark.parametrize(
    ("rhythm", "expected"),
    [
        (("day", 0, 7), datetime(2026, 11, 26, 6, tzinfo=UTC)),
        (("day", 0, 13), datetime(2026, 11, 25, 12, tzinfo=UTC)),
        (("week", 1, 7), datetime(2026, 11, 30, 6, tzinfo=UTC)),
        (("month", 1, 7), datetime(2026, 12, 1, 6, tzinfo=UTC)),
        (("month", 25, 12), datetime(2026, 12, 25, 11, tzinfo=UTC)),
    ],
)
def test_occasion__after_a_wednesday_noon__is_on_the_companys_wall_clock(rhythm, expected):
    assert next_of(*rhythm) == expected


def test_occasion__in_the_hour_that_spring_leaves_out__is_the_hour_after_it():
    found = next_of("day", 0, 2, datetime(2026, 3, 28, 12, tzinfo=UTC))
    assert found == datetime(2026, 3, 29, 1, tzinfo=UTC)


def test_occasion__in_the_hour_that_autumn_has_twice__is_once():
    first = next_of("day", 0, 2, datetime(2026, 10, 24, 12, tzinfo=UTC))
    assert first == datetime(2026, 10, 25, 0, tzinfo=UTC)
    assert next_of("day", 0, 2, first) == datetime(2026, 10, 26, 1, tzinfo=UTC)


def test_missed__five_days_long__is_due_once_with_the_newest():
    rhythm, due_at = Rhythm("day", 0, 7), datetime(2026, 11, 20, 6, tzinfo=UTC)
    found = occasion_now_due(rhythm=rhythm, due_at=due_at, at=WEDNESDAY, timezone=ZONE)
    assert found == datetime(2026, 11, 25, 6, tzinfo=UTC)


def test_nothing__before_its_time__is_due():
    rhythm = Rhythm("day", 0, 7)
    due_at = WEDNESDAY + timedelta(seconds=1)
    assert occasion_now_due(rhythm=rhythm, due_at=due_at, at=WEDNESDAY, timezone=ZONE) is None


@given(
    after=st.integers(1_577_836_800, 2_208_988_800).map(
        lambda seconds: datetime.fromtimestamp(seconds, UTC)
    ),
    rhythm=st.one_of(
        st.builds(Rhythm, st.just("day"), st.just(0), st.integers(0, 23)),
        st.builds(Rhythm, st.just("week"), st.integers(1, 7), st.integers(0, 23)),
        st.builds(Rhythm, st.just("month"), st.integers(1, 28), st.integers(0, 23)),
    ),
    zone=st.sampled_from(["Europe/Copenhagen", "America/New_York", "Asia/Kathmandu", "UTC"]),
)
def test_occasion__of_any_rhythm__is_later_and_not_later_than_its_length(after, rhythm, zone):
    found = next_occasion(rhythm=rhythm, after=after, timezone=zone)
    longest = {"day": 2, "week": 8, "month": 32}[rhythm.every]
    assert after < found <= after + timedelta(days=longest)


@pytest.mark.parametrize(
    "wrong", [("day", 1, 7), ("week", 0, 7), ("week", 8, 7), ("month", 29, 7), ("year", 1, 7),
              ("day", 0, 24)]
)  # fmt: skip
def test_rhythm__that_there_is_not__is_refused(wrong):
    with pytest.raises(Refusal) as refused:
        require_rhythm(every=wrong[0], on_day=wrong[1], hour=wrong[2])
    assert refused.value.code == "impossible_rhythm"


def test_addresses__written_in_any_way__are_told_apart_and_each_counts_once():
    text = "a@x.example, b@x.example;c@x.example\n a@x.example"
    assert split_addresses(text=text) == ("a@x.example", "b@x.example", "c@x.example")


@pytest.mark.parametrize(("count", "code"), [(0, "nobody_to_send_to"), (51, "too_many_recipients")])
def test_recipients__none_or_too_many__are_refused(count, code):
    with pytest.raises(Refusal) as refused:
        require_few(count=count)
    assert refused.value.code == code
