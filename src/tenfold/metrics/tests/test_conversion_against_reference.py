"""Conversion from a real log against the slow twin, on generated logs."""

import tempfile
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tenfold.eventlog.duckdb_log import open_log
from tenfold.metrics.access import Access
from tenfold.metrics.analyses import conversion
from tenfold.metrics.behind import Selection
from tenfold.metrics.calendar import Calendar, Grain
from tenfold.metrics.definitions import from_spec
from tenfold.metrics.questions import Question
from tenfold.metrics.tests.reference import Reference
from tenfold.metrics.tests.reference_conversion import Conversions, is_open, quartiles
from tenfold.metrics.tests.world import RECEIVED_AT, Event, fill
from tenfold.stats.intervals import share_interval

ZONES = [
    ("Europe/Copenhagen", datetime(2024, 3, 31, 1, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2024, 4, 6, 15, tzinfo=UTC)),
    ("America/Havana", datetime(2024, 11, 3, 5, tzinfo=UTC)),
    ("UTC", datetime(2024, 2, 29, tzinfo=UTC)),
]
STEPS = [
    {"event": "visit"},
    {"event": "cart"},
    {"event": "order"},
    {},
    {"event": "order", "where": [{"property": "field", "is": 1}]},
    {"event": "cart", "where": [{"property": "country", "exists": True}]},
]
BEYOND = [{"property": "field", "exists": True}, {"property": "person", "is_not": "a"}]


@st.composite
def an_event(draw, around: datetime):
    # Many at one moment and on the edges of windows and hours, few far away.
    near = st.integers(-6, 6).map(lambda n: n * 30)
    minutes = draw(st.one_of(near, near, near, st.integers(-4000, 4000)))
    return Event(
        at=around + timedelta(minutes=minutes),
        name=draw(st.sampled_from(["visit", "cart", "order", "visit", "cart", "search"])),
        actor=draw(st.sampled_from(["a", "a", "a", "b", "b", "c", None])),
        properties=draw(
            st.fixed_dictionaries(
                {},
                optional={
                    "field": st.sampled_from([1, 2.5, "x", None, True]),
                    "country": st.sampled_from(["NO", "DK", "SE", None]),
                },
            )
        ),
        source=draw(st.sampled_from([1, 1, 1, 2, 0])),
    )


@st.composite
def a_world(draw):
    zone, around = draw(st.sampled_from(ZONES))
    return (
        Calendar(zone, "monday", "EUR"),
        around,
        draw(st.lists(an_event(around), min_size=draw(st.sampled_from([0, 12])), max_size=20)),
        draw(st.sampled_from([{}, {"b": "a"}, {"b": "a", "c": "a"}])),
    )


@st.composite
def a_spec(draw):
    some = st.lists(st.sampled_from(STEPS), min_size=2, max_size=4)
    steps = draw(st.one_of(st.sampled_from([STEPS[:2], STEPS[:3]]), some))
    order = draw(st.sampled_from(["ordered", "ordered", "strict", "unordered"]))
    spec = {
        "kind": "conversion",
        "steps": steps,
        "within": draw(st.sampled_from(["30m", "1h", "3h", "3h", "3d"])),
        "order": order,
        "by_step": draw(st.integers(1, len(steps))),
    }
    if order != "unordered":
        spec["exclude"] = draw(st.lists(an_exclusion(len(steps)), max_size=2))
    if draw(st.integers(0, 3)) == 0:
        spec["hold"] = draw(st.sampled_from(["field", "country"]))
    if draw(st.integers(0, 3)) == 0:
        spec["where"] = [draw(st.sampled_from(BEYOND))]
    return spec


@st.composite
def an_exclusion(draw, steps: int):
    after = draw(st.integers(1, steps - 1))
    before = draw(st.one_of(st.none(), st.integers(after + 1, steps)))
    return {
        **draw(st.sampled_from([{"event": "search"}, *STEPS])),
        "after": after,
        "before": before,
    }


