"""Rolling numbers: by hand, and against a slow twin that knows nothing but local dates."""

import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tenfold.eventlog.duckdb_log import open_log
from tenfold.metrics import queries, windows
from tenfold.metrics.behind import Selection
from tenfold.metrics.calendar import Calendar, Grain
from tenfold.metrics.definitions import Duration, Unit, from_spec
from tenfold.metrics.figures import MixedCurrencies
from tenfold.metrics.questions import InvalidQuestion, Question
from tenfold.metrics.tests.reference import Mixed, Reference
from tenfold.metrics.tests.test_against_reference import a_measure, a_world, per, same
from tenfold.metrics.tests.world import RECEIVED_AT, Event, fill
from tenfold.metrics.windows import windows_of

NOON = datetime(2024, 3, 9, 12, tzinfo=UTC)
ACTIVE = {"kind": "rolling", "of": {"kind": "persons"}, "over": "3d"}


def at(day: int) -> datetime:
    return datetime(2024, 3, day, 12, tzinfo=UTC)


def ask(log, spec=ACTIVE, **rest):
    question = Question(definition=from_spec(spec), **rest)
    return queries.answer(question=question, calendar=Calendar(), at=NOON, log=log)


def values(found):
    return [point.value for point in found.points]


@pytest.fixture
def shop(log):
    """ann on the 1st, 2nd and 7th, bob on the 2nd, cy on the 4th; nobody on the 3rd."""
    rows = [(1, "ann", 1), (2, "ann", 2), (2, "bob", 4), (4, "cy", 8), (7, "ann", 16)]
    country = {"ann": "NO", "bob": "DK", "cy": "NO"}
    for day, who, value in rows:
        fill(log, [Event(at(day), actor=who, value=value, properties={"c": country[who]})])
    return log


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        ({"kind": "persons"}, [1, 2, 2, 3, 1, 1, 1]),
        ({"kind": "count"}, [1, 3, 3, 3, 1, 1, 1]),
        ({"kind": "sum"}, [1, 7, 7, 14, 8, 8, 16]),
        ({"kind": "min"}, [1, 1, 1, 2, 8, 8, 16]),
        ({"kind": "max"}, [1, 4, 4, 8, 8, 8, 16]),
        ({"kind": "quantile"}, [1, 2, 2, 4, 8, 8, 16]),
        ({"kind": "unique", "property": "c"}, [1, 2, 2, 2, 1, 1, 1]),
        ({"kind": "per_person", "of": {"kind": "count"}}, [1, 1.5, 1.5, 1, 1, 1, 1]),
    ],
)
def test_rolling__by_day__is_about_the_three_days_up_to_each(shop, of, expected):
    found = ask(shop, {**ACTIVE, "of": of}, grain=Grain.DAY)
    assert values(found) == expected
    assert found.value == expected[-1]


def test_rolling__asked_from_a_day__counts_what_was_before_it(shop):
    found = ask(shop, grain=Grain.DAY, start=at(3).replace(hour=0), end=at(5).replace(hour=0))
    assert values(found) == [2, 3]
    assert found.value == 3


def test_rolling__without_periods__is_about_the_time_up_to_the_end(shop):
    assert ask(shop).value == 1
    assert ask(shop, end=at(5).replace(hour=0)).value == 3


def test_rolling__in_the_middle_of_a_day__does_not_count_what_comes_after(shop):
    found = ask(shop, grain=Grain.DAY, start=at(2).replace(hour=0), end=at(2).replace(hour=6))
    assert values(found) == [1]


def test_rolling__broken_down__has_the_groups_of_the_last_window(shop):
    days = {"grain": Grain.DAY, "start": at(1).replace(hour=0), "end": at(5).replace(hour=0)}
    for of, expected in (
        ({"kind": "persons"}, {("NO",): [1, 1, 1, 2], ("DK",): [0, 1, 1, 1]}),
        ({"kind": "sum"}, {("NO",): [1, 3, 3, 10], ("DK",): [0, 4, 4, 4]}),
        ({"kind": "quantile"}, {("NO",): [1, 1.5, 1.5, 5], ("DK",): [None, 4, 4, 4]}),
    ):
        found = ask(shop, {**ACTIVE, "of": of}, breakdown=("c",), **days)
        assert {group.labels: values(group) for group in found.groups} == expected
    alone = ask(shop, breakdown=("c",), top=1, **days)
    assert [(group.labels, group.other, values(group)) for group in alone.groups] == [
        (("NO",), False, [1, 1, 1, 2]),
        ((), True, [0, 1, 1, 1]),
    ]
    later = ask(shop, breakdown=("c",), grain=Grain.DAY)
    assert [(group.labels, group.other) for group in later.groups] == [(("NO",), False), ((), True)]
    assert values(later.groups[1]) == [0, 1, 1, 1, 0, 0, 0]


