"""Questions that reach into a time of which only totals are kept."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tenfold.eventlog.duckdb_log import open_log
from tenfold.metrics.answering import answer, answer_all
from tenfold.metrics.calendar import Calendar, Grain
from tenfold.metrics.definitions import from_spec
from tenfold.metrics.questions import Question
from tenfold.metrics.tests.world import Event, fill
from tenfold.metrics.totals import OnlyTotalsKept

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
DANISH = Calendar("Europe/Copenhagen", "monday", "EUR")
NEPALESE = Calendar("Asia/Kathmandu", "sunday", "EUR")

SPECS = [
    {"kind": "count"},
    {"kind": "count", "event": "order"},
    {"kind": "sum", "event": "order"},
    {"kind": "mean", "event": "order"},
    {"kind": "min", "event": "order"},
    {"kind": "max"},
    {"kind": "count", "where": [{"property": "source", "is": 2}]},
    {"kind": "sum", "where": [{"property": "name", "in": ["order", "refund"]}]},
    {"kind": "count", "where": [{"property": "currency", "exists": True}]},
    {
        "kind": "ratio",
        "of": {"kind": "count", "event": "order"},
        "per": {"kind": "count", "event": "visit"},
    },
]


def _ask(log, spec, calendar=DANISH, **given):
    asked = Question(definition=from_spec(spec), **given)
    return answer(question=asked, calendar=calendar, at=NOW, log=log)


def _told(found):
    groups = [(one.labels, one.other, one.value, one.unit, one.points) for one in found.groups]
    return found.value, found.unit, found.points, groups, found.lineage.events


def _roll(log, *, days, sources=(1,)):
    log.retain(horizons=dict.fromkeys(sources, NOW - days * DAY))
    while log._caretaker.do_slice():
        pass


@pytest.fixture
def sold(log):
    """Thirty days: each a visit in source 2, an order and a refund in source 1."""
    events = []
    for day in range(30):
        at = NOW - day * DAY
        events += [
            Event(at, "visit", f"person-{day % 7}", source=2),
            Event(at, "order", f"person-{day % 5}", value=day + 0.1, properties={"a": day % 3}),
            Event(at - timedelta(minutes=50), "refund", value=-1.0),
        ]
    fill(log, events)
    return log


@pytest.mark.parametrize("calendar", [DANISH, NEPALESE], ids=["Danish", "Nepalese"])
@pytest.mark.parametrize("grain", [None, Grain.HOUR, Grain.DAY, Grain.WEEK, Grain.MONTH])
@pytest.mark.parametrize("breakdown", [(), ("name",), ("source", "name")])
def test_what_adds_up__after_old_events_became_totals__is_what_it_was(
    sold, calendar, grain, breakdown
):
    def ask_all():
        asked = [
            Question(definition=from_spec(spec), grain=grain, breakdown=breakdown) for spec in SPECS
        ]
        return [
            _told(found)
            for found in answer_all(questions=asked, calendar=calendar, at=NOW, log=sold)
        ]

    before = ask_all()
    _roll(sold, days=10)

    assert sold.read("SELECT count(*) FROM events WHERE source = 1") == [(21,)]
    assert ask_all() == before


def test_what_adds_up__of_more_groups_than_are_shown__ranks_both_together(sold):
    asked = {"breakdown": ("name",), "top": 1, "grain": Grain.WEEK}
    before = _ask(sold, {"kind": "sum"}, **asked)
    _roll(sold, days=3, sources=(1, 2))

    after = _ask(sold, {"kind": "sum"}, **asked)

    assert _told(after) == _told(before)
    assert [one.other for one in after.groups] == [False, True]


def test_what_adds_up__of_groups_that_were_named__keeps_their_order(sold):
    asked = {"breakdown": ("name",), "groups": (("visit",), ("order",))}
    before = _ask(sold, {"kind": "count"}, **asked)
    _roll(sold, days=3, sources=(1, 2))

    after = _ask(sold, {"kind": "count"}, **asked)

    assert _told(after) == _told(before)


def test_what_adds_up__from_a_midnight_on__counts_from_there(sold):
    start = datetime(2026, 2, 10, tzinfo=ZoneInfo("Europe/Copenhagen"))
    before = _ask(sold, {"kind": "sum"}, start=start, end=NOW)
    _roll(sold, days=10)

    after = _ask(sold, {"kind": "sum"}, start=start, end=NOW)

    assert _told(after) == _told(before)
    assert after.lineage.notes == ()


def test_what_adds_up__new_events_after_it_was_kept__are_put_to_it(sold):
    _roll(sold, days=10)
    before = _ask(sold, {"kind": "sum", "event": "order"})
    fill(sold, [Event(NOW, "order", value=0.5)])

    after = _ask(sold, {"kind": "sum", "event": "order"})

    assert after.value - before.value == Decimal("0.5")


def test_money__in_totals__is_told_apart_by_currency(log):
    old = NOW - 20 * DAY
    fill(
        log,
        [
            Event(old, value=1.0, currency="NOK"),
            Event(old, value=2.0),
            Event(old),
            Event(NOW, value=4.0, currency="EUR"),
        ],
    )
    spec = {"kind": "sum", "event": "order"}
    before = _ask(log, spec, breakdown=("currency",))
    _roll(log, days=10)

    assert _told(_ask(log, spec, breakdown=("currency",))) == _told(before)


@pytest.mark.parametrize(
    "spec",
    [
        {"kind": "persons"},
        {"kind": "quantile", "q": 0.5},
        {"kind": "unique", "property": "a"},
        {"kind": "count", "where": [{"property": "a", "is": 1}]},
        {"kind": "conversion", "steps": [{"event": "visit"}, {"event": "order"}], "within": "7d"},
    ],
    ids=lambda spec: spec["kind"],
)
def test_what_needs_single_events__looks_at_those_kept_and_says_so(sold, spec):
    assert _ask(sold, spec).lineage.notes == ()
    _roll(sold, days=10)

    found = _ask(sold, spec)

    (note,) = found.lineage.notes
    assert note.startswith("Before ")
    assert "only totals are kept" in note


def test_what_needs_single_events__of_what_has_no_totals__says_nothing(sold):
    _roll(sold, days=10)

    assert _ask(sold, {"kind": "persons", "event": "visit"}).lineage.notes == ()
    assert _ask(sold, {"kind": "persons"}, start=NOW - 5 * DAY).lineage.notes == ()


def test_what_needs_single_events__of_a_time_without_any__is_refused(sold):
    _roll(sold, days=10)

    with pytest.raises(OnlyTotalsKept) as refused:
        _ask(sold, {"kind": "persons", "event": "order"}, end=NOW - 15 * DAY)

    assert "only totals are kept" in refused.value.sentence
    assert _ask(sold, {"kind": "count", "event": "order"}, end=_midnight(15)).value > 0


def _midnight(days):
    return (NOW - days * DAY).replace(hour=0)


def test_what_adds_up__by_the_minute__looks_at_events_kept_and_says_so(sold):
    _roll(sold, days=10)

    found = _ask(sold, {"kind": "count"}, grain=Grain.MINUTE, start=NOW - 12 * DAY, end=NOW)

    assert found.lineage.notes


events = st.lists(
    st.builds(
        Event,
        at=st.integers(0, 40 * 24 * 12).map(lambda n: NOW - n * timedelta(minutes=5)),
        name=st.sampled_from(["order", "visit"]),
        value=st.sampled_from([None, 1.5, -2.25, 1e9, 0.000001]),
        currency=st.sampled_from([None, "EUR"]),
        source=st.sampled_from([1, 2]),
    ),
    max_size=30,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    happened=events,
    days=st.integers(1, 39),
    spec=st.sampled_from(SPECS),
    grain=st.sampled_from([None, Grain.DAY, Grain.WEEK]),
    breakdown=st.sampled_from([(), ("name",), ("currency",)]),
)
def test_what_adds_up__in_any_log__is_the_same_after_as_before(
    tmp_path_factory, happened, days, spec, grain, breakdown
):
    log = open_log(path=tmp_path_factory.mktemp("any") / "log.duckdb", erasure_key=b"test")
    try:
        fill(log, happened)
        before = _ask(log, spec, grain=grain, breakdown=breakdown)
        _roll(log, days=days)
        after = _ask(log, spec, grain=grain, breakdown=breakdown)
    finally:
        log.close()

    assert _told(after) == _told(before)
