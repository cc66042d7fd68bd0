"""A draft, its address and its definition: one and the same thing said three times."""

from collections.abc import Callable
from contextlib import suppress
from urllib.parse import parse_qsl

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tenfold.metrics.definitions import InvalidDefinition, from_spec, to_spec
from tenfold.techniques.dashboards.rules.exploring.addresses import (
    UnreadableAddress,
    read_draft,
    write_draft,
)
from tenfold.techniques.dashboards.rules.exploring.drafts import draft_of
from tenfold.techniques.dashboards.rules.exploring.edits import edit
from tenfold.techniques.dashboards.rules.exploring.kinds import switch_kind
from tenfold.techniques.dashboards.rules.exploring.shapes import SHAPES, Branch
from tenfold.techniques.dashboards.rules.exploring.specs import UnfinishedQuestion, spec_of
from tenfold.techniques.dashboards.tests.exploring.saying import SPECS

made_up = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""On a busy machine a definition may take a while to make up."""


def read(address: str) -> Branch:
    draft, lost = read_draft(parse_qsl(address, keep_blank_values=True))
    assert lost == ()
    return draft


@made_up
@given(SPECS)
def test_definition__of_any_kind__comes_back_from_its_draft(spec: dict) -> None:
    assert to_spec(from_spec(spec_of(draft_of(spec)))) == spec


@made_up
@given(SPECS, st.sampled_from(["", "last_week", "own"]), st.sampled_from(["", "country"]))
def test_draft__of_any_definition__comes_back_from_its_address(
    spec: dict, stretch: str, split: str
) -> None:
    asked = {name: text for name, text in (("range", stretch), ("split", split)) if text}
    draft = {**draft_of(spec), **asked}
    assert read(write_draft(draft)) == draft


@made_up
@given(SPECS, st.sampled_from(sorted(SHAPES)))
def test_draft__switched_to_another_kind__still_has_an_address(spec: dict, kind: str) -> None:
    switched = switch_kind(draft_of(spec), kind=kind)
    assert read(write_draft(switched)) == switched
    with suppress(UnfinishedQuestion, InvalidDefinition):
        from_spec(spec_of(switched))


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
KEYS = st.one_of(
    TEXT,
    st.sampled_from(
        ["kind", "event", "where.1.property", "where.1", "where", "steps.2.event", "steps", "of.kind",
         "of", "where.1.or.3.value", "where.1.json", "q", "parts.1.letter", "where.999.op"]
    ),
)  # fmt: skip


@made_up
@given(st.lists(st.tuples(KEYS, st.one_of(TEXT, st.sampled_from([*SHAPES, "{}"]))), max_size=8))
def test_address__whatever_it_says__is_read_or_refused_in_words(pairs: list) -> None:
    with suppress(UnreadableAddress, UnfinishedQuestion, InvalidDefinition):
        draft, _lost = read_draft(pairs)
        assert read(write_draft(draft)) == draft
        from_spec(spec_of(draft))


def test_address__is_readable_by_people() -> None:
    spec = {
        "kind": "conversion",
        "steps": [{"event": "visit"}, {"event": "order", "where": [{"property": "n", "above": 2}]}],
        "within": "3d",
    }
    assert write_draft(draft_of(spec)) == (
        "kind=conversion&steps.1.event=visit&steps.2.event=order"
        "&steps.2.where.1.property=n&steps.2.where.1.op=above&steps.2.where.1.value=2&within=3d"
    )


def test_address__with_names_that_nothing_is_known_of__is_read_without_them_and_says_so() -> None:
    draft, lost = read_draft([("event", "order"), ("colour", "red"), ("steps.1.event", "x")])
    assert draft == {"kind": "count", "event": "order"}
    assert lost == ("colour", "steps")


@pytest.mark.parametrize("pairs", [[("kind", "guess")], [("a", "x" * 5000)], [("a", "")] * 500])
def test_address__that_is_no_draft__is_refused_with_what_to_do(pairs: list) -> None:
    with pytest.raises(UnreadableAddress) as refused:
        read_draft(pairs)
    assert "Begin anew" in refused.value.next_step


def done(address: str, *do: str) -> str:
    draft = read(address)
    for one in do:
        draft, _about = edit(draft, do=one)
    return write_draft(draft)


@pytest.mark.parametrize(
    ("before", "do", "after"),
    [
        ("event=a", "add where", "kind=count&event=a&where.1="),
        ("where.1.property=x", "add where.1.or", "kind=count&where.1.property=x&where.1.or.1="),
        (
            "where.1.property=x&where.2.property=y",
            "remove where.1",
            "kind=count&where.1.property=y",
        ),
        ("where.1.property=x", "remove where.1", "kind=count"),
        ("event=a", "set event b", "kind=count&event=b"),
        ("kind=retention", "set start.event b", "kind=retention&start.event=b"),
    ],
)
def test_edit__of_a_draft__changes_that_part_alone(before: str, do: str, after: str) -> None:
    assert write_draft(read(done(before, do))) == after


def test_step__moved_down__changes_places_with_the_next_and_is_still_what_it_is_about() -> None:
    draft = read("kind=conversion&steps.1.event=a&steps.2.event=b&steps.3.event=c")
    moved, about = edit(draft, do="down steps.1")
    assert [step["event"] for step in moved["steps"]] == ["b", "a", "c"]
    assert about == "steps.2"
    assert edit(moved, do="down steps.3")[0] == moved


@pytest.mark.parametrize("do", ["", "explode x", "remove where.7", "up where.x", "set kind guess",
                                "add where.3.or", "remove event"])  # fmt: skip
def test_edit__that_no_button_makes__is_refused(do: str) -> None:
    with pytest.raises(UnreadableAddress):
        edit(read("where.1.property=x&event=a"), do=do)


def test_number_of_steps__at_its_most__does_not_grow() -> None:
    address = "kind=conversion"
    full = done(address, *["add steps"] * 12)
    assert len(read(full)["steps"]) == 10


def test_kind__changed_from_a_count_to_a_funnel_and_back__keeps_the_event_and_its_filters() -> None:
    draft = read("event=order&where.1.property=n&where.1.op=above&where.1.value=2&range=last_week")
    funnel = switch_kind(draft, kind="conversion")
    assert funnel["steps"][0] == {"event": "order", "where": draft["where"]}
    assert funnel["range"] == "last_week"
    assert switch_kind(funnel, kind="count") == draft


def test_filter__that_is_not_finished__is_left_out() -> None:
    draft = read("event=a&where.1.property=x&where.2.property=y&where.2.value=2&where.3=")
    assert spec_of(draft)["where"] == [{"property": "y", "is": "2"}]


def test_filter__with_alternatives__is_any_of_them() -> None:
    draft = read("where.1.property=x&where.1.value=1&where.1.or.1.property=y&where.1.or.1.value=2")
    assert spec_of(draft)["where"] == [
        {"any": [{"property": "x", "is": "1"}, {"property": "y", "is": "2"}]}
    ]


@pytest.mark.parametrize(
    ("typed", "meant"), [("3", 3), ("3.5", 3.5), ("3,5", 3.5), (" 1 000 ", 1000), ("1e3", 1000)]
)
def test_number__that_somebody_types__is_read_as_it_is_meant(typed: str, meant: float) -> None:
    draft = read(f"where.1.property=x&where.1.op=above&where.1.value={typed}".replace(" ", "+"))
    assert spec_of(draft)["where"] == [{"property": "x", "above": meant}]


@pytest.mark.parametrize(
    ("address", "next_step"),
    [
        ("kind=conversion", "Choose the first step."),
        ("kind=conversion&steps.1.event=a&steps.2=", "Choose the next step."),
        ("kind=unique", "Choose which property's values are counted."),
        ("kind=formula", "Add a number to reckon with."),
        ("kind=metric", "Choose one of your numbers."),
    ],
)
def test_draft__that_lacks_something__says_what_to_choose(address: str, next_step: str) -> None:
    with pytest.raises(UnfinishedQuestion) as refused:
        spec_of(read(address))
    assert refused.value.next_step == next_step


def test_arithmetic__of_two_numbers__begins_with_one_per_the_other() -> None:
    add: Callable[[Branch], Branch] = lambda draft: edit(draft, do="add parts")[0]  # noqa: E731
    assert spec_of(add(add(read("kind=formula"))))["text"] == "a / b"
