"""Paths, case by case: what is followed, where a path ends, who is on it."""

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
AFTER_CART = {"kind": "paths", "after": {"event": "cart"}, "steps": 2}


def did(person, minutes, name, **properties):
    return Event(NOON + timedelta(minutes=minutes), name, person, properties=properties)


def ask(log, spec, **rest):
    question = Question(definition=from_spec(spec), **rest)
    return queries.answer(question=question, calendar=Calendar("UTC"), at=RECEIVED_AT, log=log)


def edges(log, spec, **rest):
    return {
        (one["step"], one["source"], one["target"]): (one["persons"], one["times"])
        for one in to_json(answer=ask(log, spec, **rest))["edges"]
    }


def behind(log, selection, spec=AFTER_CART, **rest):
    question = Question(definition=from_spec(spec), **rest)
    found = queries.list_behind(
        question=question, selection=selection, calendar=Calendar("UTC"), log=log
    )
    return {one.person: one.events for one in found.persons}


@pytest.fixture
def shop(log):
    """Ada puts two things into her cart and buys; Bo searches on; Cy leaves, and comes later."""
    fill(
        log,
        [
            did("ada", 0, "visit", page="/"),
            did("ada", 1, "cart", page="/tea"),
            did("ada", 2, "cart", page="/pot"),
            did("ada", 3, "order"),
            did("bo", 0, "visit", page="/"),
            did("bo", 5, "cart", page="/tea"),
            did("bo", 35, "search"),
            did("cy", 0, "cart"),
            did("cy", 31, "order"),
            did(None, 1, "cart"),
            did(None, 2, "order"),
        ],
    )
    return log


def test_paths__after_an_event__say_what_comes_next(shop):
    assert edges(shop, AFTER_CART) == {
        (1, "cart", "cart"): (1, 1),
        (1, "cart", "order"): (1, 1),
        (1, "cart", "search"): (1, 1),
        (1, "cart", None): (1, 1),
        (2, "cart", "order"): (1, 1),
        (2, "order", None): (1, 1),
        (2, "search", None): (1, 1),
    }
    answer = to_json(answer=ask(shop, AFTER_CART))
    assert (answer["value"], answer["unit"]) == (3, "persons")
    assert answer["lineage"]["events"] == 9


def test_paths__before_an_event__count_their_steps_from_it(shop):
    found = edges(shop, {"kind": "paths", "before": {"event": "order"}, "steps": 3})
    assert found == {
        (1, "cart", "order"): (1, 1),
        (1, None, "order"): (1, 1),
        (2, "cart", "cart"): (1, 1),
        (3, "visit", "cart"): (1, 1),
    }


def test_paths__of_visits__begin_after_each_gap(shop):
    found = edges(shop, {"kind": "paths", "steps": 1})
    assert found == {
        (1, "visit", "cart"): (2, 2),
        (1, "cart", None): (1, 1),
        (1, "order", None): (1, 1),
    }


def test_paths__named_by_a_property__follow_events_that_have_it(shop):
    found = edges(shop, {"kind": "paths", "show": "page", "steps": 2})
    assert found == {
        (1, "/", "/tea"): (2, 2),
        (2, "/tea", "/pot"): (1, 1),
        (2, "/tea", None): (1, 1),
    }
    after_order = {"kind": "paths", "before": {"event": "order"}, "show": "page", "steps": 1}
    assert edges(shop, after_order) == {(1, "/pot", "order"): (1, 1), (1, None, "order"): (1, 1)}


def test_paths__of_many_labels__show_the_most_frequent(shop):
    found = edges(shop, AFTER_CART, top=1)
    assert found[1, "cart", "cart"] == (1, 1)
    assert found[1, "cart", "other"] == (2, 2)
    assert found[2, "other", None] == (2, 2)


def test_paths__in_a_time__follow_beyond_its_end(shop):
    minute = timedelta(minutes=1)
    found = edges(shop, AFTER_CART, start=NOON + 2 * minute, end=NOON + 3 * minute)
    assert found == {(1, "cart", "order"): (1, 1), (2, "order", None): (1, 1)}


def test_paths__of_nothing__are_nobodys(log):
    answer = to_json(answer=ask(log, AFTER_CART))
    assert (answer["value"], answer["edges"]) == (0, [])
    with translation.override("en"):
        assert ask(log, AFTER_CART).sentence == "Nothing to tell: nobody took such a path."


def test_paths__in_words__say_what_comes_most_often(shop):
    fill(shop, [did("di", minute, name) for minute, name in enumerate(["cart", "order"])])
    with translation.override("en"):
        after = ask(shop, AFTER_CART).sentence
        before = ask(shop, {"kind": "paths", "before": {"event": "order"}}).sentence
        visits = ask(shop, {"kind": "paths", "after": {"event": "search"}}).sentence
    assert after == "The paths of 4 persons: most often (40%) “order” comes next."
    assert before == "The paths of 3 persons: most often (66.7%) “cart” comes before."
    assert visits == "The paths of 1 person: most often (100%) nothing comes next."


def test_who__of_an_edge__are_those_on_it(shop):
    assert behind(shop, Selection()) == {"ada": 2, "bo": 1, "cy": 1}
    assert behind(shop, Selection(step=1, source="cart", target="order")) == {"ada": 1}
    assert behind(shop, Selection(step=1, target="search")) == {"bo": 1}
    assert behind(shop, Selection(step=1, source="cart", dropped=True)) == {"cy": 1}
    assert behind(shop, Selection(step=1, target="other"), top=1) == {"ada": 1, "bo": 1}
    before = {"kind": "paths", "before": {"event": "order"}}
    assert behind(shop, Selection(step=1, source="cart"), before) == {"ada": 1}
    assert behind(shop, Selection(step=1, target="order", dropped=True), before) == {"cy": 1}


@pytest.mark.parametrize(
    "selection",
    [
        Selection(step=3),
        Selection(step=1, target="nothing"),
        Selection(step=1, target="order", dropped=True),
    ],
)
def test_who__of_an_edge_that_is_not_there__is_refused(shop, selection):
    with pytest.raises(InvalidQuestion, match="no such part"):
        behind(shop, selection)


@pytest.mark.parametrize("rest", [{"grain": Grain.DAY}, {"breakdown": ("page",)}])
def test_paths__by_periods_or_groups__are_refused(shop, rest):
    with pytest.raises(InvalidQuestion, match="Paths are not"):
        ask(shop, AFTER_CART, **rest)


def test_paths__after_one_event_and_before_another__have_no_meaning():
    with pytest.raises(InvalidDefinition, match="not both"):
        from_spec({**AFTER_CART, "before": {"event": "order"}})
