"""Conversion, case by case: which chain counts, when it may begin, who is where."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from tenfold.metrics import queries
from tenfold.metrics.answers import to_json
from tenfold.metrics.behind import Selection
from tenfold.metrics.calendar import Calendar, Grain
from tenfold.metrics.definitions import InvalidDefinition, from_spec
from tenfold.metrics.questions import InvalidQuestion, Question
from tenfold.metrics.tests.world import RECEIVED_AT, Event, fill

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SHOP = {
    "kind": "conversion",
    "steps": [{"event": "visit"}, {"event": "cart"}, {"event": "order"}],
    "within": "1d",
}


def did(person, hours, name, **properties):
    return Event(NOON + timedelta(hours=hours), name, person, properties=properties)


def ask(log, spec, **rest):
    question = Question(definition=from_spec(spec), **rest)
    return queries.answer(question=question, calendar=Calendar("UTC"), at=RECEIVED_AT, log=log)


def persons(log, spec=SHOP, **changed):
    return [step.persons for step in ask(log, {**spec, **changed}).detail.funnel.steps]


def behind(log, selection, spec=SHOP, **rest):
    question = Question(definition=from_spec(spec), **rest)
    found = queries.list_behind(
        question=question, selection=selection, calendar=Calendar("UTC"), log=log
    )
    return [one.person for one in found.persons]


@pytest.fixture
def shop(log):
    """Ada buys at once; Bo does, once she came again; Cy never puts anything into a cart."""
    fill(
        log,
        [
            did("ada", 0, "visit", from_="mail"),
            did("ada", 1, "cart"),
            did("ada", 3, "order", amount=5),
            did("bo", 0, "visit", from_="mail"),
            did("bo", 30, "visit", from_="search"),
            did("bo", 31, "cart"),
            did("bo", 31.5, "search"),
            did("bo", 32, "order"),
            did("cy", 2, "visit"),
            did("cy", 4, "order"),
            did(None, 5, "visit"),
            did("di", 6, "cart"),
            did("eve", 80, "visit"),
        ],
    )
    return log


def test_conversion__of_a_shop__says_who_came_how_far(shop):
    answer = to_json(answer=ask(shop, SHOP))
    steps = answer["steps"]
    assert [step["event"] for step in steps] == ["visit", "cart", "order"]
    assert [step["persons"] for step in steps] == [4, 2, 2]
    assert [step["rate"] for step in steps] == [1.0, 0.5, 0.5]
    assert [step["rate_of_previous"] for step in steps] == [1.0, 0.5, 1.0]
    assert [step["median_seconds"] for step in steps] == [None, 3600, 5400]
    assert answer["median_seconds"] == 9000
    assert (answer["value"], answer["unit"], answer["sample"]) == (0.5, "%", 4)
    assert answer["interval"] == pytest.approx([0.150, 0.850], abs=0.001)
    assert answer["open"] == 1  # eve
    assert answer["lineage"]["events"] == 11


def test_conversion__in_words__says_the_share_how_long_and_who_may_still_come(shop):
    with translation.override("en"):
        said = ask(shop, SHOP).sentence
    assert said == (
        "50% of 4 persons went all the way, within 24 hours."
        " Half of these took about 2 hours or less. 1 person may still get there."
    )


def test_conversion__of_nothing__has_no_share(log):
    answer = to_json(answer=ask(log, SHOP))
    assert answer["value"] is None
    assert [step["persons"] for step in answer["steps"]] == [0, 0, 0]
    assert [step["rate"] for step in answer["steps"]] == [None, None, None]
    assert answer["interval"] is None


def test_conversion__strict__forgives_no_event_between(shop):
    assert persons(shop, order="strict") == [4, 2, 1]
    without_search = [{"property": "name", "is_not": "search"}]
    assert persons(shop, order="strict", where=without_search) == [4, 2, 2]


def test_conversion__in_any_order__begins_with_whichever_comes_first(shop):
    assert persons(shop, order="unordered") == [5, 3, 2]


def test_conversion__the_same_event_twice__is_a_repeat_purchase(log):
    fill(log, [did("ada", hours, "order") for hours in (0, 48, 60)])
    fill(log, [did("bo", 0, "order"), did("bo", 0, "order"), did("cy", 0, "order")])
    again = {"steps": [{"event": "order"}, {"event": "order"}]}
    assert persons(log, **again) == [3, 2]
    assert persons(log, steps=[{"event": "order"}] * 3) == [3, 2, 0]
    assert persons(log, steps=[{"event": "order"}] * 3, within="3d") == [3, 2, 1]


def test_conversion__something_excluded_between__stops_there(shop):
    assert persons(shop, exclude=[{"event": "search"}]) == [4, 2, 1]
    assert persons(shop, exclude=[{"event": "search"}, {"event": "search"}]) == [4, 2, 1]
    assert persons(shop, exclude=[{"event": "search", "before": 2}]) == [4, 2, 2]
    assert persons(shop, exclude=[{"event": "search", "after": 2}]) == [4, 2, 1]


def test_conversion__excluded_and_begun_again__counts(log):
    fill(log, [did("ada", hours, name) for hours, name in enumerate(["visit", "cart", "search"])])
    fill(log, [did("ada", 3, "visit"), did("ada", 4, "cart"), did("ada", 5, "order")])
    assert persons(log, exclude=[{"event": "search"}]) == [1, 1, 1]


def test_conversion__a_property_held__must_be_the_same_at_all_steps(log):
    fill(log, [did("ada", 0, "visit", sku=1), did("ada", 1, "cart", sku=2)])
    fill(log, [did("ada", 2, "order", sku=1), did("bo", 0, "visit", sku=1)])
    fill(log, [did("bo", 1, "cart", sku=1), did("bo", 2, "order", sku="1"), did("cy", 0, "visit")])
    assert persons(log, hold="sku") == [2, 1, 1]


@pytest.mark.parametrize("order", ["ordered", "strict", "unordered"])
def test_conversion__of_ten_steps_over_a_thousand_years__is_followed_to_its_end(log, order):
    # More than the engine's fast numbers hold: steps that overlap, groups, and far away times.
    long_ago = Event(datetime(1020, 1, 1, tzinfo=UTC), "step", "old", properties={"no": 1})
    fill(log, [long_ago, *(did("ada", hour, "step", no=hour % 4) for hour in range(10))])
    some = [{"event": "step", "where": [{"property": "no", "at_most": n % 4}]} for n in range(10)]
    spec = {"steps": some, "within": "3660d", "order": order, "exclude": []}
    answer = ask(log, {**SHOP, **spec, "by_step": 2}, breakdown=("no",), top=100)
    assert answer.detail.funnel.steps[-1].persons == 1
    assert answer.detail.quartiles == (9 * 3600,) * 3
    assert [group.detail.steps[-1].persons for group in answer.groups if group.label] == [1]


def test_conversion__at_one_moment__takes_the_steps_in_their_order(log):
    fill(log, [did("ada", 0, name) for name in ("order", "cart", "visit")])
    assert persons(log) == [1, 1, 1]


def test_conversion__at_the_end_of_the_window__still_counts(log):
    fill(log, [did("ada", 0, "visit"), did("ada", 24, "cart")])
    late = timedelta(days=1, microseconds=1)
    fill(log, [did("bo", 0, "visit"), Event(NOON + late, "cart", "bo")])
    assert persons(log) == [2, 1, 0]


def test_conversion__after_the_time_asked_for__only_later_steps_count(shop):
    day = {"start": NOON, "end": NOON + timedelta(hours=2)}
    found = ask(shop, SHOP, **day).detail.funnel
    assert [step.persons for step in found.steps] == [2, 1, 1]  # ada ordered an hour later
    assert found.open == 0


def test_conversion__merged_ids__are_one_person(log):
    fill(log, [did("cookie", 0, "visit"), did("ada", 1, "cart"), did("ada", 2, "order")])
    assert persons(log) == [1, 0, 0]
    log.identify(known="ada", alias="cookie", source=1, at=RECEIVED_AT)
    assert persons(log) == [1, 1, 1]


def test_conversion__by_a_property_of_a_step__adds_up(shop):
    answer = ask(shop, SHOP, breakdown=("from_",))
    found = {group.label: [step.persons for step in group.detail.steps] for group in answer.groups}
    assert found == {"mail": [1, 1, 1], "search": [1, 1, 1], None: [2, 0, 0]}
    by_order = ask(shop, {**SHOP, "by_step": 3}, breakdown=("amount",)).groups
    assert [(group.label, group.sample) for group in by_order] == [(None, 3), ("5", 1)]


def test_conversion__of_given_groups__tells_just_these_apart(shop):
    given = {"breakdown": ("from_",), "groups": (("search",), ("letter",))}
    groups = ask(shop, SHOP, **given).groups
    assert [(group.labels, group.sample) for group in groups] == [(("search",), 1), ((), 3)]


def test_conversion__by_what_a_person_is_by_now__tells_persons_apart(shop):
    fill(shop, [did("bo", 90, "plan", plan="club"), did("ada", 90, "plan", plan="free")])
    groups = ask(shop, SHOP, breakdown=("person.plan",)).groups
    found = {group.label: [step.persons for step in group.detail.steps] for group in groups}
    assert found == {"club": [1, 1, 1], "free": [1, 1, 1], None: [2, 0, 0]}
    members = [{"property": "person.plan", "is": "club"}]
    assert persons(shop, where=members) == [1, 1, 1]
    steps = [SHOP["steps"][0], {"event": "order", "where": members}]
    assert persons(shop, steps=steps) == [4, 1]


def test_conversion__by_day__is_each_day_by_itself(shop):
    answer = ask(shop, SHOP, grain=Grain.DAY)
    assert [period.persons for period in answer.detail.funnel.periods] == [
        (3, 1, 1),
        (1, 1, 1),
        (0, 0, 0),
        (1, 0, 0),
    ]
    assert [point.value for point in answer.points][1:] == [1, None, 0]


def test_conversion__by_periods_far_shorter_than_the_window__is_refused(shop):
    with pytest.raises(InvalidQuestion, match="too short"):
        ask(shop, {**SHOP, "within": "7d"}, grain=Grain.HOUR)


def test_who__of_a_step__are_those_who_took_it_or_dropped_out_there(shop):
    assert set(behind(shop, Selection())) == {"ada", "bo", "cy", "eve"}
    assert set(behind(shop, Selection(step=3))) == {"ada", "bo"}
    assert set(behind(shop, Selection(step=1, dropped=True))) == {"cy", "eve"}
    assert behind(shop, Selection(step=2, dropped=True)) == []


def test_who__of_a_group_or_a_period__are_those_in_it(shop):
    grouped = {"breakdown": ("from_",)}
    assert behind(shop, Selection(step=3, labels=("search",)), **grouped) == ["bo"]
    assert set(behind(shop, Selection(labels=(None,)), **grouped)) == {"cy", "eve"}
    assert set(behind(shop, Selection(other=True), **grouped, top=1)) == {"bo", "cy", "eve"}
    day = datetime(2026, 3, 3, tzinfo=UTC)
    assert behind(shop, Selection(start=day), grain=Grain.DAY) == ["bo"]


@pytest.mark.parametrize(
    ("selection", "rest"),
    [
        (Selection(step=4), {}),
        (Selection(step=3, dropped=True), {}),
        (Selection(start=NOON), {}),
        (Selection(start=NOON), {"grain": Grain.DAY}),
        (Selection(labels=("mail",)), {}),
        (Selection(labels=("nobody",)), {"breakdown": ("from_",)}),
    ],
)
def test_who__of_what_is_not_there__is_refused(shop, selection, rest):
    with pytest.raises(InvalidQuestion, match="no such part"):
        behind(shop, selection, **rest)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"by_step": 4}, "spec.by_step"),
        ({"order": "unordered", "exclude": [{"event": "search"}]}, "spec.exclude"),
        ({"exclude": [{"event": "search", "after": 3}]}, "spec.exclude[0]"),
        ({"exclude": [{"event": "search", "before": 4}]}, "spec.exclude[0]"),
        ({"steps": [{"event": "visit"}]}, "spec.steps"),
        ({"within": "1mo"}, "spec.within"),
    ],
)
def test_conversion__that_has_no_meaning__is_refused(changed, field):
    with pytest.raises(InvalidDefinition) as refused:
        from_spec({**SHOP, **changed})
    assert refused.value.field == field