@st.composite
def a_question(draw, around: datetime):
    bounds = draw(st.one_of(st.none(), st.tuples(st.integers(-300, 0), st.integers(1, 300))))
    start, end = (None, None) if bounds is None else (around + timedelta(minutes=m) for m in bounds)
    return Question(
        definition=from_spec(draw(a_spec())),
        grain=draw(st.sampled_from([None, None, Grain.HOUR, Grain.DAY, Grain.WEEK, Grain.MONTH])),
        start=start,
        end=end,
        breakdown=draw(
            st.sampled_from([(), (), ("country",), ("field",), ("country", "field"), ("person",)])
        ),
        top=draw(st.sampled_from([1, 2, 10])),
    )


# Without shrinking: each example opens a log, and the questions of a failure are short anyway.
@settings(
    max_examples=30,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(world=a_world(), data=st.data())
def test_conversion__any_log_any_question__equals_the_slow_twin(world, data):
    calendar, around, events, aliases = world
    with tempfile.TemporaryDirectory() as folder:
        log = open_log(path=Path(folder) / "log.duckdb", erasure_key=b"test")
        try:
            for event in events:
                fill(log, [event])
            for alias, known in aliases.items():
                log.identify(known=known, alias=alias, source=1, at=RECEIVED_AT)
            for _ in range(5):
                question = data.draw(a_question(around))
                step = data.draw(st.integers(1, len(question.definition.steps)))
                reference = Reference(events, aliases, "EUR")
                Comparison(question, calendar, log, reference, step).compare()
        finally:
            log.close()


class Comparison:
    """One question, answered by both."""

    def __init__(self, question, calendar, log, reference, step) -> None:
        self.question, self.calendar, self.access = question, calendar, Access(log=log)
        self.reference, self.step = reference, step
        self.definition = question.definition
        self.last = len(self.definition.steps)
        times = [event.at for event in reference.events]
        self.newest = max(times, default=None)
        self.start = question.start or min(times, default=None)
        self.end = question.end or (self.newest and self.newest + timedelta(microseconds=1))

    def compare(self):
        found = conversion.compute(
            question=self.question, calendar=self.calendar, access=self.access
        )
        if self.start is None or self.start >= self.end:
            assert found.sample == 0
            assert found.figure.value is None
            return
        ranked, codes = self.ranking()
        self.twin = Conversions(self.reference, self.definition, self.question.breakdown, codes)
        best = self.twin.best(self.start, self.end)
        self.same_whole(found, best)
        self.same_times(found, list(best.values()))
        self.same_groups(found, best, ranked)
        self.same_periods(found.points, found.detail.funnel.periods, lambda _: True)
        self.same_persons(best)

    def ranking(self):
        """The groups that are shown, and the numbers by which the log tells events apart."""
        names = self.question.breakdown
        twin = Conversions(self.reference, self.definition, names, {})
        step = self.definition.by_step - 1
        sizes = Counter(
            twin.labels_of(event)
            for own in twin.persons(self.start, self.end).values()
            for events in own
            for event in events
            if twin.is_one(event, self.definition.steps[step])
        )
        every = sorted(sizes, key=lambda one: (-sizes[one], [(v is None, v or "") for v in one]))
        ranked = every[: self.question.top]
        values = [
            list(dict.fromkeys(one[n] for one in ranked if one[n] is not None))
            for n in range(len(names))
        ]
        return ranked, {one: code_of(one, values) for one in every}

    def persons_at(self, chains):
        return tuple(
            sum(len(chain.events) >= step for chain in chains) for step in range(1, self.last + 1)
        )

    def open_persons(self, start, end, best):
        everybody = self.twin.persons(start, end).items()
        return {
            person
            for person, lists in everybody
            if (person not in best or len(best[person].events) < self.last)
            and is_open(self.twin, lists, start, end, self.newest)
        }

    def same_whole(self, found, best):
        persons = self.persons_at(best.values())
        funnel = found.detail.funnel
        assert tuple(step.persons for step in funnel.steps) == persons
        assert found.sample == persons[0]
        assert funnel.open == len(self.open_persons(self.start, self.end, best))
        rate = persons[-1] / persons[0] if persons[0] else None
        assert (found.figure.value is None) is (rate is None)
        assert rate is None or float(found.figure.value) == pytest.approx(rate)
        assert found.interval == share_interval(successes=persons[-1], trials=persons[0])
        lists = self.twin.persons(self.start, self.end).values()
        assert found.figure.events == sum(len(one) for own in lists for one in own)

    def same_times(self, found, chains):
        for number, step in enumerate(found.detail.funnel.steps[1:], start=1):
            taken = [chain.events for chain in chains if len(chain.events) > number]
            expected = quartiles([own[number].at - own[number - 1].at for own in taken])
            assert step.quartiles == pytest.approx(expected)
        whole = [own for chain in chains if len(own := chain.events) == self.last]
        assert found.detail.quartiles == pytest.approx(
            quartiles([own[-1].at - own[0].at for own in whole])
        )

    def same_groups(self, found, best, ranked):
        if not self.question.breakdown:
            assert found.groups == ()
            return
        parts = defaultdict(dict)
        for person, chain in best.items():
            parts[self.group_of(chain, ranked)][person] = chain
        shown = {group.labels if not group.other else "other": group for group in found.groups}
        assert set(shown) == set(parts)
        order = [*ranked, *([self.without] if self.without not in ranked else []), "other"]
        assert list(shown) == sorted(shown, key=order.index)
        for labels, group in shown.items():
            persons = self.persons_at(parts[labels].values())
            assert tuple(step.persons for step in group.detail.steps) == persons
            assert group.detail.open == len(
                self.open_persons(self.start, self.end, best) & set(parts[labels])
            )
            self.same_periods(
                group.points,
                group.detail.periods,
                lambda chain, wanted=labels: self.group_of(chain, ranked) == wanted,
            )

    @property
    def without(self):
        return (None,) * len(self.question.breakdown)

    def group_of(self, chain, ranked):
        if chain.labels is None:
            return self.without
        return chain.labels if chain.labels in ranked else "other"

    def same_periods(self, points, periods, counts):
        if self.question.grain is None:
            assert points == ()
            return
        bounds = self.calendar.periods(
            grain=self.question.grain, start=self.start, end=self.end
        ).bounds
        assert [period.start.astimezone(UTC) for period in periods] == list(bounds[:-1])
        for point, period, since, until in zip(points, periods, bounds, bounds[1:], strict=False):
            start, end = max(since, self.start), min(until, self.end)
            best = self.twin.best(start, end)
            own = {person: chain for person, chain in best.items() if counts(chain)}
            persons = self.persons_at(own.values())
            assert period.persons == persons
            assert period.open == len(self.open_persons(start, end, best) & set(own))
            assert (point.value is None) is (not persons[0])
            assert point.value is None or float(point.value) == pytest.approx(
                persons[-1] / persons[0]
            )

    def same_persons(self, best):
        step, last = self.step, self.last
        self.same_behind(best, Selection(step=step), range(step, last + 1))
        if step < last:
            self.same_behind(best, Selection(step=step, dropped=True), [step])

    def same_behind(self, best, selection, levels):
        found = conversion.who(
            question=self.question,
            selection=selection,
            calendar=self.calendar,
            access=self.access,
            limit=100,
        )
        expected = {person for person, chain in best.items() if len(chain.events) in levels}
        assert {one.person for one in found.persons} == expected
        assert found.total == len(expected)
        lists = self.twin.persons(self.start, self.end)
        for one in found.persons:
            events = [event for own in lists[one.person] for event in own]
            assert (one.events, one.last_at) == (len(events), max(event.at for event in events))


def code_of(labels, values):
    code = 0
    for label, known in zip(labels, values, strict=True):
        place = 0 if label is None else known.index(label) + 1 if label in known else len(known) + 1
        code = code * (len(known) + 2) + place
    return code
