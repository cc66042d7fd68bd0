"""What a note must say, and where it stands on a chart."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.metrics.calendar import Calendar, Grain
from tenfold.techniques.dashboards.rules.annotations.facts import SPOKEN, say_fact
from tenfold.techniques.dashboards.rules.annotations.noting import (
    BY_PERSONS,
    InvalidAnnotation,
    Noted,
    read_when,
    require_noted,
)
from tenfold.techniques.dashboards.rules.annotations.placing import (
    Stretch,
    concerns,
    place,
    stretch_of,
)

COPENHAGEN = Calendar(timezone="Europe/Copenhagen")
DAY = date(2026, 11, 24)
STARTS = [datetime(2026, 11, day, tzinfo=UTC) for day in (10, 11, 12, 13)]
END = datetime(2026, 11, 14, tzinfo=UTC)


def noted(**other: object) -> Noted:
    said = {"kind": "release", "title": "Shop 2.1 is live", "starts_on": DAY, **other}
    return Noted(**said)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", BY_PERSONS)
def test_note__of_every_kind__can_be_made(kind: str) -> None:
    require_noted(noted=noted(kind=kind))


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"kind": "fact"}, "kind"),
        ({"kind": ""}, "kind"),
        ({"title": "  "}, "title"),
        ({"title": "x" * 121}, "title"),
        ({"about": "x" * 1_001}, "about"),
        ({"metric": "x" * 61}, "metric"),
        ({"metric": "revenue", "event": "order"}, "event"),
        ({"starts_on": date(1969, 12, 31)}, "starts_on"),
        ({"ends_on": date(2200, 1, 1)}, "starts_on"),
        ({"ends_on": DAY}, "ends_on"),
        ({"ends_on": DAY - timedelta(days=1)}, "ends_on"),
        ({"ends_on": DAY + timedelta(days=1), "time": time(14, 2)}, "time"),
    ],
)
def test_note__that_cannot_be__is_refused_at_its_field(
    other: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidAnnotation) as refused:
        require_noted(noted=noted(**other))
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("", (DAY, None)),
        ("2026-11-20", (date(2026, 11, 20), None)),
        ("2026-11-20T14:02", (date(2026, 11, 20), time(14, 2))),
    ],
)
def test_when__as_a_command_says_it__is_a_day_or_a_moment(text: str, when: object) -> None:
    assert read_when(text=text, today=DAY) == when


@pytest.mark.parametrize("text", ["yesterday", "2026-13-01", "2026-11-20T99:00", "T"])
def test_when__that_is_no_day__is_refused(text: str) -> None:
    with pytest.raises(InvalidAnnotation):
        read_when(text=text, today=DAY)


def at(day: int, hour: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("begin", "end", "placed"),
    [
        (at(11), at(12), (1, 1)),
        (at(11), at(13), (1, 2)),
        (at(1), at(30), (0, 3)),
        (at(1), at(11), (0, 0)),
        (at(13), at(20), (3, 3)),
        (at(12, 9), at(12, 9), (2, 2)),
        (at(10), at(10), (0, 0)),
        (at(1), at(10), None),
        (at(14), at(15), None),
        (at(14), at(14), None),
        (at(9), at(9), None),
    ],
)
def test_what_happened__at_some_time__stands_at_the_periods_that_it_touches(
    begin: datetime, end: datetime, placed: tuple[int, int] | None
) -> None:
    assert place(stretch=Stretch(begin, end), starts=STARTS, end=END) == placed


def test_what_happened__on_a_chart_of_nothing__stands_nowhere() -> None:
    assert place(stretch=Stretch(at(11), at(12)), starts=[], end=END) is None


@given(
    first=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    days=st.integers(0, 60),
    grain=st.sampled_from([Grain.HOUR, Grain.DAY, Grain.WEEK, Grain.MONTH]),
)
def test_day__on_any_chart_that_holds_it__stands_in_the_period_that_it_lies_in(
    first: date, days: int, grain: Grain
) -> None:
    start = COPENHAGEN.instant_of_day(day=date(2026, 2, 1))
    periods = COPENHAGEN.periods(grain=grain, start=start, end=start + timedelta(days=120))
    starts, end = periods.bounds[:-1], periods.bounds[-1]
    last = first + timedelta(days=days)
    stretch = stretch_of(
        starts_on=first, ends_on=last if days else None, at=None, calendar=COPENHAGEN
    )
    found = place(stretch=stretch, starts=starts, end=end)
    touched = [
        number
        for number, (begin, over) in enumerate(zip(starts, [*starts[1:], end], strict=True))
        if begin < stretch.end and over > stretch.begin
    ]
    assert found == ((touched[0], touched[-1]) if touched else None)


def test_day__on_which_the_clock_is_set_back__is_25_hours_long() -> None:
    stretch = stretch_of(starts_on=date(2026, 10, 25), ends_on=None, at=None, calendar=COPENHAGEN)
    assert stretch.end - stretch.begin == timedelta(hours=25)


@pytest.mark.parametrize(
    ("metric", "event", "shown", "events", "there"),
    [
        ("", "", "", {"order"}, True),
        ("revenue", "", "revenue", {"order"}, True),
        ("revenue", "", "orders", {"order"}, False),
        ("revenue", "", "", {"order"}, False),
        ("", "order", "", {"order", "visit"}, True),
        ("", "order", "", {"visit"}, False),
        ("", "order", "", {None}, True),
    ],
)
def test_note__about_one_thing__stands_only_on_its_charts(
    metric: str, event: str, shown: str, events: set[str | None], there: bool
) -> None:
    found = concerns(metric=metric, event=event, shown=shown, events=frozenset(events))
    assert found is there


def names(what: str, id: str) -> str:
    return {
        ("metric", "revenue"): "Revenue",
        ("source", "7"): "Web shop",
        ("number", "5000"): "5,000",
    }.get((what, id), "")


@pytest.mark.parametrize(
    ("fact", "says", "said"),
    [
        (
            "MetricDefined",
            {"metric": "revenue", "version": 3},
            "“Revenue” is defined anew: version 3",
        ),
        ("MetricDefined", {"metric": "gone", "version": 2}, "“gone” is defined anew: version 2"),
        (
            "ImportUndone",
            {"removed": 5000},
            "An import was taken back: 5,000 events are gone",
        ),
        ("SourceArchived", {"source_id": 7}, "The source “Web shop” was put away"),
        ("SourceArchived", {"source_id": 8}, "A source of events was put away"),
        (
            "WriteKeyRevoked",
            {"source_id": 7},
            "The key of “Web shop” ended: nothing comes from there any more",
        ),
        ("PurposeChanged", {"company_id": 1}, "The purpose was put into new words"),
        ("FactOfALaterVersion", {}, "FactOfALaterVersion"),
    ],
)
def test_fact__in_words__names_what_it_is_about(
    fact: str, says: dict[str, object], said: str
) -> None:
    assert say_fact(fact=fact, says=says, names=names) == said


def test_first_definition__of_a_number__is_not_worth_a_mark() -> None:
    assert not SPOKEN["MetricDefined"].worth({"version": 1})
    assert not SPOKEN["ImportUndone"].worth({"removed": 0})