def test_rolling__of_merged_persons__counts_them_once(shop):
    shop.identify(known="ann", alias="bob", source=1, at=at(8))
    assert values(ask(shop, grain=Grain.DAY)) == [1, 1, 1, 2, 1, 1, 1]


def test_rolling__of_an_empty_log__is_nothing(log):
    found = ask(log, grain=Grain.DAY)
    assert (found.value, found.points) == (0, ())


def test_rolling__narrowed__narrows_what_it_is_of(shop):
    where = [{"property": "c", "is": "DK"}]
    assert values(ask(shop, {**ACTIVE, "where": where}, grain=Grain.DAY))[:3] == [0, 1, 1]


def test_rolling__by_the_month__is_of_the_calendar(log):
    fill(log, [Event(datetime(2024, month, 31, 12, tzinfo=UTC), value=1) for month in (1, 3)])
    spec = {"kind": "rolling", "of": {"kind": "sum"}, "over": "2mo"}
    assert values(ask(log, spec, grain=Grain.MONTH)) == [1, 1, 1]
    assert values(ask(log, {**spec, "over": "1mo"}, grain=Grain.MONTH)) == [1, 0, 1]


def test_rolling__over_hours__is_real_time(log):
    change = datetime(2024, 3, 31, tzinfo=UTC)
    fill(log, [Event(change + timedelta(minutes=30), actor="a")])
    question = Question(
        definition=from_spec({**ACTIVE, "over": "2h"}),
        grain=Grain.HOUR,
        start=change,
        end=change + timedelta(hours=4),
    )
    calendar = Calendar("Europe/Copenhagen")
    found = queries.answer(question=question, calendar=calendar, at=NOON, log=log)
    assert values(found) == [1, 1, 0, 0]


def test_rolling__asked_who_is_behind_a_point__names_those_of_its_window(shop):
    question = Question(definition=from_spec(ACTIVE), grain=Grain.DAY)
    for selection, expected in (
        (Selection(start=at(4).replace(hour=0)), {"ann", "bob", "cy"}),
        (Selection(), {"ann"}),
    ):
        found = queries.list_behind(
            question=question, selection=selection, calendar=Calendar(), log=shop
        )
        assert {one.person for one in found.persons} == expected
    with pytest.raises(InvalidQuestion):
        queries.list_behind(
            question=question, selection=Selection(start=at(4)), calendar=Calendar(), log=shop
        )


def test_windows__that_begin_and_end_anywhere__are_made_of_whole_pieces():
    calendar = Calendar()
    start, end = datetime(2024, 1, 1, tzinfo=UTC), datetime(2024, 4, 1, tzinfo=UTC)
    months = calendar.periods(grain=Grain.MONTH, start=start, end=end)
    made = windows_of(periods=months, over=Duration(7, Unit.DAY), calendar=calendar)
    lengths = [
        made.pieces.bounds[until] - made.pieces.bounds[first]
        for first, until in zip(made.first, made.until, strict=True)
    ]
    assert lengths == [timedelta(days=7)] * 3
    assert [since for _, since, _ in made.reach()] == [0, 1, 2]


def test_windows__too_many_and_too_long__are_refused(monkeypatch):
    monkeypatch.setattr(windows, "MAX_COVERED", 100)
    start = datetime(2024, 1, 1, tzinfo=UTC)
    days = Calendar().periods(grain=Grain.DAY, start=start, end=start + timedelta(days=60))
    with pytest.raises(InvalidQuestion) as refused:
        windows_of(periods=days, over=Duration(30, Unit.DAY), calendar=Calendar())
    assert refused.value.field == "by"


OVERS = {"1d": (1, 0), "3d": (3, 0), "2w": (14, 0), "1mo": (0, 1), "1y": (0, 12)}


@st.composite
def a_rolling(draw):
    of = draw(
        st.one_of(
            a_measure(),
            a_measure(),
            st.builds(
                lambda of, by: {"kind": "ratio", "of": of, "per": by}, a_measure(), a_measure()
            ),
            st.builds(
                lambda of: {"kind": "per_person", "of": of},
                a_measure().filter(lambda spec: spec["kind"] in ("count", "sum")),
            ),
        )
    )
    return {"kind": "rolling", "of": of, "over": draw(st.sampled_from(sorted(OVERS)))}


