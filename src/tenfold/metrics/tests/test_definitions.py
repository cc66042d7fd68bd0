"""Definitions and their JSON form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.metrics.definitions import (
    KINDS,
    Count,
    Every,
    InvalidDefinition,
    Not,
    Op,
    Ratio,
    Some,
    Sum,
    Test,
    canonical,
    from_spec,
    narrowed,
    to_spec,
)

NORWAY = {"property": "country", "is": "Norway"}


def test_spec__of_every_kind__comes_back_as_it_was():
    part = {"kind": "count", "event": "order"}
    needs = {"unique": {"property": "no"}, "ratio": {"of": part, "per": {"kind": "persons"}}}
    for kind in KINDS:
        spec = {"kind": kind, **needs.get(kind, {}), "where": [NORWAY]}
        assert to_spec(from_spec(spec)) == spec


def test_spec__with_nested_filters__becomes_values():
    spec = {
        "kind": "sum",
        "event": "order",
        "where": [
            {"any": [NORWAY, {"not": {"property": "price", "above": 3}}]},
            {"all": [{"property": "sku", "exists": False}]},
        ],
    }
    assert from_spec(spec).where == (
        Some((Test("country", Op.IS, "Norway"), Not(Test("price", Op.ABOVE, 3)))),
        Every((Test("sku", Op.IS_MISSING),)),
    )


def test_spec__with_one_filter_instead_of_a_list__is_the_same():
    assert from_spec({"kind": "count", "where": NORWAY}) == from_spec(
        {"kind": "count", "where": [NORWAY]}
    )


@pytest.mark.parametrize(
    ("spec", "field"),
    [
        ([], "spec"),
        ({}, "spec.kind"),
        ({"kind": "median"}, "spec.kind"),
        ({"kind": ["count"]}, "spec.kind"),
        ({"kind": "count", "property": "x"}, "spec.property"),
        ({"kind": "count", "event": ""}, "spec.event"),
        ({"kind": "count", "event": 3}, "spec.event"),
        ({"kind": "count", "event": "a\x00"}, "spec.event"),
        ({"kind": "count", "event": "\ud800"}, "spec.event"),
        ({"kind": "unique"}, "spec.property"),
        ({"kind": "ratio", "of": {"kind": "count"}}, "spec.per"),
        ({"kind": "ratio", "of": {"kind": "ratio"}, "per": {"kind": "count"}}, "spec.of.kind"),
        ({"kind": "count", "where": "x"}, "spec.where[0]"),
        ({"kind": "count", "where": [{"property": "a"}]}, "spec.where[0]"),
        ({"kind": "count", "where": [{"is": 1}]}, "spec.where[0]"),
        ({"kind": "count", "where": [{"property": "a", "is": 1, "above": 2}]}, "spec.where[0]"),
        ({"kind": "count", "where": [{"property": "a", "is": 1, "or": 2}]}, "spec.where[0].or"),
        ({"kind": "count", "where": [{"property": "a", "is": None}]}, "spec.where[0].is"),
        ({"kind": "count", "where": [{"property": "a", "above": "3"}]}, "spec.where[0].above"),
        ({"kind": "count", "where": [{"property": "a", "above": True}]}, "spec.where[0].above"),
        ({"kind": "count", "where": [{"property": "a", "in": []}]}, "spec.where[0].in"),
        ({"kind": "count", "where": [{"property": "a", "in": [{}]}]}, "spec.where[0].in[0]"),
        ({"kind": "count", "where": [{"property": "a", "exists": 1}]}, "spec.where[0].exists"),
        ({"kind": "count", "where": [{"any": []}]}, "spec.where[0].any"),
        ({"kind": "count", "where": [{"any": [{"is": 1}]}]}, "spec.where[0].any[0]"),
        ({"kind": "count", "where": [{"property": "a", "is": float("inf")}]}, "spec.where[0].is"),
        ({"kind": "count", "where": [{"property": "a", "is": 10**400}]}, "spec.where[0].is"),
    ],
)
def test_spec__that_means_nothing__is_refused_naming_the_place(spec, field):
    with pytest.raises(InvalidDefinition) as refused:
        from_spec(spec)
    assert refused.value.field == field
    assert refused.value.sentence


def test_spec__nested_too_deep_or_too_wide__is_refused():
    deep = NORWAY
    for _ in range(30):
        deep = {"not": deep}
    with pytest.raises(InvalidDefinition, match="nested"):
        from_spec({"kind": "count", "where": [deep]})
    with pytest.raises(InvalidDefinition, match="comparisons"):
        from_spec({"kind": "count", "where": [NORWAY] * 101})


def test_canonical__of_specs_written_differently__is_one_text():
    one = {"kind": "count", "event": "order", "where": [NORWAY]}
    other = {"where": NORWAY, "event": "order", "kind": "count"}
    assert canonical(from_spec(one)) == canonical(from_spec(other))


def test_canonical__of_one_and_true__differs():
    specs = [{"kind": "count", "where": {"property": "a", "is": value}} for value in (1, True)]
    assert len({canonical(from_spec(spec)) for spec in specs}) == 2


def test_narrowed__keeps_what_was_there():
    where = (Test("a", Op.IS, 1),)
    assert narrowed(Sum(event="order", where=where), where=where).where == where * 2
    ratio = Ratio(of=Count(), per=Count())
    assert narrowed(ratio, where=where) == Ratio(of=Count(), per=Count(), where=where)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["kind", "where", "property", "is", "any", "not", "in", "of", "per"])
            | st.text(max_size=3),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(JSON)
def test_spec__of_anything__is_a_definition_or_a_refusal(given_json):
    try:
        definition = from_spec(given_json)
    except InvalidDefinition:
        return
    assert from_spec(to_spec(definition)) == definition
