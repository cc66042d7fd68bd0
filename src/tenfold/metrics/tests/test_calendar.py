"""When periods begin, in zones whose clocks do odd things."""
# ruff: noqa: DTZ001  what the wall shows has no zone

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.kit.clock import to_micros
from tenfold.metrics.calendar import Calendar, Grain, TooManyPeriods
from tenfold.metrics.sql.buckets import make_buckets
from tenfold.metrics.sql.fields import Bindings


def periods(zone: str, grain: str, start: str, end: str, week_starts: str = "monday"):
    calendar = Calendar(zone, week_starts)
    since, until = (
        calendar.instant_of(local=datetime.fromisoformat(text)) for text in (start, end)
    )
    found = calendar.periods(grain=Grain(grain), start=since, end=until)
    lengths = [(end - start) / timedelta(hours=1) for start, end in pairwise(found.bounds)]
    return [start.isoformat() for start in found.starts], lengths


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Copenhagen", "2024-03-31", 23),
        ("Europe/Copenhagen", "2024-10-27", 25),
        ("Europe/Copenhagen", "2024-06-01", 24),
        ("Australia/Lord_Howe", "2024-04-07", 24.5),
        ("Australia/Lord_Howe", "2024-10-06", 23.5),
        ("America/Sao_Paulo", "2018-02-17", 25),
        ("America/Sao_Paulo", "2018-11-04", 23),
        ("America/Havana", "2024-11-03", 25),
    ],
)
def test_day__on_which_clocks_change__has_as_many_hours_as_it_has(zone, day, hours):
    end = (datetime.fromisoformat(day) + timedelta(days=1)).isoformat()
    starts, lengths = periods(zone, "day", day, end)
    assert (len(starts), lengths) == (1, [hours])


def test_day__whose_midnight_does_not_exist__begins_at_its_first_moment():
    starts, _ = periods("America/Sao_Paulo", "day", "2018-11-03", "2018-11-06")
    assert starts == [
        "2018-11-03T00:00:00-03:00",
        "2018-11-04T01:00:00-02:00",
        "2018-11-05T00:00:00-02:00",
    ]


def test_day__that_was_left_out_of_the_calendar__is_no_period():
    starts, _ = periods("Pacific/Apia", "day", "2011-12-29", "2012-01-01")
    assert starts == ["2011-12-29T00:00:00-10:00", "2011-12-31T00:00:00+14:00"]


def test_hours__gone_through_twice__are_two():
    starts, lengths = periods("Europe/Copenhagen", "hour", "2024-10-27T01:00", "2024-10-27T04:00")
    assert starts == [
        "2024-10-27T01:00:00+02:00",
        "2024-10-27T02:00:00+02:00",
        "2024-10-27T02:00:00+01:00",
        "2024-10-27T03:00:00+01:00",
    ]
    assert lengths == [1, 1, 1, 1]


def test_hours__where_clocks_move_by_half_of_one__are_longer_and_shorter():
    _, longer = periods("Australia/Lord_Howe", "hour", "2024-04-07", "2024-04-07T04:00")
    starts, shorter = periods("Australia/Lord_Howe", "hour", "2024-10-06", "2024-10-06T04:00")
    assert longer == [1, 1.5, 1, 1]
    assert shorter == [1, 1, 0.5, 1]
    assert starts[2] == "2024-10-06T02:30:00+11:00"


@pytest.mark.parametrize(
    ("week_starts", "first"),
    [("monday", "2024-01-08"), ("saturday", "2024-01-06"), ("sunday", "2024-01-07")],
)
def test_week__begins_on_the_day_that_the_company_says(week_starts, first):
    starts, _ = periods("UTC", "week", "2024-01-10", "2024-01-11", week_starts)
    assert starts == [f"{first}T00:00:00+00:00"]


@pytest.mark.parametrize(
    ("grain", "expected"),
    [
        ("month", ["2023-11-01", "2023-12-01", "2024-01-01", "2024-02-01"]),
        ("quarter", ["2023-10-01", "2024-01-01"]),
        ("year", ["2023-01-01", "2024-01-01"]),
    ],
)
def test_months_and_longer__begin_with_the_first(grain, expected):
    starts, _ = periods("Europe/Copenhagen", grain, "2023-11-15", "2024-02-02")
    assert [start[:10] for start in starts] == expected