@settings(
    max_examples=40,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(world=a_world(), data=st.data())
def test_rolling__of_any_log__equals_the_twin_of_local_dates(world, data):
    calendar, around, events, aliases = world
    middle = calendar.to_local(at=around).date()
    days = data.draw(st.tuples(st.integers(-30, 3), st.integers(1, 30)))
    first, last = (middle + timedelta(days=days[0]), middle + timedelta(days=sum(days)))
    question = Question(
        definition=from_spec(data.draw(a_rolling())),
        grain=data.draw(st.sampled_from([Grain.DAY, Grain.WEEK, Grain.MONTH])),
        start=calendar.instant_of_day(day=first),
        end=calendar.instant_of_day(day=last),
        breakdown=data.draw(st.sampled_from([(), (), ("country",), ("person", "field")])),
        top=data.draw(st.sampled_from([1, 10])),
    )
    with tempfile.TemporaryDirectory() as folder:
        log = open_log(path=Path(folder) / "log.duckdb", erasure_key=b"test")
        try:
            fill(log, events)
            for alias, known in aliases.items():
                log.identify(known=known, alias=alias, source=1, at=RECEIVED_AT)
            twin = Twin(question, calendar, last, Reference(events, aliases, calendar.currency))
            twin.compare(log)
        finally:
            log.close()


class Twin:
    """The same by hand: an event is in a window if its local date is."""

    def __init__(self, question, calendar, last: date, reference) -> None:
        self.question = question
        self.calendar = calendar
        self.last = last
        self.reference = reference
        self.zone = ZoneInfo(calendar.timezone)
        self.definition = question.definition

    def compare(self, log) -> None:
        try:
            expected = self.value(self.last)
            for start in self.starts(log):
                self.value(self.end_of(start))
        except Mixed:
            with pytest.raises(MixedCurrencies):
                self.answer(log)
            return
        found = self.answer(log)
        assert same(found.value, expected, self.definition)
        self.compare_points(found.points, lambda _event: True)
        shown = {group.labels for group in found.groups if not group.other}
        for group in found.groups:
            own = (
                (lambda _e, labels=group.labels: self.labels(_e) == labels)
                if not group.other
                else (lambda _e: self.labels(_e) not in shown)
            )
            assert same(group.value, self.value(self.last, own), self.definition)
            self.compare_points(group.points, own)

    def answer(self, log):
        return queries.answer(
            question=self.question, calendar=self.calendar, at=RECEIVED_AT, log=log
        )

    def starts(self, log):
        counted = Question(
            definition=from_spec({"kind": "count"}),
            grain=self.question.grain,
            start=self.question.start,
            end=self.question.end,
        )
        found = queries.answer(question=counted, calendar=self.calendar, at=RECEIVED_AT, log=log)
        return [point.start for point in found.points]

    def compare_points(self, points, chosen) -> None:
        for point in points:
            expected = self.value(self.end_of(point.start), chosen)
            assert same(point.value, expected, self.definition), (point, expected)

    def end_of(self, start: datetime) -> date:
        """The day after the period; of one that is not over, the day after the question."""
        day = start.astimezone(self.zone).date()
        if self.question.grain is Grain.MONTH:
            return min(self.last, (day.replace(day=1) + timedelta(days=32)).replace(day=1))
        days = {Grain.DAY: 1, Grain.WEEK: 7}[self.question.grain]
        return min(self.last, day + timedelta(days=days))

    def value(self, end: date, chosen=lambda _event: True):
        begin = self.begin_of(end)
        events = [
            event
            for event in self.reference.events
            if begin <= event.at.astimezone(self.zone).date() < end and chosen(event)
        ]
        return per(self.reference, self.definition.of, events)

    def begin_of(self, end: date) -> date:
        days, months = OVERS[str(self.definition.over)]
        if not months:
            return end - timedelta(days=days)
        year, month = divmod(end.year * 12 + end.month - 1 - months, 12)
        day = end.day
        while True:  # the 31st becomes the last day of a shorter month
            try:
                return date(year, month + 1, day)
            except ValueError:
                day -= 1

    def labels(self, event):
        return tuple(self.reference.text(event, name) for name in self.question.breakdown)
