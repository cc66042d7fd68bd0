"""Definitions and their JSON form."""

import jsonschema_rs
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
    condition_from_spec,
    condition_to_spec,
    from_spec,
    narrowed,
    schema,
    to_spec,
)

NORWAY = {"property": "country", "is": "Norway"}


PART = {"kind": "count", "event": "order"}
NEEDS = {
    "unique": {"property": "no"},
    "quantile": {"q": 0.9},
    "ratio": {"of": PART, "per": {"kind": "persons"}},
    "per_person": {"of": PART},
    "rolling": {"of": PART, "over": "12mo"},
    "formula": {"text": "a / b", "of": {"a": PART, "b": {"kind": "metric", "name": "revenue"}}},
    "metric": {"name": "revenue"},
    "conversion": {
        "steps": [{"event": "cart", "where": [NORWAY]}, {"event": "order"}, {"event": "thanks"}],
        "within": "3d",
        "order": "strict",
        "exclude": [{"event": "refund", "after": 2, "before": 3}],
        "hold": "sku",
        "by_step": 2,
    },
    "retention": {"start": {"event": "order"}, "return": {}, "grain": "month", "of": "recurring"},
    "stickiness": {"event": "order", "grain": "week"},
    "lifecycle": {"event": "order", "grain": "month"},
    "paths": {"after": {"event": "visit"}, "steps": 3, "gap": "1h", "show": "page"},
}


@pytest.mark.parametrize("kind", KINDS)
def test_spec__of_every_kind__comes_back_as_it_was(kind):
    spec = {"kind": kind, **NEEDS.get(kind, {})}
    if kind != "metric":
        spec["where"] = [NORWAY, {"segment": "lapsing"}]
    assert to_spec(from_spec(spec)) == spec


@pytest.mark.parametrize("kind", KINDS)
def test_schema__of_every_kind__accepts_what_is_read_and_nothing_else(kind):
    spec = {"kind": kind, **NEEDS.get(kind, {})}
    check = jsonschema_rs.validator_for(schema())
    check.validate(spec)
    assert not check.is_valid({**spec, "wehre": []})
    assert not check.is_valid({**spec, "kind": "else"})


@pytest.mark.parametrize(
    ("spec", "field"),
    [
        ({"kind": "quantile", "q": 1.5}, "spec.q"),
        ({"kind": "conversion", "steps": [{"event": "a"}]}, "spec.steps"),
        ({"kind": "conversion", "steps": [{}, {"evnt": "a"}]}, "spec.steps[1].evnt"),
        ({"kind": "conversion", "steps": [{}, {}], "within": "1mo"}, "spec.within"),
        ({"kind": "retention", "of": "second"}, "spec.of"),
        ({"kind": "rolling", "of": {"kind": "paths"}, "over": "7d"}, "spec.of.kind"),
        ({"kind": "formula", "text": "a", "of": {"1a": PART}}, "spec.of"),
        ({"kind": "ratio", "of": PART}, "spec.per"),
    ],
)
def test_spec__that_makes_no_sense__says_where(spec, field):
    with pytest.raises(InvalidDefinition) as refused:
        from_spec(spec)
    assert refused.value.field == field


SEGMENT = {
    "all": [
        {"did": {"event": "order", "at_least": 2, "within": "90d"}},
        {"not": {"did": {"event": "order", "within": "60d"}}},
        {"any": [{"property": "country", "is": "Norway"}, {"segment": "vip"}, {"members": 3}]},
    ]
}


def test_segment__with_every_condition__comes_back_as_it_was():
    assert condition_to_spec(condition_from_spec(SEGMENT)) == SEGMENT
    check = jsonschema_rs.validator_for({**schema(), "anyOf": [{"$ref": "#/$defs/condition"}]})
    check.validate(SEGMENT)


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
    many = {"property": "country", "in": ["Norway"] * 1_000}
    with pytest.raises(InvalidDefinition, match="values"):
        from_spec({"kind": "count", "where": [many] * 6})


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