def test_shifted__from_the_31st_by_a_month__is_the_last_day_of_the_shorter_one():
    calendar = Calendar("Europe/Copenhagen")
    at = calendar.instant_of(local=datetime(2024, 3, 31, 15))
    back = calendar.shifted(at=at, grain=Grain.MONTH, by=-1)
    assert calendar.to_local(at=back).isoformat() == "2024-02-29T15:00:00+01:00"


def test_periods__more_than_anybody_can_look_at__are_refused():
    with pytest.raises(TooManyPeriods) as refused:
        periods("UTC", "minute", "2024-01-01", "2025-01-01")
    assert refused.value.field == "by"


@given(
    zone=st.sampled_from(
        [
            "Europe/Copenhagen",
            "Australia/Lord_Howe",
            "America/Sao_Paulo",
            "Pacific/Apia",
            "UTC",
            "Asia/Kathmandu",
            "America/Havana",
            "Africa/Casablanca",
            "America/St_Johns",
        ]
    ),
    grain=st.sampled_from(list(Grain)[1:]),
    start=st.datetimes(datetime(1905, 1, 1), datetime(2037, 1, 1)),
    hours=st.integers(1, 24 * 400),
)
def test_periods__of_any_time__adjoin_and_cover_it_and_no_more(zone, grain, start, hours):
    since = start.replace(tzinfo=UTC)
    until = since + timedelta(hours=hours)
    found = Calendar(zone).periods(grain=grain, start=since, end=until)
    bounds = found.bounds
    assert all(one < two for one, two in pairwise(bounds))
    assert bounds[0] <= since < bounds[1]
    assert bounds[-2] < until <= bounds[-1]
    assert found.find(at=since) == 0


@given(
    zone=st.sampled_from(
        [
            "Europe/Copenhagen",
            "Australia/Lord_Howe",
            "America/Sao_Paulo",
            "America/Havana",
            "Africa/Casablanca",
            "Pacific/Apia",
            "UTC",
        ]
    ),
    grain=st.sampled_from(list(Grain)[1:]),
    start=st.datetimes(datetime(2000, 1, 1), datetime(2025, 1, 1)),
    hours=st.integers(1, 24 * 900),
    places=st.lists(st.floats(0, 1, exclude_max=True), min_size=1, max_size=20),
)
def test_buckets__in_sql__are_the_periods_of_the_calendar(zone, grain, start, hours, places):
    since = start.replace(tzinfo=UTC)
    periods = Calendar(zone).periods(grain=grain, start=since, end=since + timedelta(hours=hours))
    edges = [*periods.bounds[:-1], *(s for s, _, _ in periods.stretches())]
    near = [edge + timedelta(microseconds=away) for edge in edges for away in (-1, 0, 1)]
    span = periods.bounds[-1] - periods.bounds[0]
    instants = [*near[:400], *(periods.bounds[0] + span * place for place in places)]
    instants = [at for at in instants if periods.bounds[0] <= at < periods.bounds[-1]]
    assert bucketed(periods, instants) == [periods.find(at=at) for at in instants]


def bucketed(periods, instants) -> list[int]:
    """The position of each instant's period, as the engine finds it."""
    bindings = Bindings()
    buckets = make_buckets(periods, bindings=bindings)
    listed = bindings.bind(",".join(str(to_micros(at=at)) for at in instants))
    events = (
        f"SELECT unnest(range({len(instants)})) AS i, make_timestamp("
        f"unnest(CAST(string_split({listed}, ',') AS BIGINT[]))) AS happened_at"
    )
    found = f"SELECT i, {buckets.slot} AS b FROM ({events})"
    if buckets.table is not None:
        found = (
            f"SELECT i, slots.b FROM ({events}) JOIN ({buckets.table}) AS slots"
            f" ON {buckets.slot} = slot"
        )
    with duckdb.connect() as connection:
        rows = connection.execute(f"SELECT b FROM ({found}) ORDER BY i", bindings.values)
        return [row[0] for row in rows.fetchall()]
